package reach

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// frame is the plane around a place in which API.md ties places to the road:
// x = R·cos(lat)·Δlon, y = R·Δlat, in metres.
type frame struct {
	origin orb.Point
	dx, dy float64 // metres per degree
}

func newFrame(origin orb.Point) frame {
	const perDegree = sphere.Radius * math.Pi / 180
	return frame{origin: origin, dx: perDegree * math.Cos(origin[1]*math.Pi/180), dy: perDegree}
}

func (f frame) toPlane(p orb.Point) orb.Point {
	return orb.Point{(p[0] - f.origin[0]) * f.dx, (p[1] - f.origin[1]) * f.dy}
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

// pad widens a box of degrees by metres.
func (f frame) pad(b orb.Bound, metres float64) orb.Bound {
	dx, dy := metres/f.dx, metres/f.dy
	return orb.Bound{
		Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy},
		Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy},
	}
}
