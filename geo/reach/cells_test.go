package reach_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// walked lists the cells of a network by walking each edge in steps of 25 m.
func walked(g *roads.Graph, m roads.Mode, res int) []hex.Cell {
	set := map[hex.Cell]bool{}
	for e := range roads.EdgeID(g.NumEdges()) {
		p := g.Permit(e)
		if !p.Along(m) && !p.Against(m) {
			continue
		}
		tail, head := g.Ends(e)
		a, b := g.Point(tail), g.Point(head)
		set[hex.At(b, res)] = true
		for d, l := 0.0, sphere.Distance(a, b); d < l; d += 25 {
			set[hex.At(orb.Point{a[0] + (b[0]-a[0])*d/l, a[1] + (b[1]-a[1])*d/l}, res)] = true
		}
	}
	var out []hex.Cell
	for c := range set {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

func TestRoadCellsAgreeWithAWalk(t *testing.T) {
	g := maze(t, rand.New(rand.NewPCG(7, 8)), 20)
	for _, res := range []int{7, 9, 10, 11} {
		if diff := cmp.Diff(walked(g, roads.Walk, res), reach.RoadCells(g, roads.Walk, res, nil)); diff != "" {
			t.Errorf("RoadCells(walk, %d) differs (-want +got):\n%s", res, diff)
		}
	}
}

func TestRoadCells(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {3000, 0}, {3000, 3000}}, []street{{0, 1, both}, {1, 2, rideOne}})
	north := func(p orb.Point) bool { return p[1] > 32.05 }
	for _, c := range []struct {
		name   string
		mode   roads.Mode
		res    int
		within func(orb.Point) bool
		some   bool
	}{
		{"a mode that may use a street", roads.Walk, 9, nil, true},
		{"a one-way street counts", roads.Ride, 9, north, true},
		{"another mode's street is left out", roads.Walk, 9, north, false},
		{"a mode without streets", roads.Truck, 9, nil, false},
		{"a resolution that H3 does not have", roads.Walk, 16, nil, false},
		{"a mode that is none", roads.NumModes, 9, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := reach.RoadCells(g, c.mode, c.res, c.within)
			if (len(got) > 0) != c.some {
				t.Errorf("RoadCells(%v, %d) = %d cells, want some: %v", c.mode, c.res, len(got), c.some)
			}
			for _, cell := range got {
				if c.within != nil && !c.within(cell.Centre()) {
					t.Errorf("RoadCells gives %v, whose centre is not within", cell)
				}
			}
		})
	}
}
