package reach

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
)

// sketch is the roads of a circle in the local plane, with the times at which
// they are reached. Its memory is used again.
type sketch struct {
	local  frame
	pieces []piece
	seen   []uint64  // by chain, a bit each: its pieces are there
	box    orb.Bound // around the ground of what is reached within limit
	limit  float64
	pace   float64 // off the road, in metres per millisecond
}

// piece is a straight piece of road of cost milliseconds: an edge, or several
// in a line. Going backwards from the place, it is entered at a at the time
// fromA and at b at fromB, which are infinite where the piece is not reached or
// no rider may come that way.
type piece struct {
	a, b               orb.Point
	fromA, fromB, cost float64
}

// begin empties the sketch for the roads around a place.
func (s *sketch) begin(chains int, place orb.Point, limit roads.Millis, pace float64) {
	nowhere := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	s.local, s.pieces, s.box, s.limit, s.pace = newFrame(place), s.pieces[:0], nowhere, float64(limit), pace
	s.seen = filled(s.seen, chains/64+1, 0)
}

// reached adds the chains that the field has reached.
func (f *Field) reached(s *sketch) {
	add := func(chain uint32) { f.add(s, chain) }
	for _, stop := range f.onChain {
		add(stop.Chain)
	}
	for _, n := range f.touched {
		// A state that is no node knows of no chains; its node does.
		if j, ok := f.chains.Junction(f.g.Node(f.mode, f.chains.State(n))); ok {
			f.chains.Around(j, add)
		}
	}
}

// around calls paint with the pieces of other chains in a box of the plane.
// Nobody reaches them.
func (f *Field) around(s *sketch, box orb.Bound, paint func(*piece)) {
	p := piece{fromA: math.Inf(1), fromB: math.Inf(1)}
	f.lines.Visit(s.local.degrees(box), s.has, func(from, to roads.Corner) {
		p.a, p.b = s.local.toPlane(from.At), s.local.toPlane(to.At)
		paint(&p)
	})
}

// has reports whether the sketch has a chain.
func (s *sketch) has(chain uint32) bool { return s.seen[chain/64]&(1<<(chain%64)) != 0 }

// add adds the pieces of a chain, once.
func (f *Field) add(s *sketch, chain uint32) {
	if s.has(chain) {
		return
	}
	s.seen[chain/64] |= 1 << (chain % 64)
	r := f.run(chain)
	var from spot
	for i, c := range f.lines.Corners(chain) {
		to := spot{s.local.toPlane(c.At), c.Time}
		if i > 0 {
			f.survey(s, r, from, to)
		}
		from = to
	}
}

// spot is a place on a chain: where it is in the plane, and the time from A.
type spot struct {
	at   orb.Point
	time roads.Millis
}

// widen takes a point into the box, with the ground that is reached from it in
// the time left.
func (s *sketch) widen(p orb.Point, left float64) {
	away, box := min(max(left, 0)*s.pace, mostSpread), &s.box
	box.Min[0], box.Max[0] = min(box.Min[0], p[0]-away), max(box.Max[0], p[0]+away)
	box.Min[1], box.Max[1] = min(box.Min[1], p[1]-away), max(box.Max[1], p[1]+away)
}

// run is a chain and the times at which its ends are reached, infinite where
// they are not or no rider may leave by them.
type run struct {
	chain        uint32
	total        roads.Millis
	oneWay       bool
	busy         bool // the place may be on it
	fromA, fromB float64
}

// run returns the times of a chain.
func (f *Field) run(chain uint32) run {
	a, b := f.lines.Junctions(chain)
	r := run{chain: chain, fromA: math.Inf(1), fromB: f.arrival(b), busy: f.busy.has(chain)}
	if r.total, r.oneWay = f.chains.Total(chain); !r.oneWay {
		r.fromA = f.arrival(a)
	}
	return r
}

// arrival returns the least time from a junction, infinite when no station is
// reached.
func (f *Field) arrival(junction int32) float64 {
	if k := f.keys[int(junction)*f.k]; k != noKey {
		return float64(k.time())
	}
	return math.Inf(1)
}

// survey adds the piece between two spots of a chain, the first nearer to A. A
// rider leaves the chain by B, or by A, or comes to the place itself if that is
// on it.
func (f *Field) survey(s *sketch, r run, from, to spot) {
	p := piece{
		a: from.at, b: to.at, cost: float64(to.time - from.time),
		fromA: r.fromA + float64(from.time), fromB: r.fromB + float64(r.total-to.time),
	}
	if !r.busy {
		s.append(p)
		return
	}
	for _, stop := range f.onChain {
		switch access := float64(stop.access); {
		case stop.Chain != r.chain:
		case from.time < stop.At && stop.At < to.time:
			near, far := p.part(float64(stop.At-from.time), access, r.oneWay)
			s.append(near)
			s.append(far)
			return
		case to.time <= stop.At:
			p.fromB = min(p.fromB, access+float64(stop.At-to.time))
		case !r.oneWay:
			p.fromA = min(p.fromA, access+float64(from.time-stop.At))
		}
	}
	s.append(p)
}

// part cuts the piece that the place is on in two that meet there: in the
// origin, at milliseconds from a.
func (p piece) part(at, access float64, oneWay bool) (near, far piece) {
	near, far = p, p
	near.b, near.fromB, near.cost = orb.Point{}, access, at
	far.a, far.fromA, far.cost = orb.Point{}, access, p.cost-at
	if oneWay {
		far.fromA = math.Inf(1)
	}
	return near, far
}

// append adds a piece, and the ground of what is reached of it to the box.
func (s *sketch) append(p piece) {
	s.pieces = append(s.pieces, p)
	a, b := p.reached(s.limit)
	if a >= 0 {
		s.widen(p.a, s.limit-p.fromA)
		s.widen(p.at(a), s.limit-p.fromA-p.cost)
	}
	if b >= 0 {
		s.widen(p.b, s.limit-p.fromB)
		s.widen(p.at(1-b), s.limit-p.fromB-p.cost)
	}
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
