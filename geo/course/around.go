package course

import (
	"context"
	"math"

	"yizhan/geo/roads"
)

// Around is the network beside a stretch of a course: how to leave the course
// for a place, and how to come back to it. It works in steps:
//
//  1. Every node that the course passes on the stretch is on the course, at
//     the time of the clock; where turns are banned, in the state in which it
//     is entered, or may be left.
//  2. Search forward from all of them at once: for each node beside the
//     course the least time of the clock at which it can be reached.
//  3. Search backward likewise: the greatest time of the clock at which the
//     course can be joined again.
//  4. A place takes the least and the greatest over the ends of its edge.
//
// Nodes on the course keep the time of the clock, even where a shortcut would
// win some seconds: the traveller drives the course. No search goes farther
// from the course than its budget.
type Around struct {
	track     *Track
	clock     *Clock
	from, to  int     // pieces of the stretch
	base, top float64 // the clock at its ends
	out, in   *spread
}

// Around searches beside the stretch from … to, in metres from the start.
// budget bounds the time off the course, each way. It ends with ctx's error.
func (t *Track) Around(ctx context.Context, k *Clock, from, to float64, budget roads.Millis) (*Around, error) {
	a := &Around{track: t, clock: k, from: t.course.pieceAt(from), to: t.course.pieceAt(to)}
	a.base, a.top = k.seconds[a.from], k.seconds[a.to+1]
	a.out = newSpread(t.graph.Out(t.mode), budget)
	a.in = newSpread(t.graph.In(t.mode), budget)
	for i := a.from; i <= a.to; i++ {
		if p := t.passes[i]; p.found {
			a.source(i, p)
		}
	}
	a.ends()
	if err := a.out.run(ctx); err != nil {
		return nil, err
	}
	return a, a.in.run(ctx)
}

// source puts the ends of the edge under a piece on the course: the one ahead
// unless the next piece is on the same edge, the one behind likewise.
func (a *Around) source(piece int, p pass) {
	g := a.track.graph
	tail, head := g.Ends(p.edge)
	toTail, toHead := a.parts(p)
	ahead := 1 - p.fraction
	if !p.along {
		tail, head, toTail, toHead = head, tail, toHead, toTail
		ahead = p.fraction
	}
	now, metres, length := a.middle(piece), a.at(piece), edgeMetres(g, p.edge)
	if piece == a.to || !p.sameRoad(a.track.passes[piece+1]) {
		l := label{time: millis(now-a.base) + toHead, at: metres + ahead*length}
		a.out.source(a.track.arrive(p.edge, head), a.strayed(l, piece+1, leg{off: toHead, metres: ahead * length, at: metres}))
	}
	if piece == a.from || !p.sameRoad(a.track.passes[piece-1]) {
		l := label{time: millis(a.top-now) + toTail, at: metres - (1-ahead)*length}
		l = a.strayed(l, piece-1, leg{off: toTail, metres: (1 - ahead) * length, at: metres})
		for _, state := range a.track.depart(p.edge, tail) {
			a.in.source(state, l)
		}
	}
}

// strayed takes the end of an edge off the course where the next piece follows
// no road: the course may not come to that end, so that the rest of the edge
// is off it.
func (a *Around) strayed(l label, next int, rest leg) label {
	if next >= 0 && next < len(a.track.passes) && !a.track.passes[next].found {
		l.off, l.metres, l.at = rest.off, rest.metres, rest.at
	}
	return l
}

// ends lets the traveller turn round at the very start of the course, and come
// to its very end from the far side, where the road is open both ways or ends
// there.
func (a *Around) ends() {
	last := a.track.course.Pieces() - 1
	if p := a.track.passes[0]; a.from == 0 && p.found {
		if n, t, ok := a.beyond(p, 0, false); ok {
			if t > 0 {
				n = a.track.arrive(p.edge, n)
			}
			a.out.source(n, label{time: t})
		}
	}
	if p := a.track.passes[last]; a.to == last && p.found {
		if n, t, ok := a.beyond(p, last, true); ok {
			states := a.track.states(n)
			if t > 0 {
				states = a.track.depart(p.edge, n)
			}
			for _, state := range states {
				a.in.source(state, label{time: t, at: a.track.course.Length()})
			}
		}
	}
}

