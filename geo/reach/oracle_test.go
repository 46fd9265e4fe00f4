package reach_test

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// oracle answers by one plain Dijkstra for each place, forwards, over a copy
// of the edges in a map. It shares nothing with Field but what an edge is.
type oracle struct {
	g       *roads.Graph
	mode    roads.Mode
	out     map[roads.NodeID]map[roads.NodeID]int64 // cheapest arc
	sources []reach.Source
}

func newOracle(g *roads.Graph, m roads.Mode, sources []reach.Source) *oracle {
	o := &oracle{g: g, mode: m, out: map[roads.NodeID]map[roads.NodeID]int64{}, sources: sources}
	for e := range roads.EdgeID(g.NumEdges()) {
		a, b := g.Ends(e)
		if g.Permit(e).Along(m) {
			o.arc(a, b, int64(g.Cost(m, e)))
		}
		if g.Permit(e).Against(m) {
			o.arc(b, a, int64(g.Cost(m, e)))
		}
	}
	return o
}

func (o *oracle) arc(a, b roads.NodeID, cost int64) {
	if o.out[a] == nil {
		o.out[a] = map[roads.NodeID]int64{}
	}
	if old, ok := o.out[a][b]; !ok || cost < old {
		o.out[a][b] = cost
	}
}

// doors lists the nodes at which the tied place meets the network, with the
// time between; leaving says which direction of travel is asked.
func (o *oracle) doors(t roads.Tie, leaving bool) map[roads.NodeID]int64 {
	tail, head := o.g.Ends(t.Edge)
	switch t.Fraction {
	case 0:
		return map[roads.NodeID]int64{tail: 0}
	case 1:
		return map[roads.NodeID]int64{head: 0}
	}
	along, against := o.g.Permit(t.Edge).Along(o.mode), o.g.Permit(t.Edge).Against(o.mode)
	out := map[roads.NodeID]int64{}
	if leaving && against || !leaving && along {
		out[tail] = int64(t.ToTail)
	}
	if leaving && along || !leaving && against {
		out[head] = int64(t.ToHead)
	}
	return out
}

// times runs Dijkstra from a place to all nodes.
func (o *oracle) times(t roads.Tie) map[roads.NodeID]int64 {
	done := map[roads.NodeID]int64{}
	var h itemHeap
	for n, d := range o.doors(t, true) {
		heap.Push(&h, item{n, d})
	}
	for h.Len() > 0 {
		it := heap.Pop(&h).(item)
		if _, ok := done[it.node]; ok {
			continue
		}
		done[it.node] = it.t
		for to, c := range o.out[it.node] {
			heap.Push(&h, item{to, it.t + c})
		}
	}
	return done
}

// nearest returns the k nearest stations of a place within the horizon.
func (o *oracle) nearest(t roads.Tie, k int, horizon roads.Millis) []reach.Label {
	times := o.times(t)
	best := map[int32]int64{}
	offer := func(s int32, total int64) {
		if old, ok := best[s]; total <= int64(horizon) && (!ok || total < old) {
			best[s] = total
		}
	}
	for _, s := range o.sources {
		fixed := int64(t.Access) + int64(s.Tie.Access)
		for n, d := range o.doors(s.Tie, false) {
			if at, ok := times[n]; ok {
				offer(s.Station, fixed+at+d)
			}
		}
		if d, ok := o.direct(t, s.Tie); ok {
			offer(s.Station, fixed+d)
		}
	}
	var out []reach.Label
	for s, d := range best {
		out = append(out, reach.Label{Time: roads.Millis(d), Station: s})
	}
	slices.SortFunc(out, func(a, b reach.Label) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Station, b.Station))
	})
	return out[:min(k, len(out))]
}

func (o *oracle) direct(from, to roads.Tie) (int64, bool) {
	inside := func(t roads.Tie) bool { return t.Fraction > 0 && t.Fraction < 1 }
	if from.Edge != to.Edge || !inside(from) || !inside(to) {
		return 0, false
	}
	p := o.g.Permit(from.Edge)
	if from.Fraction < to.Fraction && !p.Along(o.mode) || from.Fraction > to.Fraction && !p.Against(o.mode) {
		return 0, false
	}
	cost := float64(o.g.Cost(o.mode, from.Edge))
	return int64(math.Abs(math.Round(from.Fraction*cost) - math.Round(to.Fraction*cost))), true
}

type item struct {
	node roads.NodeID
	t    int64
}

type itemHeap []item

func (h itemHeap) Len() int           { return len(h) }
func (h itemHeap) Less(i, j int) bool { return h[i].t < h[j].t }
func (h itemHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *itemHeap) Push(x any)        { *h = append(*h, x.(item)) }
func (h *itemHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
