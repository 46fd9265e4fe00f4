package near_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
)

// cities scatters n points around a few hundred centres, as stations lie.
func cities(n int, seed uint64) []orb.Point {
	r := rand.New(rand.NewPCG(1, 1))
	centres := make([]orb.Point, 341) // the same for every seed
	for i := range centres {
		centres[i] = orb.Point{75 + 55*r.Float64(), 20 + 25*r.Float64()}
	}
	r = rand.New(rand.NewPCG(seed, 2))
	points := make([]orb.Point, n)
	for i := range points {
		c := centres[0]
		if i%10 > 2 {
			c = centres[r.IntN(len(centres))]
		}
		points[i] = orb.Point{c[0] + 0.15*r.NormFloat64(), c[1] + 0.15*r.NormFloat64()}
	}
	return points
}

// marked gives each place one of thirteen kinds and about half of the
// services: the low bits are kinds, the others services.
func marked(list []near.Place, seed uint64) []near.Place {
	r := rand.New(rand.NewPCG(seed, 3))
	for i := range list {
		list[i].Tags = 1<<r.IntN(13) | near.Tags(r.Uint64())<<16
	}
	return list
}

// The ten nearest within five kilometres, as nearby asks for them: of a kind
// with a service, of a kind, or of all.
func BenchmarkNearest(b *testing.B) {
	kind := func(i int) near.Tags { return 1 << (i % 13) }
	wishes := []struct {
		name string
		wish func(i int) near.Wish
	}{
		{"kind and service", func(i int) near.Wish { return near.Wish{Any: kind(i), All: 1 << (16 + i%40)} }},
		{"kind", func(i int) near.Wish { return near.Wish{Any: kind(i)} }},
		{"service", func(i int) near.Wish { return near.Wish{All: 1 << (16 + i%40)} }},
		{"all", func(int) near.Wish { return near.Wish{} }},
	}
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		index, at := near.New(marked(places(cities(n, 1)), 1)), cities(8192, 2)
		for _, asked := range wishes {
			b.Run(fmt.Sprintf("%d/%s", n, asked.name), func(b *testing.B) {
				hits := make([]near.Hit, 0, 10)
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					hits = index.Nearest(near.Query{Point: at[i%len(at)], K: 10, Radius: 5000, Wish: asked.wish(i)}, hits[:0])
				}
			})
		}
	}
}

// Ten thousand places on one spot, as geocoders make them.
func BenchmarkCrowd(b *testing.B) {
	spots := make([]orb.Point, 10_000)
	for i := range spots {
		spots[i] = orb.Point{118.8, 32.06}
	}
	index, hits := near.New(places(spots)), make([]near.Hit, 0, 20)
	b.ReportAllocs()
	for b.Loop() {
		q := near.Query{Point: orb.Point{118.79, 32.05}, K: 20, Before: func(a, b int32) bool { return a^0x55 < b^0x55 }}
		hits = index.Nearest(q, hits[:0])
	}
}

func BenchmarkNew(b *testing.B) {
	points := cities(100_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		near.New(places(points))
	}
}

// One station that moves, in an index of 200,000.
func BenchmarkUpdate(b *testing.B) {
	list := marked(places(cities(200_000, 1)), 1)
	index, to := near.New(list), cities(8192, 2)
	r := rand.New(rand.NewPCG(4, 4))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		old := list[r.IntN(len(list))]
		moved := old
		moved.Point = to[i%len(to)]
		list[old.Item] = moved
		index = index.Update([]near.Place{old}, []near.Place{moved})
	}
}

func TestSteadyQueriesDoNotAllocate(t *testing.T) {
	index := near.New(marked(places(cities(20_000, 3)), 1))
	hits := make([]near.Hit, 0, 20)
	p, odd := orb.Point{75.1, 20.1}, int32(1)
	for name, ask := range map[string]func(){
		"the first page": func() {
			q := near.Query{Point: p, K: 20, Wish: near.Wish{Any: 6}, Keep: func(item int32) bool { return item&1 == odd }}
			hits = index.Nearest(q, hits[:0])
		},
		"a later page, ties in another order": func() {
			mark := near.Mark{Distance: 5000, Passed: func(item int32) bool { return item <= odd }}
			q := near.Query{Point: p, K: 20, After: &mark, Before: func(a, b int32) bool { return a^odd < b^odd }}
			hits = index.Nearest(q, hits[:0])
		},
		"within a radius": func() {
			hits = hits[:0]
			index.Within(p, 800, near.Wish{}, func(h near.Hit) { hits = append(hits[:0], h) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			if allocs := testing.AllocsPerRun(100, ask); allocs != 0 {
				t.Errorf("allocations of a query = %v, want 0", allocs)
			}
		})
	}
}

// An index must stay small beside the records: 64 MB for a million places,
// also after each of its buckets was made anew by changes.
func TestMemoryOfAMillionPlaces(t *testing.T) {
	const n, most = 1_000_000, 64e6
	if testing.Short() {
		t.Skip("it makes a million places")
	}
	list := marked(places(cities(n, 1)), 1)
	before := heap()
	index := near.New(list)
	fresh := heap() - before
	if fresh > most {
		t.Errorf("bytes of a fresh index = %v, want at most %v", fresh, most)
	}
	for i := 0; i < n; i += n / 5 {
		gone := list[i:][:5000]
		index = index.Update(gone, nil).Update(nil, gone)
	}
	changed := heap() - before
	if changed > most {
		t.Errorf("bytes of a changed index = %v, want at most %v", changed, most)
	}
	t.Logf("bytes per place: %.1f fresh, %.1f changed", fresh/n, changed/n)
	runtime.KeepAlive(index)
	runtime.KeepAlive(list)
}

// heap returns the bytes in use.
func heap() float64 {
	runtime.GC()
	runtime.GC() // the first one may still be sweeping what pools held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
