package hex

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// Disc is a disc around a cell's centre that certainly lies inside the cell.
// Its zero value holds nothing.
type Disc struct {
	centre orb.Point
	kx, ky float64 // metres per degree at the centre
	square float64 // of the radius, m²
}

const (
	discCoarsest = 5    // the coarsest resolution with a disc: a cell of it is flat enough
	discNorth    = 75   // degrees: nearer to a pole a degree of longitude changes too fast
	discSafe     = 0.97 // of the inner radius; the plane errs by under 1 % in such cells
)

// Inner returns the disc of a cell, for skipping At on points that are surely
// in the same cell. A cell coarser than resolution 5, beyond 75 degrees of
// latitude or across the antimeridian has an empty one.
//
// Sides of cells are great circles, straight lines in a plane this small, so
// the nearest side bounds the disc.
func (c Cell) Inner() Disc {
	centre := c.Centre()
	if c.Resolution() < discCoarsest || math.Abs(centre[1]) > discNorth {
		return Disc{}
	}
	const rad = math.Pi / 180
	d := Disc{centre: centre, kx: sphere.Radius * rad * math.Cos(centre[1]*rad), ky: sphere.Radius * rad}
	d.square = math.Inf(1)
	ring := c.Boundary()
	for i := 1; i < len(ring); i++ {
		if math.Abs(ring[i][0]-centre[0]) > 180 {
			return Disc{}
		}
		d.square = min(d.square, d.toSide(ring[i-1], ring[i]))
	}
	d.square *= discSafe * discSafe
	return d
}

// Holds reports whether p is in the disc, and so in the cell.
func (d Disc) Holds(p orb.Point) bool {
	x, y := (p[0]-d.centre[0])*d.kx, (p[1]-d.centre[1])*d.ky
	return x*x+y*y < d.square
}

// toSide returns the square of the distance from the centre to the line
// through a and b, m².
func (d Disc) toSide(a, b orb.Point) float64 {
	ax, ay := (a[0]-d.centre[0])*d.kx, (a[1]-d.centre[1])*d.ky
	bx, by := (b[0]-d.centre[0])*d.kx, (b[1]-d.centre[1])*d.ky
	cross := ax*by - ay*bx
	length := (bx-ax)*(bx-ax) + (by-ay)*(by-ay)
	if length == 0 {
		return math.Inf(1) // two corners in one place make no side
	}
	return cross * cross / length
}
