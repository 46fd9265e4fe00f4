package plan_test

import (
	"os"
	"testing"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// populationOf reads a real layer of demand, or skips the test.
func populationOf(t testing.TB, path string) []stations.Demand {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Skipf("no real demand here: %v", err)
	}
	defer in.Close()
	file, err := exchange.ReadDemand(in, exchange.DemandOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return file.Rows
}
