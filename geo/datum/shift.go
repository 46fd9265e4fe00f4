package datum

import (
	"math"

	"github.com/paulmach/orb"
)

// The box in which the Chinese frames are shifted, in WGS-84 degrees.
const (
	west, south = 72.004, 0.8293
	east, north = 137.8347, 55.8271
)

// The Krasovsky ellipsoid, on which the shift of GCJ-02 was defined.
const (
	semiMajor    = 6378245.0              // metres
	eccentricity = 0.00669342162296594323 // first eccentricity, squared
)

const (
	edge      = 1e-9  // degrees; an inverted edge point may come out this far outside
	precision = 1e-11 // degrees, about a micrometre
	maxSteps  = 40    // the maps contract by 0.03 at worst: about 8 steps are needed
)

// inBox reports whether p lies in the box grown by margin degrees; not for
// NaN.
func inBox(p orb.Point, margin float64) bool {
	return p[0] >= west-margin && p[0] <= east+margin &&
		p[1] >= south-margin && p[1] <= north+margin
}

// invert finds the point of the box that forward takes to c; when there is
// none it returns c's own numbers.
//
// It iterates p ← p + (c − forward(p)). Both frames are shifts that vary
// slowly, so each step takes at least 97 % of the error away.
func invert(forward func(orb.Point) orb.Point, c Coord) orb.Point {
	want := orb.Point{c.Lon, c.Lat}
	if !inBox(want, Reach) {
		return want
	}
	p := want
	for range maxSteps {
		got := forward(p)
		dLon, dLat := want[0]-got[0], want[1]-got[1]
		p[0] += dLon
		p[1] += dLat
		if math.Abs(dLon) < precision && math.Abs(dLat) < precision {
			break
		}
	}
	if !inBox(p, edge) {
		return want
	}
	return p
}

// toGCJ shifts a WGS-84 point to GCJ-02, in or near the box. The formula is
// the one published with the eviltransform project; its coefficients have no
// geodetic meaning.
func toGCJ(p orb.Point) orb.Point {
	x, y := p[0]-105, p[1]-35
	waves := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	root := math.Sqrt(math.Abs(x))
	northing := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + waves + northWaves(y)
	easting := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + waves + eastWaves(x)

	const degrees = 180 / math.Pi
	sin, cos := math.Sincos(p[1] / degrees)
	w2 := 1 - eccentricity*sin*sin
	w := math.Sqrt(w2)
	return orb.Point{
		p[0] + easting*degrees/(semiMajor/w*cos),
		p[1] + northing*degrees/(semiMajor*(1-eccentricity)/(w2*w)),
	}
}

func northWaves(y float64) float64 {
	return (20*math.Sin(y*math.Pi) + 40*math.Sin(y/3*math.Pi) +
		160*math.Sin(y/12*math.Pi) + 320*math.Sin(y*math.Pi/30)) * 2 / 3
}

func eastWaves(x float64) float64 {
	return (20*math.Sin(x*math.Pi) + 40*math.Sin(x/3*math.Pi) +
		150*math.Sin(x/12*math.Pi) + 300*math.Sin(x/30*math.Pi)) * 2 / 3
}

// toBD shifts a WGS-84 point to BD-09: GCJ-02, then Baidu's own turn and
// stretch about the origin, as in Baidu's published sample code.
func toBD(p orb.Point) orb.Point {
	const turns = math.Pi * 3000 / 180
	g := toGCJ(p)
	radius := math.Hypot(g[0], g[1]) + 0.00002*math.Sin(g[1]*turns)
	angle := math.Atan2(g[1], g[0]) + 0.000003*math.Cos(g[0]*turns)
	sin, cos := math.Sincos(angle)
	return orb.Point{radius*cos + 0.0065, radius*sin + 0.006}
}
