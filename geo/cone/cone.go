// Package cone tells how far a straight side can go along a line before it
// leaves a point of the line too far aside: what thins borders and roads that
// are drawn.
package cone

import (
	"math"

	"github.com/paulmach/orb"
)

// Cone is the directions, counter-clockwise from right to left, in which a
// side from a point passes those after it within a tolerance. It narrows point
// by point. Method: C. M. Williams, An efficient algorithm for the piecewise
// linear approximation of planar curves, Computer Graphics and Image
// Processing 8 (1978).
type Cone struct {
	from, right, left orb.Point
	narrowed          bool
	farthest          float64 // square of the distance of the points so far
}

// From returns the cone of all directions from a point of a plane.
func From(p orb.Point) Cone { return Cone{from: p} }

// Holds reports whether a side to the point passes all points before it, and
// ends no nearer than they are.
func (c *Cone) Holds(p orb.Point) bool {
	d := orb.Point{p[0] - c.from[0], p[1] - c.from[1]}
	if d[0]*d[0]+d[1]*d[1] < c.farthest {
		return false
	}
	return !c.narrowed || cross(c.right, d) >= 0 && cross(d, c.left) >= 0
}

// Narrow takes away the directions that miss the point by more than the
// tolerance.
func (c *Cone) Narrow(p orb.Point, tolerance float64) {
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

// Farthest returns the distance of the farthest point so far, squared.
func (c *Cone) Farthest() float64 { return c.farthest }

// Thin walks a line once and keeps a point only where no straight side from the
// last one kept passes all points between within the tolerance. It appends the
// points to dst; the first and the last stay.
func Thin(dst, line []orb.Point, tolerance float64) []orb.Point {
	dst = append(dst, line[0])
	c := From(line[0])
	for i, p := range line[1:] {
		if !c.Holds(p) {
			dst = append(dst, line[i]) // the point before p
			c = From(line[i])
		}
		c.Narrow(p, tolerance)
	}
	return append(dst, line[len(line)-1])
}

// cross is positive when b points to the left of a.
func cross(a, b orb.Point) float64 { return a[0]*b[1] - a[1]*b[0] }
