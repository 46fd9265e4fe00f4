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
	run    run // the last chain
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
	s.local, s.pieces, s.run = newFrame(t.Point), s.pieces[:0], run{chain: roads.NoChain}
	f.g.Lines(s.local.pad(f.box(t), mostSpread+2*finest), func(e roads.EdgeID, tail, head orb.Point) bool {
		if from, to, ok := f.along(e); ok {
			if to.At < from.At {
				from, to, tail, head = to, from, head, tail
			}
			f.survey(s, from, to, [2]orb.Point{s.local.toPlane(tail), s.local.toPlane(head)})
		}
		return true
	})
}

// along returns where an edge's ends lie on its chain; false when it is closed
// to the mode.
func (f *Field) along(e roads.EdgeID) (tail, head roads.Spot, ok bool) {
	cost := f.g.Cost(f.mode, e)
	if tail, ok = f.chains.Spot(roads.Tie{Edge: e, ToHead: cost}); ok {
		head, _ = f.chains.Spot(roads.Tie{Edge: e, Fraction: 1, ToTail: cost})
	}
	return tail, head, ok
}

// box is around every place that is reached.
func (f *Field) box(t roads.Tie) orb.Bound {
	box := t.Point.Bound()
	extend := func(chain uint32) {
		for _, e := range f.chains.Edges(chain) {
			tail, head := f.g.Ends(e)
			widen(&box, f.g.Point(tail))
			widen(&box, f.g.Point(head))
		}
	}
	for _, stop := range f.onChain {
		extend(stop.Chain)
	}
	for _, n := range f.touched {
		widen(&box, f.g.Point(f.g.Node(f.mode, f.chains.State(n))))
		f.chains.Around(n, extend)
	}
	return box
}

// widen takes a point into a box.
func widen(box *orb.Bound, p orb.Point) {
	box.Min[0], box.Max[0] = min(box.Min[0], p[0]), max(box.Max[0], p[0])
	box.Min[1], box.Max[1] = min(box.Min[1], p[1]), max(box.Max[1], p[1])
}

// run is a chain and the times at which its ends are reached, infinite where
// they are not or no rider may leave by them.
type run struct {
	chain        uint32
	total        roads.Millis
	oneWay       bool
	fromA, fromB float64
}

// run returns the times of a chain.
func (f *Field) run(chain uint32) run {
	a, b, first, last := f.chains.Ends(chain)
	r := run{chain: chain, fromA: math.Inf(1), fromB: f.arrival(last, b)}
	if r.total, r.oneWay = f.chains.Total(chain); !r.oneWay {
		r.fromA = f.arrival(first, a)
	}
	return r
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

// survey adds the edge between two spots of a chain, the first nearer to A,
// with its ends in the plane. A rider leaves the chain by B, or by A, or comes
// to the place itself if that is on it.
func (f *Field) survey(s *sketch, from, to roads.Spot, ends [2]orb.Point) {
	if s.run.chain != from.Chain { // neighbours come one after the other
		s.run = f.run(from.Chain)
	}
	p := piece{
		a: ends[0], b: ends[1], cost: float64(to.At - from.At),
		fromA: s.run.fromA + float64(from.At), fromB: s.run.fromB + float64(s.run.total-to.At),
	}
	for _, stop := range f.onChain {
		switch access := float64(stop.access); {
		case stop.Chain != from.Chain:
		case from.At < stop.At && stop.At < to.At:
			s.part(p, float64(stop.At-from.At), access)
			return
		case to.At <= stop.At:
			p.fromB = min(p.fromB, access+float64(stop.At-to.At))
		case !s.run.oneWay:
			p.fromA = min(p.fromA, access+float64(from.At-stop.At))
		}
	}
	s.pieces = append(s.pieces, p)
}

// part adds the place's own edge as two pieces that meet at the place, which
// is in the origin and at milliseconds from a.
func (s *sketch) part(p piece, at, access float64) {
	near, far := p, p
	near.b, near.fromB, near.cost = orb.Point{}, access, at
	far.a, far.fromA, far.cost = orb.Point{}, access, p.cost-at
	if s.run.oneWay {
		far.fromA = math.Inf(1)
	}
	s.pieces = append(s.pieces, near, far)
}

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

// bound returns the box around what is reached within the limit; false when
// that is nothing.
func (s *sketch) bound(limit float64) (box orb.Bound, ok bool) {
	box = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range s.pieces {
		p := &s.pieces[i]
		a, b := p.reached(limit)
		if a >= 0 {
			widen(&box, p.a)
			widen(&box, p.at(a))
		}
		if b >= 0 {
			widen(&box, p.b)
			widen(&box, p.at(1-b))
		}
		ok = ok || a >= 0 || b >= 0
	}
	return box, ok
}
