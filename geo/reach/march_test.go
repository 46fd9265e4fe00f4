package reach

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// countPatches counts the patches of ground of a raster that join along sides.
func countPatches(r *raster) int {
	seen, count := make([]bool, len(r.values)), 0
	var walk func(i int)
	walk = func(i int) {
		if r.values[i] >= 0 || seen[i] {
			return
		}
		seen[i] = true
		for _, d := range []int{1, -1, r.width, -r.width} {
			walk(i + d)
		}
	}
	for i := range r.values {
		if r.values[i] < 0 && !seen[i] {
			count++
			walk(i)
		}
	}
	return count
}

// noise makes a raster of random values, outside at its border. Half of its
// squares are saddles or nearly so.
func noise(rng *rand.Rand, size int) *raster {
	r := &raster{step: 25, width: size, height: size, values: make([]float32, size*size)}
	for i := range r.values {
		r.values[i] = rng.Float32()*2 - 1
		if x, y := i%size, i/size; x == 0 || y == 0 || x == size-1 || y == size-1 {
			r.values[i] = 1
		}
	}
	return r
}

func TestPolygonsOfNoise(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		r := noise(rng, 10)
		mp := r.polygons()
		if got, want := len(mp), countPatches(r); got != want {
			t.Fatalf("polygons() = %d polygons, want %d, one for each patch", got, want)
		}
		for i, v := range r.values {
			p := orb.Point{float64(i%r.width) * r.step, float64(i/r.width) * r.step}
			if got := planar.MultiPolygonContains(mp, p); got != (v < 0) {
				t.Fatalf("polygons contain corner %d: %v, want %v", i, got, v < 0)
			}
		}
		for _, poly := range mp {
			for i, ring := range poly {
				if !ring.Closed() || (ring.Orientation() == orb.CCW) != (i == 0) {
					t.Fatalf("ring %d: closed %v, orientation %v", i, ring.Closed(), ring.Orientation())
				}
			}
		}
		if crossed(mp) {
			t.Fatal("rings of a raster cross")
		}
	}
}

func TestCrossed(t *testing.T) {
	square := orb.Ring{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}
	hole := func(x, y float64) orb.Ring { return orb.Ring{{x, y}, {x, y + 2}, {x + 2, y + 2}, {x, y}} }
	for _, c := range []struct {
		name string
		mp   orb.MultiPolygon
		want bool
	}{
		{"nothing", nil, false},
		{"a square", orb.MultiPolygon{{square}}, false},
		{"a square with a hole", orb.MultiPolygon{{square, hole(3, 3)}}, false},
		{"a hole that touches the side", orb.MultiPolygon{{square, hole(0, 3)}}, true},
		{"a hole that leaves", orb.MultiPolygon{{square, hole(8, 3)}}, true},
		{"a bow tie", orb.MultiPolygon{{{{0, 0}, {9, 9}, {9, 0}, {0, 9}, {0, 0}}}}, true},
		{"a spike that goes back on itself", orb.MultiPolygon{{{{0, 0}, {9, 0}, {4, 0}, {4, 5}, {0, 0}}}}, true},
		{"two polygons that overlap", orb.MultiPolygon{{square}, {hole(8, 8)}}, true},
		{"two polygons apart", orb.MultiPolygon{{square}, {hole(20, 20)}}, false},
		{"the same square twice", orb.MultiPolygon{{square}, {square}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := crossed(c.mp); got != c.want {
				t.Errorf("crossed(%v) = %v, want %v", c.mp, got, c.want)
			}
		})
	}
}

func TestThinKeepsWhatWouldCross(t *testing.T) {
	bulge := orb.Ring{{0, 0}, {50, -2}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}
	tip := orb.Ring{{50, -1}, {40, 20}, {60, 20}, {50, -1}}
	for _, c := range []struct {
		name string
		poly orb.Polygon
		want int // points of the outer ring
	}{
		{"a shallow bulge goes", orb.Polygon{bulge}, 5},
		{"a bulge around the tip of a hole stays", orb.Polygon{bulge, tip}, 6},
		{"a ring that would vanish stays", orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.poly.Clone()
			got := thin(orb.MultiPolygon{c.poly}, 3)
			if len(got[0][0]) != c.want {
				t.Errorf("thin(%v) = %v, want an outer ring of %d points", c.poly, got, c.want)
			}
			if !slices.EqualFunc(before, c.poly, func(a, b orb.Ring) bool { return a.Equal(b) }) {
				t.Errorf("thin changed its input to %v, want %v", c.poly, before)
			}
		})
	}
}
