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
	seen   []uint64  // by chain, a bit each: its pieces are there
	box    orb.Bound // around what is reached within limit
	limit  float64
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
func (s *sketch) begin(chains int, place orb.Point, limit roads.Millis) {
	nowhere := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	s.local, s.pieces, s.box, s.limit = newFrame(place), s.pieces[:0], nowhere, float64(limit)
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

// around adds all other chains that have an edge in a box of the plane.
func (f *Field) around(s *sketch, box orb.Bound) {
	f.g.Visit(s.local.degrees(box), func(e roads.EdgeID) bool {
		if spot, ok := f.chains.Spot(roads.Tie{Edge: e}); ok {
			f.add(s, spot.Chain)
		}
		return true
	})
}

const (
	// straight is how far, in metres, nodes may lie beside a piece, and
	// longest how long a piece of several edges is: on one the time runs
	// evenly, whatever the speed of each edge.
	straight = 1.5
	longest  = 100.0
)

// add adds the pieces of a chain, once.
func (f *Field) add(s *sketch, chain uint32) {
	bit := uint64(1) << (chain % 64)
	if s.seen[chain/64]&bit != 0 {
		return
	}
	s.seen[chain/64] |= bit
	r := f.run(chain)
	n := r.a
	from := spot{at: s.local.toPlane(f.g.Point(n))}
	last, c := from, cone{from: from.at}
	for _, e := range f.chains.Edges(chain) {
		n = across(f.g, e, n)
		next := spot{s.local.toPlane(f.g.Point(n)), last.time + f.g.Cost(f.mode, e)}
		if last.time != from.time {
			if c.narrow(last.at, straight); !c.holds(next.at) || c.farthest > longest*longest {
				f.survey(s, r, from, last)
				from, c = last, cone{from: last.at}
			}
		}
		last = next
	}
	f.survey(s, r, from, last)
}

// across returns the other end of an edge.
func across(g *roads.Graph, e roads.EdgeID, n roads.NodeID) roads.NodeID {
	tail, head := g.Ends(e)
	if tail == n {
		return head
	}
	return tail
}

// spot is a place on a chain: where it is in the plane, and the time from A.
type spot struct {
	at   orb.Point
	time roads.Millis
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
	a            roads.NodeID
	total        roads.Millis
	oneWay       bool
	fromA, fromB float64
}

// run returns the times of a chain.
func (f *Field) run(chain uint32) run {
	a, b, first, last := f.chains.Ends(chain)
	r := run{chain: chain, a: a, fromA: math.Inf(1), fromB: f.arrival(last, b)}
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

// survey adds the piece between two spots of a chain, the first nearer to A. A
// rider leaves the chain by B, or by A, or comes to the place itself if that is
// on it.
func (f *Field) survey(s *sketch, r run, from, to spot) {
	p := piece{
		a: from.at, b: to.at, cost: float64(to.time - from.time),
		fromA: r.fromA + float64(from.time), fromB: r.fromB + float64(r.total-to.time),
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

// append adds a piece, and what is reached of it to the box.
func (s *sketch) append(p piece) {
	s.pieces = append(s.pieces, p)
	a, b := p.reached(s.limit)
	if a >= 0 {
		widen(&s.box, p.a)
		widen(&s.box, p.at(a))
	}
	if b >= 0 {
		widen(&s.box, p.b)
		widen(&s.box, p.at(1-b))
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
