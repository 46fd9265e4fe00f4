package reach

import (
	"math"

	"github.com/paulmach/orb"
)

// thin drops points that hardly bend the border, no more than the tolerance,
// but only when no two sides cross or touch afterwards. A ring that would
// vanish stays as it is. The input is not changed.
func thin(mp orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	slim := make(orb.MultiPolygon, len(mp))
	for i, poly := range mp {
		slim[i] = make(orb.Polygon, len(poly))
		for j, r := range poly {
			if slim[i][j] = straighten(r, tolerance); len(slim[i][j]) < 4 {
				slim[i][j] = r
			}
		}
	}
	if crossed(slim) {
		return mp
	}
	return slim
}

// straighten walks a line once and keeps a point only where no straight side
// from the last one kept passes all points between within the tolerance: it
// narrows the cone of the directions that do, until the next point lies out of
// it or nearer than one before. Method: C. M. Williams, An efficient algorithm
// for the piecewise linear approximation of planar curves, Computer Graphics
// and Image Processing 8 (1978).
func straighten(line orb.Ring, tolerance float64) orb.Ring {
	out := append(make(orb.Ring, 0, len(line)/2+2), line[0])
	c := cone{from: line[0]}
	for i, p := range line[1:] {
		if !c.holds(p) {
			c = cone{from: line[i]} // the point before p
			out = append(out, c.from)
		}
		c.narrow(p, tolerance)
	}
	return append(out, line[len(line)-1])
}

// cone is the directions, counter-clockwise from right to left, in which a
// side from a point passes those after it.
type cone struct {
	from, right, left orb.Point
	narrowed          bool
	farthest          float64 // square of the distance of the points so far
}

func (c *cone) holds(p orb.Point) bool {
	d := orb.Point{p[0] - c.from[0], p[1] - c.from[1]}
	if d[0]*d[0]+d[1]*d[1] < c.farthest {
		return false
	}
	return !c.narrowed || cross(c.right, d) >= 0 && cross(d, c.left) >= 0
}

// narrow takes away the directions that miss p by more than the tolerance.
func (c *cone) narrow(p orb.Point, tolerance float64) {
	d := orb.Point{p[0] - c.from[0], p[1] - c.from[1]}
	square := d[0]*d[0] + d[1]*d[1]
	c.farthest = max(c.farthest, square)
	if square <= tolerance*tolerance {
		return
	}
	s := math.Sqrt(square - tolerance*tolerance)
	right := orb.Point{d[0]*s + d[1]*tolerance, d[1]*s - d[0]*tolerance}
	left := orb.Point{d[0]*s - d[1]*tolerance, d[1]*s + d[0]*tolerance}
	if !c.narrowed || cross(c.right, right) > 0 {
		c.right = right
	}
	if !c.narrowed || cross(left, c.left) > 0 {
		c.left = left
	}
	c.narrowed = true
}

// cross is positive when b points to the left of a.
func cross(a, b orb.Point) float64 { return a[0]*b[1] - a[1]*b[0] }
