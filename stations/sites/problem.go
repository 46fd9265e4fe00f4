package sites

import (
	"slices"

	"yizhan/geo/siting"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// instance is the question in numbers. Its demands are cells of the base.
type instance struct {
	siting.Problem
	cells []int32 // by demand
	fixed float64 // demand that the base covers and that is not in the problem
	aside float64 // demand that candidates may cover and that is not in the problem: it raises the bound
}

// instance writes the question in numbers.
//
// Without Equity, demands are the cells that lack stations and that some
// candidate covers: the stations of the base are in what the cells still lack.
// With it, they are all cells, and the base stands in as candidates that are
// open: the first covers what has one station in time, the second what has
// two, and so on.
func (q *question) instance(fld *field) (*instance, error) {
	if len(fld.list) == 0 {
		return nil, stations.BadField("candidates", "没有可用的候选点 none of them would cover anything that is not covered yet")
	}
	in := &instance{}
	if q.Equity.asked() {
		in.whole(q, fld)
	} else {
		in.lean(fld)
	}
	var err error
	if in.Apart, err = fld.conflicts(q.SpacingM); err != nil {
		return nil, err
	}
	in.pay(q, fld)
	in.share(q, fld)
	open := len(in.Covers) - len(fld.list) // candidates that stand in for the base
	if in.Apart != nil {
		in.Apart = append(in.Apart, make([][]int32, open)...)
	}
	return in, nil
}

// lean makes demands of the cells that candidates cover.
func (in *instance) lean(fld *field) {
	base := fld.ground.Coverage()
	in.fixed = base.Demand.Covered
	number := slices.Repeat([]int32{-1}, len(base.Cells))
	for _, cells := range fld.covers {
		covers := make([]int32, len(cells))
		for n, i := range cells {
			if number[i] < 0 {
				c := base.Cells[i]
				number[i] = in.demand(i, c.Demand, base.Request.K-c.K)
			}
			covers[n] = number[i]
		}
		in.Covers = append(in.Covers, covers)
	}
}

// demand adds a cell and returns its number.
func (in *instance) demand(cell int32, weight float64, need int) int32 {
	in.cells = append(in.cells, cell)
	in.Demand, in.Need = append(in.Demand, weight), append(in.Need, uint8(need))
	return int32(len(in.cells) - 1)
}

// whole makes demands of all cells, in the divisions of the question's level.
// To raise the worst-off, cells outside them, and those of divisions that
// nothing can better, are left aside.
func (in *instance) whole(q *question, fld *field) {
	base, g := fld.ground.Coverage(), q.groups(fld)
	idle := map[string]bool{}
	if q.Equity.RaiseWorst {
		for _, adcode := range q.aside(fld) {
			idle[adcode] = true
		}
	}
	number := slices.Repeat([]int32{-1}, len(base.Cells))
	for i, c := range base.Cells {
		n := g.of[i]
		switch {
		case q.Equity.RaiseWorst && (n < 0 || idle[g.list[n].Adcode]):
			if c.Covered {
				in.fixed += c.Demand
			}
			continue
		case n < 0:
			n = int32(len(g.list)) // outside all: a group that asks for nothing
		}
		number[i] = in.demand(int32(i), c.Demand, base.Request.K)
		in.Group = append(in.Group, n)
	}
	in.Least = make([]float64, len(g.list)+1)
	for n, d := range g.list {
		in.Least[n] = q.Equity.LeastShare * d.Demand
	}
	in.cover(fld, number)
	in.stand(base, number)
}

// cover lists what candidates cover of the cells that have a number.
func (in *instance) cover(fld *field, number []int32) {
	base, left := fld.ground.Coverage(), map[int32]bool{}
	for _, cells := range fld.covers {
		var covers []int32
		for _, i := range cells {
			if number[i] >= 0 {
				covers = append(covers, number[i])
			} else if !left[i] {
				left[i] = true
				in.aside += base.Cells[i].Demand
			}
		}
		in.Covers = append(in.Covers, covers)
	}
}

// stand adds the open candidates that stand in for the stations of the base.
func (in *instance) stand(base *plan.Coverage, number []int32) {
	for k := 1; k <= base.Request.K; k++ {
		var covers []int32
		for i, c := range base.Cells {
			if number[i] >= 0 && c.K >= k {
				covers = append(covers, number[i])
			}
		}
		in.Open = append(in.Open, int32(len(in.Covers)))
		in.Covers = append(in.Covers, covers)
	}
}

// pay sets costs and the budget.
func (in *instance) pay(q *question, fld *field) {
	if q.Budget == 0 {
		return
	}
	in.Budget, in.Cost = q.Budget, slices.Repeat([]float64{1}, len(in.Covers)) // what is open costs nothing, whatever stands there
	for j := range fld.list {
		in.Cost[j] = q.cost(fld.list[j])
	}
}

// cost returns what a candidate costs, 0 when nobody says.
func (q *question) cost(c candidate) float64 {
	if c.extension != nil {
		return c.extension.cost
	}
	if c.host >= 0 && q.Hosts[c.host].Cost > 0 {
		return q.Hosts[c.host].Cost
	}
	return q.SiteCost
}

// share numbers the hosts of whom one site at most is wanted.
func (in *instance) share(q *question, fld *field) {
	if !q.OnePerHost {
		return
	}
	number := map[string]int32{}
	in.Host = slices.Repeat([]int32{-1}, len(in.Covers))
	for j, c := range fld.list {
		if c.host < 0 || q.Hosts[c.host].Owner == "" {
			continue
		}
		owner := q.Hosts[c.host].Owner
		if _, ok := number[owner]; !ok {
			number[owner] = int32(len(number))
		}
		in.Host[j] = number[owner]
	}
}
