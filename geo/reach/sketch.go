package reach

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
)

// detour is how much longer than the straight line the way off the road is:
// API.md, point 4.
const detour = 1.3

// sketch is the roads around a circle in the local plane, with the times at
// which they are reached.
type sketch struct {
	local  frame
	pace   float64 // metres off the road per millisecond
	pieces []piece
}

// piece is a straight piece of road of cost milliseconds. Going backwards from
// the place, it is entered at a at the time fromA and at b at fromB, which are
// infinite where the piece is not reached or no rider may come that way.
type piece struct {
	a, b               orb.Point
	fromA, fromB, cost float64
}

// sketch collects the pieces near what the field has reached.
func (f *Field) sketch(t roads.Tie) *sketch {
	s := &sketch{local: newFrame(t.Point), pace: roads.AccessSpeed(f.mode) / detour / 1000}
	f.g.Visit(s.local.pad(f.box(t), 2*mostSpread), func(e roads.EdgeID) bool {
		if f.g.Permit(e).Open(f.mode) && (e != t.Edge || t.Fraction == 0 || t.Fraction == 1) {
			s.pieces = append(s.pieces, f.piece(e, s.local))
		}
		return true
	})
	if t.Fraction > 0 && t.Fraction < 1 {
		s.beside(f, t)
	}
	return s
}

// box is around every node that is reached.
func (f *Field) box(t roads.Tie) orb.Bound {
	box := t.Point.Bound()
	extend := func(chain uint32) {
		for _, e := range f.chains.Edges(chain) {
			tail, head := f.g.Ends(e)
			box = box.Extend(f.g.Point(tail)).Extend(f.g.Point(head))
		}
	}
	if spot, ok := f.chains.Spot(t); ok {
		extend(spot.Chain)
	}
	for _, n := range f.touched {
		box = box.Extend(f.g.Point(f.g.Node(f.mode, f.chains.State(n))))
		f.chains.Around(n, extend)
	}
	return box
}

// piece describes an edge. It is entered backwards from its tail when a rider
// may come against it, from its head when a rider may come along it.
func (f *Field) piece(e roads.EdgeID, local frame) piece {
	tail, head := f.g.Ends(e)
	p := piece{
		a: local.toPlane(f.g.Point(tail)), b: local.toPlane(f.g.Point(head)),
		fromA: math.Inf(1), fromB: math.Inf(1), cost: float64(f.g.Cost(f.mode, e)),
	}
	permit := f.g.Permit(e)
	if permit.Against(f.mode) {
		p.fromA = f.least(e, false)
	}
	if permit.Along(f.mode) {
		p.fromB = f.least(e, true)
	}
	return p
}

// beside adds the place's own edge, as two pieces that meet at the place.
func (s *sketch) beside(f *Field, t roads.Tie) {
	west, east := f.piece(t.Edge, s.local), f.piece(t.Edge, s.local)
	start, permit := float64(t.Access), f.g.Permit(t.Edge)
	west.b, west.fromB, west.cost = s.local.toPlane(t.Point), math.Inf(1), float64(t.ToTail)
	east.a, east.fromA, east.cost = west.b, math.Inf(1), float64(t.ToHead)
	if permit.Along(f.mode) {
		west.fromB = start
		east.fromA = math.Inf(1)
	}
	if permit.Against(f.mode) {
		east.fromA = start
	}
	s.pieces = append(s.pieces, west, east)
}

// stretch is a part of a piece: at from the place is start milliseconds away,
// at to cost more.
type stretch struct {
	from, to    orb.Point
	start, cost float64
}

// cut parts the pieces where the limit runs out: what is reached, and what
// lies between.
func (s *sketch) cut(limit float64) (reached, others []stretch) {
	for _, p := range s.pieces {
		fromA, fromB := p.share(limit-p.fromA), p.share(limit-p.fromB)
		if p.fromA <= limit {
			reached = append(reached, stretch{p.a, p.at(fromA), p.fromA, fromA * p.cost})
		}
		if p.fromB <= limit {
			reached = append(reached, stretch{p.b, p.at(1 - fromB), p.fromB, fromB * p.cost})
		}
		if fromA+fromB < 1 {
			others = append(others, stretch{from: p.at(fromA), to: p.at(1 - fromB)})
		}
	}
	return reached, others
}

// share is the fraction of the piece that is walked in the time left.
func (p piece) share(left float64) float64 {
	switch {
	case left < 0:
		return 0
	case left >= p.cost:
		return 1
	}
	return left / p.cost
}

func (p piece) at(f float64) orb.Point {
	return orb.Point{p.a[0] + f*(p.b[0]-p.a[0]), p.a[1] + f*(p.b[1]-p.a[1])}
}

// distance returns how far p is from the stretch, and at what fraction of it.
func (s stretch) distance(p orb.Point) (metres, fraction float64) {
	dx, dy := s.to[0]-s.from[0], s.to[1]-s.from[1]
	px, py := p[0]-s.from[0], p[1]-s.from[1]
	if l2 := dx*dx + dy*dy; l2 > 0 {
		fraction = min(max((px*dx+py*dy)/l2, 0), 1)
	}
	return math.Hypot(px-fraction*dx, py-fraction*dy), fraction
}
