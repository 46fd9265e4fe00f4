package roads_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

func TestSearchAgreesWithATextbookDijkstra(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 60 {
		g := random(t, r, 2+r.IntN(150), 0)
		if g.NumNodes() == 0 {
			continue
		}
		for m := range roads.Mode(roads.NumModes) {
			search := roads.NewSearch(g, m)
			for range 3 { // the same search again, after Reset
				checkSearch(t, g, m, search.Reset(), r)
			}
		}
	}
}

func checkSearch(t *testing.T, g *roads.Graph, m roads.Mode, search *roads.Search, r *rand.Rand) {
	t.Helper()
	var sources []item
	for range 1 + r.IntN(3) {
		s := item{roads.NodeID(r.IntN(g.NumNodes())), uint64(r.IntN(500_000))}
		sources = append(sources, s)
		search.AddSource(s.n, roads.Millis(s.t))
	}
	want := slowTimes(g, m, sources)
	settled := map[roads.NodeID]bool{}
	last, lastNode := roads.Millis(0), roads.NodeID(0)
	for n, at, ok := search.Settle(); ok; n, at, ok = search.Settle() {
		if w, reached := want[n]; !reached || settled[n] || uint64(at) != w {
			t.Fatalf("Settle() = node %d at %d, want it once at %d (reached %v)", n, at, w, reached)
		}
		if len(settled) > 0 && (at < last || at == last && n < lastNode) {
			t.Fatalf("Settle() = %d at %d after %d at %d", n, at, lastNode, last)
		}
		settled[n], last, lastNode = true, at, n
	}
	if len(settled) != len(want) {
		t.Fatalf("Settle() gave %d nodes, want %d", len(settled), len(want))
	}
}

// TestAReturnIsTheWayThere holds the times to a node to those from each other
// node to it.
func TestAReturnIsTheWayThere(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for range 8 {
		g := random(t, r, 2+r.IntN(40), 0)
		for m := range roads.Mode(roads.NumModes) {
			home := roads.NodeID(r.IntN(g.NumNodes()))
			back := map[roads.NodeID]roads.Millis{}
			search := roads.NewReturn(g, m).AddSource(home, 7)
			for n, at, ok := search.Settle(); ok; n, at, ok = search.Settle() {
				back[n] = at
			}
			for n := range g.NumNodes() {
				there, reached := slowTimes(g, m, []item{{roads.NodeID(n), 7}})[home]
				if got, ok := back[roads.NodeID(n)]; ok != reached || uint64(got) != there {
					t.Fatalf("the time from node %d to %d = %d (reached %v), want %d (reached %v)", n, home, got, ok, there, reached)
				}
			}
		}
	}
}

func TestSearchStopsShortOfNever(t *testing.T) {
	net := roadstest.Draw(t, 100, "A--B")
	search := roads.NewSearch(net.Graph, roads.Walk).AddSource(net.Node('A'), roads.Never-10)
	if n, _, ok := search.Settle(); !ok || n != net.Node('A') {
		t.Fatalf("Settle() = %v, %v; want A", n, ok)
	}
	if n, at, ok := search.Settle(); ok {
		t.Errorf("Settle() = %v at %v, want nothing: the time overflows", n, at)
	}
}

func TestSearchAllocatesNothingWhenReused(t *testing.T) {
	g := random(t, rand.New(rand.NewPCG(11, 12)), 400, 0)
	search := roads.NewSearch(g, roads.Walk)
	run := func() {
		search.Reset().AddSource(3, 0)
		for _, _, ok := search.Settle(); ok; _, _, ok = search.Settle() {
		}
	}
	run()
	if n := testing.AllocsPerRun(20, run); n != 0 {
		t.Errorf("a reused search allocates %v times, want 0", n)
	}
}

func TestQueueGivesItemsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q roads.Queue
		var model []uint64
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				at, item := rapid.Uint32().Draw(t, "time"), rapid.Uint32().Draw(t, "item")
				q.Push(roads.Millis(at), item)
				model = append(model, uint64(at)<<32|uint64(item))
			},
			"pop": func(t *rapid.T) {
				at, item, ok := q.Pop()
				if ok != (len(model) > 0) {
					t.Fatalf("Pop() ok = %v with %d items", ok, len(model))
				}
				if !ok {
					return
				}
				least := 0
				for i, x := range model {
					if x < model[least] {
						least = i
					}
				}
				if got := uint64(at)<<32 | uint64(item); got != model[least] {
					t.Fatalf("Pop() = %d, want %d", got, model[least])
				}
				model = append(model[:least], model[least+1:]...)
			},
			"reset": func(*rapid.T) { q.Reset(); model = nil },
			"": func(t *rapid.T) {
				if q.Len() != len(model) {
					t.Fatalf("Len() = %d, want %d", q.Len(), len(model))
				}
			},
		})
	})
}

// BenchmarkSearch is a walk of 15 minutes from one place, and one over the
// whole city.
func BenchmarkSearch(b *testing.B) {
	for _, limit := range []roads.Millis{15 * 60_000, roads.Never} {
		b.Run(fmt.Sprint(limit), func(b *testing.B) {
			g := realRoads(b, "nanjing.osm.pbf")
			search := roads.NewSearch(g, roads.Walk)
			r := rand.New(rand.NewPCG(1, 1))
			settled := 0
			b.ReportAllocs()
			for b.Loop() {
				search.Reset().AddSource(roads.NodeID(r.IntN(g.NumNodes())), 0)
				for _, t, ok := search.Settle(); ok && t <= limit; _, t, ok = search.Settle() {
					settled++
				}
			}
			b.ReportMetric(float64(settled)/float64(b.N), "nodes/op")
		})
	}
}

func ExampleSearch() {
	b := roads.NewBuilder(roads.Options{})
	a := b.AddNode([2]float64{118.800, 32})
	c := b.AddNode([2]float64{118.801, 32})
	b.AddEdge(roads.Edge{Tail: a, Head: c, Way: 1, Class: roads.Residential, Permit: 0b000011})
	g, err := b.Build(context.Background())
	if err != nil {
		return
	}
	search := roads.NewSearch(g, roads.Walk)
	search.Reset().AddSource(0, 0)
	for n, t, ok := search.Settle(); ok; n, t, ok = search.Settle() {
		fmt.Println(n, t)
	}
	// Output:
	// 0 0
	// 1 78582
}
