package exchange

import (
	"slices"
	"strings"

	"yizhan/stations"
)

// State returns what the station holds in each field that the row states, in
// the words of an export. A field whose cell could not be taken is left out:
// nobody knows what it would have said. Position, record and source are the
// importer's and never in it.
func (m *Mapping) State(s *stations.Station, row Row, problems []Problem) map[Field]string {
	state := map[Field]string{}
	for _, f := range m.fields {
		if f.set == nil || f.get == nil || m.Value(row, f.field) == "" {
			continue
		}
		value := f.get(s)
		lost := value == "" && f.field != phones || slices.ContainsFunc(problems, func(p Problem) bool { return p.Field == string(f.field) && !p.Suspect })
		if !lost {
			state[f.field] = value
		}
	}
	return state
}

// services is the one field that people and reports both change all the time;
// of phones a row may state some and none that is public.
const (
	services Field = "services"
	phones   Field = "phone"
)

// Editor reads and sets fields of stations in the words of an export. It is
// read-only and may be shared.
type Editor struct{ by map[Field]column }

// NewEditor returns an editor of all fields that are both written and read.
func NewEditor() *Editor {
	e := &Editor{by: map[Field]column{}}
	for _, f := range fields() {
		if f.set != nil && f.get != nil {
			e.by[f.field] = f
		}
	}
	return e
}

// Get returns the station's value of the field, "" for an unknown one.
func (e *Editor) Get(s *stations.Station, field Field) string {
	if f, ok := e.by[field]; ok {
		return f.get(s)
	}
	return ""
}

// Set gives the station a value that Get or State returned. It replaces lists
// rather than changing them in place, so that copies of the station are safe.
// Invalid for an unknown field or a value that it cannot take.
func (e *Editor) Set(s *stations.Station, field Field, value string) error {
	f, ok := e.by[field]
	if !ok {
		return stations.BadField("field", "there is no field "+string(field))
	}
	if bad := f.set(s, value); bad.problem != "" && !bad.suspect {
		return stations.BadField(string(field), bad.problem)
	}
	return nil
}

// Same reports whether the station's value of the field is still the one that
// a source stated. Of services stated as plain words only the words count:
// how a service stands today is for reports to say, not for a list. Numbers
// without labels are compared as such.
func (e *Editor) Same(s *stations.Station, field Field, stated string) bool {
	value := e.Get(s, field)
	if field == phones && !isJSON(stated) {
		value = plainPhones(s)
	}
	if value == stated || field != services || isJSON(stated) {
		return value == stated
	}
	codes := make([]string, len(s.Services))
	for i, service := range s.Services {
		codes[i] = string(service.Code)
	}
	return strings.Join(codes, ";") == stated
}

// plainPhones returns the public numbers; as in JSON where one has a label.
func plainPhones(s *stations.Station) string {
	public := s.PublicContacts()
	list := make([]string, len(public))
	for i, c := range public {
		if list[i] = c.Phone; c.Label != "" {
			return asJSON(public)
		}
	}
	return strings.Join(list, ";")
}
