package intake

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// merger brings what a source says now into a station, field by field.
//
//  1. A field that the source did not change is left alone.
//  2. One that already has the new value is left alone.
//  3. One whose value is still what the source said before takes the new one;
//     so does a blank one, a division that was worked out from the position,
//     and, where nobody knows what the source said before, any one of a station
//     that nobody has touched since it was made.
//  4. Any other was changed by people: it stays, and is a conflict.
type merger struct {
	editor *exchange.Editor
	before said // nil when nobody knows
	now    said
}

// conflict is a field that both the source and people changed.
type conflict struct {
	field           exchange.Field
	value, old, new string
}

// merge changes the station s, which is the caller's own copy.
func (m *merger) merge(s *stations.Station) ([]conflict, error) {
	untouched := m.before == nil && s.CreatedAt.Equal(s.UpdatedAt)
	derived := s.Position.Derived
	var conflicts []conflict
	for _, field := range m.changed() {
		value, next := m.get(s, field), m.now[field]
		old, told := m.before[field]
		switch {
		case alike(field, value, next):
		case value == "" || untouched || told && m.still(s, field, old) || derived && field == exchange.Adcode:
			if err := m.set(s, field, next); err != nil {
				return nil, err
			}
		default:
			conflicts = append(conflicts, conflict{field, value, old, next})
		}
	}
	return conflicts, nil
}

// changed lists the fields in which the source says something new, in order.
func (m *merger) changed() []exchange.Field {
	var fields []exchange.Field
	for field, value := range m.now {
		if old, told := m.before[field]; !told || !alike(field, old, value) {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

func (m *merger) get(s *stations.Station, field exchange.Field) string {
	if field != place {
		return m.editor.Get(s, field)
	}
	if s.Position.Point == (orb.Point{}) {
		return ""
	}
	return spell(stated(s))
}

// still reports whether the station has what the source said.
func (m *merger) still(s *stations.Station, field exchange.Field, old string) bool {
	if field == place {
		return alike(place, m.get(s, place), old)
	}
	return m.editor.Same(s, field, old)
}

func (m *merger) set(s *stations.Station, field exchange.Field, value string) error {
	if field != place {
		return m.editor.Set(s, field, value)
	}
	c, err := unspell(value)
	if err != nil {
		return err
	}
	s.Position.Point, s.Position.Original = datum.In(c), c
	return nil
}

// stated returns the station's position as it was stated, or as it is where
// no original is kept.
func stated(s *stations.Station) datum.Coord {
	if s.Position.Original.Datum != 0 && samePlace(s.Position.Original, datum.Out(s.Position.Point, datum.WGS84)) {
		return s.Position.Original
	}
	return datum.Out(s.Position.Point, datum.WGS84)
}

// review is the question about a conflict.
func (c conflict) review(s *stations.Station, key stations.RecordKey) stations.Review {
	r := stations.Review{
		Kind: stations.ReviewConflict, Station: s.ID, Adcode: s.Position.Adcode,
		Field: string(c.field), Value: c.value, Old: c.old, New: c.new, Source: key.Source, Record: key.Record,
	}
	r.ID = stations.ReviewID(r)
	return r
}

// problem tells of a conflict in the report.
func (c conflict) problem(d *draft, review string) exchange.Problem {
	text := fmt.Sprintf("was changed by hand since the last import; the station keeps %q; review %s", short(exchange.Plain(c.value)), review)
	p := problem(d, string(c.field), exchange.Plain(c.new), text)
	p.Suspect = true
	return p
}

// short cuts a value for a message.
func short(value string) string {
	const most = 60
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}
