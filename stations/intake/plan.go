package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// plan is what a sheet means for the store as it is now. It is made afresh
// for every attempt.
type plan struct {
	sheet  *sheet
	stored map[stations.RecordKey]*stations.Station
	codes  map[string]stations.ID // who has a code; nil when no row states one
	areas  *divisions
	writes []stations.Write
	rows   map[stations.RecordKey]int // row number by record, of the rows kept
	result Report
}

func newPlan(ctx context.Context, store stations.Store, s *sheet) (*plan, error) {
	p := &plan{
		sheet:  s,
		stored: map[stations.RecordKey]*stations.Station{},
		rows:   map[stations.RecordKey]int{},
		result: Report{Problems: []exchange.Problem{}, Notes: s.notes, Table: s.table},
	}
	for _, whole := range s.verdict {
		whole.Problem = SuspectMark + whole.Problem
		p.result.Problems = append(p.result.Problems, whole)
	}
	for _, source := range s.sources() {
		records, err := store.BySource(ctx, source)
		if err != nil {
			return nil, err
		}
		for record, station := range records {
			p.stored[stations.RecordKey{Source: source, Record: record}] = station
		}
	}
	areas, err := store.Areas(ctx, "")
	if err != nil {
		return nil, err
	}
	p.areas = newDivisions(areas)
	if s.mapping.Has(exchange.Code) {
		p.codes, err = codes(ctx, store)
	}
	return p, err
}

// codes returns which station has which code.
func codes(ctx context.Context, store stations.Store) (map[string]stations.ID, error) {
	_, all, err := store.Snapshot(ctx, 0)
	if err != nil {
		return nil, err
	}
	owners := map[string]stations.ID{}
	for _, s := range all {
		if s.Code != "" {
			owners[s.Code] = s.ID
		}
	}
	return owners, nil
}

// match decides about every row.
func (p *plan) match(ctx context.Context) error {
	for i := range p.sheet.drafts {
		if i%256 == 0 && ctx.Err() != nil {
			return &stations.Error{Code: stations.Unavailable, Text: "the import was stopped", Err: ctx.Err()}
		}
		if err := p.decide(&p.sheet.drafts[i]); err != nil {
			return err
		}
		if progress := p.sheet.options.Progress; progress != nil {
			progress(i+1, len(p.sheet.drafts))
		}
	}
	return nil
}

// decide works one row out: rejected, created, updated or unchanged.
func (p *plan) decide(d *draft) error {
	p.result.Read++
	before := p.stored[d.key]
	after, err := p.begin(d, before)
	if err != nil {
		return err
	}
	problems := slices.Clone(d.problems)
	if !rejects(problems) {
		problems = append(problems, p.fill(after, d)...)
	}
	if !rejects(problems) {
		problems = append(problems, p.clashes(after, d)...)
	}
	p.tell(problems)
	if rejects(problems) {
		p.result.Rejected++
		return nil
	}
	p.rows[d.key] = d.row.Number
	if p.codes != nil && after.Code != "" {
		p.codes[after.Code] = after.ID
	}
	return p.keep(before, after)
}

// begin returns a copy of the stored station to work on, or a new one.
func (p *plan) begin(d *draft, before *stations.Station) (*stations.Station, error) {
	if before != nil {
		after := *before
		return &after, nil
	}
	id, err := stations.NewID()
	if err != nil {
		return nil, err
	}
	return &stations.Station{
		ID: id, Source: d.key.Source, SourceRecord: d.key.Record,
		Kind: p.sheet.options.Kind, Lifecycle: stations.Open,
		Position: stations.Position{Quality: stations.Geocoded},
	}, nil
}

// fill sets what the row states and returns what is wrong with it.
func (p *plan) fill(s *stations.Station, d *draft) []exchange.Problem {
	problems := p.sheet.mapping.Fill(s, d.row)
	for i, bad := range problems {
		if bad.Field == string(exchange.Kind) && s.Kind != "" {
			problems[i].Problem = "is not a known kind; taken as " + string(s.Kind)
			problems[i].Suspect = true
		}
	}
	problems = append(problems, p.settle(s, d)...)
	if !rejects(problems) {
		problems = append(problems, p.broken(s, d)...)
	}
	return problems
}

