//go:build race

package near_test

// exactQueries is how many questions are held to the oracle; the race
// detector makes each ten times as slow.
const exactQueries = 5_000
