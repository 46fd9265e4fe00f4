package grams

import (
	"math/rand/v2"
	"slices"
	"testing"

	"yizhan/stations/text"
)

// The oracle counts one by one.
func TestPlacesWithTheSameTextBehindThemLieTogetherInEachMile(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 22))
	units, spots := make([]text.Unit, 3*mile), []uint32(nil)
	for i := range units {
		units[i] = text.Unit("aaaaaaaabc"[r.IntN(10)])
		if i%5 > 2 && i+3 < len(units) {
			spots = append(spots, uint32(i))
		}
	}
	list := byMile(units, spots)
	runs := map[[3]uint32]bool{}
	for left := list; len(left) > 0; {
		thirds := left[:alike(units, left, 2)]
		left = left[len(thirds):]
		for len(thirds) > 0 {
			n, name := alike(units, thirds, 3), [3]uint32{thirds[0] / mile, uint32(units[thirds[0]+2]), uint32(units[thirds[0]+3])}
			for _, at := range thirds[:n] {
				if runs[name] || name != [3]uint32{at / mile, uint32(units[at+2]), uint32(units[at+3])} {
					t.Fatalf("alike = %d from %d, want those of mile %d with %c%c behind, all at once", n, thirds[0], name[0], name[1], name[2])
				}
			}
			runs[name] = true
			thirds = thirds[n:]
		}
	}
	slices.Sort(list)
	if len(runs) != 27 || !slices.Equal(list, spots) {
		t.Errorf("%d runs of %d places, want 27 of %d", len(runs), len(list), len(spots))
	}
}
