package nearby_test

import (
	"container/heap"
	"math"

	"yizhan/geo/roads"
)

// travel is the oracle of times by road: a textbook search over directed
// edges, so that a banned turn is simply a pair that is left out. It knows no
// states, no bound and no labels of nodes.
type travel struct {
	graph  *roads.Graph
	mode   roads.Mode
	from   roads.Tie
	banned func(from roads.EdgeID, n roads.NodeID, to roads.EdgeID) bool
	around [][]roads.EdgeID // by node
	enter  []int64          // by ride: milliseconds when it is begun
	leave  []int64          // by ride: milliseconds when it is at its end
	queue  rides
}

// never is later than everything.
const never = math.MaxInt64

// ride is a directed edge, twice the edge, one more against its way.
type ride int

func (r ride) edge() roads.EdgeID { return roads.EdgeID(r / 2) }

// rides is a binary heap by time at the end of the ride.
type rides []struct {
	ride ride
	time int64
}

func (q rides) Len() int           { return len(q) }
func (q rides) Less(i, j int) bool { return q[i].time < q[j].time }
func (q rides) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *rides) Push(x any)        { *q = append(*q, x.(rides)[0]) }
func (q *rides) Pop() any {
	last := (*q)[len(*q)-1:]
	*q = (*q)[:len(*q)-1]
	return last
}

// allowed bans what the graph says is banned.
func allowed(g *roads.Graph, m roads.Mode) func(from roads.EdgeID, n roads.NodeID, to roads.EdgeID) bool {
	return func(from roads.EdgeID, n roads.NodeID, to roads.EdgeID) bool {
		return g.Bans(m, g.Arrive(m, from, n), to)
	}
}

// setOut finds the times from a tie to the end of every directed edge.
func setOut(g *roads.Graph, m roads.Mode, from roads.Tie, banned func(from roads.EdgeID, n roads.NodeID, to roads.EdgeID) bool) *travel {
	t := &travel{graph: g, mode: m, from: from, banned: banned, around: make([][]roads.EdgeID, g.NumNodes())}
	for e := range roads.EdgeID(g.NumEdges()) {
		tail, head := g.Ends(e)
		t.around[tail], t.around[head] = append(t.around[tail], e), append(t.around[head], e)
	}
	t.enter, t.leave = make([]int64, 2*g.NumEdges()), make([]int64, 2*g.NumEdges())
	for i := range t.enter {
		t.enter[i], t.leave[i] = never, never
	}
	if n, ok := t.node(from); ok {
		t.spread(n, int64(from.Access), func(roads.EdgeID) bool { return true })
	} else {
		for _, r := range []ride{ride(2 * from.Edge), ride(2*from.Edge + 1)} {
			if t.open(r) {
				t.offer(r, int64(from.Access)+t.rest(r, from))
			}
		}
	}
	for t.queue.Len() > 0 {
		at := heap.Pop(&t.queue).(rides)[0]
		if at.time > t.leave[at.ride] {
			continue
		}
		_, n := t.ends(at.ride)
		t.spread(n, at.time, func(e roads.EdgeID) bool { return !t.banned(at.ride.edge(), n, e) })
	}
	return t
}

// spread begins the rides that leave a node at a time by edges that may be taken.
func (t *travel) spread(n roads.NodeID, time int64, may func(roads.EdgeID) bool) {
	for _, e := range t.around[n] {
		for _, r := range []ride{ride(2 * e), ride(2*e + 1)} {
			if begin, _ := t.ends(r); begin == n && t.open(r) && may(e) && time < t.enter[r] {
				t.enter[r] = time
				t.offer(r, time+int64(t.graph.Cost(t.mode, e)))
			}
		}
	}
}

func (t *travel) offer(r ride, end int64) {
	if end < t.leave[r] {
		t.leave[r] = end
		heap.Push(&t.queue, rides{{r, end}})
	}
}

func (t *travel) open(r ride) bool {
	p := t.graph.Permit(r.edge())
	return r%2 == 0 && p.Along(t.mode) || r%2 == 1 && p.Against(t.mode)
}

func (t *travel) ends(r ride) (begin, end roads.NodeID) {
	tail, head := t.graph.Ends(r.edge())
	if r%2 == 1 {
		return head, tail
	}
	return tail, head
}

// rest is what is left of a ride from the place, done what was before it.
func (t *travel) rest(r ride, at roads.Tie) int64 {
	if r%2 == 1 {
		return int64(at.ToTail)
	}
	return int64(at.ToHead)
}

func (t *travel) done(r ride, at roads.Tie) int64 { return t.rest(r^1, at) }

// node is the node at which a place lies.
func (t *travel) node(at roads.Tie) (roads.NodeID, bool) {
	tail, head := t.graph.Ends(at.Edge)
	if at.Fraction == 1 {
		return head, true
	}
	return tail, at.Fraction == 0
}

// trip is the milliseconds to a place with that tie.
func (t *travel) trip(to roads.Tie) int64 {
	best := t.direct(to)
	if n, ok := t.node(to); ok {
		if start, at := t.node(t.from); at && start == n {
			best = min(best, int64(t.from.Access))
		}
		for _, e := range t.around[n] {
			for _, r := range []ride{ride(2 * e), ride(2*e + 1)} {
				if _, end := t.ends(r); end == n {
					best = min(best, t.leave[r])
				}
			}
		}
	}
	for _, r := range []ride{ride(2 * to.Edge), ride(2*to.Edge + 1)} {
		if t.enter[r] < never && t.open(r) {
			best = min(best, t.enter[r]+t.done(r, to))
		}
	}
	if best == never {
		return never
	}
	return best + int64(to.Access)
}

// direct is the way along the rider's own edge.
func (t *travel) direct(to roads.Tie) int64 {
	if to.Edge != t.from.Edge {
		return never
	}
	by := int64(to.ToTail) - int64(t.from.ToTail)
	switch {
	case to.Fraction == t.from.Fraction:
		return int64(t.from.Access)
	case to.Fraction > t.from.Fraction && t.open(ride(2*to.Edge)):
		return int64(t.from.Access) + by
	case to.Fraction < t.from.Fraction && t.open(ride(2*to.Edge+1)):
		return int64(t.from.Access) - by
	}
	return never
}
