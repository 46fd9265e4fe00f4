package nearby

import (
	"context"
	"math"
	"sync"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// network is a road graph with journeys to reuse.
type network struct {
	graph *roads.Graph
	spare [2][roads.NumModes]sync.Pool // of *journey, out and home
}

func newNetwork(g *roads.Graph) *network { return &network{graph: g} }

// journey is one search of the roads from a rider, or home to one.
type journey struct {
	graph  *roads.Graph
	mode   roads.Mode
	home   bool
	search *roads.Search
	from   roads.Tie
	labels []label // by state
	round  uint32
	far    roads.Millis // every state up to here is settled
}

// label is a state's least time; it counts in its round only.
type label struct {
	time  roads.Millis
	round uint32
}

// depart begins a journey at p; false when p has no road within 500 m.
func (n *network) depart(m roads.Mode, p orb.Point) (*journey, bool) {
	tie, ok := n.graph.Tie(m, p)
	if !ok {
		return nil, false
	}
	j := n.journey(m)
	j.from = tie
	tail, head := j.graph.Ends(tie.Edge)
	permit := j.graph.Permit(tie.Edge)
	if tie.Fraction == 0 || permit.Against(j.mode) && tie.Fraction < 1 {
		j.search.AddSource(j.begin(tail), tie.Access+tie.ToTail)
	}
	if tie.Fraction == 1 || permit.Along(j.mode) && tie.Fraction > 0 {
		j.search.AddSource(j.begin(head), tie.Access+tie.ToHead)
	}
	return j, true
}

// begin returns the state in which the rider comes to an end of their own edge:
// freely when they stand at it.
func (j *journey) begin(n roads.NodeID) roads.NodeID {
	if j.from.Fraction == 0 || j.from.Fraction == 1 {
		return n
	}
	return j.graph.Arrive(j.mode, j.from.Edge, n)
}

// homeward begins a search for the times of all states to the place on the
// road where to is tied.
func (n *network) homeward(m roads.Mode, to roads.Tie) *journey {
	j, _ := n.spare[1][m].Get().(*journey)
	if j == nil {
		j = &journey{graph: n.graph, mode: m, home: true, search: roads.NewReturn(n.graph, m), labels: make([]label, n.graph.NumStates(m))}
	}
	j.clear()
	tail, head := j.graph.Ends(to.Edge)
	permit := j.graph.Permit(to.Edge)
	if to.Fraction == 0 || permit.Along(m) {
		j.end(to, tail, to.ToTail)
	}
	if to.Fraction == 1 || permit.Against(m) {
		j.end(to, head, to.ToHead)
	}
	return j
}

// end adds the states at an end of the home's edge from which home is so far.
func (j *journey) end(home roads.Tie, n roads.NodeID, t roads.Millis) {
	j.search.AddSource(n, t)
	itself := home.Point == j.graph.Point(n)
	j.graph.Gates(j.mode, n, func(state roads.NodeID, _ roads.EdgeID) {
		if itself || !j.graph.Bans(j.mode, state, home.Edge) {
			j.search.AddSource(state, t)
		}
	})
}

// journey returns one without sources.
func (n *network) journey(m roads.Mode) *journey {
	j, _ := n.spare[0][m].Get().(*journey)
	if j == nil {
		j = &journey{graph: n.graph, mode: m, search: roads.NewSearch(n.graph, m), labels: make([]label, n.graph.NumStates(m))}
	}
	j.clear()
	return j
}

// release keeps the journey's memory for another rider.
func (n *network) release(j *journey) {
	way := 0
	if j.home {
		way = 1
	}
	n.spare[way][j.mode].Put(j)
}

// clear forgets a rider.
func (j *journey) clear() {
	j.far = 0
	j.search.Reset()
	if j.round++; j.round == 0 { // 2³² riders later old rounds would count again
		clear(j.labels)
		j.round = 1
	}
}

// settle searches until every state within reach has its time.
func (j *journey) settle(ctx context.Context, reach roads.Millis) error {
	for count := 1; j.far <= reach; count++ {
		n, t, ok := j.search.Settle()
		if !ok {
			j.far = roads.Never
			return nil
		}
		j.labels[n] = label{t, j.round}
		j.far = t
		if count%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (j *journey) at(n roads.NodeID) roads.Millis {
	if l := j.labels[n]; l.round == j.round {
		return l.time
	}
	return roads.Never
}

// time returns the least time to a place with this tie, access at both ends
// included; it is final when it is within the settled reach.
func (j *journey) time(to roads.Tie) roads.Millis {
	return plus(min(j.direct(to), j.over(to)), to.Access)
}

// over returns the least time to the place on the road over an end of its
// edge.
func (j *journey) over(to roads.Tie) roads.Millis {
	best := roads.Never
	tail, head := j.graph.Ends(to.Edge)
	permit := j.graph.Permit(to.Edge)
	if to.Fraction == 0 || permit.Along(j.mode) {
		_, t := j.before(to, tail)
		best = min(best, plus(t, to.ToTail))
	}
	if to.Fraction == 1 || permit.Against(j.mode) {
		_, t := j.before(to, head)
		best = min(best, plus(t, to.ToHead))
	}
	return best
}

// before returns the best state at an end of the place's edge from which one
// may go on to the place, and its time. A place at the end itself is come to
// from anywhere.
func (j *journey) before(to roads.Tie, n roads.NodeID) (best roads.NodeID, t roads.Millis) {
	best, t = n, j.at(n)
	itself := to.Point == j.graph.Point(n)
	j.graph.Gates(j.mode, n, func(state roads.NodeID, _ roads.EdgeID) {
		if at := j.at(state); at < t && (itself || !j.graph.Bans(j.mode, state, to.Edge)) {
			best, t = state, at
		}
	})
	return best, t
}

// leave returns the least time home from wherever on the edge, of a journey
// home.
func (j *journey) leave(e roads.EdgeID) roads.Millis {
	best := roads.Never
	tail, head := j.graph.Ends(e)
	permit := j.graph.Permit(e)
	if permit.Along(j.mode) {
		best = min(best, j.at(j.graph.Arrive(j.mode, e, head)))
	}
	if permit.Against(j.mode) {
		best = min(best, j.at(j.graph.Arrive(j.mode, e, tail)))
	}
	return plus(best, j.graph.Cost(j.mode, e))
}

// direct returns the time along the rider's own edge, Never when the place is
// on another one or only against a one-way.
func (j *journey) direct(to roads.Tie) roads.Millis {
	permit := j.graph.Permit(to.Edge)
	switch {
	case to.Edge != j.from.Edge:
		return roads.Never
	case to.Fraction == j.from.Fraction:
		return j.from.Access
	case to.Fraction > j.from.Fraction && permit.Along(j.mode):
		return j.from.Access + to.ToTail - j.from.ToTail
	case to.Fraction < j.from.Fraction && permit.Against(j.mode):
		return j.from.Access + j.from.ToTail - to.ToTail
	}
	return roads.Never
}

// plus adds times without passing Never.
func plus(a, b roads.Millis) roads.Millis {
	if a >= roads.Never-b {
		return roads.Never
	}
	return a + b
}

// metres returns the length of the way whose time is time(to): along the
// road, and straight from the door to the road at both ends.
func (j *journey) metres(to roads.Tie) float64 {
	access := j.from.Distance + to.Distance
	total := j.time(to) - to.Access
	if total == j.direct(to) {
		return access + math.Abs(to.Fraction-j.from.Fraction)*j.length(to.Edge)
	}
	tail, head := j.graph.Ends(to.Edge)
	permit := j.graph.Permit(to.Edge)
	end, _ := j.before(to, head)
	last := (1 - to.Fraction) * j.length(to.Edge)
	if state, t := j.before(to, tail); (to.Fraction == 0 || permit.Along(j.mode)) && plus(t, to.ToTail) == total {
		end, last = state, to.Fraction*j.length(to.Edge)
	}
	return access + last + j.back(end)
}

// back returns the metres from the rider's tie to a settled state: it walks
// back along arcs that account for the whole difference in time. An edge
// costs at least a millisecond, so times fall and the walk ends.
func (j *journey) back(n roads.NodeID) float64 {
	star := j.graph.In(j.mode)
	metres := 0.0
	for {
		first, ok := j.source(n)
		if ok {
			return metres + first
		}
		before := n
		for _, arc := range star.Of(n) {
			if plus(j.at(arc.To), arc.Cost) == j.at(n) {
				before = arc.To
				break
			}
		}
		if before == n {
			return metres // not reached: a settled state has a way back
		}
		metres += sphere.Distance(j.place(before), j.place(n))
		n = before
	}
}

// source returns the metres along the rider's own edge to n, if the journey
// comes to n that way.
func (j *journey) source(n roads.NodeID) (float64, bool) {
	tail, head := j.graph.Ends(j.from.Edge)
	permit := j.graph.Permit(j.from.Edge)
	length := j.length(j.from.Edge)
	switch {
	case n == j.begin(tail) && (j.from.Fraction == 0 || permit.Against(j.mode)) && j.at(n) == j.from.Access+j.from.ToTail:
		return j.from.Fraction * length, true
	case n == j.begin(head) && (j.from.Fraction == 1 || permit.Along(j.mode)) && j.at(n) == j.from.Access+j.from.ToHead:
		return (1 - j.from.Fraction) * length, true
	}
	return 0, false
}

// place returns where a state is.
func (j *journey) place(state roads.NodeID) orb.Point {
	return j.graph.Point(j.graph.Node(j.mode, state))
}

// length returns an edge's metres.
func (j *journey) length(e roads.EdgeID) float64 {
	tail, head := j.graph.Ends(e)
	return sphere.Distance(j.graph.Point(tail), j.graph.Point(head))
}
