package roads

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// NameNear returns the name of the nearest edge that has one, of any mode,
// within so many metres of p, inclusive; of edges equally near that of the
// lowest EdgeID. "" when there is none. Distances are those of Tie.
func (g *Graph) NameNear(p orb.Point, metres float64) string {
	for reach := math.Min(250, metres); ; reach = math.Min(4*reach, metres) {
		if name, ok := g.nameWithin(p, reach); ok || reach >= metres {
			return name
		}
	}
}

func (g *Graph) nameWithin(p orb.Point, metres float64) (name string, ok bool) {
	at := newPlane(p)
	best, nearest := metres, EdgeID(0)
	g.Visit(around(p, metres), func(e EdgeID) bool {
		if g.named[e] == 0 {
			return true
		}
		d, _ := at.toSegment(g.points[g.ends[e][0]], g.points[g.ends[e][1]])
		if d < best || d == best && (!ok || e < nearest) {
			best, nearest, ok = d, e, true
		}
		return true
	})
	if !ok {
		return "", false
	}
	return g.Name(nearest), true
}

// around returns a box that holds every place within so many metres.
func around(p orb.Point, metres float64) orb.Bound {
	const perRadian = 180 / math.Pi
	lat := metres / sphere.Radius * perRadian * (1 + 1e-9)
	lon := lat / max(math.Cos(p[1]/perRadian), 1e-3)
	return orb.Bound{Min: orb.Point{p[0] - lon, p[1] - lat}, Max: orb.Point{p[0] + lon, p[1] + lat}}
}
