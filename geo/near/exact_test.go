package near_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/geo/sphere"
)

// world is a set of places that changes, with the index that follows it.
type world struct {
	rand   *rand.Rand
	places map[int32]near.Place
	index  *near.Index
	next   int32
}

// A world's hubs are hard places: cities, poles, the antimeridian from both
// sides, the antipode of a city.
var hubs = []orb.Point{{118.8, 32.05}, {-61.2, -32.05}, {180, 10}, {-180, 10}, {179.9, -0.01}, {0, 90}, {77, 90}, {13, -90}, {0, 0}, {121.47, 31.23}}

func newWorld(seed uint64, n int) *world {
	w := &world{rand: rand.New(rand.NewPCG(seed, 5)), places: map[int32]near.Place{}}
	w.index = near.New(w.add(n))
	return w
}

// spot draws a point: on a hub, in its town, or anywhere.
func (w *world) spot() orb.Point {
	hub := hubs[w.rand.IntN(len(hubs))]
	spread := []float64{0, 1e-7, 1e-5, 0.01, 0.01, 0.1, 0.1, 3, 200}[w.rand.IntN(9)]
	lon, lat := hub[0]+spread*w.rand.NormFloat64(), hub[1]+spread*w.rand.NormFloat64()
	return orb.Point{math.Remainder(lon, 360), max(-90, min(90, lat))}
}

// add makes n places, some of them where another is.
func (w *world) add(n int) []near.Place {
	var came []near.Place
	for range n {
		p := near.Place{Point: w.spot(), Item: w.next, Tags: near.Tags(w.rand.Uint64() & w.rand.Uint64())}
		if len(came) > 0 && w.rand.IntN(4) == 0 {
			p.Point = came[w.rand.IntN(len(came))].Point
		}
		w.places[p.Item] = p
		w.next++
		came = append(came, p)
	}
	return came
}

// change lets some places go, move or come, a few or nearly all.
func (w *world) change() {
	share := []float64{0.001, 0.01, 0.1, 0.9}[w.rand.IntN(4)]
	var gone, came []near.Place
	for _, item := range slices.Sorted(maps.Keys(w.places)) {
		p := w.places[item]
		if w.rand.Float64() > share {
			continue
		}
		gone = append(gone, p)
		delete(w.places, item)
		if w.rand.IntN(2) == 0 { // it moves, or changes its tags
			p.Tags = near.Tags(w.rand.Uint64())
			if w.rand.IntN(2) == 0 {
				p.Point = w.spot()
			}
			w.places[item] = p
			came = append(came, p)
		}
	}
	came = append(came, w.add(len(gone)/2+w.rand.IntN(20))...)
	w.index = w.index.Update(gone, came)
}

// measured is every place, by distance from p and then by backward item: the
// oracle, which shares no code with the search.
func (w *world) measured(p orb.Point) []near.Hit {
	hits := make([]near.Hit, 0, len(w.places))
	for item, place := range w.places {
		hits = append(hits, near.Hit{Distance: sphere.Distance(p, place.Point), Item: item})
	}
	sort.Slice(hits, func(i, j int) bool {
		a, b := hits[i], hits[j]
		return a.Distance < b.Distance || a.Distance == b.Distance && a.Item > b.Item
	})
	return hits
}

// want picks from all hits what q asks for, up to enough.
func (w *world) want(all []near.Hit, q near.Query, enough int) []near.Hit {
	hits := []near.Hit{}
	for _, h := range all {
		tags := w.places[h.Item].Tags
		if (q.Radius == 0 || h.Distance <= q.Radius) && (q.Sure&tags != 0 || q.Keep(h.Item)) &&
			q.Wish.All&^tags == 0 && (q.Wish.Any == 0 || q.Wish.Any&tags != 0) && len(hits) < enough {
			hits = append(hits, h)
		}
	}
	return hits
}

