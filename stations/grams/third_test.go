package grams

import (
	"math/rand/v2"
	"slices"
	"testing"

	"yizhan/stations/text"
)

// The oracle counts one by one.
func TestPlacesWithTheSameThirdUnitLieTogetherInEachMile(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 22))
	units, spots := make([]text.Unit, 3*mile), []uint32(nil)
	for i := range units {
		units[i] = text.Unit("aaaaaaaabc"[r.IntN(10)])
		if i%5 > 2 && i+2 < len(units) {
			spots = append(spots, uint32(i))
		}
	}
	sorted := byThird(units, spots)
	runs := map[[2]uint32]bool{}
	for left := sorted; len(left) > 0; {
		n, name := alike(units, left), [2]uint32{left[0] / mile, uint32(units[left[0]+2])}
		for _, at := range left[:n] {
			if runs[name] || at/mile != name[0] || units[at+2] != text.Unit(name[1]) {
				t.Fatalf("alike = %d from %d, want those of mile %d with %c behind, all at once", n, left[0], name[0], name[1])
			}
		}
		runs[name] = true
		left = left[n:]
	}
	slices.Sort(sorted)
	if len(runs) != 9 || !slices.Equal(sorted, spots) {
		t.Errorf("%d runs of %d places, want 9 of %d", len(runs), len(sorted), len(spots))
	}
}
