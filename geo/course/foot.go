package course

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// Side is where a place lies as one travels.
type Side int8

// The sides of a course.
const (
	Left  Side = -1
	On    Side = 0 // within OnCourse of the line
	Right Side = 1
)

// OnCourse is how near the line a place counts as on it, in metres: half a
// wide road.
const OnCourse = 15.0

// String returns "left", "on" or "right".
func (s Side) String() string {
	switch {
	case s < 0:
		return "left"
	case s > 0:
		return "right"
	}
	return "on"
}

// Foot is the point of a course that is nearest to a place.
type Foot struct {
	At     float64 // metres from the start
	Offset float64 // metres from the place to the point, on geo/sphere
	Side   Side
}

// Part is a run of pieces with a circle that holds them.
type Part struct {
	First, Last int       // pieces, both included
	Centre      orb.Point // of the circle, WGS-84
	Radius      float64   // metres
}

// Parts cuts the course into parts of about so many metres, in order.
func (c *Course) Parts(metres float64) []Part {
	var parts []Part
	for first := 0; first < c.Pieces(); {
		last := first
		for last+1 < c.Pieces() && c.at[last+2]-c.at[first] <= metres {
			last++
		}
		p := Part{First: first, Last: last, Centre: c.points[(first+last+1)/2]}
		for _, q := range c.points[first : last+2] {
			p.Radius = max(p.Radius, sphere.Distance(p.Centre, q))
		}
		parts = append(parts, p)
		first = last + 1
	}
	return parts
}

// Foot returns the nearest point of a part of the course, the first of those
// equally near.
//
// It is sought in the plane around the place, where degrees of longitude
// shrink with the latitude of the place; 20 km away that is right to metres.
func (c *Course) Foot(p orb.Point, part Part) Foot {
	kx := math.Cos(p[1] * math.Pi / 180)
	best, piece, fraction := math.Inf(1), part.First, 0.0
	ax, ay := kx*wrap(c.points[part.First][0]-p[0]), c.points[part.First][1]-p[1]
	for i := part.First; i <= part.Last; i++ {
		bx, by := kx*wrap(c.points[i+1][0]-p[0]), c.points[i+1][1]-p[1]
		dx, dy := bx-ax, by-ay
		f := 0.0
		if square := dx*dx + dy*dy; square > 0 {
			f = max(0, min(1, -(ax*dx+ay*dy)/square))
		}
		x, y := ax+f*dx, ay+f*dy
		if d := x*x + y*y; d < best {
			best, piece, fraction = d, i, f
		}
		ax, ay = bx, by
	}
	return c.foot(p, piece, fraction)
}

func (c *Course) foot(p orb.Point, piece int, fraction float64) Foot {
	q := between(c.points[piece], c.points[piece+1], fraction)
	f := Foot{
		At:     c.at[piece] + fraction*(c.at[piece+1]-c.at[piece]),
		Offset: sphere.Distance(p, q),
	}
	if f.Offset > OnCourse {
		f.Side = c.side(p, q, piece, fraction)
	}
	return f
}

// side tells on which side of the direction of travel p lies. At a bend the
// direction is the one halfway between before and after.
func (c *Course) side(p, foot orb.Point, piece int, fraction float64) Side {
	dx, dy := c.heading(piece)
	other := piece
	switch {
	case fraction == 0 && piece > 0:
		other--
	case fraction == 1 && piece+1 < c.Pieces():
		other++
	}
	if other != piece {
		x, y := c.heading(other)
		dx, dy = dx+x, dy+y
	}
	kx := math.Cos(foot[1] * math.Pi / 180)
	if cross := dx*(p[1]-foot[1]) - dy*kx*wrap(p[0]-foot[0]); cross > 0 {
		return Left
	}
	return Right
}

// heading returns the direction of a piece, a vector of length 1, east and
// north.
func (c *Course) heading(piece int) (x, y float64) {
	a, b := c.points[piece], c.points[piece+1]
	return unit(a, b)
}

// unit returns the direction from a to b, of length 1; 0, 0 for one point.
func unit(a, b orb.Point) (x, y float64) {
	x, y = math.Cos(a[1]*math.Pi/180)*wrap(b[0]-a[0]), b[1]-a[1]
	length := math.Hypot(x, y)
	if length == 0 {
		return 0, 0
	}
	return x / length, y / length
}
