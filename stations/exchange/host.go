package exchange

import (
	"io"
	"math"
	"slices"
	"strconv"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/text"
)

// Host is a place that could take a station in: a bank, a petrol station, a
// shop.
type Host struct {
	Name  string      `json:"name,omitempty"`
	Owner string      `json:"host,omitempty"` // whose it is; several places may be of one
	Place datum.Coord `json:"place"`
	Cost  float64     `json:"cost,omitempty"`  // of a station there, in any unit; 0 where none is stated
	Hours string      `json:"hours,omitempty"` // an opening_hours text; "" where none is stated
}

// HostOptions say how a file of hosts is read.
type HostOptions struct {
	// Map names the field that a column holds, by the column's name: name,
	// host, lon, lat, coordinates, cost or hours. Columns with usual names need
	// no entry.
	Map   map[string]string
	Datum datum.Datum // of the file's coordinates
}

// HostFile is what a file of hosts holds.
type HostFile struct {
	Hosts    []Host // accepted, in the file's order
	Rows     []int  // where each of them stands in the file
	Read     int    // rows below the header that are not blank
	Rejected int    // rows with a problem; the others are accepted
	Problems []Problem
}

// What a Host has beside the fields of stations.
const (
	hostCost  Field = "cost"
	hostOwner Field = "host"
)

// hostFields are the columns of a file of hosts, by the names that files of
// stations use, too.
func hostFields() []column {
	shared := []Field{Name, Lon, Lat, Pair, Datum, "hours"}
	own := slices.DeleteFunc(fields(), func(c column) bool { return !slices.Contains(shared, c.field) })
	return append(own,
		column{field: hostCost, headers: []string{"成本", "费用", "造价", "建设成本", "预算", "price", "costs"}},
		column{field: hostOwner, headers: []string{"所属单位", "依托单位", "单位", "商户", "owner", "company", "operator"}},
	)
}

// ReadHosts reads a CSV, XLSX or GeoJSON of hosts, whichever it is, with a
// position in each row and what else a Host has. Hours stand as offices write
// them.
//
// A row that breaks a rule is not an error: it is left out of Hosts and listed
// in Problems. Errors are Invalid: no such file, columns that are missing or
// mapped wrongly (ErrField: to no field), a datum that is missing.
func ReadHosts(r io.Reader, o HostOptions) (*HostFile, error) {
	if o.Datum == 0 {
		return nil, stations.BadField("datum", "is required: the file's coordinates are read")
	}
	own := hostFields()
	var known []string
	for _, c := range own {
		known = append(append(known, string(c.field)), c.headers...)
	}
	table, err := ReadAs(r, Reading{Columns: known})
	if err != nil {
		return nil, err
	}
	m, err := mapTo(own, table.Columns, o.Map)
	if err != nil {
		return nil, err
	}
	if err := lacking(m.placeless(), table.Columns); err != nil {
		return nil, err
	}
	file := &HostFile{Problems: []Problem{}}
	for _, row := range table.Rows {
		file.Read++
		host, problems := m.host(row, o.Datum)
		if len(problems) > 0 {
			file.Rejected++
			file.Problems = append(file.Problems, problems[0])
			continue
		}
		file.Hosts, file.Rows = append(file.Hosts, host), append(file.Rows, row.Number)
	}
	return file, nil
}

// host reads a row, or tells what is wrong with it.
func (m *Mapping) host(row Row, d datum.Datum) (Host, []Problem) {
	if len(row.Problems) > 0 {
		return Host{}, row.Problems
	}
	place, found, problems := m.Place(row, d)
	if len(problems) > 0 {
		return Host{}, problems
	}
	wrong := func(field Field, problem string) (Host, []Problem) {
		return Host{}, []Problem{{Row: row.Number, Field: string(field), Value: shown(m.Value(row, field)), Problem: problem}}
	}
	if !found {
		return wrong(Lon, "is missing")
	}
	h := Host{Name: m.Value(row, Name), Owner: m.Value(row, hostOwner), Place: place}
	if cell := m.Value(row, hostCost); cell != "" {
		cost, err := strconv.ParseFloat(text.Fold(cell), 64)
		if err != nil || !(cost > 0) || math.IsInf(cost, 0) {
			return wrong(hostCost, "is not a number above 0")
		}
		h.Cost = cost
	}
	if cell := m.Value(row, "hours"); cell != "" {
		if h.Hours = Hours(cell); !parses(h.Hours) {
			return wrong("hours", "cannot be read as opening hours")
		}
	}
	return h, nil
}