// settle gives the station its position and division.
func (p *plan) settle(s *stations.Station, d *draft) []exchange.Problem {
	moved := false
	switch {
	case d.located:
		moved = move(s, d.coord)
	case s.Revision == 0 && s.Position.Quality != stations.AddressOnly:
		return []exchange.Problem{problem(d, "lon,lat", "", "the position is missing; state it, or quality address_only")}
	}
	if s.Position.Quality == stations.AddressOnly && s.Position.Point == (orb.Point{}) {
		return nil
	}
	stated := p.sheet.mapping.Value(d.row, exchange.Adcode)
	if stated == "" && !moved && s.Position.Adcode != "" {
		return nil
	}
	if stated == "" {
		if found := p.areas.of(s.Position.Point); found != "" {
			s.Position.Adcode = found
		}
	}
	return nil
}

// move puts the station at c and reports whether that is another place than
// before. A pair that means the same to seven decimals, perhaps in another
// datum, leaves the position as it was first stated.
func move(s *stations.Station, c datum.Coord) bool {
	const same = 1.5e-7 // degrees: the rounding of a written pair, twice
	point := datum.In(c)
	old := s.Position.Point
	if s.Revision != 0 && math.Abs(point[0]-old[0]) < same && math.Abs(point[1]-old[1]) < same {
		return false
	}
	s.Position.Point, s.Position.Original = point, c
	return true
}

// broken lists the rules of the domain that the station breaks, by the names
// of a file's columns.
func (p *plan) broken(s *stations.Station, d *draft) []exchange.Problem {
	var invalid *stations.Error
	if !errors.As(s.Validate(), &invalid) {
		return nil
	}
	var problems []exchange.Problem
	for _, bad := range invalid.Fields {
		field := strings.TrimPrefix(bad.Field, "position.")
		problems = append(problems, problem(d, field, p.sheet.mapping.Value(d.row, exchange.Field(field)), bad.Problem))
	}
	return problems
}

// clashes finds the row's record and code in earlier rows and other stations.
func (p *plan) clashes(s *stations.Station, d *draft) []exchange.Problem {
	if row, ok := p.rows[d.key]; ok {
		value, text := d.key.Record, fmt.Sprintf("is a duplicate of row %d", row)
		if d.keyed == string(exchange.Name) {
			value = s.Name
			text += ": kind, name and address are the same; name a column that tells them apart with --key"
		}
		return []exchange.Problem{problem(d, d.keyed, value, text)}
	}
	if owner, ok := p.codes[s.Code]; ok && s.Code != "" && owner != s.ID {
		return []exchange.Problem{problem(d, string(exchange.Code), s.Code, "belongs to another station")}
	}
	return nil
}

// keep adds a write when the row changes something.
func (p *plan) keep(before, after *stations.Station) error {
	if before == nil {
		p.result.Created++
		p.writes = append(p.writes, stations.Write{Station: after})
		return nil
	}
	same, err := equal(before, after)
	if err != nil || same {
		p.result.Unchanged++
		return err
	}
	p.result.Updated++
	p.writes = append(p.writes, stations.Write{Station: after, Expect: before.Revision})
	return nil
}

// equal compares the records as a store would keep them.
func equal(a, b *stations.Station) (bool, error) {
	recordA, err := stations.EncodeRecord(a)
	if err != nil {
		return false, err
	}
	recordB, err := stations.EncodeRecord(b)
	return bytes.Equal(recordA, recordB), err
}

// tell adds the row's problems to the report. When the row is rejected, what
// is merely suspect about it does not matter any more.
func (p *plan) tell(problems []exchange.Problem) {
	rejected := rejects(problems)
	if len(problems) > 0 && !rejected {
		p.result.Suspect++
	}
	for _, bad := range problems {
		switch {
		case !bad.Suspect:
			p.result.Problems = append(p.result.Problems, bad)
		case !rejected:
			bad.Problem = SuspectMark + bad.Problem
			p.result.Problems = append(p.result.Problems, bad)
		}
	}
}

func rejects(problems []exchange.Problem) bool {
	return slices.ContainsFunc(problems, func(p exchange.Problem) bool { return !p.Suspect })
}

func (p *plan) report() *Report { return &p.result }
