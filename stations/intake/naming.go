package intake

import (
	"strings"
	"unicode"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// nameDivisions gives each row the code of the division that it states: by
// code, or by name where divisions are loaded. A name that none of them has,
// or several, is suspect; such a row states no division.
func (s *sheet) nameDivisions(areas []stations.Area) {
	g := newGazetteer(areas)
	for i := range s.drafts {
		d := &s.drafts[i]
		field, name := exchange.Adcode, s.mapping.Value(*d.row, exchange.Adcode)
		if d.adcode = name; len(areas) == 0 || name != "" && !strings.ContainsFunc(name, unicode.IsLetter) {
			continue
		}
		if name == "" {
			field, name = exchange.District, s.mapping.Value(*d.row, exchange.District)
		}
		if name == "" {
			continue
		}
		d.adcode = ""
		switch found := g.find(s.mapping.Value(*d.row, exchange.City), name); len(found) {
		case 1:
			d.adcode = found[0]
		case 0:
			d.suspect(field, name, "no loaded division has this name")
		default:
			d.suspect(field, name, "names several divisions: "+strings.Join(found, ", "))
		}
	}
}

// suspect marks one cell of the row.
func (d *draft) suspect(field exchange.Field, value, text string) {
	p := problem(d, string(field), value, text)
	p.Suspect = true
	d.problems = append(d.problems, p)
}
