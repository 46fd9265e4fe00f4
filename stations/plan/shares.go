package plan

import (
	"github.com/paulmach/orb"

	"yizhan/stations"
)

// divisions returns each area in scope with its cells. Areas that nest are each
// there. When a box or nothing is asked for, areas without a cell are left out:
// most of them lie elsewhere.
func (in *inputs) divisions(cells []spot) []division {
	var out []division
	for _, a := range in.scope.areas {
		if d := divisionOf(a, cells); len(d.members) > 0 || in.scope.adcode != "" {
			out = append(out, d)
		}
	}
	return out
}

// sharesOf reports the demand of each division and the covered part.
func sharesOf(divisions []division, cells []spot) []AreaShare {
	out := make([]AreaShare, len(divisions))
	for i, d := range divisions {
		out[i] = d.share(cells)
	}
	return out
}

// division is an area with the cells whose centre is in it.
type division struct {
	area    stations.Area
	members []int32 // ascending
	order   []int32 // those with a time, shortest first
}

func divisionOf(a stations.Area, cells []spot) division {
	d := division{area: a}
	outline := patch{a.Geometry.Bound(), a.Geometry}
	for i := range cells {
		if outline.contains(cells[i].centre) {
			d.members = append(d.members, int32(i))
		}
	}
	d.order = byTime(cells, d.members)
	return d
}

func (d division) share(cells []spot) AreaShare {
	var total, covered sum
	for _, i := range d.members {
		c := &cells[i]
		total.add(c.Demand)
		if c.Covered {
			covered.add(c.Demand)
		}
	}
	a := d.area
	return AreaShare{
		Adcode: a.Adcode, Name: a.Name, Level: a.Level, Parent: a.Parent,
		Demand: total.value(), Covered: covered.value(), Share: shareOf(covered.value(), total.value()),
		Spread: tripsIn(cells, d.members, d.order).spread(),
	}
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
