// Package exchange reads and writes files of stations. A file becomes a Table
// of plain cells, whatever its format; a Mapping says which column holds which
// field; the fields know how offices write them. Nothing here looks into a
// store: matching and writing is intake's work.
package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// What a file may hold at most. Read refuses larger ones.
const (
	MaxFile    = 200 << 20 // bytes
	MaxCell    = 64 << 10  // bytes
	MaxColumns = 500
)

// Table is a file's content: cells as text, nothing interpreted.
type Table struct {
	Format  string   // csv, xlsx or geojson
	Sheet   string   // of a workbook: the sheet that was read
	Sheets  []string // of a workbook: all of them, in its order
	Header  int      // number of the row that names the columns; 0 in a GeoJSON
	Hidden  int      // rows that a workbook hides; they are read like any other
	Columns []string // as the file names them
	Rows    []Row
}

// Reading says how a file is to be taken. The zero value suits most files.
type Reading struct {
	Sheet   string   // of a workbook; "" is its first visible sheet
	Columns []string // headers that the caller knows beside ours, to find the header row by

	cells int // at most; 0 is MaxCells
}

// Row is one record of a file.
type Row struct {
	Number   int       // as a user sees it: a CSV's header is row 1, a GeoJSON's first feature is 1
	Values   []string  // of Table.Columns; a short row lacks its last cells
	Problems []Problem // what kept the row from being read whole

	Feature json.RawMessage // of a GeoJSON: the feature as it stands in the file
}

// Cell returns the row's cell of a column, "" where the row or the table has
// none.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Values) {
		return ""
	}
	return r.Values[column]
}

// Problem is what is wrong with one cell of one row.
type Problem struct {
	Row     int    `json:"row"`
	Field   string `json:"field"`
	Value   string `json:"value"`
	Problem string `json:"problem"`
	Suspect bool   `json:"suspect,omitempty"` // the row is kept, somebody should look at it
}

// format is one kind of file. Write is nil for formats that are only read.
type format struct {
	name  string
	is    func(head []byte) bool
	read  func(data []byte, o Reading) (*Table, error)
	write func(w io.Writer, d datum.Datum, all []*stations.Station) error
}

// formats lists what is read, in the order in which content is tried: the
// last takes what is left.
func formats() []format {
	return []format{
		{"xlsx", startsWith("PK\x03\x04"), readXLSX, writeXLSX},
		{"xls", startsWith("\xd0\xcf\x11\xe0"), refuse("XLS files and workbooks with a password are not read; save as XLSX without one"), nil},
		{"geojson", startsWith("{"), readGeoJSON, writeGeoJSON},
		{"json", startsWith("["), refuse("a JSON list is not a GeoJSON FeatureCollection"), nil},
		{"csv", startsWith(""), readCSV, writeCSV},
	}
}

// Read reads a file of stations. What decides about the format is the
// content, never a name. Errors are Invalid and tell the user what to do; a
// row that cannot be read is not an error but a Row with Problems.
func Read(r io.Reader) (*Table, error) { return ReadAs(r, Reading{}) }

// ReadAs is Read for a caller that knows more about the file. A sheet that
// the workbook does not have, or a sheet of a file that has none, is Invalid.
func ReadAs(r io.Reader, o Reading) (*Table, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, &stations.Error{Code: stations.Invalid, Text: "cannot read the file", Err: err}
	}
	if len(data) > MaxFile {
		return nil, stations.Errorf(stations.Invalid, "the file is larger than %d MB", MaxFile>>20)
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte(bomUTF8)), " \t\r\n")
	for _, f := range formats() {
		if f.is(head) {
			if o.Sheet != "" && f.name != "xlsx" {
				return nil, stations.BadField("sheet", "only an XLSX workbook has sheets; this file is "+f.name)
			}
			return f.read(data, o)
		}
	}
	return nil, stations.Errorf(stations.Invalid, "the file's format is not known")
}

// Write writes the stations as csv, xlsx or geojson, with coordinates in the datum d
// to 7 decimals, in columns that Read and MapColumns take back: an import
// into an empty store gives the same stations but for id, revision and times.
// Personal contacts are left out.
//
// A CSV begins with a byte order mark, so that Excel reads it as UTF-8. In a
// CSV and a workbook a cell that a spreadsheet would run as a formula gets a
// leading apostrophe, which Read takes off; in a workbook all cells but
// coordinates are texts. Invalid for another format or no datum.
func Write(w io.Writer, name string, d datum.Datum, all []*stations.Station) error {
	if d == 0 {
		return stations.BadField("datum", "is required")
	}
	for _, f := range formats() {
		if f.name == name && f.write != nil {
			return f.write(w, d, all)
		}
	}
	return stations.BadField("format", "is none of csv, xlsx, geojson")
}

func startsWith(magic string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(magic)) }
}

func refuse(text string) func([]byte, Reading) (*Table, error) {
	return func([]byte, Reading) (*Table, error) { return nil, stations.Errorf(stations.Invalid, "%s", text) }
}

// errTooWide is in the chain when a file has more than MaxColumns columns.
var errTooWide = errors.New("the most that is read is 500 columns")

func tooWide() error {
	return &stations.Error{Code: stations.Invalid, Text: "the file has too many columns", Err: errTooWide}
}

// tooLong reports the first cell that is larger than MaxCell.
func tooLong(row Row) []Problem {
	for _, value := range row.Values {
		if len(value) > MaxCell {
			return []Problem{{Row: row.Number, Field: "row", Value: shown(value), Problem: "has a cell of more than 64 kB"}}
		}
	}
	return nil
}

// shown cuts a value to what a report can show.
func shown(value string) string {
	const most = 120
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}
