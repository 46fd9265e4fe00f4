package intake

import (
	"context"
	"io"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// Preview is how a file would be understood, before anything is checked: for
// somebody who maps its columns.
type Preview struct {
	Format     string
	Sheet      string
	Sheets     []string
	Header     int // number of the row that names the columns; 0 in a GeoJSON
	Rows       int
	Hidden     int
	Columns    []PreviewColumn
	Fields     []string           // what a column may be mapped to
	Remembered bool               // columns are mapped as in the source's last import
	Problems   []stations.Problem // what the mapping lacks
}

// PreviewColumn is one column of the file.
type PreviewColumn struct {
	Name    string
	Field   string   // "" when none is found
	Samples []string // its first different values
}

// samplesShown is how many values of a column are shown.
const samplesShown = 3

// Inspect reads a file and maps its columns, by the options' Columns, or by
// what is remembered of the Source, and by their names. Of the options only
// these and Sheet count. What the mapping lacks is in Problems.
//
// Errors: Invalid when the file as a whole cannot be read, those of the store.
func Inspect(ctx context.Context, store stations.Store, file io.Reader, o Options) (*Preview, error) {
	if o.Source != "" {
		if err := recall(ctx, store, &o); err != nil {
			return nil, err
		}
	}
	table, err := exchange.ReadAs(file, o.reading())
	if err != nil {
		return nil, err
	}
	p := &Preview{
		Format: table.Format, Sheet: table.Sheet, Sheets: append([]string{}, table.Sheets...), Header: table.Header,
		Rows: len(table.Rows), Hidden: table.Hidden, Fields: exchange.Fields(), Problems: []stations.Problem{},
	}
	fields, problems := table.Suggest(o.remembered)
	if p.Remembered = len(o.remembered) > 0 && len(problems) == 0; !p.Remembered {
		fields, problems = table.Suggest(o.Columns)
	}
	p.Problems = append(p.Problems, problems...)
	for i, name := range table.Columns {
		p.Columns = append(p.Columns, PreviewColumn{name, string(fields[i]), table.Samples(i, samplesShown)})
	}
	return p, nil
}

// Place is where a row that has a problem says that it is, for a map.
type Place struct {
	Row   int
	Name  string
	Coord datum.Coord // as stated
}

// mark notes the places of the rows that have problems.
func (p *plan) mark() {
	told := map[int]bool{}
	for _, bad := range p.result.Problems {
		told[bad.Row] = true
	}
	for i := range p.sheet.drafts {
		d := &p.sheet.drafts[i]
		if d.located && told[d.row.Number] {
			p.result.Places = append(p.result.Places, Place{d.row.Number, p.sheet.mapping.Value(*d.row, exchange.Name), d.coord})
		}
	}
}
