package intake

import (
	"github.com/paulmach/orb"

	"yizhan/stations"
)

// divisions finds the division that a point lies in.
type divisions struct {
	areas   []stations.Area
	locator *stations.Locator
}

func newDivisions(areas []stations.Area) *divisions {
	return &divisions{areas: areas, locator: stations.NewLocator(areas)}
}

// of returns the adcode of the deepest division that holds p, "" when none
// does.
func (d *divisions) of(p orb.Point) string {
	found, _ := d.locator.Locate(p)
	return found
}
