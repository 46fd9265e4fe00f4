package features

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
)

// meets reports whether the geometry, its edge included, has a point in one of
// the boxes. Lines are straight between degrees, as they are on a map.
func meets(boxes []orb.Bound, g orb.Geometry) bool {
	return g != nil && slices.ContainsFunc(boxes, func(b orb.Bound) bool { return g.Bound().Intersects(b) && reaches(b, g) })
}

// reaches is meets for one box, which the geometry's own box meets.
func reaches(b orb.Bound, g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Polygon:
		return covers(b, g)
	case orb.MultiPolygon:
		return slices.ContainsFunc(g, func(p orb.Polygon) bool { return p.Bound().Intersects(b) && covers(b, p) })
	}
	return true // a point is its own box
}

// covers reports whether an edge of the polygon passes through the box, or
// else the whole box, and so its centre, lies inside.
func covers(b orb.Bound, p orb.Polygon) bool {
	for _, ring := range p {
		if len(clip.LineString(b, orb.LineString(ring))) > 0 {
			return true
		}
	}
	return planar.PolygonContains(p, b.Center())
}
