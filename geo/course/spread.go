package course

import (
	"context"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// spread is a search from many states (roads.Graph.Arrive) on a course to those
// beside it. Only those that it comes to take memory.
type spread struct {
	star   *roads.Star
	budget roads.Millis // off the course
	labels map[roads.NodeID]label
	queue  roads.Queue
}

// label is the best way to a state.
type label struct {
	time   roads.Millis // with what passes on the course
	off    roads.Millis // off the course; 0 on it
	before roads.NodeID // the state before; the state itself for a source
	at     float64      // of a source: where the course is left or joined, metres from the start
	metres float64      // of a source: from there to the node; 0 on the course
}

func newSpread(star *roads.Star, budget roads.Millis) *spread {
	return &spread{star: star, budget: budget, labels: map[roads.NodeID]label{}}
}

// source puts a state on the course, or at the end of a road that the course
// leaves before. The least time counts of a node that the course passes more
// than once.
func (s *spread) source(n roads.NodeID, l label) {
	if known, there := s.labels[n]; l.off > s.budget || there && known.time <= l.time {
		return
	}
	l.before = n
	s.labels[n] = l
	s.queue.Push(l.time, uint32(n))
}

// run settles every state within the budget.
func (s *spread) run(ctx context.Context) error {
	for count := 1; ; count++ {
		t, item, ok := s.queue.Pop()
		if !ok {
			return nil
		}
		n := roads.NodeID(item)
		if l := s.labels[n]; l.time == t {
			s.relax(n, l)
		}
		if count%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// relax offers the node's neighbours a way over it.
func (s *spread) relax(n roads.NodeID, l label) {
	for _, arc := range s.star.Of(n) {
		next := label{time: l.time + arc.Cost, off: l.off + arc.Cost, before: n}
		if next.off > s.budget {
			continue
		}
		if known, there := s.labels[arc.To]; there && (known.before == arc.To || known.time <= next.time) {
			continue
		}
		s.labels[arc.To] = next
		s.queue.Push(next.time, uint32(arc.To))
	}
}

// best returns the best leg of those of the states.
func (s *spread) best(g *roads.Graph, m roads.Mode, states []roads.NodeID) leg {
	best := none()
	for _, state := range states {
		best = best.better(s.leg(g, m, state))
	}
	return best
}

// leg returns the way between the course and a state.
func (s *spread) leg(g *roads.Graph, m roads.Mode, n roads.NodeID) leg {
	l, there := s.labels[n]
	if !there {
		return none()
	}
	way := leg{time: l.time, off: l.off}
	for l.before != n {
		way.metres += sphere.Distance(g.Point(g.Node(m, n)), g.Point(g.Node(m, l.before)))
		n, l = l.before, s.labels[l.before]
	}
	way.at, way.metres = l.at, way.metres+l.metres
	return way
}

// edgeMetres returns the length of an edge.
func edgeMetres(g *roads.Graph, e roads.EdgeID) float64 {
	tail, head := g.Ends(e)
	return sphere.Distance(g.Point(tail), g.Point(head))
}