// ask draws a question about p: filters that keep all to nearly none.
func (w *world) ask(p orb.Point) near.Query {
	every, rest := w.rand.Int32N(4)+1, w.rand.Int32N(4)
	q := near.Query{
		Point: p, K: w.rand.IntN(12) + 1,
		Radius: []float64{0, 0, 0.001, 3, 500, 5000, 1e6, 3e7}[w.rand.IntN(8)],
		Keep:   func(item int32) bool { return item%every <= rest },
		Before: func(a, b int32) bool { return a > b },
	}
	if w.rand.IntN(2) == 0 {
		q.Sure = 1 << w.rand.IntN(64)
	}
	if w.rand.IntN(2) == 0 {
		q.Wish = near.Wish{All: 1 << w.rand.IntN(64), Any: near.Tags(w.rand.Uint64() & w.rand.Uint64() & w.rand.Uint64())}
	}
	return q
}

// 100,000 questions to worlds that change, page after page, against measuring
// every place: 0 differences, in order and ties too.
func TestQueriesAgreeWithMeasuringAll(t *testing.T) {
	asked := 0
	for seed := uint64(1); asked < exactQueries; seed++ {
		w := newWorld(seed, []int{1, 30, 500, 3000}[seed%4])
		for range 12 {
			asked += w.check(t, 30)
			w.change()
		}
	}
	t.Logf("%d queries, 0 differences", asked)
}

// Crowds on a few spots, metres apart, are more than a query lists.
func TestCrowdsAgreeWithMeasuringAll(t *testing.T) {
	w := newWorld(9, 200)
	spots := []orb.Point{hubs[0], {hubs[0][0] + 1e-5, hubs[0][1]}, {hubs[0][0], hubs[0][1] - 2e-5}}
	var came []near.Place
	for range 2000 {
		p := near.Place{Point: spots[w.rand.IntN(len(spots))], Item: w.next, Tags: near.Tags(w.rand.Uint64())}
		w.places[p.Item] = p
		w.next++
		came = append(came, p)
	}
	w.index = w.index.Update(nil, came)
	for i := range 200 {
		p := spots[i%len(spots)]
		if i%2 == 0 {
			p[0] += 1e-5 * w.rand.NormFloat64()
		}
		q := w.ask(p)
		q.K = []int{1, 12, 101, 300}[i%4]
		w.pages(t, w.measured(p), q)
	}
}

// Streets that are given up one after the other leave branches without a place.
func TestAHalfWhosePlacesAllWentIsNotMissed(t *testing.T) {
	w := newWorld(3, 0)
	var all []near.Place
	for i := range int32(600) { // two buckets, west and east
		p := near.Place{Point: orb.Point{118 + float64(i)/1000, 32}, Item: i}
		all, w.places[i] = append(all, p), p
	}
	w.index = near.New(all)
	for west := all[:300]; len(west) > 0; {
		gone := west[:min(60, len(west))]
		west = west[len(gone):]
		for _, p := range gone {
			delete(w.places, p.Item)
		}
		w.index = w.index.Update(gone, nil)
		want := w.measured(all[0].Point)
		got := w.index.Nearest(near.Query{Point: all[0].Point, K: len(all)}, nil)
		if !slices.Equal(got, want) || w.index.Len() != len(want) {
			t.Fatalf("with %d places left, Nearest finds %d, Len = %d", len(want), len(got), w.index.Len())
		}
	}
}

// check asks several questions at each of some points, and returns how many.
func (w *world) check(t *testing.T, points int) int {
	t.Helper()
	asked := 0
	if got := w.index.Len(); got != len(w.places) {
		t.Fatalf("Len = %v, want %v", got, len(w.places))
	}
	for range points {
		p := w.spot()
		all := w.measured(p)
		for range 4 {
			asked += w.pages(t, all, w.ask(p))
		}
	}
	return asked
}

// pages follows a question over some pages, and returns how many.
func (w *world) pages(t *testing.T, all []near.Hit, q near.Query) int {
	t.Helper()
	want := w.want(all, q, 3*q.K)
	for page := 1; ; page++ {
		got := w.index.Nearest(q, []near.Hit{})
		n := min(q.K, len(want))
		if diff := cmp.Diff(want[:n], got); diff != "" {
			t.Fatalf("page %d of Nearest(%+v) among %d (-want +got):\n%s", page, q, len(all), diff)
		}
		if want = want[n:]; len(want) == 0 || page == 3 {
			return page
		}
		last := got[n-1]
		q.After = &near.Mark{Distance: last.Distance, Passed: func(item int32) bool { return item >= last.Item }}
	}
}