// beyond returns the node at the end of the edge under the first or the last
// piece that the course does not pass, and the time to it from the course's
// own end, 0 when the node is there; false when it is not and the edge is open
// one way only.
func (a *Around) beyond(p pass, piece int, ahead bool) (roads.NodeID, roads.Millis, bool) {
	g, m := a.track.graph, a.track.mode
	tail, head := g.Ends(p.edge)
	from, to := a.track.course.Ends(piece)
	half := (to - from) / 2 / edgeMetres(g, p.edge)
	n, left := tail, p.fraction-half // of the edge, from the course's end to the node
	if p.along == ahead {
		n, left = head, 1-p.fraction-half
	}
	permit := g.Permit(p.edge)
	const there = 1e-3
	if left < there {
		return n, 0, true
	}
	return n, max(1, roads.Millis(math.Round(left*float64(g.Cost(m, p.edge))))), permit.Along(m) && permit.Against(m)
}

// parts returns the times from the middle of a piece to the ends of its edge.
func (a *Around) parts(p pass) (toTail, toHead roads.Millis) {
	cost := a.track.graph.Cost(a.track.mode, p.edge)
	toTail = roads.Millis(math.Round(p.fraction * float64(cost)))
	return toTail, cost - toTail
}

// middle returns the clock in the middle of a piece.
func (a *Around) middle(piece int) float64 {
	return (a.clock.seconds[piece] + a.clock.seconds[piece+1]) / 2
}

// at returns the metres from the start to the middle of a piece.
func (a *Around) at(piece int) float64 {
	from, to := a.track.course.Ends(piece)
	return (from + to) / 2
}

// millis rounds seconds; a stretch is far shorter than Never.
func millis(seconds float64) roads.Millis { return roads.Millis(math.Round(max(0, seconds) * 1000)) }

// Call is what it takes to call at a place beside a course.
type Call struct {
	Leave, Rejoin float64 // where the course is left and joined again, metres from the start
	In            float64 // seconds from the start to the place, on the course and off it
	Out           float64 // seconds: the clock of the course as if one had never left it, less the way back to it
	Metres        float64 // driven more than on the course alone, 0 or more
	Astray        float64 // metres of the course between Leave and Rejoin that follow no road of the graph
}

// Detour returns the seconds that the call adds to the way, 0 or more.
func (c Call) Detour() float64 { return c.In - c.Out }

// Call returns the best call at a place that is tied to the road; false when
// the place is not reached, or the course not joined again, within the
// budget.
//
// Nothing is taken off for a shortcut: where leaving the course would be
// faster than staying, or would leave out a loop of it, the call counts the
// whole time and way off the course.
//
// Metres and Detour are differences: who leaves a slow road for a faster one
// may drive much farther and hardly longer. They mean little where Astray is
// much of what is left out: a line across the fields is shorter than every road.
func (a *Around) Call(place roads.Tie) (Call, bool) {
	leave, ok1 := a.reach(place)
	rejoin, ok2 := a.join(place)
	if !ok1 || !ok2 {
		return Call{}, false
	}
	c := Call{
		Leave: leave.at, Rejoin: rejoin.at,
		In:     a.base + seconds(leave.time),
		Out:    a.top - seconds(rejoin.time),
		Metres: max(0, leave.metres+rejoin.metres-(rejoin.at-leave.at)),
	}
	const rounding = 1.0 // second
	switch {
	case c.Out > c.In+rounding:
		c.Rejoin, c.Metres = c.Leave, leave.metres+rejoin.metres
		c.Out = c.In - seconds(leave.off) - seconds(rejoin.off)
	case c.Out > c.In:
		c.Out = c.In
	}
	c.Astray = a.track.strays(c.Leave, c.Rejoin)
	return c, true
}

func seconds(t roads.Millis) float64 { return float64(t) / 1000 }

