package intake

import (
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/stations"
)

// divisions finds the division that a point lies in.
type divisions struct {
	areas  []stations.Area
	bounds []orb.Bound // of areas
}

func newDivisions(areas []stations.Area) *divisions {
	d := &divisions{areas: areas}
	for _, area := range areas {
		d.bounds = append(d.bounds, area.Geometry.Bound())
	}
	return d
}

// of returns the adcode of the deepest division that holds p, the smallest
// code of several; "" when none does.
func (d *divisions) of(p orb.Point) string {
	found := ""
	for i, area := range d.areas {
		deeper := found == "" || depth(area.Adcode) > depth(found)
		if deeper && d.bounds[i].Contains(p) && planar.MultiPolygonContains(area.Geometry, p) {
			found = area.Adcode
		}
	}
	return found
}

// depth ranks divisions: country, province, city, district, street.
func depth(adcode string) int { return len(stations.AdcodePrefix(adcode)) }

// sameBranch reports whether one of the two divisions lies in the other, or
// they are the same.
func sameBranch(a, b string) bool {
	a, b = stations.AdcodePrefix(a), stations.AdcodePrefix(b)
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}
