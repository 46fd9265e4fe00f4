// Package sphere measures great circles on the mean-radius Earth.
//
// It is the only place where a distance on the ground is computed. orb/geo is
// not used: its radius is the equatorial one, and its results differ from
// PostGIS by 0.1 %.
package sphere

import (
	"math"

	"github.com/paulmach/orb"
)

// Radius is the mean Earth radius in metres that PostGIS uses for
// geography on the sphere, (2a + b) / 3 of WGS-84.
const Radius = 6371008.7714150598

// Distance returns the great-circle distance between two WGS-84 points in
// metres, by the haversine formula (R. W. Sinnott, "Virtues of the Haversine",
// Sky & Telescope 68(2), 1984, p. 159), which keeps its digits for points that
// are close. It equals PostGIS ST_Distance(a::geography, b::geography, false)
// to a micrometre. Points outside ±180, ±90 degrees are not checked.
func Distance(a, b orb.Point) float64 { return At(a).Distance(At(b)) }

// Place is a point that distances are often asked from: the cosine of its
// latitude is worked out once.
type Place struct {
	point orb.Point
	cos   float64
}

// At returns the place of a WGS-84 point.
func At(p orb.Point) Place { return Place{p, math.Cos(p[1] * rad)} }

// Distance returns what Distance of the two points does, to the bit.
func (a Place) Distance(b Place) float64 {
	lat := (b.point[1]*rad - a.point[1]*rad) / 2
	lon := (b.point[0] - a.point[0]) * rad / 2
	if max(math.Abs(lat), math.Abs(lon)) < short {
		h := haversine(sinShort(lat), sinShort(lon), a.cos*b.cos)
		return 2 * Radius * math.Sqrt(h) * (1 + h*(1.0/6+h*(3.0/40)))
	}
	h := haversine(math.Sin(lat), math.Sin(lon), a.cos*b.cos)
	return 2 * Radius * math.Asin(math.Sqrt(min(h, 1)))
}

// haversine returns the haversine of an arc from the sines of half the
// differences in latitude and longitude.
func haversine(sinLat, sinLon, cosines float64) float64 { return sinLat*sinLat + cosines*sinLon*sinLon }

// short is the angle below which a few terms of the series of sine and arcsine
// are as exact as a float64: what they leave out is less than 2⁻⁶⁰ of the
// result. It is 6 km on the ground, and half the difference of two places 12 km
// apart; nearly all that roads and searches measure is shorter.
const short = 1.0 / 1024

// sinShort returns the sine of a short angle.
func sinShort(x float64) float64 { return x - x*x*x*(1.0/6-x*x*(1.0/120)) }

const rad = math.Pi / 180
