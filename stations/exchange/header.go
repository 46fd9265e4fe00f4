package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/text"
)

// Mapping says which column of a table holds which field.
type Mapping struct {
	Ignored []string // columns that hold no field, as the file names them

	fields  []column
	at      map[Field]int
	columns map[string]int // by name as the file has it, and by folded name

	// What the headers of the position name, 0 for none: those of the two
	// columns, and that of a pair.
	frame, pairFrame datum.Datum

	parts parts
}

// MapColumns finds the fields in a table's columns by their Chinese and
// English names; spaces, case, full-width letters and remarks in brackets do
// not matter. When two columns hold the same field, the first does. overrides
// name fields by column ("点位" → "name"; LeftOut for none) and go before
// everything else.
//
// It is an Invalid error when there is no name, or no position (lon and lat,
// or coordinates in one column), or when an override names a column or field
// that does not exist; of a field, ErrField is in its chain.
func MapColumns(columns []string, overrides map[string]string) (*Mapping, error) {
	m, err := mapTo(fields(), columns, overrides)
	if err != nil {
		return nil, err
	}
	return m, m.check(columns)
}

// mapTo finds the fields in the columns. An override that names a column or
// field that does not exist is an Invalid error.
func mapTo(fields []column, columns []string, overrides map[string]string) (*Mapping, error) {
	m := &Mapping{fields: fields, at: map[Field]int{}, columns: map[string]int{}}
	for i, name := range slices.Backward(columns) {
		m.columns[headerKey(name)] = i
	}
	for i, name := range slices.Backward(columns) {
		m.columns[name] = i // of 经度(BD09) and 经度(WGS84) somebody may mean the second
	}
	taken, err := m.override(overrides, columns)
	if err != nil {
		return nil, err
	}
	known := m.headers()
	var spare []int // the columns that hold no field
	for i, name := range columns {
		field, ok := known[headerKey(name)]
		if !ok {
			place, _ := framed(name)
			field, ok = known[place]
		}
		if field == Address && pairRemarked(name) {
			field = Pair
		}
		_, mapped := m.at[field]
		switch {
		case taken[i]:
		case ok && !mapped:
			m.at[field] = i
		default:
			spare = append(spare, i)
		}
	}
	for _, i := range m.findParts(columns, spare) {
		if columns[i] != "" {
			m.Ignored = append(m.Ignored, columns[i])
		}
	}
	m.frames(columns)
	return m, nil
}

// override sets the columns that the caller named and returns them.
func (m *Mapping) override(overrides map[string]string, columns []string) (map[int]bool, error) {
	taken := map[int]bool{}
	for _, name := range slices.Sorted(maps.Keys(overrides)) {
		at, ok := m.Column(name)
		if !ok {
			return nil, stations.BadField("map", fmt.Sprintf("the file has no column %q; it has: %s", name, listed(columns)))
		}
		if overrides[name] == string(LeftOut) {
			taken[at] = true
			continue
		}
		field, ok := m.headers()[headerKey(overrides[name])]
		if !ok {
			return nil, noField(fmt.Sprintf("there is no field %q", overrides[name]))
		}
		if field == services && serviceHeader(headerKey(columns[at])) {
			continue // 饮水=services is what it is taken for anyway: one of several
		}
		m.at[field], taken[at] = at, true
	}
	return taken, nil
}

// ErrField says that a mapping is wrong whatever the file holds: it names a
// field that does not exist.
var ErrField = errors.New("the mapping is wrong")

func noField(problem string) error {
	return fmt.Errorf("%w: %w", ErrField, stations.BadField("map", problem))
}

// headers returns the field of every known header.
func (m *Mapping) headers() map[string]Field {
	known := map[string]Field{}
	for _, f := range m.fields {
		for _, header := range append([]string{string(f.field)}, f.headers...) {
			known[headerKey(header)] = f.field
		}
	}
	return known
}

func (m *Mapping) check(columns []string) error {
	var missing []stations.Problem
	if !m.Has(Name) {
		missing = append(missing, stations.Problem{Field: "name", Problem: "no column 名称 / name"})
	}
	return lacking(append(missing, m.placeless()...), columns)
}

// placeless says that no column holds a position.
func (m *Mapping) placeless() []stations.Problem {
	if m.Has(Pair) || m.Has(Lon) && m.Has(Lat) || m.Has(Quality) {
		return nil
	}
	return []stations.Problem{{Field: "lon,lat", Problem: "no columns 经度 / lon and 纬度 / lat, nor 坐标 / coordinates; where only addresses are known, add a column 定位方式 with 仅有地址"}}
}

// lacking makes the error of columns that are missing, nil for none.
func lacking(missing []stations.Problem, columns []string) error {
	if missing == nil {
		return nil
	}
	return &stations.Error{
		Code: stations.Invalid, Fields: missing,
		Text: fmt.Sprintf("the header row lacks columns; it has: %s; name them with --map \"column=field\"", listed(columns)),
	}
}

// Has reports whether some column holds the field.
func (m *Mapping) Has(f Field) bool {
	_, ok := m.at[f]
	return ok
}

// Value returns the row's cell of the field, "" when there is none. What
// columns tell part by part (饮水 √, 开门 8:30) is one cell.
func (m *Mapping) Value(row Row, f Field) string {
	cell := ""
	if at, ok := m.at[f]; ok {
		cell = row.Cell(at)
	}
	return m.parts.value(row, f, cell)
}

// Column returns the index of the column of that name, whether or not it
// holds a field: of the one that is called just so before one that folds to
// the same.
func (m *Mapping) Column(name string) (int, bool) {
	at, ok := m.columns[name]
	if !ok {
		at, ok = m.columns[headerKey(name)]
	}
	return at, ok
}

// Fill sets the station's fields that the row states; blank cells and
// missing columns leave them as they are. Position, record and source are the
// importer's. A problem that is not Suspect means that the cell was not set.
func (m *Mapping) Fill(s *stations.Station, row Row) []Problem {
	var problems []Problem
	for _, f := range m.fields {
		cell := m.Value(row, f.field)
		if cell == "" || f.set == nil {
			continue
		}
		if bad := f.set(s, cell); bad.problem != "" {
			problems = append(problems, Problem{Row: row.Number, Field: string(f.field), Value: shown(cell), Problem: bad.problem, Suspect: bad.suspect})
		}
	}
	return append(problems, m.doubted(s, row)...)
}

// headerKey folds a header: case, width, spaces, underscores, stars and
// remarks in brackets go, those before it too, unless there is nothing else.
func headerKey(header string) string {
	key := text.Simple(text.Fold(header))
	if end := strings.IndexAny(key, ")]】〕"); end >= 0 && strings.IndexAny(key, "([【〔") == 0 {
		key = cmp.Or(strings.TrimLeft(key[end:], ")]】〕 "), key)
	}
	if open := strings.IndexAny(key, "([【〔"); open > 0 {
		key = key[:open]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-*:", r) {
			return -1
		}
		return r
	}, key)
}

// listed shows the columns of a file, cut to a sane length.
func listed(columns []string) string {
	return shown(strings.Join(columns, ", "))
}
