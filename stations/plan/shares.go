package plan

import (
	"github.com/paulmach/orb"

	"yizhan/stations"
)

// shares reports each area in scope: the demand of the cells whose centre is
// in it, and the covered part. Areas that nest are each reported. When a box
// or nothing is asked for, areas without a cell are left out: most of them
// lie elsewhere.
func (in *inputs) shares(cells []spot) []AreaShare {
	out := []AreaShare{}
	for _, a := range in.scope.areas {
		share, held := shareIn(a, cells)
		if held > 0 || in.scope.adcode != "" {
			out = append(out, share)
		}
	}
	return out
}

// shareIn returns the area's share and how many cells it holds.
func shareIn(a stations.Area, cells []spot) (AreaShare, int) {
	var total, covered sum
	held := 0
	outline := patch{a.Geometry.Bound(), a.Geometry}
	t := tripsOf(cells, func(c *spot) bool {
		if !outline.contains(c.centre) {
			return false
		}
		held++
		total.add(c.Demand)
		if c.Covered {
			covered.add(c.Demand)
		}
		return true
	})
	return AreaShare{
		Adcode: a.Adcode, Name: a.Name, Level: a.Level, Parent: a.Parent,
		Demand: total.value(), Covered: covered.value(), Share: shareOf(covered.value(), total.value()), Spread: t.spread(),
	}, held
}

// smallestAround returns the adcode of the area around the point that lies
// deepest in the tree of divisions; of several the first, "" for none.
func (s *scope) smallestAround(p orb.Point) string {
	best, depth := "", -1
	for _, a := range s.areas {
		d := len(stations.AdcodePrefix(a.Adcode))
		if d <= depth {
			continue
		}
		if (patch{a.Geometry.Bound(), a.Geometry}).contains(p) {
			best, depth = a.Adcode, d
		}
	}
	return best
}
