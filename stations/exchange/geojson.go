package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// feature is one GeoJSON feature (RFC 7946), as far as it is looked at.
type feature struct {
	Type     string          `json:"type"`
	ID       json.RawMessage `json:"id"`
	Geometry *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

// readGeoJSON reads a FeatureCollection of points. The columns are lon and
// lat, the feature's own id when there is one, and the properties in the
// order in which they first appear.
func readGeoJSON(data []byte, o Reading) (*Table, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	var file struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, &stations.Error{Code: stations.Invalid, Text: "the file is not valid JSON", Err: err}
	}
	if file.Type != "FeatureCollection" || file.Features == nil {
		return nil, stations.Errorf(stations.Invalid, "the file is not a GeoJSON FeatureCollection")
	}
	sheet := newSheet(o.room())
	if len(file.Features) == 0 { // there is nobody who could lack a name
		sheet.table.Columns = append(sheet.table.Columns, string(Name))
	}
	for i, raw := range file.Features {
		if err := sheet.add(i+1, raw); err != nil {
			return nil, err
		}
		if len(sheet.table.Columns) > MaxColumns {
			return nil, tooWide()
		}
	}
	return sheet.table, nil
}

// sheet lays features out as rows.
type sheet struct {
	table *Table
	at    map[string]int // column by property
	room  *room
}

func newSheet(room *room) *sheet {
	return &sheet{
		table: &Table{Format: "geojson", Columns: []string{string(Lon), string(Lat)}},
		at:    map[string]int{},
		room:  room,
	}
}

func (s *sheet) add(number int, raw json.RawMessage) error {
	row := Row{Number: number, Values: make([]string, 2), Feature: raw}
	reject := func(field, value, problem string) {
		row.Problems = append(row.Problems, Problem{Row: number, Field: field, Value: shown(value), Problem: problem})
	}
	var f feature
	if err := json.Unmarshal(raw, &f); err != nil || f.Type != "Feature" {
		reject("row", "", "is not a GeoJSON Feature")
	} else if err := s.properties(&row, f); err != nil {
		reject("properties", "", "are not a JSON object")
	} else if f.Geometry != nil && f.Geometry.Type != "Point" {
		reject("geometry", f.Geometry.Type, "is not a Point")
	} else if f.Geometry != nil && !place(&row, f.Geometry.Coordinates) {
		reject("geometry", string(f.Geometry.Coordinates), "has no pair of coordinates")
	}
	row.Problems = append(row.Problems, tooLong(row)...)
	s.table.Rows = append(s.table.Rows, row)
	return s.room.take(len(row.Values))
}

// place sets lon and lat from a Point's coordinates and reports whether they
// are a pair; heights are passed over.
func place(row *Row, coordinates json.RawMessage) bool {
	var pair []json.RawMessage
	if json.Unmarshal(coordinates, &pair) != nil || len(pair) < 2 {
		return false
	}
	row.Values[0], row.Values[1] = jsonCell(pair[0]), jsonCell(pair[1])
	return true
}

// properties sets a cell per property, making columns for new ones.
func (s *sheet) properties(row *Row, f feature) error {
	if len(f.ID) > 0 {
		s.set(row, string(Record), f.ID)
	}
	if len(f.Properties) == 0 || string(f.Properties) == "null" {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(f.Properties))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return fmt.Errorf("not an object: %v", open)
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		s.set(row, fmt.Sprint(name), value)
	}
	return nil
}

func (s *sheet) set(row *Row, name string, value json.RawMessage) {
	column, ok := s.at[name]
	if !ok {
		column = len(s.table.Columns)
		s.at[name] = column
		s.table.Columns = append(s.table.Columns, name)
	}
	for len(row.Values) <= column {
		row.Values = append(row.Values, "")
	}
	row.Values[column] = jsonCell(value)
}

// jsonCell returns a JSON value as a cell: text without its quotes, null as
// nothing, lists and objects as compact JSON.
func jsonCell(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil { // null leaves text empty
		return strings.TrimSpace(visible(text))
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return ""
	}
	return compact.String()
}

// writeGeoJSON writes one feature a line. A station that has no position has
// a null geometry. The datum stands at top level and in every feature.
func writeGeoJSON(w io.Writer, d datum.Datum, all []*stations.Station) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `{"type":"FeatureCollection","datum":%q,"features":[`, d)
	columns := written()
	for i, s := range all {
		line, err := featureOf(s, d, columns)
		if err != nil {
			return err
		}
		separator := ","
		if i == 0 {
			separator = ""
		}
		fmt.Fprintf(out, "%s\n%s", separator, line)
	}
	fmt.Fprint(out, "\n]}\n")
	return out.Flush() // a bufio.Writer keeps its first error
}

func featureOf(s *stations.Station, d datum.Datum, columns []column) ([]byte, error) {
	properties := map[Field]string{}
	for _, c := range columns {
		if cell := c.cell(s, d); cell != "" {
			properties[c.field] = cell
		}
	}
	geometry := json.RawMessage("null")
	if properties[Lon] != "" {
		geometry = json.RawMessage(fmt.Sprintf(`{"type":"Point","coordinates":[%s,%s]}`, properties[Lon], properties[Lat]))
	}
	delete(properties, Lon)
	delete(properties, Lat)
	return json.Marshal(struct {
		Type       string           `json:"type"`
		Geometry   json.RawMessage  `json:"geometry"`
		Properties map[Field]string `json:"properties"`
	}{"Feature", geometry, properties})
}
