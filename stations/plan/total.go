package plan

import "yizhan/geo/datum"

// result adds up the cells.
func (in *inputs) result(s sources, cells []spot) *Coverage {
	return in.totals(s, cells, tripsOf(cells, func(*spot) bool { return true }))
}

// totals adds up the cells, whose trips are all.
func (in *inputs) totals(s sources, cells []spot, all trips) *Coverage {
	c := &Coverage{
		ID:       in.id,
		Datum:    datum.WGS84,
		Profile:  in.Request.Profile,
		Roads:    in.graph.Checksum(),
		Revision: in.revision,
		Stations: StationCounts{Used: len(s.used), OffRoad: s.offRoad, UnknownHours: s.unknown},
		Counts:   countCells(cells),
		ByK:      in.levels(cells),
		Epoch:    in.epoch,
		Request:  in.Request,
		Cells:    make([]Cell, len(cells)),
	}
	for i := range cells {
		c.Cells[i] = cells[i].Cell
	}
	c.Times = Times{Spread: all.spread(), Bins: all.distribution(in.Request.HorizonMinutes)}
	asked := c.ByK[in.Request.K-1]
	c.Demand = Share{Total: totalOf(cells), Covered: asked.Demand, Share: asked.Share}
	return c
}

func countCells(cells []spot) CellCounts {
	n := CellCounts{Total: len(cells)}
	for i := range cells {
		c := &cells[i]
		switch {
		case c.Covered:
			n.Covered++
		case !c.tied:
			n.OffRoad++
		case c.noWayOut:
			n.NoWayOut++
		}
	}
	return n
}

// levels adds up what 1 … depth stations in time cover.
func (in *inputs) levels(cells []spot) []Level {
	total := totalOf(cells)
	levels := make([]Level, in.Request.levels())
	for i := range levels {
		l := Level{K: i + 1}
		var demand sum
		for j := range cells {
			if cells[j].K >= l.K {
				l.Cells++
				demand.add(cells[j].Demand)
			}
		}
		l.Demand, l.Share = demand.value(), shareOf(demand.value(), total)
		levels[i] = l
	}
	return levels
}

func totalOf(cells []spot) float64 {
	var total sum
	for i := range cells {
		total.add(cells[i].Demand)
	}
	return total.value()
}
