package reach

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// frame is the plane around a place in which places are tied to the road
// (docs/en/numbers.md, point 4): x = R·cos(lat)·Δlon, y = R·Δlat, in metres.
type frame struct {
	origin orb.Point
	dx, dy float64 // metres per degree
}

func newFrame(origin orb.Point) frame {
	const perDegree = sphere.Radius * math.Pi / 180
	return frame{origin: origin, dx: perDegree * math.Cos(origin[1]*math.Pi/180), dy: perDegree}
}

// toPlane converts a stored coordinate, in steps of 1e-7 degree.
func (f frame) toPlane(p [2]int32) orb.Point {
	const step = 1e-7
	return orb.Point{(float64(p[0])*step - f.origin[0]) * f.dx, (float64(p[1])*step - f.origin[1]) * f.dy}
}

// toDegrees converts polygons of the plane in place.
func (f frame) toDegrees(mp orb.MultiPolygon) {
	for _, poly := range mp {
		for _, r := range poly {
			for i, p := range r {
				r[i] = orb.Point{f.origin[0] + p[0]/f.dx, f.origin[1] + p[1]/f.dy}
			}
		}
	}
}

// degrees converts a box of the plane.
func (f frame) degrees(b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{f.origin[0] + b.Min[0]/f.dx, f.origin[1] + b.Min[1]/f.dy},
		Max: orb.Point{f.origin[0] + b.Max[0]/f.dx, f.origin[1] + b.Max[1]/f.dy},
	}
}