// leg is the way between the course and a place.
type leg struct {
	time   roads.Millis // with what passes on the course
	off    roads.Millis // off the course
	metres float64      // off the course
	at     float64      // where it leaves or joins the course
}

// better returns the leg of less time; of equal ones the one with less time
// off the course.
func (l leg) better(o leg) leg {
	if o.time < l.time || o.time == l.time && o.off < l.off {
		return o
	}
	return l
}

// none is worse than every leg.
func none() leg { return leg{time: roads.Never, off: roads.Never} }

// reach returns the way from the course to the place.
func (a *Around) reach(place roads.Tie) (leg, bool) {
	permit := a.track.graph.Permit(place.Edge)
	return a.way(a.out, place, permit.Along(a.track.mode), permit.Against(a.track.mode))
}

// join returns the way from the place back to the course.
func (a *Around) join(place roads.Tie) (leg, bool) {
	permit := a.track.graph.Permit(place.Edge)
	return a.way(a.in, place, permit.Against(a.track.mode), permit.Along(a.track.mode))
}

// way returns the best way between the course and the place: over the tail of
// its edge, over the head, or along the edge when the course itself is on it.
// A place at an end of the edge is the node.
func (a *Around) way(s *spread, place roads.Tie, tailwards, headwards bool) (leg, bool) {
	g := a.track.graph
	tail, head := g.Ends(place.Edge)
	length := edgeMetres(g, place.Edge)
	best := a.beside(place, s == a.out)
	if place.Fraction == 0 || tailwards && place.Fraction < 1 {
		best = best.better(a.over(s, place, tail).on(place.ToTail, place.Fraction*length))
	}
	if place.Fraction == 1 || headwards && place.Fraction > 0 {
		best = best.better(a.over(s, place, head).on(place.ToHead, (1-place.Fraction)*length))
	}
	return best.on(place.Access, place.Distance), best.time < roads.Never
}

// over returns the way between the course and an end of the place's edge, from
// where the edge may be taken to the place, or where one stands who has come
// from the place by it. A place that is the end itself may be come to from
// anywhere, and left for anywhere.
func (a *Around) over(s *spread, place roads.Tie, n roads.NodeID) leg {
	t := a.track
	switch itself := t.graph.Point(n) == place.Point; {
	case s == a.out && itself:
		return s.best(t.graph, t.mode, t.states(n))
	case s == a.out:
		return s.best(t.graph, t.mode, t.depart(place.Edge, n))
	case itself:
		return s.leg(t.graph, t.mode, n)
	}
	return s.leg(t.graph, t.mode, t.arrive(place.Edge, n))
}

// on lengthens a leg.
func (l leg) on(t roads.Millis, metres float64) leg {
	if l.time < roads.Never {
		l.time, l.off, l.metres = l.time+t, l.off+t, l.metres+metres
	}
	return l
}

// beside returns the way along the place's own edge when the course passes
// it: from the last piece before the place, or to the first one after it.
func (a *Around) beside(place roads.Tie, before bool) leg {
	best := none()
	for i := a.from; i <= a.to; i++ {
		p := a.track.passes[i]
		if !p.found || p.edge != place.Edge {
			continue
		}
		ahead := place.Fraction - p.fraction // along the course, from the piece to the place
		if !p.along {
			ahead = -ahead
		}
		if before != (ahead >= 0) && ahead != 0 {
			continue
		}
		best = best.better(a.along(i, p, math.Abs(ahead), before))
	}
	return best
}

// along is the part of the edge between a piece and a place that is on the
// course itself: it takes time, but none off the course.
func (a *Around) along(piece int, p pass, fraction float64, before bool) leg {
	g := a.track.graph
	t := roads.Millis(math.Round(fraction * float64(g.Cost(a.track.mode, p.edge))))
	metres := fraction * edgeMetres(g, p.edge)
	if before {
		return leg{time: millis(a.middle(piece)-a.base) + t, at: a.at(piece) + metres}
	}
	return leg{time: millis(a.top-a.middle(piece)) + t, at: a.at(piece) - metres}
}
