package near_test

import (
	"fmt"
	"math"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/near"
	"yizhan/geo/sphere"
)

// places names each point by its place in the list.
func places(points []orb.Point) []near.Place {
	list := make([]near.Place, len(points))
	for i, p := range points {
		list[i] = near.Place{Point: p, Item: int32(i)}
	}
	return list
}

// slowly measures every point and sorts: the oracle.
func slowly(points []orb.Point, q near.Query) []near.Hit {
	hits := []near.Hit{}
	for i, p := range points {
		h := near.Hit{Distance: sphere.Distance(q.Point, p), Item: int32(i)}
		inside := q.Radius == 0 || h.Distance <= q.Radius
		later := q.After == nil || h.Distance > q.After.Distance || h.Distance == q.After.Distance && !q.After.Passed(h.Item)
		if inside && later && (q.Keep == nil || q.Keep(h.Item)) {
			hits = append(hits, h)
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].Distance < hits[j].Distance })
	return hits[:min(q.K, len(hits))]
}

// place draws points of the Earth that are hard: clusters, repeats, poles,
// the antimeridian, antipodes.
func place() *rapid.Generator[orb.Point] {
	return rapid.Custom(func(t *rapid.T) orb.Point {
		centre := rapid.SampledFrom([]orb.Point{
			{118.8, 32.05}, {180, 10}, {-180, 10}, {0, 90}, {77, 90}, {0, -90}, {-61.2, -32.05}, {0, 0},
		}).Draw(t, "centre")
		spread := rapid.SampledFrom([]float64{0, 1e-9, 1e-6, 0.01, 1, 300}).Draw(t, "spread")
		lon := centre[0] + spread*rapid.Float64Range(-1, 1).Draw(t, "east")
		lat := centre[1] + spread*rapid.Float64Range(-1, 1).Draw(t, "north")
		lon = math.Mod(lon+540, 360) - 180
		return orb.Point{lon, max(-90, min(90, lat))}
	})
}

func TestNearestAgreesWithMeasuringAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(place(), 0, 150).Draw(t, "points")
		every := rapid.Int32Range(1, 4).Draw(t, "every")
		q := near.Query{
			Point:  place().Draw(t, "point"),
			K:      rapid.IntRange(1, 40).Draw(t, "k"),
			Radius: rapid.SampledFrom([]float64{0, 0.001, 500, 5000, 1e6, 3e7}).Draw(t, "radius"),
			Keep:   func(item int32) bool { return item%every == 0 },
		}
		index := near.New(places(points))
		for page := range 6 {
			got, want := index.Nearest(q, []near.Hit{}), slowly(points, q)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("page %d of Nearest(%v) (-want +got):\n%s", page, q.Point, diff)
			}
			if len(got) == 0 {
				return
			}
			last := got[len(got)-1]
			q.After = &near.Mark{Distance: last.Distance, Passed: func(item int32) bool { return item <= last.Item }}
		}
	})
}

func TestWithinAgreesWithMeasuringAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(place(), 0, 150).Draw(t, "points")
		q := near.Query{Point: place().Draw(t, "point"), K: len(points), Radius: rapid.SampledFrom([]float64{0.001, 500, 1e6, 3e7}).Draw(t, "radius")}
		got := []near.Hit{}
		near.New(places(points)).Within(q.Point, q.Radius, near.Wish{}, func(h near.Hit) { got = append(got, h) })
		sort.Slice(got, func(i, j int) bool {
			return got[i].Distance < got[j].Distance || got[i].Distance == got[j].Distance && got[i].Item < got[j].Item
		})
		if diff := cmp.Diff(slowly(points, q), got); diff != "" {
			t.Fatalf("Within(%v, %v) (-want +got):\n%s", q.Point, q.Radius, diff)
		}
	})
}

func TestPointsThatAreNowhere(t *testing.T) {
	index := near.New(places([]orb.Point{{math.NaN(), 1}, {118, 32}, {181, 0}, {0, math.Inf(1)}}))
	got := index.Nearest(near.Query{Point: orb.Point{118, 32}, K: 9}, nil)
	if want := []near.Hit{{Distance: 0, Item: 1}}; !cmp.Equal(got, want) {
		t.Errorf("Nearest = %v, want %v", got, want)
	}
	for _, q := range []near.Query{{Point: orb.Point{math.NaN(), 0}, K: 9}, {Point: orb.Point{0, 91}, K: 9}, {Point: orb.Point{118, 32}}} {
		if got := index.Nearest(q, nil); len(got) != 0 {
			t.Errorf("Nearest(%v) = %v, want nothing", q, got)
		}
	}
	if got := near.New(nil).Nearest(near.Query{K: 1}, nil); len(got) != 0 {
		t.Errorf("Nearest in an empty index = %v, want nothing", got)
	}
}

func ExampleIndex_Nearest() {
	index := near.New([]near.Place{
		{Point: orb.Point{118.80, 32.06}, Item: 0},
		{Point: orb.Point{118.79, 32.05}, Item: 1},
		{Point: orb.Point{121.47, 31.23}, Item: 2},
	})
	for _, hit := range index.Nearest(near.Query{Point: orb.Point{118.79, 32.06}, K: 2}, nil) {
		fmt.Printf("%d %.0f m\n", hit.Item, hit.Distance)
	}
	// Output:
	// 0 942 m
	// 1 1112 m
}

func ExampleIndex_Update() {
	shop := near.Place{Point: orb.Point{118.79, 32.05}, Item: 7}
	before := near.New([]near.Place{shop})
	moved := shop
	moved.Point = orb.Point{118.79, 32.08}
	after := before.Update([]near.Place{shop}, []near.Place{moved})
	for _, index := range []*near.Index{before, after} {
		hit := index.Nearest(near.Query{Point: orb.Point{118.79, 32.06}, K: 1}, nil)[0]
		fmt.Printf("%d %.0f m\n", hit.Item, hit.Distance)
	}
	// Output:
	// 7 1112 m
	// 7 2224 m
}
