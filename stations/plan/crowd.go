package plan

import (
	"slices"

	"yizhan/stations"
)

// crowd is how many people are in each cell at some hour.
type crowd struct {
	of    []float64 // by cell
	total float64
}

func crowdOf(cells []spot) *crowd {
	c := &crowd{of: make([]float64, len(cells)), total: totalOf(cells)}
	for i := range cells {
		c.of[i] = cells[i].Demand
	}
	return c
}

// allDay asks for the same inputs with all cells that have people at some
// hour of the day.
func (in *inputs) allDay() *inputs {
	if in.demand.day == nil {
		return in
	}
	rows := make([]stations.Demand, len(in.demand.day.rows))
	for i, row := range in.demand.day.rows {
		if row.Hours != nil {
			row.Weight, row.Hours = slices.Max(row.Hours[:]), nil
		}
		rows[i] = row
	}
	all := *in
	all.demand.rows, all.demand.version = rows, in.demand.day.version+"@all"
	return &all
}

// crowds returns the people of each hour of the day: the same ones when demand
// has no weights by hour.
func (in *inputs) crowds(cells []spot) ([]*crowd, error) {
	if in.demand.day == nil {
		return slices.Repeat([]*crowd{crowdOf(cells)}, 24), nil
	}
	out := make([]*crowd, 24)
	rows := make([]stations.Demand, len(in.demand.day.rows))
	for h := range out {
		for i, row := range in.demand.day.rows {
			rows[i] = row.During(h)
		}
		at, err := weights(rows, in.Request.Res, MaxCells)
		if err != nil {
			return nil, err
		}
		c := &crowd{of: make([]float64, len(cells))}
		var total sum
		for i := range cells {
			c.of[i] = at[cells[i].Cell.Cell]
			total.add(c.of[i])
		}
		c.total, out[h] = total.value(), c
	}
	return out, nil
}
