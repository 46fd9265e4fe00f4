package reach_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// TestCirclesAreValid draws circles around random places of real cities, for
// every mode under every version, several limits at once, and holds each to
// its promise: rings closed, simple and turned the right way, no two touching,
// holes in the polygon that they belong to, every reached place on a road
// inside or within the step of the raster.
func TestCirclesAreValid(t *testing.T) {
	places := 3
	if testing.Short() {
		places = 1
	}
	rings, reached := 0, 0
	for _, name := range []string{"nanjing_xuanwu", "poa", "nanjing"} {
		g := city(t, name)
		for m := range roads.Mode(roads.NumModes) {
			f := reach.NewField(g, m, 1)
			for i, at := range scatter(g, m, places, uint64(7+m)) {
				limits := []roads.Millis{roads.Millis(1+i) * minute, 4 * minute}
				if m.Base() == roads.Walk {
					limits = append(limits, 15*minute)
				}
				isos, err := f.Circle(context.Background(), at, limits...)
				if err != nil {
					t.Fatal(err)
				}
				for _, iso := range isos {
					rings += checkRings(t, iso.Area)
					reached += checkReached(t, ways{g, m}, f, iso)
				}
			}
		}
	}
	t.Logf("%d rings are valid, %d reached places are inside or near", rings, reached)
	if rings == 0 || reached == 0 {
		t.Error("no circle had anything to check")
	}
}

// checkRings holds the area to checkArea, and each hole to lying in the ground
// of its own polygon and of no other. It returns the number of rings.
func checkRings(t *testing.T, area orb.MultiPolygon) int {
	t.Helper()
	checkArea(t, area)
	count := 0
	for i, poly := range area {
		count += len(poly)
		for _, hole := range poly[1:] {
			// The middle of a side of a hole is on the border of its polygon: a
			// little to the side of the hole is nowhere, to the other ground.
			in, out := besides(hole[0], hole[1])
			if !planar.PolygonContains(poly, in) {
				t.Fatalf("beside a hole of polygon %d is no ground of it", i)
			}
			if planar.PolygonContains(poly, out) {
				t.Fatalf("polygon %d covers its own hole", i)
			}
		}
	}
	return count
}

// besides returns the points a centimetre to the left and to the right of the
// middle of a side. The ground of every ring is on its left.
func besides(a, b orb.Point) (left, right orb.Point) {
	const centimetre = 1e-7
	mid := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
	dx, dy := b[0]-a[0], b[1]-a[1]
	d := math.Hypot(dx, dy)
	nx, ny := -dy/d*centimetre, dx/d*centimetre
	return orb.Point{mid[0] + nx, mid[1] + ny}, orb.Point{mid[0] - nx, mid[1] - ny}
}

// ways is a graph as a mode has it.
type ways struct {
	g *roads.Graph
	m roads.Mode
}

// checkReached holds places on the edges around an area, ends and others, to
// being inside or near when the field reaches them. It returns how many were.
func checkReached(t *testing.T, n ways, f *reach.Field, iso reach.Isochrone) int {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, uint64(iso.Limit)))
	g, m, count := n.g, n.m, 0
	g.Visit(iso.Area.Bound().Pad(0.001), func(e roads.EdgeID) bool {
		if !g.Permit(e).Open(m) || rng.IntN(8) > 0 {
			return true
		}
		a, b := g.Ends(e)
		for _, fraction := range []float64{0, 1, rng.Float64()} {
			l := f.At(tie(g, m, e, fraction, 0), nil)
			if len(l) == 0 || l[0].Time > iso.Limit {
				continue
			}
			count++
			p, q := g.Point(a), g.Point(b)
			at := orb.Point{p[0] + fraction*(q[0]-p[0]), p[1] + fraction*(q[1]-p[1])}
			if away := toArea(iso.Area, at); away > iso.Step {
				t.Fatalf("%v, %d ms: a reached place of edge %d is %.1f m outside, want %v or less", m, iso.Limit, e, away, iso.Step)
			}
		}
		return true
	})
	return count
}
