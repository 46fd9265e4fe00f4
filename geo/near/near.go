// Package near finds the nearest of many points on the sphere, exactly.
//
// The points are kept as unit vectors in a k-d tree with tight boxes. A chord
// through the Earth grows with the great circle over it, so the distance from
// a vector to a box bounds every great circle into that box from below, at
// the poles and across the antimeridian like anywhere else: there is no frame
// of degrees whose seam could hide a neighbour.
//
//  1. Walk the tree from the root, the nearer half first.
//  2. Pass over a box whose bound is beyond the k-th best so far, or which a
//     page before has listed whole.
//  3. Within a leaf compare chords, then ask the filter, and only then
//     compute the great circle, which alone decides the order.
package near

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// Place is a point to be found.
type Place struct {
	Point orb.Point // WGS-84
	Item  int32     // the caller's name for it
	Tags  Tags
}

// Tags mark a place with up to 64 properties, a bit each.
type Tags uint64

// Wish says which tags a place must have. Its zero value takes every place.
type Wish struct {
	All Tags // each of these
	Any Tags // one of these at least, if there are any
}

// Takes reports whether the tags fulfil the wish.
func (w Wish) Takes(t Tags) bool {
	return t&w.All == w.All && (w.Any == 0 || t&w.Any != 0)
}

// Hit is one found place.
type Hit struct {
	Distance float64 // metres by geo/sphere, not rounded
	Item     int32
}

// Query asks for the nearest places: in the order of their distance, and at
// equal distances in that of Before.
type Query struct {
	Point  orb.Point             // WGS-84
	K      int                   // at most so many
	Radius float64               // metres, inclusive; 0 for no limit
	Wish   Wish                  // looked at first
	Keep   func(item int32) bool // asked before K counts; nil keeps every place
	Before func(a, b int32) bool // a strict order of all items; nil for the items' own
	After  *Mark                 // only hits after this one; nil for the first page
}

// Mark is the hit at which a page ended. It need not be there any more.
type Mark struct {
	Distance float64               // metres, as Hit.Distance
	Passed   func(item int32) bool // whether a hit at just this distance was listed up to here
}

// Index answers queries. It is immutable and safe for concurrent use.
type Index struct {
	nodes []node
	leafs []entry // the points, leaf by leaf
}

type vector [3]float64

// entry is a place in a leaf.
type entry struct {
	at    vector
	point orb.Point
	tags  Tags
	item  int32
}

// node is a box around entries from … to−1. Its first child follows it, its
// second is at right; a leaf has right 0.
type node struct {
	low, high vector
	from, to  int32
	right     int32
}

// slack covers the rounding of unit vectors and of the haversine formula, as
// a chord of the unit sphere: 6 mm on the ground, a million times what either
// loses.
const slack = 1e-9

// Len returns the number of points in the index.
func (x *Index) Len() int { return len(x.leafs) }

// Nearest appends to dst the K places that q asks for, in its order, and
// returns it. It allocates only to grow dst.
func (x *Index) Nearest(q Query, dst []Hit) []Hit {
	if q.K <= 0 || len(x.nodes) == 0 || !onEarth(q.Point) {
		return dst
	}
	w := walk{x: x, q: q, at: unit(q.Point), base: len(dst), hits: dst, limit: math.Inf(1)}
	if q.Radius > 0 {
		w.limit = chord(q.Radius)
	}
	if q.After != nil {
		w.listed = max(0, math.Sqrt(chord(q.After.Distance))-2*slack)
		w.listed *= w.listed
	}
	w.visit(0, 0)
	return w.hits
}

// Within calls found for every place within radius metres of p, inclusive,
// that the wish takes, in no promised order.
func (x *Index) Within(p orb.Point, radius float64, wish Wish, found func(Hit)) {
	if len(x.nodes) > 0 && onEarth(p) {
		w := within{x: x, p: p, at: unit(p), radius: radius, limit: chord(radius), wish: wish, found: found}
		w.visit(0)
	}
}

type within struct {
	x      *Index
	p      orb.Point
	at     vector
	radius float64
	limit  float64 // squared chord
	wish   Wish
	found  func(Hit)
}

