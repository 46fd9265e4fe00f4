package plan

import (
	"cmp"
	"slices"

	"yizhan/geo/roads"
)

// gaps joins the uncovered cells into patches by ring 1 and describes each.
// The greatest unmet demand comes first, then the smallest id.
func (in *inputs) gaps(cells []spot) []Gap {
	open := make([]bool, len(cells)) // uncovered cells that are in no patch yet
	for i := range cells {
		open[i] = !cells[i].Covered
	}
	gaps := []Gap{}
	for i := range cells { // ascending, so the first cell of a patch is its smallest
		if open[i] {
			gaps = append(gaps, in.describe(cells, patchAround(i, cells, open)))
		}
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Compare(b.Demand, a.Demand) })
	return gaps
}

// patchAround takes the patch that holds cell i out of open and returns its
// cells, ascending.
func patchAround(i int, cells []spot, open []bool) []int {
	open[i] = false
	patch := []int{i}
	for at := 0; at < len(patch); at++ {
		for _, next := range cells[patch[at]].ring {
			if next >= 0 && open[next] {
				open[next] = false
				patch = append(patch, int(next))
			}
		}
	}
	slices.Sort(patch)
	return patch
}

// nameable is how far from its centre, in metres, a road may be that a gap is
// named after.
const nameable = 2000

// describe sums up a patch, whose cells ascend.
func (in *inputs) describe(cells []spot, patch []int) Gap {
	heaviest := &cells[patch[0]]
	worst := roads.Millis(0)
	var demand, area sum
	g := Gap{ID: heaviest.Cell.Cell.String(), Cells: len(patch)}
	for _, i := range patch {
		c := &cells[i]
		demand.add(c.Demand)
		area.add(c.area)
		g.Members = append(g.Members, c.Cell.Cell)
		if c.Demand > heaviest.Demand {
			heaviest = c
		}
		if c.Time == roads.Never {
			g.Beyond++
		} else if c.Time >= worst {
			worst, g.Worst = c.Time, c.Minutes()
		}
	}
	g.Demand, g.Area = demand.value(), area.value()
	g.Centre = roundPoint(heaviest.centre)
	g.Adcode = in.scope.smallestAround(heaviest.centre)
	g.Label = in.graph.NameNear(heaviest.centre, nameable)
	return g
}
