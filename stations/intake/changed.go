package intake

import (
	"maps"
	"math"
	"slices"

	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// mostChanges is how many rows a report tells the changes of.
const mostChanges = 1000

// Change is what a row changes of a station that is known already.
type Change struct {
	Row     int           `json:"row"`
	Station stations.ID   `json:"station"`
	Name    string        `json:"name"`              // before the change
	MovedM  *float64      `json:"moved_m,omitempty"` // metres on the ground, when the position changes
	Fields  []FieldChange `json:"fields"`            // in order of field; none where only what is not shown changes
}

// FieldChange is a field before and after, in the words of an export; a
// position is "lon,lat,datum".
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// tellChange adds to the report what the row changes.
func (p *plan) tellChange(r *reading, before, after *stations.Station) {
	if len(p.result.Changes) == mostChanges {
		return
	}
	c := Change{Row: r.draft.row.Number, Station: after.ID, Name: before.Name, Fields: []FieldChange{}}
	m := merger{editor: p.editor}
	fields := map[exchange.Field]bool{exchange.Adcode: true} // which a new position brings along
	for field := range r.now {
		fields[field] = true
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if was, is := m.get(before, field), m.get(after, field); !alike(field, was, is) {
			c.Fields = append(c.Fields, FieldChange{string(field), was, is})
		}
	}
	if from, to := before.Position.Point, after.Position.Point; from != to {
		moved := math.Round(sphere.Distance(from, to))
		c.MovedM = &moved
	}
	p.result.Changes = append(p.result.Changes, c)
}
