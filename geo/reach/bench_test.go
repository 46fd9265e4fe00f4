package reach_test

import (
	"container/heap"
	"context"
	"fmt"
	"testing"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// BenchmarkField is one pass from all stations over the whole of Nanjing on
// foot, 15 minutes.
func BenchmarkField(b *testing.B) {
	g := city(b, "nanjing")
	for _, n := range []int{500, 5000} {
		sources := stationsAt(scatter(g, roads.Walk, n, 1))
		for _, k := range []int{1, 2} {
			b.Run(fmt.Sprintf("stations=%d/k=%d", n, k), func(b *testing.B) {
				f := reach.NewField(g, roads.Walk, k)
				run := func() {
					if err := f.Run(context.Background(), sources, 15*minute); err != nil {
						b.Fatal(err)
					}
				}
				run() // the queue grows once
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
			})
		}
	}
}

// BenchmarkOneDijkstraPerStation is what Field replaces, for k = 1, with
// container/heap.
func BenchmarkOneDijkstraPerStation(b *testing.B) {
	g := city(b, "nanjing")
	for _, n := range []int{500, 5000} {
		sources := stationsAt(scatter(g, roads.Walk, n, 1))
		b.Run(fmt.Sprintf("stations=%d", n), func(b *testing.B) {
			best := make([]uint32, g.NumNodes())
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range sources {
					plain(g, []reach.Source{s}, best)
				}
			}
		})
	}
}

// BenchmarkPlainHeap is a multi-source Dijkstra as the textbook has it.
func BenchmarkPlainHeap(b *testing.B) {
	g := city(b, "nanjing")
	for _, n := range []int{500, 5000} {
		sources := stationsAt(scatter(g, roads.Walk, n, 1))
		b.Run(fmt.Sprintf("stations=%d", n), func(b *testing.B) {
			best := make([]uint32, g.NumNodes())
			b.ReportAllocs()
			for b.Loop() {
				plain(g, sources, best)
			}
		})
	}
}

// plain searches 15 minutes from the sources with container/heap, into an
// array that it clears for the nodes that it touched.
func plain(g *roads.Graph, sources []reach.Source, best []uint32) {
	const limit = int64(15 * minute)
	in := g.In(roads.Walk)
	var touched []roads.NodeID
	var h itemHeap
	push := func(n roads.NodeID, t int64) {
		if t <= limit && (best[n] == 0 || uint32(t)+1 < best[n]) {
			if best[n] == 0 {
				touched = append(touched, n)
			}
			best[n] = uint32(t) + 1
			heap.Push(&h, item{n, t})
		}
	}
	for _, s := range sources {
		tail, head := g.Ends(s.Tie.Edge)
		push(tail, int64(s.Tie.Access+s.Tie.ToTail))
		push(head, int64(s.Tie.Access+s.Tie.ToHead))
	}
	for h.Len() > 0 {
		it := heap.Pop(&h).(item)
		if uint32(it.t)+1 != best[it.node] {
			continue
		}
		for _, a := range in.Of(it.node) {
			push(a.To, it.t+int64(a.Cost))
		}
	}
	for _, n := range touched {
		best[n] = 0
	}
}

func BenchmarkAt(b *testing.B) {
	g := city(b, "nanjing")
	f := reach.NewField(g, roads.Walk, 2)
	if err := f.Run(context.Background(), stationsAt(scatter(g, roads.Walk, 5000, 1)), 15*minute); err != nil {
		b.Fatal(err)
	}
	places := scatter(g, roads.Walk, 1000, 2)
	buf := make([]reach.Label, 0, 2)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		buf = f.At(places[i%len(places)], buf[:0])
		i++
	}
}

// BenchmarkFrom is At for places that were located before, as a planner's
// cells are.
func BenchmarkFrom(b *testing.B) {
	g := city(b, "nanjing")
	f := reach.NewField(g, roads.Walk, 2)
	if err := f.Run(context.Background(), stationsAt(scatter(g, roads.Walk, 5000, 1)), 15*minute); err != nil {
		b.Fatal(err)
	}
	var places []reach.Place
	for _, t := range scatter(g, roads.Walk, 1000, 2) {
		places = append(places, reach.Locate(g, roads.Walk, t))
	}
	buf := make([]reach.Label, 0, 2)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		buf = f.From(places[i%len(places)], buf[:0])
		i++
	}
}

// BenchmarkCircle is one 15-minute walk as a polygon.
func BenchmarkCircle(b *testing.B) {
	g := city(b, "nanjing")
	f := reach.NewField(g, roads.Walk, 1)
	places := scatter(g, roads.Walk, 100, 4)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := f.Circle(context.Background(), places[i%len(places)], 15*minute); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkRoadCells(b *testing.B) {
	g := city(b, "nanjing")
	b.ReportAllocs()
	for b.Loop() {
		reach.RoadCells(g, roads.Walk, 9, nil)
	}
}
