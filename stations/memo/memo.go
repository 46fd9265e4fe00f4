// Package memo remembers what took long to make: Recent the last few values,
// Flights also those that are being made, so that nobody makes one twice.
package memo
