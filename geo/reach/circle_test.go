package reach_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// checkArea holds an isochrone to its promise, slowly: rings closed, turned
// the right way, no two sides meeting but neighbours at their common end.
func checkArea(t *testing.T, mp orb.MultiPolygon) {
	t.Helper()
	type side struct {
		a, b    orb.Point
		ring, i int
	}
	var sides []side
	var last []int // by ring: its number of sides
	for _, poly := range mp {
		for i, r := range poly {
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if len(r) < 4 || !r.Closed() || r.Orientation() != want {
				t.Fatalf("ring %d: %d points, closed %v, orientation %v, want 4 or more, closed, %v", i, len(r), r.Closed(), r.Orientation(), want)
			}
			for j := range len(r) - 1 {
				sides = append(sides, side{r[j], r[j+1], len(last), j})
			}
			last = append(last, len(r)-1)
		}
		for _, hole := range poly[1:] {
			if !planar.RingContains(poly[0], hole[0]) {
				t.Fatalf("a hole lies outside its ring")
			}
		}
	}
	for i, s := range sides {
		for _, o := range sides[:i] {
			if s.ring == o.ring && (s.i-o.i == 1 || s.i-o.i == last[s.ring]-1) {
				continue
			}
			if meet(s.a, s.b, o.a, o.b) {
				t.Fatalf("side %d of ring %d meets side %d of ring %d", s.i, s.ring, o.i, o.ring)
			}
		}
	}
}

// meet reports whether two segments share a point, by solving for it.
func meet(a, b, c, d orb.Point) bool {
	for i := range 2 {
		if max(a[i], b[i]) < min(c[i], d[i]) || max(c[i], d[i]) < min(a[i], b[i]) {
			return false
		}
	}
	det := (b[0]-a[0])*(d[1]-c[1]) - (b[1]-a[1])*(d[0]-c[0])
	if det == 0 {
		return false // parallel: an overlap would show at their neighbours
	}
	s := ((c[0]-a[0])*(d[1]-c[1]) - (c[1]-a[1])*(d[0]-c[0])) / det
	u := ((c[0]-a[0])*(b[1]-a[1]) - (c[1]-a[1])*(b[0]-a[0])) / det
	return s >= 0 && s <= 1 && u >= 0 && u <= 1
}

// toArea is the distance from p to the polygons in metres, 0 inside.
func toArea(mp orb.MultiPolygon, p orb.Point) float64 {
	if planar.MultiPolygonContains(mp, p) {
		return 0
	}
	best := math.Inf(1)
	squeeze := math.Cos(p[1] * math.Pi / 180)
	for _, poly := range mp {
		for _, r := range poly {
			for i := range len(r) - 1 {
				ax, ay := (r[i][0]-p[0])*squeeze, r[i][1]-p[1]
				dx, dy := (r[i+1][0]-r[i][0])*squeeze, r[i+1][1]-r[i][1]
				f := min(max(-(ax*dx+ay*dy)/(dx*dx+dy*dy), 0), 1)
				best = min(best, math.Hypot(ax+f*dx, ay+f*dy))
			}
		}
	}
	return best / metre
}

// score compares a circle with the exact times of all nodes.
type score struct {
	hit, miss, wrong int
	farthest         float64 // metres of a reached node outside
}

func (s score) f1() float64 { return 2 * float64(s.hit) / float64(2*s.hit+s.miss+s.wrong) }

func compare(g *roads.Graph, o *oracle, iso reach.Isochrone) score {
	seen := map[roads.NodeID]bool{}
	var s score
	box := iso.Area.Bound().Pad(0.01)
	for e := range roads.EdgeID(g.NumEdges()) {
		a, b := g.Ends(e)
		for f, n := range map[float64]roads.NodeID{0: a, 1: b} {
			if seen[n] || !g.Permit(e).Open(o.mode) || !box.Contains(g.Point(n)) {
				continue
			}
			seen[n] = true
			reached := len(o.nearest(tie(g, o.mode, e, f, 0), 1, iso.Limit)) > 0
			s.add(reached, toArea(iso.Area, g.Point(n)))
		}
	}
	return s
}

func (s *score) add(reached bool, away float64) {
	switch {
	case reached && away == 0:
		s.hit++
	case reached:
		s.miss++
		s.farthest = max(s.farthest, away)
	case away == 0:
		s.wrong++
	}
}

func TestCircleOnDrawnRoads(t *testing.T) {
	ring := [][2]float64{{0, 0}, {400, 0}, {400, 400}, {0, 400}}
	square := []street{{0, 1, both}, {1, 2, both}, {2, 3, both}, {3, 0, both}}
	for _, c := range []struct {
		name            string
		corners         [][2]float64
		streets         []street
		access, limit   roads.Millis
		polygons, rings int
	}{
		{"a street", ring, square[:1], 0, 10 * minute, 1, 1},
		{"a block with a yard in its middle", ring, square, 0, 20 * minute, 1, 2},
		{"too far from the road", ring, square, 11 * minute, 10 * minute, 0, 0},
		{"just at the road", ring, square, 10 * minute, 10 * minute, 1, 1},
		{"limit zero", ring, square, 0, 0, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := build(t, c.corners, c.streets)
			f := reach.NewField(g, roads.Walk, 1)
			isos, err := f.Circle(context.Background(), tie(g, roads.Walk, 0, 0.5, c.access), c.limit)
			if err != nil {
				t.Fatal(err)
			}
			rings := 0
			for _, p := range isos[0].Area {
				rings += len(p)
			}
			checkArea(t, isos[0].Area)
			if len(isos[0].Area) != c.polygons || rings != c.rings {
				t.Errorf("Circle = %d polygons, %d rings, want %d, %d", len(isos[0].Area), rings, c.polygons, c.rings)
			}
		})
	}
}

