package near_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/near"
)

func TestInsideAgreesWithLookingAtAll(t *testing.T) {
	w := newWorld(11, 3000)
	bounds := []orb.Bound{
		{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}},   // the Earth
		{Min: orb.Point{-180, 85}, Max: orb.Point{180, 90}},    // a cap
		{Min: orb.Point{118, 31}, Max: orb.Point{122, 33}},     // two cities
		{Min: orb.Point{180, -20}, Max: orb.Point{180, 20}},    // a meridian
		{Min: orb.Point{-180, 0}, Max: orb.Point{0, 90}},       // a quarter, just half the Earth wide
		{Min: orb.Point{-170, -90}, Max: orb.Point{5, -89}},    // by a pole
		{Min: orb.Point{120, 33}, Max: orb.Point{119, 31}},     // none
		{Min: orb.Point{118.8, 32.05}, Max: hubs[0]},           // one spot
		{Min: orb.Point{-400, -100}, Max: orb.Point{400, 100}}, // more than the Earth
	}
	for range 300 {
		bounds = append(bounds, orb.MultiPoint{w.spot(), w.spot()}.Bound())
	}
	for _, b := range bounds {
		want, got := []int32{}, []int32{}
		for item, p := range w.places {
			if b.Contains(p.Point) {
				want = append(want, item)
			}
		}
		w.index.Inside(b, func(item int32, p orb.Point) {
			if p != w.places[item].Point {
				t.Fatalf("Inside(%v) gives item %d at %v, want %v", b, item, p, w.places[item].Point)
			}
			got = append(got, item)
		})
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Inside(%v) (-want +got):\n%s", b, diff)
		}
	}
	near.New(nil).Inside(bounds[0], func(int32, orb.Point) { t.Error("Inside of an empty index finds a place") })
}
