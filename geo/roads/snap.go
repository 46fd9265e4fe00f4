package roads

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// AccessDetour is how much longer than the straight line the way between a
// place and the road is taken to be.
const AccessDetour = 1.3

// Tie finds the nearest point of an edge that is open to the mode and lies in
// a large enough component, in the plane x = R·cos(lat_p)·Δlon, y = R·Δlat,
// inclusive MaxTie; of edges equally near the lowest EdgeID. It reports false
// when there is none, also for a point with NaN. The plane does not wrap at
// ±180 degrees, and near the poles it means little. It is docs/en/numbers.md, point 4.
//
// The index is searched depth first, nearer boxes first; a box is left out
// when all of it is farther than the best edge so far. Nothing is allocated.
func (g *Graph) Tie(m Mode, p orb.Point) (Tie, bool) {
	near := nearest{tree: &g.tree, at: newPlane(p), bit: 1 << m, best: MaxTie}
	if top := g.tree.top(); top >= 0 {
		near.search(top, 0)
	}
	if !near.found {
		return Tie{}, false
	}
	return g.tie(m, near), true
}

// tie turns the nearest place on an edge into a Tie.
func (g *Graph) tie(m Mode, near nearest) Tie {
	tail, head := g.Ends(near.edge)
	cost := g.Cost(m, near.edge)
	t := Tie{
		Edge:     near.edge,
		Fraction: near.fraction,
		Point:    along(g.Point(tail), g.Point(head), near.fraction),
		Distance: near.best,
		Access:   Millis(math.Round(1000 * AccessDetour * near.best / AccessSpeed(m))),
		ToTail:   Millis(math.Round(near.fraction * float64(cost))),
	}
	t.ToHead = cost - t.ToTail
	return t
}

// along returns the point at a fraction of the edge, exactly an end at 0 and 1.
func along(a, b orb.Point, f float64) orb.Point {
	switch f {
	case 0:
		return a
	case 1:
		return b
	}
	return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
}

// plane is the local plane around a point: metres per degree each way.
type plane struct {
	p      orb.Point
	kx, ky float64
	rough  orb.Point // p in stored steps, for bounds: no division
}

func newPlane(p orb.Point) plane {
	const rad = math.Pi / 180
	return plane{
		p:     p,
		kx:    sphere.Radius * math.Cos(p[1]*rad) * rad,
		ky:    sphere.Radius * rad,
		rough: orb.Point{p[0] * unit, p[1] * unit},
	}
}

// of returns the metres from the plane's point to a stored coordinate.
func (l plane) of(c [2]int32) (x, y float64) {
	q := degrees(c)
	return (q[0] - l.p[0]) * l.kx, (q[1] - l.p[1]) * l.ky
}

// toBox returns a lower bound of the square of the distance in metres to
// anything inside.
func (l plane) toBox(low, high [2]int32) float64 {
	dx := l.kx / unit * max(float64(low[0])-l.rough[0], l.rough[0]-float64(high[0]), 0)
	dy := l.ky / unit * max(float64(low[1])-l.rough[1], l.rough[1]-float64(high[1]), 0)
	// The bound must not lose a tie to rounding, which reaches 2e-6 m².
	const slack = 1e-4
	return (dx*dx+dy*dy)*(1-1e-9) - slack
}

// toSegment returns the distance in metres to the nearest point of a segment
// and the fraction of the segment where that is. A clamped end is measured as
// the end itself, so that edges that meet there are equally far to the bit.
func (l plane) toSegment(a, b [2]int32) (metres, fraction float64) {
	ax, ay := l.of(a)
	bx, by := l.of(b)
	dx, dy := bx-ax, by-ay
	f := 0.0
	if square := dx*dx + dy*dy; square > 0 {
		f = -(ax*dx + ay*dy) / square
	}
	switch {
	case f <= 0:
		return math.Sqrt(ax*ax + ay*ay), 0
	case f >= 1:
		return math.Sqrt(bx*bx + by*by), 1
	}
	x, y := ax+f*dx, ay+f*dy
	return math.Sqrt(x*x + y*y), f
}

// nearest is one search for the nearest edge: of those with a bit of ties, or
// with a name.
type nearest struct {
	tree     *tree
	at       plane
	bit      uint32
	named    []uint32 // by edge: 0 for no name; nil when it is about ties
	names    []bool   // by box: it holds a name
	found    bool
	best     float64 // metres; before something is found, the limit
	edge     EdgeID
	fraction float64
}

// search looks into box i of level k.
func (n *nearest) search(k, i int) {
	from, to := n.tree.children(k, i)
	if k == 0 {
		for _, s := range n.tree.slots[from:to] {
			if n.asks(s) {
				n.offer(s)
			}
		}
		return
	}
	var order [fan]ranked
	for _, c := range n.rank(k-1, from, to, order[:0]) {
		if c.square > n.best*n.best {
			return
		}
		n.search(k-1, c.box)
	}
}

// asks reports whether the edge is one that is looked for.
func (n *nearest) asks(s slot) bool {
	if n.named != nil {
		return n.named[s.Edge] != 0
	}
	return s.Ties&n.bit != 0
}

// ranked is a box and how near it may be.
type ranked struct {
	square float64 // of the least possible distance in metres
	box    int
}

// rank appends the boxes of a level that may hold something nearer, nearest
// first.
func (n *nearest) rank(level, from, to int, order []ranked) []ranked {
	boxes := n.tree.boxes[n.tree.first[level]:]
	for c := from; c < to; c++ {
		if n.named == nil && boxes[c].Ties&n.bit == 0 || n.named != nil && !n.names[n.tree.first[level]+c] {
			continue
		}
		r := ranked{n.at.toBox(boxes[c].Min, boxes[c].Max), c}
		if !(r.square <= n.best*n.best) { // also for NaN
			continue
		}
		order = append(order, r)
		for j := len(order) - 1; j > 0 && order[j-1].square > r.square; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	return order
}

// offer keeps the edge if it is nearer than the best, or as near and lower.
func (n *nearest) offer(s slot) {
	b := s.box()
	if n.at.toBox(b.Min, b.Max) > n.best*n.best {
		return
	}
	d, f := n.at.toSegment(s.A, s.B)
	if d < n.best || d == n.best && (!n.found || s.Edge < n.edge) {
		n.found, n.best, n.edge, n.fraction = true, d, s.Edge, f
	}
}
