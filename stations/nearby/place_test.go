package nearby

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
	"yizhan/stations"
)

// Whoever stands next in memory stands near on the ground too; nobody is lost,
// also none whose place is none.
func TestNeighboursLieTogether(t *testing.T) {
	w := newTown(4)
	entries, _ := w.fill(5000)
	var list []*stations.Station
	for _, e := range entries {
		list = append(list, e.station)
	}
	lost := *list[0]
	lost.Position.Point = orb.Point{200, 0}
	list = append(list, &lost)
	order := byPlace(list)
	for i, n := range slices.Sorted(slices.Values(order)) {
		if len(order) != len(list) || int(n) != i {
			t.Fatalf("byPlace gives %d numbers of %d, want each once", len(order), len(list))
		}
	}
	if order[len(order)-1] != int32(len(list)-1) {
		t.Errorf("byPlace ends with %d, want the station that is nowhere", order[len(order)-1])
	}
	step := func(order []int32) (metres float64) {
		for i := range len(order) - 2 {
			metres += sphere.Distance(list[order[i]].Position.Point, list[order[i+1]].Position.Point)
		}
		return metres / float64(len(order)-2)
	}
	asListed := slices.Sorted(slices.Values(order))
	if near, far := step(order), step(asListed); near > far/5 {
		t.Errorf("the next one is %.0f m away, as listed %.0f m; want a fifth at most", near, far)
	}
}
