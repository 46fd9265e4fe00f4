package sites

import (
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/stations/plan"
)

// finestGrid is how many resolutions finer than the cells the points in the
// gaps may lie: at two, 15 minutes on foot are some eight steps of the grid.
const finestGrid = 2

// gapPoints returns points of roads spread over the cells that lack stations,
// at most so many, on the grid of seven decimals of the datum d:
//
//  1. Take the finest H3 grid, at most finestGrid steps finer than the cells,
//     of which the gaps have no more cells than points are wanted.
//  2. In a finer grid, each of its cells stands for itself; in a coarser one
//     each is stood for by its heaviest cell, the first of equals.
//  3. The point is that of the nearest road, as a station there is tied.
//  4. Points in one cell of the next finer grid are one: the first.
func gapPoints(g *plan.Ground, most int, d datum.Datum) []orb.Point {
	var points []orb.Point
	seen := map[hex.Cell]bool{}
	cells, res := grid(g, most)
	for _, c := range cells {
		road, ok := g.Road(c.Centre())
		if !ok {
			continue
		}
		p := datum.In(rounded(datum.Out(road, d)))
		if near := hex.At(p, res+1); !seen[near] {
			seen[near] = true
			points = append(points, p)
		}
	}
	return points
}

// grid returns the cells whose centres the points are sought at, and the
// resolution of the grid.
func grid(g *plan.Ground, most int) ([]hex.Cell, int) {
	base := g.Coverage()
	missing := make([]hex.Cell, len(g.Missing()))
	for n, i := range g.Missing() {
		missing[n] = base.Cells[i].Cell
	}
	res := base.Request.Res
	if len(missing) > most {
		return heaviest(g, most)
	}
	for finer := 0; finer < finestGrid && len(missing)*7 <= most; finer++ {
		var children []hex.Cell
		for _, c := range missing {
			children = append(children, c.Children(res+1)...)
		}
		missing, res = children, res+1
	}
	return missing, res
}

// heaviest returns the heaviest missing cell of each cell of the finest grid
// of which there are not more than most.
func heaviest(g *plan.Ground, most int) ([]hex.Cell, int) {
	base := g.Coverage()
	for res := base.Request.Res - 1; ; res-- {
		best := map[hex.Cell]plan.Cell{}
		for _, i := range g.Missing() {
			c := base.Cells[i]
			parent := c.Cell.Parent(res)
			if was, ok := best[parent]; !ok || c.Demand > was.Demand {
				best[parent] = c
			}
		}
		if len(best) > most && res > 0 {
			continue
		}
		cells := make([]hex.Cell, 0, len(best))
		for _, c := range best {
			cells = append(cells, c.Cell)
		}
		slices.Sort(cells)
		return cells[:min(len(cells), most)], res
	}
}
