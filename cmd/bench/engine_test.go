//go:build bench

package bench

import (
	"container/heap"
	"context"
	"testing"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// within is the limit of every union that is measured: 15 minutes.
const within = roads.Millis(15 * 60_000)

// engine answers who is within 15 minutes on foot of any of the sources. It
// is a function without arguments, so that engines can take turns.
type engine struct {
	name string
	run  func()
}

// engines are ours and those that stand for other ways to search, all on our
// own graph. roads.Search is the bucket queue without chains, blocks or a
// second processor.
func engines(t *testing.T, c *city, sources []reach.Source) []engine {
	f, two := reach.NewField(c.g, roads.Walk2, 1), reach.NewField(c.g, roads.Walk2, 2)
	field := func(f *reach.Field) func() {
		return func() {
			if err := f.Run(context.Background(), sources, within); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, best := roads.NewSearch(c.g, roads.Walk2), make([]roads.Millis, c.g.NumStates(roads.Walk2))
	return []engine{
		{oursNearest, field(f)},
		{oursTwo, field(two)},
		{onePass, func() { flood(c.g, s.Reset(), sources) }},
		{perStation, func() {
			for i := range sources {
				flood(c.g, s.Reset(), sources[i:i+1])
			}
		}},
		{plainHeap, func() { heapSearch(c.g, sources, best) }},
		{arcSweep, func() { sweep(c.g, best) }},
	}
}

// The names of the engines, as the tables have them.
const (
	oursNearest = "yizhan, nearest station"
	oursTwo     = "yizhan, two nearest stations"
	onePass     = "one pass, bucket queue over all nodes"
	perStation  = "one search per station, bucket queue"
	plainHeap   = "one pass, container/heap"
	arcSweep    = "floor: one sweep over all arcs"
)

// flood settles every node within 15 minutes of the sources.
func flood(g *roads.Graph, s *roads.Search, sources []reach.Source) {
	for _, at := range sources {
		tail, head := g.Ends(at.Tie.Edge)
		s.AddSource(tail, at.Tie.Access+at.Tie.ToTail).AddSource(head, at.Tie.Access+at.Tie.ToHead)
	}
	for {
		if _, at, ok := s.Settle(); !ok || at > within {
			return
		}
	}
}

// heapSearch is a multi-source Dijkstra as the textbook has it. It leaves the
// times in best, roads.Never where nobody is in time.
func heapSearch(g *roads.Graph, sources []reach.Source, best []roads.Millis) {
	for i := range best {
		best[i] = roads.Never
	}
	var h reached
	push := func(n roads.NodeID, at roads.Millis) {
		if at <= within && at < best[n] {
			best[n] = at
			heap.Push(&h, arrival{n, at})
		}
	}
	for _, s := range sources {
		tail, head := g.Ends(s.Tie.Edge)
		push(tail, s.Tie.Access+s.Tie.ToTail)
		push(head, s.Tie.Access+s.Tie.ToHead)
	}
	in := g.In(roads.Walk2)
	for h.Len() > 0 {
		a := heap.Pop(&h).(arrival)
		if a.at != best[a.node] {
			continue
		}
		for _, arc := range in.Of(a.node) {
			push(arc.To, a.at+arc.Cost)
		}
	}
}

type arrival struct {
	node roads.NodeID
	at   roads.Millis
}

type reached []arrival

func (h reached) Len() int           { return len(h) }
func (h reached) Less(i, j int) bool { return h[i].at < h[j].at }
func (h reached) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *reached) Push(x any)        { *h = append(*h, x.(arrival)) }
func (h *reached) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// sweep looks once at every arc and at the times at both its ends, and
// improves what can be: no search over all of a graph does less.
func sweep(g *roads.Graph, best []roads.Millis) {
	in := g.In(roads.Walk2)
	for n := range len(in.First) - 1 {
		at := best[n]
		if at == roads.Never {
			at = 0
		}
		for _, arc := range in.Of(roads.NodeID(n)) {
			if next := at + arc.Cost; next < best[arc.To] && at > 0 {
				best[arc.To] = next
			}
		}
	}
}

// checkEngine makes sure that our times at nodes are those of the textbook's
// search, and returns how many nodes are in time.
func checkEngine(t *testing.T, c *city, sources []reach.Source) int {
	t.Helper()
	f, best := reach.NewField(c.g, roads.Walk2, 1), make([]roads.Millis, c.g.NumStates(roads.Walk2))
	if err := f.Run(context.Background(), sources, within); err != nil {
		t.Fatal(err)
	}
	heapSearch(c.g, sources, best)
	differ, inTime := 0, 0
	for _, at := range best {
		if at != roads.Never {
			inTime++
		}
	}
	var labels []reach.Label
	for e := range roads.EdgeID(c.g.NumEdges()) {
		if !c.g.Permit(e).Open(roads.Walk2) {
			continue
		}
		tail, _ := c.g.Ends(e)
		labels = f.At(roads.Tie{Edge: e, ToHead: c.g.Cost(roads.Walk2, e)}, labels[:0])
		if got := append(labels, reach.Label{Time: roads.Never})[0].Time; got != best[tail] {
			differ++
		}
	}
	if differ > 0 {
		t.Fatalf("%s, %d stations: %d nodes have other times than by container/heap", c.name, len(sources), differ)
	}
	return inTime
}
