package hex_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"yizhan/geo/hex"
	"yizhan/geo/sphere"
)

func box(w, s, e, n float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
}

// candidates returns every cell of a box by another way: the cells of a close
// grid of points.
func candidates(b orb.Bound, res int) []hex.Cell {
	seen := map[hex.Cell]bool{}
	middle := hex.At(b.Center(), res)
	step := sphere.Distance(middle.Boundary()[0], middle.Centre()) / 111e3 / 2
	for x := b.Min[0] - step; x <= b.Max[0]+step; x += step {
		for y := b.Min[1] - step; y <= b.Max[1]+step; y += step {
			seen[hex.At(orb.Point{x, y}, res)] = true
		}
	}
	var out []hex.Cell
	for c := range seen {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// star draws a polygon around a centre, perhaps with a hole in its middle.
func star(t *rapid.T) orb.Polygon {
	centre := orb.Point{rapid.Float64Range(73, 135).Draw(t, "lon"), rapid.Float64Range(3, 54).Draw(t, "lat")}
	n := rapid.IntRange(3, 12).Draw(t, "corners")
	ring := func(lo, hi float64) orb.Ring {
		var r orb.Ring
		for i := range n {
			a := 2 * math.Pi * float64(i) / float64(n)
			d := rapid.Float64Range(lo, hi).Draw(t, "radius")
			r = append(r, orb.Point{centre[0] + d*math.Cos(a), centre[1] + d*math.Sin(a)})
		}
		return append(r, r[0])
	}
	poly := orb.Polygon{ring(0.01, 0.04)}
	if rapid.Bool().Draw(t, "hole") {
		poly = append(poly, ring(0.001, 0.004))
	}
	return poly
}

func TestFillAgreesWithPointInPolygon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		poly := star(t)
		res := rapid.IntRange(6, 9).Draw(t, "res")
		got, err := hex.Fill(orb.MultiPolygon{poly}, res, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		var want []hex.Cell
		for _, c := range candidates(poly.Bound(), res) {
			if planar.PolygonContains(poly, c.Centre()) {
				want = append(want, c)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("Fill(res %d) differs from point in polygon (-want +got):\n%s", res, diff)
		}
	})
}

func TestNeighboursShareEachCellOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Cut a box by a crooked line whose corners are cell centres, the worst case.
		var cut []orb.Point
		for i := range 12 {
			p := orb.Point{118.70 + rapid.Float64Range(0, 0.05).Draw(t, "x"), 32.0 + float64(i)*0.005}
			cut = append(cut, hex.At(p, 9).Centre())
		}
		left := orb.Ring{{118.65, 31.95}}
		right := orb.Ring{{118.80, 31.95}}
		left, right = append(left, cut...), append(right, cut...)
		left = append(left, orb.Point{118.65, 32.1}, left[0])
		right = append(right, orb.Point{118.80, 32.1}, right[0])
		whole := orb.Ring{{118.65, 31.95}, cut[0], {118.80, 31.95}, {118.80, 32.1}, cut[len(cut)-1], {118.65, 32.1}, {118.65, 31.95}}
		var sum []hex.Cell
		for _, r := range []orb.Ring{left, right} {
			cells, err := hex.Fill(orb.MultiPolygon{{r}}, 9, 1e5)
			if err != nil {
				t.Fatal(err)
			}
			sum = append(sum, cells...)
		}
		slices.Sort(sum)
		want, err := hex.Fill(orb.MultiPolygon{{whole}}, 9, 1e5)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, sum); diff != "" {
			t.Fatalf("two halves differ from the whole (-whole +halves):\n%s", diff)
		}
	})
}

