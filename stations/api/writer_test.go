package api

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Numbers are written as strconv writes them, which is the oracle.
func TestNumbersAreWrittenAsTheStandardLibraryDoes(t *testing.T) {
	check := func(t rapid.TB, value float64) {
		want := strconv.FormatFloat(math.Round(value*1000)/1000, 'f', -1, 64)
		if got := string(appendNumber(nil, value)); got != want {
			t.Fatalf("appendNumber(%v) = %s, want %s", value, got, want)
		}
	}
	for _, value := range []float64{0, 0.0004, 0.0005, 0.001, 0.1, 0.25, 0.999, 0.9996, 1, 10, 100.05, 1234.5678, 20015114.442, 999999999.999, 1e9, 1e12, 1e18, -0.0001, -3.25, math.MaxFloat64 / 1e4} {
		check(t, value)
	}
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]float64{1, 1e3, 1e5, 1e8, 1e10, 1e15}).Draw(t, "size")
		check(t, size*rapid.Float64Range(-1, 1).Draw(t, "value"))
	})
}

func BenchmarkNumber(b *testing.B) {
	var room [32]byte
	b.ReportAllocs()
	for b.Loop() {
		appendNumber(room[:0], 1234.5678)
	}
}