// TestCircleEndsWhereTimeEnds walks a straight street and a one-way one.
func TestCircleEndsWhereTimeEnds(t *testing.T) {
	for _, c := range []struct {
		name       string
		permit     roads.Permit
		west, east float64 // metres of the street that reach its middle in 500 s
	}{
		{"both ways", both, 600, 600},
		{"one way eastwards: only from the west", forth, 600, 0},
		{"one way westwards: only from the east", back, 0, 600},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := build(t, [][2]float64{{-3000, 0}, {3000, 0}}, []street{{0, 1, c.permit}})
			f := reach.NewField(g, roads.Walk, 1)
			isos, err := f.Circle(context.Background(), tie(g, roads.Walk, 0, 0.5, 0), 500_000)
			if err != nil {
				t.Fatal(err)
			}
			box := isos[0].Area.Bound()
			middle := orb.Point{118.78, 32.04}
			west := sphere.Distance(middle, orb.Point{box.Min[0], 32.04})
			east := sphere.Distance(middle, orb.Point{box.Max[0], 32.04})
			// The ground goes on beside and beyond the road for up to 50 m.
			if west < c.west-1 || west > c.west+51 || east < c.east-1 || east > c.east+51 {
				t.Errorf("the circle spans %.0f m west and %.0f m east, want %.0f and %.0f", west, east, c.west, c.east)
			}
		})
	}
}

func TestCircleOfRandomNetworks(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 10 {
		g := maze(t, rng, 14)
		f := reach.NewField(g, roads.Walk, 1)
		place := tie(g, roads.Walk, roads.EdgeID(rng.IntN(g.NumEdges())), rng.Float64(), 20_000)
		isos, err := f.Circle(context.Background(), place, 15*minute, 4*minute)
		if err != nil {
			t.Fatal(err)
		}
		o := newOracle(g, roads.Walk, []reach.Source{{Tie: place}})
		for _, iso := range isos {
			checkArea(t, iso.Area)
			if s := compare(g, o, iso); s.farthest > 25 {
				t.Errorf("a reached node lies %.1f m outside its circle of %d ms, want 25 or less", s.farthest, iso.Limit)
			}
		}
	}
}

// maze is a bent grid of n × n corners in which streets are missing and
// one-way.
func maze(t *testing.T, rng *rand.Rand, n int) *roads.Graph {
	var corners [][2]float64
	var streets []street
	permits := []roads.Permit{both, both, both, forth, back}
	for y := range n {
		for x := range n {
			corners = append(corners, [2]float64{float64(x)*110 + 60*rng.Float64(), float64(y)*110 + 60*rng.Float64()})
			for _, from := range [2][2]int{{x - 1, y}, {x, y - 1}} {
				if from[0] >= 0 && from[1] >= 0 && rng.Float64() < 0.8 {
					streets = append(streets, street{from[1]*n + from[0], y*n + x, permits[rng.IntN(len(permits))]})
				}
			}
		}
	}
	return build(t, corners, streets)
}

func TestCircleWithoutLimits(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {300, 0}}, []street{{0, 1, both}})
	got, err := reach.NewField(g, roads.Walk, 1).Circle(context.Background(), tie(g, roads.Walk, 0, 0.5, 0))
	if !errors.Is(err, reach.ErrInput) {
		t.Errorf("Circle without limits = %v, %v, want ErrInput", got, err)
	}
}

// TestCircleBoundsItsMemory draws a truck's hour on a road across a province.
func TestCircleBoundsItsMemory(t *testing.T) {
	truck := roads.Permit(0b11 << 4)
	g := build(t, [][2]float64{{-90000, -90000}, {0, 0}, {90000, 90000}, {-90000, 90000}, {90000, -90000}},
		[]street{{0, 1, truck}, {1, 2, truck}, {3, 1, truck}, {1, 4, truck}})
	isos, err := reach.NewField(g, roads.Truck, 1).Circle(context.Background(), tie(g, roads.Truck, 0, 1, 0), 180*minute)
	if err != nil {
		t.Fatal(err)
	}
	checkArea(t, isos[0].Area)
	if got := isos[0].Step; got <= 25 || got > 200 {
		t.Errorf("Step = %v m, want a coarser raster than 25 m", got)
	}
	if len(isos[0].Area) != 1 {
		t.Errorf("Circle has %d polygons, want 1", len(isos[0].Area))
	}
}
