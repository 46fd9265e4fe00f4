package roads_test

import (
	"math"
	"testing"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// A fleet gives each vehicle its own graph of each network, and the same one
// again.
func TestAFleetTellsVehiclesAndNetworksApart(t *testing.T) {
	first := roadstest.Draw(t, 100, "A--B--C", "AB highway=secondary maxheight=3.8", "BC highway=secondary maxlength=8").Graph
	second := roadstest.Draw(t, 100, "A--B", "AB highway=secondary maxheight=3.8").Graph
	high, long := roads.Vehicle{HeightM: 4}, roads.Vehicle{LengthM: 12}
	var fleet roads.Fleet
	open := func(g *roads.Graph, v roads.Vehicle) (n int) {
		fit := fleet.For(g, v)
		if again := fleet.For(g, v); again != fit {
			t.Errorf("For(%+v) makes another graph when it is asked again", v)
		}
		for e := range roads.EdgeID(fit.NumEdges()) {
			if fit.Permit(e).Open(roads.Truck2) {
				n++
			}
		}
		return n
	}
	all := open(first, roads.Vehicle{})
	for _, c := range []struct {
		sentence string
		graph    *roads.Graph
		vehicle  roads.Vehicle
		closed   bool
	}{
		{"a high one", first, high, true},
		{"a long one", first, long, true},
		{"one that is neither", first, roads.Vehicle{WeightT: 10}, false},
		{"a high one once more", first, high, true},
	} {
		if n := open(c.graph, c.vehicle); (n < all) != c.closed {
			t.Errorf("%s has %d edges of %d, want some closed: %v", c.sentence, n, all, c.closed)
		}
	}
	if fleet.For(first, high) == fleet.For(first, long) {
		t.Error("a high and a long vehicle have one graph")
	}
	if n := open(second, high); n != 0 {
		t.Errorf("in the other network %d edges are open to a high vehicle, want none", n)
	}
}

func TestWhichVehiclesArePlausible(t *testing.T) {
	for _, c := range []struct {
		vehicle roads.Vehicle
		want    bool
	}{
		{roads.Vehicle{}, true},
		{roads.Vehicle{HeightM: roads.MaxHeight, LengthM: roads.MaxLength, WeightT: roads.MaxWeight}, true},
		{roads.Vehicle{HeightM: roads.MaxHeight + 1}, false},
		{roads.Vehicle{LengthM: roads.MaxLength + 1}, false},
		{roads.Vehicle{WeightT: roads.MaxWeight + 1}, false},
		{roads.Vehicle{HeightM: -1}, false},
		{roads.Vehicle{LengthM: -1}, false},
		{roads.Vehicle{WeightT: -1}, false},
		{roads.Vehicle{LengthM: math.NaN()}, false},
	} {
		if got := c.vehicle.Plausible(); got != c.want {
			t.Errorf("Plausible(%+v) = %v, want %v", c.vehicle, got, c.want)
		}
	}
}
