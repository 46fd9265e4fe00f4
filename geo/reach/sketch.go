package reach

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
)

// sketch is the roads around a circle in the local plane, with the times at
// which they are reached. Its memory is used again.
type sketch struct {
	local  frame
	pieces []piece
}

// piece is a straight piece of road of cost milliseconds. Going backwards from
// the place, it is entered at a at the time fromA and at b at fromB, which are
// infinite where the piece is not reached or no rider may come that way.
type piece struct {
	a, b               orb.Point
	fromA, fromB, cost float64
}

// sketch collects the pieces near what the field has reached from the place
// tied at t.
func (f *Field) sketch(s *sketch, t roads.Tie) {
	s.local, s.pieces = newFrame(t.Point), s.pieces[:0]
	f.g.Visit(s.local.pad(f.box(t), mostSpread+2*finest), func(e roads.EdgeID) bool {
		f.survey(s, e)
		return true
	})
	for _, stop := range f.onChain {
		s.part(f, t, stop)
	}
}

// box is around every place that is reached.
func (f *Field) box(t roads.Tie) orb.Bound {
	box := t.Point.Bound()
	extend := func(chain uint32) {
		for _, e := range f.chains.Edges(chain) {
			tail, head := f.g.Ends(e)
			box = box.Extend(f.g.Point(tail)).Extend(f.g.Point(head))
		}
	}
	for _, stop := range f.onChain {
		extend(stop.Chain)
	}
	for _, n := range f.touched {
		box = box.Extend(f.g.Point(f.g.Node(f.mode, f.chains.State(n))))
		f.chains.Around(n, extend)
	}
	return box
}

// survey adds an edge, unless it is closed to the mode or the place's own. A
// rider on its chain leaves by B, or by A unless the chain is one-way, or
// comes to the place itself if that is on the chain.
func (f *Field) survey(s *sketch, e roads.EdgeID) {
	p, from, to, ok := f.leg(e, s.local)
	if !ok {
		return
	}
	for _, stop := range f.onChain {
		if stop.Chain != from.Chain {
			continue
		}
		access := float64(stop.access)
		switch _, oneWay := f.chains.Total(from.Chain); {
		case from.At < stop.At && stop.At < to.At:
			return // part does it
		case to.At <= stop.At:
			p.fromB = min(p.fromB, access+float64(stop.At-to.At))
		case !oneWay:
			p.fromA = min(p.fromA, access+float64(from.At-stop.At))
		}
	}
	s.pieces = append(s.pieces, p)
}

// leg describes an edge from its end nearer to A of its chain, at the spot
// from, to the other, as reached over the ends of the chain.
func (f *Field) leg(e roads.EdgeID, local frame) (p piece, from, to roads.Spot, ok bool) {
	cost := f.g.Cost(f.mode, e)
	if from, ok = f.chains.Spot(roads.Tie{Edge: e, ToHead: cost}); !ok {
		return p, from, to, false
	}
	to, _ = f.chains.Spot(roads.Tie{Edge: e, Fraction: 1, ToTail: cost})
	tail, head := f.g.Ends(e)
	if to.At < from.At {
		from, to, tail, head = to, from, head, tail
	}
	a, b, first, last := f.chains.Ends(from.Chain)
	total, oneWay := f.chains.Total(from.Chain)
	p = piece{
		a: local.toPlane(f.g.Point(tail)), b: local.toPlane(f.g.Point(head)), cost: float64(cost),
		fromA: math.Inf(1), fromB: f.arrival(last, b) + float64(total-to.At),
	}
	if !oneWay {
		p.fromA = f.arrival(first, a) + float64(from.At)
	}
	return p, from, to, true
}

// arrival returns the least time from a node at the end of a chain, for one
// who has come there by an edge; infinite when no station is reached.
func (f *Field) arrival(by roads.EdgeID, n roads.NodeID) float64 {
	if j, ok := f.chains.Junction(f.g.Arrive(f.mode, by, n)); ok {
		if k := f.keys[int(j)*f.k]; k != noKey {
			return float64(k.time())
		}
	}
	return math.Inf(1)
}

// part adds the place's own edge, as two pieces that meet at the place.
func (s *sketch) part(f *Field, t roads.Tie, at stop) {
	p, from, to, ok := f.leg(t.Edge, s.local)
	if !ok || from.At >= at.At || at.At >= to.At {
		return // the place is at an end
	}
	near, far, access := p, p, float64(at.access)
	near.b, near.fromB, near.cost = s.local.toPlane(t.Point), access, float64(at.At-from.At)
	far.a, far.fromA, far.cost = near.b, access, float64(to.At-at.At)
	if _, oneWay := f.chains.Total(at.Chain); oneWay {
		far.fromA = math.Inf(1)
	}
	s.pieces = append(s.pieces, near, far)
}

// time is how long it takes from the place at fraction f of the piece.
func (p *piece) time(f float64) float64 { return min(p.fromA+f*p.cost, p.fromB+(1-f)*p.cost) }

// reached returns how much of the piece is reached within the limit from
// either end, as fractions of it; negative for nothing at all.
func (p *piece) reached(limit float64) (fromA, fromB float64) {
	return p.share(limit - p.fromA), p.share(limit - p.fromB)
}

// share is the fraction of the piece that is travelled in the time left.
func (p *piece) share(left float64) float64 {
	switch {
	case left < 0:
		return -1
	case left >= p.cost:
		return 1
	}
	return left / p.cost
}

func (p *piece) at(f float64) orb.Point {
	return orb.Point{p.a[0] + f*(p.b[0]-p.a[0]), p.a[1] + f*(p.b[1]-p.a[1])}
}

// bound returns the box around what is reached within the limit.
func (s *sketch) bound(limit float64) (box orb.Bound, ok bool) {
	box = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range s.pieces {
		p := &s.pieces[i]
		if a, b := p.reached(limit); a >= 0 || b >= 0 {
			ok = true
			if a >= 0 {
				box = box.Extend(p.a).Extend(p.at(a))
			}
			if b >= 0 {
				box = box.Extend(p.b).Extend(p.at(1 - b))
			}
		}
	}
	return box, ok
}
