package roads_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

func TestNameNearIsTheNearestNamedRoad(t *testing.T) {
	net := roadstest.Draw(t, 100, `
		A----B
		|    |
		C----D
		|    |
		E----F`, "AB highway=primary name=解放路", "EF highway=primary name=北京路", "CD highway=service")
	middle := func(a, b byte) orb.Point {
		p, q := net.At(a), net.At(b)
		return orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
	}
	for _, c := range []struct {
		name   string
		at     orb.Point
		metres float64
		want   string
	}{
		{"on the road itself", middle('A', 'B'), 500, "解放路"},
		{"on the other one", middle('E', 'F'), 500, "北京路"},
		{"a road without a name is passed over", middle('C', 'D'), 500, "解放路"},
		{"none is near enough", middle('C', 'D'), 50, ""},
	} {
		if got := net.NameNear(c.at, c.metres); got != c.want {
			t.Errorf("%s: NameNear = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNameNearAgreesWithEveryEdgeOfARealNeighbourhood(t *testing.T) {
	g := neighbourhood(t)
	r := rand.New(rand.NewPCG(11, 12))
	found := 0
	for range 300 {
		p := somewhere(g, r)
		want, best := "", 800.0
		for e := range roads.EdgeID(g.NumEdges()) {
			a, b := g.Ends(e)
			if d := offSegment(p, g.Point(a), g.Point(b)); g.Name(e) != "" && d < best {
				want, best = g.Name(e), d
			}
		}
		if want != "" {
			found++
		}
		if got := g.NameNear(p, 800); got != want {
			t.Fatalf("NameNear(place %v m off) = %q, want %q", best, got, want)
		}
	}
	if found < 100 {
		t.Errorf("%d of 300 places have a named road near, want most", found)
	}
}

// offSegment is the distance in metres to a segment in the plane of p.
func offSegment(p, a, b orb.Point) float64 {
	const rad = math.Pi / 180
	flat := func(q orb.Point) (x, y float64) {
		return earth * math.Cos(p[1]*rad) * (q[0] - p[0]) * rad, earth * (q[1] - p[1]) * rad
	}
	ax, ay := flat(a)
	bx, by := flat(b)
	best := math.Min(math.Hypot(ax, ay), math.Hypot(bx, by))
	if l := math.Hypot(bx-ax, by-ay); l > 0 {
		if along := -(ax*(bx-ax) + ay*(by-ay)) / (l * l); along > 0 && along < 1 {
			best = math.Min(best, math.Abs(ax*(by-ay)-ay*(bx-ax))/l)
		}
	}
	return best
}
