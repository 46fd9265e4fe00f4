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
	var total float64
	for _, s := range segments {
		total += math.Hypot(s.b[0]-s.a[0], s.b[1]-s.a[1])
	}
	size := max(2*total/float64(len(segments)), 1e-9)
	buckets := map[[2]int32][]int32{}
	for n, s := range segments {
		if s.collides(n, size, segments, buckets) {
			return true
		}
	}
	return false
}

// collides compares a side with those in its squares and then joins them.
func (s segment) collides(n int, size float64, all []segment, buckets map[[2]int32][]int32) bool {
	x0, x1 := int32(math.Floor(min(s.a[0], s.b[0])/size)), int32(math.Floor(max(s.a[0], s.b[0])/size))
	y0, y1 := int32(math.Floor(min(s.a[1], s.b[1])/size)), int32(math.Floor(max(s.a[1], s.b[1])/size))
	for x := x0; x <= x1; x++ {
		for y := y0; y <= y1; y++ {
			at := [2]int32{x, y}
			for _, o := range buckets[at] {
				if s.hits(all[o]) {
					return true
				}
			}
			buckets[at] = append(buckets[at], int32(n))
		}
	}
	return false
}

func sides(mp orb.MultiPolygon) []segment {
	var out []segment
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
func (s segment) hits(o segment) bool {
	if s.ring == o.ring {
		if (s.i+1)%s.count == o.i {
			return folds(s.a, s.b, o.b)
		}
		if (o.i+1)%s.count == s.i {
			return folds(o.a, o.b, s.b)
		}
	}
	d1, d2 := turn(o.a, o.b, s.a), turn(o.a, o.b, s.b)
	d3, d4 := turn(s.a, s.b, o.a), turn(s.a, s.b, o.b)
	if d1 == 0 && d2 == 0 {
		return overlap(s.a[0], s.b[0], o.a[0], o.b[0]) && overlap(s.a[1], s.b[1], o.a[1], o.b[1])
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
