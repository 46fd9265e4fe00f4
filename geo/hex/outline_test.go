package hex_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/geo/hex"
)

func TestOutline(t *testing.T) {
	c := hex.At(nanjing, 9)
	far := hex.At(orb.Point{118.9, 32.2}, 9)
	for _, k := range []struct {
		name            string
		cells           []hex.Cell
		polygons, rings int
	}{
		{"nothing", nil, 0, 0},
		{"no cells at all", []hex.Cell{0, 7}, 0, 0},
		{"one cell", []hex.Cell{c}, 1, 1},
		{"one cell three times", []hex.Cell{c, c, c}, 1, 1},
		{"two cells apart", []hex.Cell{c, far}, 2, 2},
		{"a ring around a hole", c.Ring1(), 1, 2},
		{"a ring with its middle", append(c.Ring1(), c), 1, 1},
		{"an island in a lake", append(ring2(c), c), 2, 3},
		{"two resolutions", []hex.Cell{c, far.Parent(8)}, 2, 2},
	} {
		t.Run(k.name, func(t *testing.T) {
			mp := hex.Outline(k.cells)
			rings := 0
			for _, p := range mp {
				rings += len(p)
				checkRings(t, p)
			}
			if len(mp) != k.polygons || rings != k.rings {
				t.Errorf("Outline = %d polygons, %d rings, want %d, %d", len(mp), rings, k.polygons, k.rings)
			}
		})
	}
}

func ring2(c hex.Cell) []hex.Cell {
	inner := map[hex.Cell]bool{c: true}
	for _, n := range c.Ring1() {
		inner[n] = true
	}
	seen := map[hex.Cell]bool{}
	var out []hex.Cell
	for n := range inner {
		for _, m := range n.Ring1() {
			if !inner[m] && !seen[m] {
				seen[m] = true
				out = append(out, m)
			}
		}
	}
	return out
}

func checkRings(t *testing.T, p orb.Polygon) {
	t.Helper()
	for i, r := range p {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if !r.Closed() || r.Orientation() != want {
			t.Errorf("ring %d: closed %v, orientation %v, want true, %v", i, r.Closed(), r.Orientation(), want)
		}
	}
}

// TestOutlineHoldsItsCells takes random subsets of a cell's descendants: the
// outline must hold the centres of its cells and no other's, and have their
// area.
func TestOutlineHoldsItsCells(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	all := hex.At(nanjing, 6).Children(9)
	for range 50 {
		share, area := rng.Float64(), 0.0
		in := map[hex.Cell]bool{}
		var cells []hex.Cell
		for _, c := range all {
			if rng.Float64() < share {
				in[c] = true
				cells = append(cells, c)
				area += planar.Area(c.Boundary())
			}
		}
		mp := hex.Outline(cells)
		for _, p := range mp {
			checkRings(t, p)
		}
		for _, c := range all {
			if got := planar.MultiPolygonContains(mp, c.Centre()); got != in[c] {
				t.Fatalf("Outline contains the centre of %v: %v, want %v", c, got, in[c])
			}
		}
		if got := planar.Area(mp); math.Abs(got-area) > 1e-9*area+1e-15 {
			t.Errorf("Area(Outline) = %v, want %v", got, area)
		}
	}
}

func BenchmarkOutline(b *testing.B) {
	cells := hex.At(nanjing, 5).Children(9)
	b.ReportAllocs()
	for range b.N {
		hex.Outline(cells)
	}
}
