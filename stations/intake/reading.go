package intake

import (
	"slices"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// reading is what a row says by itself, beside what its source said before.
type reading struct {
	draft    *draft
	fresh    *stations.Station // as the row alone would make it
	problems []exchange.Problem
	now      said
	last     said        // nil when the source never said anything
	station  stations.ID // that the record was kept as; "" when there is none
	changed  bool        // now says something new
}

func keysOf(part []draft) []stations.RecordKey {
	keys := make([]stations.RecordKey, 0, len(part))
	for i := range part {
		if part[i].key.Record != "" {
			keys = append(keys, part[i].key)
		}
	}
	return keys
}

// read reads a row; what is known of the records are their sources' last words.
func (p *plan) read(d *draft, known map[stations.RecordKey]stations.SourceRow) (r reading, err error) {
	id, err := stations.NewID()
	r = reading{draft: d, fresh: p.blank(id, d), problems: slices.Clone(d.problems)}
	if err != nil || rejects(r.problems) {
		return r, err
	}
	r.problems = append(r.problems, p.fill(r.fresh, d)...)
	if rejects(r.problems) {
		return r, nil
	}
	r.now = p.says(r.fresh, d, r.problems)
	if row, ok := known[d.key]; ok {
		r.station = row.Station
		if r.last, err = decodeSaid(row.Values); err != nil {
			return r, err
		}
	}
	r.changed = r.last == nil || len((&merger{before: r.last, now: r.now}).changed()) > 0
	return r, nil
}

func (p *plan) blank(id stations.ID, d *draft) *stations.Station {
	return &stations.Station{
		ID: id, Source: d.key.Source, SourceRecord: d.key.Record,
		Kind: p.sheet.options.Kind, Lifecycle: stations.Open,
		Position: stations.Position{Quality: stations.Geocoded},
	}
}

// fill sets what the row states and returns what is wrong with it.
func (p *plan) fill(s *stations.Station, d *draft) []exchange.Problem {
	problems := p.sheet.mapping.Fill(s, *d.row)
	for i, bad := range problems {
		if bad.Field == string(exchange.Kind) && s.Kind != "" {
			problems[i].Problem = "is not a known kind; taken as " + string(s.Kind)
			problems[i].Suspect = true
		}
	}
	s.Position.Adcode, s.Position.Derived = d.adcode, false
	if d.located {
		s.Position.Point, s.Position.Original = datum.In(d.coord), d.coord
		s.Position.Assign(p.areas.locator)
	}
	return problems
}

// says is what the row states, as the source's last values are kept.
func (p *plan) says(s *stations.Station, d *draft, problems []exchange.Problem) said {
	now := said(p.sheet.mapping.State(s, *d.row, problems))
	if p.sheet.mapping.Value(*d.row, exchange.Kind) != "" && slices.ContainsFunc(problems, func(b exchange.Problem) bool { return b.Field == string(exchange.Kind) }) {
		delete(now, exchange.Kind) // the default is not what the source said
	}
	if delete(now, exchange.Adcode); d.adcode != "" {
		now[exchange.Adcode] = d.adcode
	}
	if d.located {
		now[place] = spell(d.coord)
	}
	return now
}
