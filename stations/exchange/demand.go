package exchange

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/stations"
)

// DemandOptions say how a file of demand is read.
type DemandOptions struct {
	// Map names the field that a column holds, by the column's name: weight,
	// h3, lon, lat or hour. Columns with usual names need no entry.
	Map map[string]string
	// Datum is the frame of lon and lat; it may be 0 when the file has a
	// column of cells.
	Datum datum.Datum
}

// DemandFile is what a file of demand holds.
type DemandFile struct {
	Rows     []stations.Demand // accepted, in the file's order; those of one place for single hours are joined
	Read     int               // rows below the header that are not blank
	Rejected int               // rows with a problem; the others are accepted
	Cells    int               // distinct cells in Rows
	ByHour   bool              // the file has weights by hour of the day
	Problems []Problem
}

// demandNames are the usual names of a field's column, best first; they are
// compared in lower case.
func demandNames() map[string][]string {
	return map[string][]string{
		"h3":     {"h3", "h3_index"},
		"weight": {"weight", "population", "人口"},
		"lon":    {"lon", "lng", "longitude", "经度"},
		"lat":    {"lat", "latitude", "纬度"},
		"hour":   {"hour", "小时"},
	}
}

// ReadDemand reads a CSV of demand: a cell or a place and a weight in each
// row. A column of cells beats lon and lat; a column id counts as one when
// all its values are cells. Without a header (the first field of the first
// row is a cell) the columns are cell and weight.
//
// Weights by hour of the day stand in columns w00 … w23, or in rows that name
// their hour in a column hour; the day's weight is that of the column weight,
// else the sum of the hours.
//
// A row that breaks a rule is not an error: it is left out of Rows and listed
// in Problems. Errors are Invalid: no text, a column that is missing or
// mapped wrongly (ErrField: to no field), a datum that is missing.
func ReadDemand(r io.Reader, o DemandOptions) (*DemandFile, error) {
	table, err := readDemandTable(r)
	if err != nil {
		return nil, err
	}
	columns, err := findDemandColumns(table, o.Map)
	if err != nil {
		return nil, err
	}
	if columns.cell < 0 && o.Datum == 0 {
		return nil, stations.BadField("datum", "is required when lon and lat are read")
	}
	d := demandReader{columns: columns, table: table, datum: o.Datum}
	file := &DemandFile{Problems: []Problem{}}
	cells := map[hex.Cell]bool{}
	for _, row := range table.Rows {
		file.Read++
		demand, problem := d.row(row)
		if problem != nil {
			file.Rejected++
			file.Problems = append(file.Problems, *problem)
			continue
		}
		file.Rows = append(file.Rows, demand)
		if demand.Cell != 0 {
			cells[demand.Cell] = true
		}
	}
	file.Cells, file.ByHour = len(cells), columns.hours.whole || columns.hours.row >= 0
	if columns.hours.row >= 0 {
		file.Rows = gatherHours(file.Rows)
	}
	return file, nil
}

// readDemandTable reads the rows; a file without a header gets one.
func readDemandTable(r io.Reader) (*Table, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, &stations.Error{Code: stations.Invalid, Text: "cannot read the file", Err: err}
	}
	if len(data) > MaxFile {
		return nil, stations.Errorf(stations.Invalid, "the file is larger than %d MB", MaxFile>>20)
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	first, err := newRows(text, separator(text)).next()
	if err != nil {
		return nil, stations.Errorf(stations.Invalid, "the file has no rows")
	}
	if _, err := hex.Parse(demandValue(first, 0)); err == nil {
		return demandBody(text)
	}
	return readCSV(text, Reading{Columns: []string{"h3", "weight"}})
}

// demandBody reads a file whose first row is already data.
func demandBody(text []byte) (*Table, error) {
	rows, err := readRows(newRows(text, separator(text)), Reading{}.room())
	return &Table{Format: "csv", Columns: []string{"h3", "weight"}, Rows: rows}, err
}

// demandColumns are the indexes of the columns that are read, −1 for none.
type demandColumns struct {
	cell, lon, lat, weight int
	hours                  demandHours
}