func TestFillLimits(t *testing.T) {
	thin := orb.MultiPolygon{{{{80, 20}, {120, 45}, {120, 45.0000001}, {80, 20}}}}
	for _, c := range []struct {
		name  string
		mp    orb.MultiPolygon
		res   int
		limit int
		want  error
	}{
		{"the whole world at resolution 15", box(-180, -90, 180, 90), 15, 1e6, hex.ErrTooMany},
		{"a city that is just over", box(118.7, 32, 118.8, 32.1), 9, 1200, hex.ErrTooMany},
		{"a hair across the country", thin, 15, 1000, hex.ErrTooMany},
		{"no limit left", box(118.7, 32, 118.8, 32.1), 9, 0, hex.ErrTooMany},
		{"a city within its limit", box(118.7, 32, 118.8, 32.1), 9, 1300, nil},
		{"nothing", nil, 9, 0, nil},
		{"a latitude of 399", box(118, 32, 119, 399), 9, 1e6, hex.ErrPolygon},
		{"a ring of two points", orb.MultiPolygon{{{{118, 32}, {119, 32}}}}, 9, 1e6, hex.ErrPolygon},
		{"a polygon without a ring", orb.MultiPolygon{{}}, 9, 1e6, nil},
		{"resolution 16", box(118, 32, 119, 33), 16, 1e6, hex.ErrPolygon},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := hex.Fill(c.mp, c.res, c.limit)
			if !errors.Is(err, c.want) || len(got) > c.limit || err != nil && got != nil {
				t.Errorf("Fill(res %d, limit %d) = %d cells, %v, want %v", c.res, c.limit, len(got), err, c.want)
			}
		})
	}
}

func TestFillWorldIsEveryCell(t *testing.T) {
	got, err := hex.Fill(box(-180, -90, 180, 90), 3, 1e5)
	if err != nil || len(got) != 41162 {
		t.Errorf("Fill(world, 3) = %d cells, %v, want 41162", len(got), err)
	}
}

func TestOverlapsCountOnce(t *testing.T) {
	one := box(118.7, 32, 118.8, 32.1)
	want, err := hex.Fill(one, 9, 1300)
	if err != nil {
		t.Fatal(err)
	}
	got, err := hex.Fill(append(one, one...), 9, 1300)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Fill(a box twice) = %d cells, %v, want %d", len(got), err, len(want))
	}
}

// TestDescendantsStayInReach holds the constant spread to what H3 does.
func TestDescendantsStayInReach(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 20000 {
		p := orb.Point{rng.Float64()*360 - 180, math.Asin(rng.Float64()*2-1) * 180 / math.Pi}
		child := hex.At(p, 15)
		parent := child.Parent(rng.IntN(15))
		var r float64
		for _, q := range parent.Boundary() {
			r = max(r, sphere.Distance(parent.Centre(), q))
		}
		worst = max(worst, sphere.Distance(parent.Centre(), child.Centre())/r)
	}
	t.Logf("farthest descendant: %.4f of the farthest corner", worst)
	if worst > 1.1 {
		t.Errorf("a descendant lies %.4f corners away, want at most 1.1", worst)
	}
}

func TestDistrictsOfNanjingShareNoCell(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/data/boundaries/320100.json")
	if err != nil {
		t.Skip("no boundary data: ", err)
	}
	var fc geojson.FeatureCollection
	if err := json.Unmarshal(raw, &fc); err != nil {
		t.Fatal(err)
	}
	owner, total := map[hex.Cell]int{}, 0
	for i, f := range fc.Features {
		mp, ok := f.Geometry.(orb.MultiPolygon)
		if !ok {
			mp = orb.MultiPolygon{f.Geometry.(orb.Polygon)}
		}
		cells, err := hex.Fill(mp, 9, 1e6)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			if _, taken := owner[c]; taken {
				total++
			}
			owner[c] = i
		}
	}
	t.Logf("%d cells in %d districts, %d taken twice", len(owner), len(fc.Features), total)
	if total != 0 {
		t.Errorf("%d cells are taken by two districts, want 0", total)
	}
}

func BenchmarkFillCity(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := hex.Fill(box(118.6, 31.9, 118.9, 32.2), 9, 1e5); err != nil {
			b.Fatal(err)
		}
	}
}
