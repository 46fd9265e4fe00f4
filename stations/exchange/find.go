package exchange

import (
	"slices"
	"strings"

	"yizhan/stations"
)

// HeaderRows is how far down a file its header row is looked for.
const HeaderRows = 30

// sure is the number of known headers from which on a row is taken for the
// header row. One alone may be a cell of data: 驿站 is a header and a kind.
const sure = 2

// finder finds the header row: offices write titles, dates and remarks above
// it.
//
//  1. Each of the first HeaderRows rows that are not blank scores one for
//     each different field that its cells name, and for each service, where it
//     is a row of headers otherwise too. Where it is blank, the cell right above
//     counts: two rows of headers, of which some are merged.
//  2. The row of the highest score is the header, the first of equals. When
//     none is sure, it is the first row, and MapColumns tells what it lacks.
type finder struct {
	known map[string]Field // by folded header
}

func newFinder(o Reading) *finder {
	known := (&Mapping{fields: fields()}).headers()
	for _, name := range o.Columns {
		if key := headerKey(name); known[key] == "" {
			known[key] = Field("=" + key) // no field has such a name
		}
	}
	return &finder{known: known}
}

// score returns how many different fields the cells name; and services, when
// the fields are sure or there is nothing else: 饮水 and 充电 beside the name of
// a station are what it offers.
func (f *finder) score(cells []string) int {
	seen, offered, strange := map[Field]bool{}, map[string]bool{}, false
	for _, cell := range cells {
		if cell == "" {
			continue
		}
		if len(cell) > 200 { // no header is that long
			strange = true
			continue
		}
		key := headerKey(cell)
		if field, ok := f.known[key]; ok {
			seen[field] = true
		} else if serviceHeader(key) {
			offered[key] = true
		} else {
			strange = true
		}
	}
	if strange && len(seen) < sure {
		return len(seen)
	}
	return len(seen) + len(offered)
}

// header returns the index of the header row in lines.
func (f *finder) header(lines []Row) int {
	best, most := 0, sure-1
	for i, row := range lines[:min(len(lines), HeaderRows)] {
		if len(row.Problems) > 0 {
			continue
		}
		if score := f.score(f.lifted(lines, i)); score > most {
			best, most = i, score
		}
	}
	return best
}

// lifted returns the cells of line i. When they are surely headers and a known
// one stands right above a blank cell, each blank cell takes what is above it,
// known or not: a column that nobody knows is told by its name.
func (f *finder) lifted(lines []Row, i int) []string {
	cells := lines[i].Values
	if i == 0 || f.score(cells) < sure {
		return cells
	}
	above := lines[i-1].Values
	both := append(slices.Clone(cells), make([]string, max(0, len(above)-len(cells)))...)
	known := false
	for at, name := range above {
		if both[at] == "" {
			both[at] = name
			known = known || f.known[headerKey(name)] != ""
		}
	}
	if !known {
		return cells
	}
	return both
}

// layOut makes the table of lines that are not blank: it finds the header,
// drops what stands above, and marks the cells in which a formula failed.
func (f *finder) layOut(lines []Row) (*Table, error) {
	at := f.header(lines)
	if len(lines) == 0 || len(lines[at].Problems) > 0 {
		return nil, stations.Errorf(stations.Invalid, "the file has no readable header row")
	}
	if len(lines[at].Values) > MaxColumns {
		return nil, tooWide()
	}
	table := &Table{Header: lines[at].Number, Columns: slices.Clone(f.lifted(lines, at)), Rows: lines[at+1:]}
	for i := range table.Rows {
		f.markErrors(&table.Rows[i], table.Columns)
	}
	return table, nil
}

// markErrors rejects a row in which a cell that matters holds the error of a
// formula: nobody knows what should stand there.
func (f *finder) markErrors(row *Row, columns []string) {
	for i, value := range row.Values {
		if i >= len(columns) || !strings.HasPrefix(value, "#") || !slices.Contains(formulaErrors(), value) {
			continue
		}
		field, ok := f.known[headerKey(columns[i])]
		if !ok {
			continue
		}
		if strings.HasPrefix(string(field), "=") {
			field = Field(columns[i])
		}
		row.Problems = append(row.Problems, Problem{Row: row.Number, Field: string(field), Value: value, Problem: "is the error of a formula"})
	}
}

// formulaErrors lists what spreadsheets show where a formula failed.
func formulaErrors() []string {
	return []string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
}

// separator returns the one of comma, semicolon and tab that cuts out most
// known headers in the first lines; when there are none, the one that is most
// frequent in the first line.
func (f *finder) separator(text []byte) rune {
	best, most := separator(text), 0
	lines := strings.SplitN(string(text[:min(len(text), 1<<20)]), "\n", HeaderRows+1)
	for _, comma := range []rune{',', ';', '\t'} {
		for _, line := range lines[:min(len(lines), HeaderRows)] {
			cells := strings.Split(strings.TrimRight(line, "\r"), string(comma))
			for i := range cells {
				cells[i] = strings.Trim(cells[i], "\" ")
			}
			if score := f.score(cells); score > most {
				best, most = comma, score
			}
		}
	}
	return best
}
