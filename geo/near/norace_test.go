//go:build !race

package near_test

// exactQueries is how many questions are held to the oracle.
const exactQueries = 100_000
