package reach

import (
	"math"

	"github.com/paulmach/orb"
)

// segment is a side of a ring: the i-th of ring number ring, of length count.
type segment struct {
	a, b           orb.Point
	ring, i, count int
}

// crossed reports whether any two sides of the rings cross or touch, other
// than neighbours of one ring at their common end. Sides are sorted into
// squares of about their own length, so it takes time near the number of
// sides.
func crossed(mp orb.MultiPolygon) bool {
	segments := sides(mp)
	if len(segments) == 0 {
		return false
	}
	t := newTiles(mp.Bound(), segments)
	for n := range segments {
		if t.collides(n) {
			return true
		}
	}
	return false
}

// tiles are squares over a box, and the sides that may pass each.
type tiles struct {
	segments      []segment
	min           orb.Point
	scale         float64 // squares per unit
	width, height int
	last          []int32  // by square: its last entry, −1 for none
	entries       []within // of all squares
}

// within says that a side may pass a square, and which entry the square had
// before.
type within struct{ side, before int32 }

func newTiles(box orb.Bound, segments []segment) *tiles {
	var total float64
	for _, s := range segments {
		total += math.Abs(s.b[0]-s.a[0]) + math.Abs(s.b[1]-s.a[1])
	}
	w, h, count := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1], float64(len(segments))
	size := max(total/count, math.Sqrt(w*h/count)/2, max(w, h)/count, 1e-9) // some four squares for a side at most
	t := &tiles{segments: segments, min: box.Min, scale: 1 / size, width: int(w/size) + 1, height: int(h/size) + 1}
	t.last = filled(t.last, t.width*t.height, -1)
	t.entries = make([]within, 0, 4*len(segments))
	return t
}

// collides compares a side with those in its squares and then joins them.
func (t *tiles) collides(n int) bool {
	s := &t.segments[n]
	x0, x1 := t.span(s.a[0]-t.min[0], s.b[0]-t.min[0], t.width)
	y0, y1 := t.span(s.a[1]-t.min[1], s.b[1]-t.min[1], t.height)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			last := &t.last[y*t.width+x]
			for e := *last; e >= 0; e = t.entries[e].before {
				if s.hits(&t.segments[t.entries[e].side]) {
					return true
				}
			}
			t.entries = append(t.entries, within{int32(n), *last})
			*last = int32(len(t.entries) - 1)
		}
	}
	return false
}

// span returns the squares between two offsets in a row of so many.
func (t *tiles) span(a, b float64, count int) (from, to int) {
	return min(int(min(a, b)*t.scale), count-1), min(int(max(a, b)*t.scale), count-1)
}

func sides(mp orb.MultiPolygon) []segment {
	count := 0
	for _, poly := range mp {
		for _, r := range poly {
			count += len(r)
		}
	}
	out := make([]segment, 0, count)
	ring := 0
	for _, poly := range mp {
		for _, r := range poly {
			for i := range len(r) - 1 {
				out = append(out, segment{r[i], r[i+1], ring, i, len(r) - 1})
			}
			ring++
		}
	}
	return out
}

// hits reports whether two sides share a point that they should not share.
func (s *segment) hits(o *segment) bool {
	if s.ring == o.ring {
		if (s.i+1)%s.count == o.i {
			return folds(s.a, s.b, o.b)
		}
		if (o.i+1)%s.count == s.i {
			return folds(o.a, o.b, s.b)
		}
	}
	if !overlap(s.a[0], s.b[0], o.a[0], o.b[0]) || !overlap(s.a[1], s.b[1], o.a[1], o.b[1]) {
		return false
	}
	d1, d2 := turn(o.a, o.b, s.a), turn(o.a, o.b, s.b)
	d3, d4 := turn(s.a, s.b, o.a), turn(s.a, s.b, o.b)
	if d1 == 0 && d2 == 0 {
		return true
	}
	return d1*d2 <= 0 && d3*d4 <= 0
}

// folds reports whether the path a, b, c goes back over itself.
func folds(a, b, c orb.Point) bool {
	back := (b[0]-a[0])*(c[0]-b[0])+(b[1]-a[1])*(c[1]-b[1]) < 0
	return back && turn(a, b, c) == 0
}

// turn is twice the signed area of a triangle, as a sign.
func turn(a, b, c orb.Point) float64 {
	switch v := (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]); {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

func overlap(a, b, c, d float64) bool { return max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d)) }
