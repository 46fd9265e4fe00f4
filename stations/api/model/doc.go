// Package model is what the API reads and writes, as Go types: a type for each
// schema of openapi.yaml that the server does not write member by member, made
// by scripts/clients into spec.go.
//
// Members stand in the document's order. An optional member is left out of an
// answer when it is its zero value; one that may be null, or of which a question
// must tell zero from absent, is a pointer. overlay.yaml lists these, and
// generate.yaml the schemas that have no type here. Words are plain texts: the
// domain checks them.
package model