func (w *within) visit(i int32) {
	n := &w.x.nodes[i]
	switch {
	case n.nearest(w.at) > w.limit:
		return
	case n.right != 0:
		w.visit(i + 1)
		w.visit(n.right)
		return
	}
	for _, e := range w.x.leafs[n.from:n.to] {
		if !w.wish.Takes(e.tags) || away(e.at, w.at) > w.limit {
			continue
		}
		if d := sphere.Distance(w.p, e.point); d <= w.radius {
			w.found(Hit{d, e.item})
		}
	}
}

// walk is one query under way. Limits and bounds are squared chords.
type walk struct {
	x      *Index
	q      Query
	at     vector
	hits   []Hit // from base on, sorted
	base   int
	limit  float64 // no point beyond it is wanted
	listed float64 // every point within it was on a page before
}

// visit looks at the box of a node, which is at least bound away.
func (w *walk) visit(i int32, bound float64) {
	n := &w.x.nodes[i]
	if bound > w.limit || w.listed > 0 && n.farthest(w.at) < w.listed {
		return
	}
	if n.right == 0 {
		w.leaf(w.x.leafs[n.from:n.to])
		return
	}
	first, second := i+1, n.right
	a, b := w.x.nodes[first].nearest(w.at), w.x.nodes[second].nearest(w.at)
	if b < a {
		first, second, a, b = second, first, b, a
	}
	w.visit(first, a)
	w.visit(second, b)
}

func (w *walk) leaf(entries []entry) {
	for i := range entries {
		e := &entries[i]
		if !w.q.Wish.Takes(e.tags) || away(e.at, w.at) > w.limit || w.q.Keep != nil && !w.q.Keep(e.item) {
			continue
		}
		w.offer(Hit{sphere.Distance(w.q.Point, e.point), e.item})
	}
}

// offer puts the hit in its place if it is wanted, and drops the last one
// when there are too many.
func (w *walk) offer(h Hit) {
	if w.q.Radius > 0 && h.Distance > w.q.Radius || w.q.After != nil && w.q.After.passed(h) {
		return
	}
	full := len(w.hits)-w.base == w.q.K
	switch {
	case !full:
		w.hits = append(w.hits, h)
	case !w.before(h, w.hits[len(w.hits)-1]):
		return
	}
	i := len(w.hits) - 1
	for ; i > w.base && w.before(h, w.hits[i-1]); i-- {
		w.hits[i] = w.hits[i-1]
	}
	w.hits[i] = h
	if len(w.hits)-w.base == w.q.K {
		w.limit = min(w.limit, chord(w.hits[len(w.hits)-1].Distance))
	}
}

// before reports whether a is listed before b.
func (w *walk) before(a, b Hit) bool {
	switch {
	case a.Distance != b.Distance:
		return a.Distance < b.Distance
	case w.q.Before != nil:
		return w.q.Before(a.Item, b.Item)
	}
	return a.Item < b.Item
}

// passed reports whether the hit was listed up to the mark.
func (m *Mark) passed(h Hit) bool {
	return h.Distance < m.Distance || h.Distance == m.Distance && m.Passed(h.Item)
}

// nearest returns the squared chord from v to the nearest place in the box.
func (n *node) nearest(v vector) float64 {
	sum := 0.0
	for axis := range v {
		if d := max(n.low[axis]-v[axis], v[axis]-n.high[axis]); d > 0 {
			sum += d * d
		}
	}
	return sum
}

// farthest returns the squared chord from v to the farthest corner.
func (n *node) farthest(v vector) float64 {
	sum := 0.0
	for axis := range v {
		d := max(v[axis]-n.low[axis], n.high[axis]-v[axis])
		sum += d * d
	}
	return sum
}

// chord returns the squared chord, slack included, under a great circle of
// so many metres.
func chord(metres float64) float64 {
	c := 2*math.Sin(min(metres/(2*sphere.Radius), math.Pi/2)) + slack
	return c * c
}

func away(a, b vector) float64 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return x*x + y*y + z*z
}

func unit(p orb.Point) vector {
	const rad = math.Pi / 180
	sinLat, cosLat := math.Sincos(p[1] * rad)
	sinLon, cosLon := math.Sincos(p[0] * rad)
	return vector{cosLat * cosLon, cosLat * sinLon, sinLat}
}

func onEarth(p orb.Point) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 // false for NaN
}
