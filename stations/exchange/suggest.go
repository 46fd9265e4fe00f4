package exchange

import (
	"errors"
	"slices"

	"yizhan/stations"
)

// LeftOut stands where an override names a field, for a column that is to
// hold none, whatever it is called.
const LeftOut Field = "-"

// Fields lists what a column may be mapped to, in the order of an export.
func Fields() []string {
	var names []string
	for _, c := range fields() {
		names = append(names, string(c.field))
	}
	return names
}

// Suggest returns the field of each column ("" for none) as MapColumns finds
// them, and what the mapping lacks, for somebody who will mend it.
func (t *Table) Suggest(overrides map[string]string) ([]Field, []stations.Problem) {
	found := make([]Field, len(t.Columns))
	m, err := t.MapColumns(overrides)
	if m != nil {
		for field, column := range m.at {
			found[column] = field
		}
		for field, columns := range m.parts.columns() {
			for _, column := range columns {
				found[column] = field
			}
		}
	}
	var bad *stations.Error
	switch {
	case errors.As(err, &bad) && len(bad.Fields) > 0:
		return found, bad.Fields
	case err != nil:
		return found, []stations.Problem{{Field: "map", Problem: err.Error()}}
	}
	return found, nil
}

// samplesFrom is how many rows samples are looked for in.
const samplesFrom = 200

// Samples returns the first different values of a column, at most so many.
func (t *Table) Samples(column, most int) []string {
	found := []string{}
	for _, row := range t.Rows[:min(len(t.Rows), samplesFrom)] {
		if len(found) == most {
			break
		}
		if cell := shown(row.Cell(column)); cell != "" && !slices.Contains(found, cell) {
			found = append(found, cell)
		}
	}
	return found
}