func findDemandColumns(t *Table, mapped map[string]string) (demandColumns, error) {
	at := map[string]int{}
	for _, column := range slices.Sorted(maps.Keys(mapped)) {
		field := mapped[column]
		if _, known := demandNames()[field]; !known {
			return demandColumns{}, noField(fmt.Sprintf("there is no field %q; there are h3, weight, lon, lat, hour", shown(field)))
		}
		i := columnOf(t, column)
		if i < 0 {
			return demandColumns{}, stations.BadField("map", fmt.Sprintf("the file has no column %q", shown(column)))
		}
		at[field] = i
	}
	find := func(field string) int {
		if i, ok := at[field]; ok {
			return i
		}
		return columnOf(t, demandNames()[field]...)
	}
	c := demandColumns{cell: find("h3"), lon: find("lon"), lat: find("lat"), weight: find("weight")}
	if id := columnOf(t, "id"); c.cell < 0 && id >= 0 && allCells(t, id) {
		c.cell = id
	}
	var err error
	if c.hours, err = findDemandHours(t, at); err != nil {
		return c, err
	}
	return c, c.check()
}

func (c demandColumns) check() error {
	switch {
	case c.weight < 0 && !c.hours.whole:
		return stations.BadField("weight", "the file has no column weight, population or 人口: name it with --map COLUMN=weight")
	case c.cell < 0 && (c.lon < 0 || c.lat < 0):
		return stations.BadField("h3", "the file has no column h3, h3_index or id of H3 cells, nor columns lon and lat")
	}
	return nil
}

// columnOf returns the index of the first name that a column has, or −1.
func columnOf(t *Table, names ...string) int {
	for _, name := range names {
		for i, column := range t.Columns {
			if strings.EqualFold(strings.TrimSpace(column), name) {
				return i
			}
		}
	}
	return -1
}

// allCells reports whether every row has a cell in the column.
func allCells(t *Table, column int) bool {
	for _, row := range t.Rows {
		if _, err := hex.Parse(demandValue(row, column)); err != nil {
			return false
		}
	}
	return len(t.Rows) > 0
}

// demandValue returns the row's value in the column, "" when the row is short.
func demandValue(row Row, column int) string {
	if column < 0 || column >= len(row.Values) {
		return ""
	}
	return row.Values[column]
}

// demandReader turns rows into demand.
type demandReader struct {
	columns demandColumns
	table   *Table
	datum   datum.Datum
}

func (d demandReader) row(row Row) (stations.Demand, *Problem) {
	if len(row.Problems) > 0 {
		return stations.Demand{}, &row.Problems[0]
	}
	var demand stations.Demand
	var problem *Problem
	if d.columns.cell >= 0 {
		demand.Cell, problem = d.cell(row)
	} else {
		demand, problem = d.place(row)
	}
	if problem != nil {
		return stations.Demand{}, problem
	}
	return demand, d.weigh(row, &demand)
}

func (d demandReader) cell(row Row) (hex.Cell, *Problem) {
	c, err := hex.Parse(demandValue(row, d.columns.cell))
	if err != nil {
		return 0, d.problem(row, d.columns.cell, "is not an H3 cell")
	}
	return c, nil
}

func (d demandReader) place(row Row) (stations.Demand, *Problem) {
	lon, problem := d.number(row, d.columns.lon)
	if problem != nil {
		return stations.Demand{}, problem
	}
	lat, problem := d.number(row, d.columns.lat)
	if problem != nil {
		return stations.Demand{}, problem
	}
	if !stations.ValidPoint(lon, 0) {
		return stations.Demand{}, d.problem(row, d.columns.lon, "is not within ±180")
	}
	if !stations.ValidPoint(0, lat) {
		return stations.Demand{}, d.problem(row, d.columns.lat, "is not within ±90")
	}
	return stations.Demand{Point: datum.In(datum.Coord{Lon: lon, Lat: lat, Datum: d.datum})}, nil
}

// number reads a finite number; −0 is 0.
func (d demandReader) number(row Row, column int) (float64, *Problem) {
	text := demandValue(row, column)
	if text == "" {
		return 0, d.problem(row, column, "is empty")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, d.problem(row, column, "is not a finite number")
	}
	return v + 0, nil
}

func (d demandReader) problem(row Row, column int, text string) *Problem {
	return &Problem{Row: row.Number, Field: d.table.Columns[column], Value: shown(demandValue(row, column)), Problem: text}
}
