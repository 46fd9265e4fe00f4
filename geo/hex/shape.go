package hex

import (
	"math"

	"github.com/paulmach/orb"
)

// shape answers point-in-polygon questions fast: the sides are kept in
// horizontal bands, so a point is compared with the sides of its band only.
type shape struct {
	bound orb.Bound
	bands [][]side
	scale float64 // bands per degree
}

// side is one edge of a ring, from its lower to its upper end. Both polygons
// that share an edge keep it the same way round, and so round alike.
type side struct{ lo, hi orb.Point }

func newShape(poly orb.Polygon) *shape {
	s := &shape{bound: poly.Bound()}
	count := 0
	for _, r := range poly {
		count += len(r)
	}
	n := max(1, min(count/4, 4096))
	s.bands = make([][]side, n)
	if height := s.bound.Max[1] - s.bound.Min[1]; height > 0 {
		s.scale = float64(n) / height
	}
	for _, r := range poly {
		for i := range r {
			s.add(r[i], r[(i+1)%len(r)]) // a ring that is not closed is closed here
		}
	}
	return s
}

func (s *shape) add(a, b orb.Point) {
	if a == b {
		return
	}
	if b[1] < a[1] || b[1] == a[1] && b[0] < a[0] {
		a, b = b, a
	}
	for i := s.band(a[1]); i <= s.band(b[1]); i++ {
		s.bands[i] = append(s.bands[i], side{a, b})
	}
}

func (s *shape) band(y float64) int {
	i := int(math.Floor((y - s.bound.Min[1]) * s.scale))
	return min(max(i, 0), len(s.bands)-1)
}

// contains reports whether p is inside by the even-odd rule. A side counts
// its lower end and not its upper one, and a point on a side lies to its
// right.
func (s *shape) contains(p orb.Point) bool {
	if p[1] < s.bound.Min[1] || p[1] > s.bound.Max[1] {
		return false
	}
	in := false
	for _, e := range s.bands[s.band(p[1])] {
		if e.lo[1] <= p[1] && p[1] < e.hi[1] && p[0] < e.at(p[1]) {
			in = !in
		}
	}
	return in
}

// at returns the side's longitude at latitude y.
func (e side) at(y float64) float64 {
	return e.lo[0] + (y-e.lo[1])/(e.hi[1]-e.lo[1])*(e.hi[0]-e.lo[0])
}

// touches reports whether the polygon may hold a point of the box; it is
// never false when it does.
func (s *shape) touches(b orb.Bound) bool {
	if !s.bound.Intersects(b) {
		return false
	}
	if s.contains(b.Center()) {
		return true
	}
	for i := s.band(b.Min[1]); i <= s.band(b.Max[1]); i++ {
		for _, e := range s.bands[i] {
			if e.meets(b) {
				return true
			}
		}
	}
	return false
}

// meets reports whether the side's box meets b.
func (e side) meets(b orb.Bound) bool {
	return e.lo[1] <= b.Max[1] && e.hi[1] >= b.Min[1] &&
		min(e.lo[0], e.hi[0]) <= b.Max[0] && max(e.lo[0], e.hi[0]) >= b.Min[0]
}
