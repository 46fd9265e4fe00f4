package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/text"
)

// sheet is a file as far as it can be understood without the store.
type sheet struct {
	options Options
	mapping *exchange.Mapping
	table   *exchange.Table
	drafts  []draft
	notes   []string
	verdict []exchange.Problem       // on the file as a whole, suspect
	aside   map[exchange.Aside][]int // numbers of the rows that are no records
}

// draft is one row: where it belongs, and what it says about the place.
type draft struct {
	row      *exchange.Row // of the table
	key      stations.RecordKey
	keyed    string // the field or column that key comes from; name for a fingerprint
	coord    datum.Coord
	located  bool   // coord is stated
	adcode   string // of the division that the row states, "" when none is
	problems []exchange.Problem

	next    *draft // that changes the same station
	updated bool   // the station changed by this row
}

func readSheet(file io.Reader, o Options) (*sheet, error) {
	table, err := exchange.ReadAs(file, o.reading())
	if err != nil {
		return nil, err
	}
	s := &sheet{options: o, table: table, aside: map[exchange.Aside][]int{}}
	s.tellLayout()
	if s.mapping, err = s.mapColumns(); err != nil {
		return nil, err
	}
	keyOf, err := s.keys()
	if err != nil {
		return nil, err
	}
	s.drafts = make([]draft, 0, len(table.Rows))
	for i := range table.Rows {
		row := &table.Rows[i]
		if s.passOver(row) {
			continue
		}
		d := draft{row: row, problems: row.Problems}
		if len(row.Problems) == 0 {
			var problems []exchange.Problem
			d.coord, d.located, problems = s.mapping.Place(*row, o.Datum)
			d.problems = append(d.problems, problems...)
		}
		d.key = keyOf(&d) // of one that cannot be read too: its record is in the file
		s.drafts = append(s.drafts, d)
	}
	s.tellColumns()
	s.tellDatums()
	s.tellPassedOver()
	return s, nil
}

// reading says what helps to find the header row.
func (o Options) reading() exchange.Reading {
	names := slices.Sorted(maps.Keys(o.Columns))
	names = append(names, slices.Sorted(maps.Keys(o.remembered))...)
	if o.Key != "" {
		names = append(names, o.Key)
	}
	return exchange.Reading{Sheet: o.Sheet, Columns: names}
}

// tellLayout notes which part of the file was read.
func (s *sheet) tellLayout() {
	t := s.table
	if t.Sheet != "" {
		s.note("工作表 sheet: " + t.Sheet)
	}
	if others := slices.DeleteFunc(slices.Clone(t.Sheets), func(name string) bool { return name == t.Sheet }); len(others) > 0 {
		s.note("没有读的工作表 sheets that were not read: " + strings.Join(others, ", "))
	}
	if t.Header > 1 {
		s.note(fmt.Sprintf("表头在第 %d 行 the header is row %d", t.Header, t.Header))
	}
	if t.Hidden > 0 {
		s.note(fmt.Sprintf("有 %d 行被隐藏，照常读取 %d hidden rows were read like any other", t.Hidden, t.Hidden))
	}
}

// tellDatums notes which datums the rows name, when one is not that of the
// options.
func (s *sheet) tellDatums() {
	rows, other := map[datum.Datum]int{}, false
	for i := range s.drafts {
		d := &s.drafts[i]
		if d.located {
			rows[d.coord.Datum]++
			other = other || d.coord.Datum != s.options.Datum
		}
	}
	if !other {
		return
	}
	var parts []string
	for _, d := range datums() {
		if rows[d] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", d, rows[d]))
		}
	}
	s.note(fmt.Sprintf("坐标系以表中写明的为准 coordinates are read in the datums that the file names: %s; 没写明的按 else as %s", strings.Join(parts, ", "), s.options.Datum))
}

func (s *sheet) note(text string) { s.notes = append(s.notes, text) }

// keys returns how this file's rows are identified.
func (s *sheet) keys() (func(*draft) stations.RecordKey, error) {
	m, o := s.mapping, s.options
	if o.Key != "" {
		column, ok := m.Column(o.Key)
		if !ok {
			return nil, stations.BadField("key", fmt.Sprintf("the file has no column %q", o.Key))
		}
		return func(d *draft) stations.RecordKey { return s.columnKey(d, column) }, nil
	}
	own := m.Has(exchange.Source) && m.Has(exchange.SourceRecord)
	if m.Has(exchange.Source) && !own {
		s.note("来源列未采用 the column source is not used without source_record; the source is " + o.Source)
	}
	if !m.Has(exchange.SourceRecord) && !m.Has(exchange.Record) && !m.Has(exchange.Code) {
		s.note("没有编号列，按类型、名称、地址识别记录 rows are identified by kind, name and address: there is no id column; --key names one")
	}
	return func(d *draft) stations.RecordKey {
		key := stations.RecordKey{Source: o.Source, Record: s.record(d)}
		if source := m.Value(*d.row, exchange.Source); own && source != "" {
			key.Source = source
		}
		return key
	}, nil
}

// record returns what names the row in its file: the first of its cells
// source_record, id and code that is not blank, or else its fingerprint.
func (s *sheet) record(d *draft) string {
	for _, field := range []exchange.Field{exchange.SourceRecord, exchange.Record, exchange.Code} {
		if record := s.mapping.Value(*d.row, field); record != "" {
			d.keyed = string(field)
			return record
		}
	}
	d.keyed = string(exchange.Name)
	return s.fingerprint(d)
}

// columnKey identifies a row by the cell of a column; a blank cell is a
// problem, since the user said that this column tells rows apart.
func (s *sheet) columnKey(d *draft, column int) stations.RecordKey {
	record := d.row.Cell(column)
	d.keyed = s.options.Key
	if record == "" && len(d.row.Problems) == 0 {
		d.problems = append(d.problems, problem(d, s.options.Key, "", "is blank, and rows are identified by it"))
	}
	return stations.RecordKey{Source: s.options.Source, Record: record}
}

// fingerprint names a row by its folded kind, name and address.
func (s *sheet) fingerprint(d *draft) string {
	kind := s.mapping.Value(*d.row, exchange.Kind)
	if kind == "" {
		kind = string(s.options.Kind)
	}
	parts := []string{kind, s.mapping.Value(*d.row, exchange.Name), s.mapping.Value(*d.row, exchange.Address)}
	for i, part := range parts {
		parts[i] = text.Fold(part)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return "sha256:" + hex.EncodeToString(sum[:8])
}

func problem(d *draft, field, value, text string) exchange.Problem {
	return exchange.Problem{Row: d.row.Number, Field: field, Value: value, Problem: text}
}
