package exchange

import (
	"fmt"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// demandHours say where a file has weights by hour of the day: in the columns
// w00 … w23 of each row, or in rows of which each names its hour.
type demandHours struct {
	each  [24]int // columns w00 … w23, when there are all
	whole bool    // there are all
	row   int     // column of the row's hour, −1 for none
}

// findDemandHours looks for the columns. Some of w00 … w23 without the others
// are an error: nobody can tell what is meant by the hours that are missing. A
// column hour that was not mapped counts when all its values are hours.
func findDemandHours(t *Table, mapped map[string]int) (demandHours, error) {
	d := demandHours{row: -1}
	found, missing := 0, ""
	for h := range d.each {
		name := fmt.Sprintf("w%02d", h)
		if d.each[h] = columnOf(t, name); d.each[h] >= 0 {
			found++
		} else if missing == "" {
			missing = name
		}
	}
	if d.whole = found == len(d.each); d.whole {
		return d, nil
	}
	if found > 0 {
		return d, stations.BadField(missing, "the file has some of the columns w00 … w23 but not this one: all 24 are needed")
	}
	if i, ok := mapped["hour"]; ok {
		d.row = i
	} else if i := columnOf(t, demandNames()["hour"]...); i >= 0 && allHours(t, i) {
		d.row = i
	}
	return d, nil
}

// allHours reports whether every row has an hour in the column.
func allHours(t *Table, column int) bool {
	for _, row := range t.Rows {
		if _, ok := hourIn(demandValue(row, column)); !ok {
			return false
		}
	}
	return len(t.Rows) > 0
}

// hourIn reads an hour of the day in China: 0 … 23, or a moment in RFC 3339 as
// GET /v1/unmet writes it.
func hourIn(text string) (int, bool) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(stations.Zone()).Hour(), true
	}
	h, err := strconv.Atoi(text)
	return h, err == nil && h >= 0 && h <= 23
}

// weigh sets the row's weight, and those of its hours where the file has them.
// Without a column of weights the day's weight is the sum of its hours.
func (d demandReader) weigh(row Row, demand *stations.Demand) *Problem {
	if d.columns.hours.whole {
		demand.Hours = new(stations.DayWeights)
		for h, column := range d.columns.hours.each {
			var problem *Problem
			if demand.Hours[h], problem = d.positive(row, column); problem != nil {
				return problem
			}
		}
		demand.Weight = demand.Hours.Sum()
	}
	if d.columns.weight >= 0 {
		var problem *Problem
		if demand.Weight, problem = d.positive(row, d.columns.weight); problem != nil {
			return problem
		}
	}
	if column := d.columns.hours.row; column >= 0 {
		h, ok := hourIn(demandValue(row, column))
		if !ok {
			return d.problem(row, column, "is not an hour of 0 to 23")
		}
		demand.Hours = new(stations.DayWeights)
		demand.Hours[h] = demand.Weight
	}
	return nil
}

// positive reads a finite number that is not negative.
func (d demandReader) positive(row Row, column int) (float64, *Problem) {
	v, problem := d.number(row, column)
	if problem == nil && v < 0 {
		problem = d.problem(row, column, "is negative")
	}
	return v, problem
}

// spot tells the places of rows apart.
type spot struct {
	cell  hex.Cell
	point orb.Point
}

// gatherHours joins rows of one place, each for an hour, into one row in the
// order in which the places first came. What stands for one hour twice is
// added up, so the total stays.
func gatherHours(rows []stations.Demand) []stations.Demand {
	at := map[spot]int{}
	var out []stations.Demand
	for _, row := range rows {
		where := spot{row.Cell, row.Point}
		i, known := at[where]
		if !known {
			at[where] = len(out)
			out = append(out, row)
			continue
		}
		out[i].Weight += row.Weight
		for h, w := range row.Hours {
			out[i].Hours[h] += w
		}
	}
	return out
}
