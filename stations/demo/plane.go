package demo

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// The middle of the city, in the dunes of the Badain Jaran desert, degrees.
const (
	originLon = 102.4
	originLat = 40.2
)

// cityRadius is how far streets and people reach, metres.
const cityRadius = 6400.0

// xy is a place on the city's drawing board: metres east and north of the
// middle.
type xy struct{ X, Y float64 }

// point returns the place in WGS-84, on the 1e-7 degree grid of a PBF.
func (p xy) point() orb.Point {
	const rad = math.Pi / 180
	lon := originLon + p.X/(sphere.Radius*rad*math.Cos(originLat*rad))
	lat := originLat + p.Y/(sphere.Radius*rad)
	return orb.Point{grid(lon), grid(lat)}
}

func grid(degrees float64) float64 { return math.Round(degrees*1e7) / 1e7 }

// far returns the distance from the middle.
func (p xy) far() float64 { return math.Hypot(p.X, p.Y) }

func (p xy) to(q xy) float64 { return math.Hypot(q.X-p.X, q.Y-p.Y) }

// turned returns p turned about the middle, counter-clockwise.
func (p xy) turned(degrees float64) xy {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return xy{p.X*cos - p.Y*sin, p.X*sin + p.Y*cos}
}

// polar returns the place at a distance from the middle, in the direction
// given in degrees counter-clockwise from east.
func polar(r, degrees float64) xy { return xy{r, 0}.turned(degrees) }

// halfRiver is half the river's width, metres.
const halfRiver = 125.0

// riverAt returns the y of the river's middle line.
func riverAt(x float64) float64 {
	return -2650 + 420*math.Sin(x/2100) + 160*math.Sin(x/700+1)
}

// wet reports whether p is in the river.
func (p xy) wet() bool { return math.Abs(p.Y-riverAt(p.X)) < halfRiver }

// north reports whether p is on the old town's side of the river.
func (p xy) north() bool { return p.Y > riverAt(p.X) }

// park is a round green without streets.
type park struct {
	name   string
	middle xy
	radius float64
}

func parks() []park {
	return []park{
		{"示例中央公园", xy{-900, 750}, 330},
		{"示例湿地公园", xy{3000, -900}, 520},
		{"示例森林公园", xy{-3300, 3300}, 620},
		{"示例南岸公园", xy{-600, -3900}, 380},
		{"示例东湖公园", xy{2400, 3300}, 300},
	}
}

// green reports whether p lies in one of the parks.
func (p xy) green(parks []park) bool {
	for _, g := range parks {
		if p.to(g.middle) < g.radius {
			return true
		}
	}
	return false
}
