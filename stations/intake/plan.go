package intake

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// plan is what a sheet means for the store as it is now. It is made afresh
// for every attempt.
type plan struct {
	sheet    *sheet
	store    stations.Store
	known    *known
	registry *registry // nil until a row is new or has changed
	editor   *exchange.Editor
	areas    *divisions
	at       time.Time
	batch    stations.Batch
	rows     map[stations.RecordKey]int // row number by record, of the rows kept
	touched  []stations.ID              // new or changed: perhaps duplicates
	fresh    []fresh
	sameCode [][2]stations.ID // a touched station, and the one that has its code
	result   Report
}

func newPlan(ctx context.Context, store stations.Store, s *sheet) (*plan, error) {
	p := &plan{
		sheet: s, store: store, editor: exchange.NewEditor(), at: time.Now(),
		rows:   map[stations.RecordKey]int{},
		result: Report{Problems: []exchange.Problem{}, Gone: []Gone{}, Notes: slices.Clone(s.notes), Table: s.table},
	}
	for _, whole := range s.verdict {
		whole.Problem = SuspectMark + whole.Problem
		p.result.Problems = append(p.result.Problems, whole)
	}
	var err error
	if p.known, err = newKnown(ctx, store, s.sources()); err != nil {
		return nil, err
	}
	areas, err := store.Areas(ctx, "")
	p.areas = newDivisions(areas)
	return p, err
}

// match decides about every row.
func (p *plan) match(ctx context.Context) error {
	for i := range p.sheet.drafts {
		if i%256 == 0 && ctx.Err() != nil {
			return &stations.Error{Code: stations.Unavailable, Text: "the import was stopped", Err: ctx.Err()}
		}
		if err := p.decide(ctx, &p.sheet.drafts[i]); err != nil {
			return err
		}
		if progress := p.sheet.options.Progress; progress != nil {
			progress(i+1, len(p.sheet.drafts))
		}
	}
	p.mark()
	p.collect()
	p.findDuplicates()
	if err := p.ask(ctx); err != nil {
		return err
	}
	return p.findGone()
}

// decide works one row out: rejected, created, updated or unchanged.
func (p *plan) decide(ctx context.Context, d *draft) error {
	p.result.Read++
	fresh, err := p.begin(d)
	if err != nil {
		return err
	}
	problems := slices.Clone(d.problems)
	if !rejects(problems) {
		problems = append(problems, p.fill(fresh, d)...)
		problems = append(problems, p.repeats(fresh, d)...)
	}
	if rejects(problems) {
		p.reject(problems)
		return nil
	}
	now := p.says(fresh, d, problems)
	last, err := p.known.last(d.key)
	if err != nil {
		return err
	}
	if last != nil && len((&merger{before: last, now: now}).changed()) == 0 {
		p.rows[d.key] = d.row.Number
		p.result.Unchanged++
		p.tell(problems)
		return nil
	}
	if err := p.open(ctx); err != nil {
		return err
	}
	before := p.stored(d.key)
	if before == nil && last != nil {
		p.leave(d, problems)
		return nil
	}
	if before == nil {
		p.create(fresh, d, problems)
		return nil
	}
	return p.update(change{before, fresh, last, now}, d, problems)
}

// begin returns a station of a new id as the row alone would make it.
func (p *plan) begin(d *draft) (*stations.Station, error) {
	id, err := stations.NewID()
	return p.blank(id, d), err
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
	problems := p.sheet.mapping.Fill(s, d.row)
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
	now := said(p.sheet.mapping.State(s, d.row, problems))
	if p.sheet.mapping.Value(d.row, exchange.Kind) != "" && slices.ContainsFunc(problems, func(b exchange.Problem) bool { return b.Field == string(exchange.Kind) }) {
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

// open reads the registry, when the first row needs it.
func (p *plan) open(ctx context.Context) error {
	if p.registry != nil {
		return nil
	}
	var err error
	p.registry, err = newRegistry(ctx, p.store)
	return err
}

// stored returns the station that a record was kept as, or the one that it
// was merged into; nil when there is none any more.
func (p *plan) stored(key stations.RecordKey) *stations.Station {
	s := p.registry.byID[p.known.rows[key].Station]
	if s == nil {
		s = p.registry.byKey[key]
	}
	if s == nil {
		return nil
	}
	return p.registry.survivor(s)
}

// broken lists the rules of the domain that the station breaks, and, as
// suspect, what somebody should look at, by the names of a file's columns.
func (p *plan) broken(s *stations.Station, d *draft) []exchange.Problem {
	var problems []exchange.Problem
	add := func(list []stations.Problem, suspect bool) {
		for _, bad := range list {
			found := problem(d, exchange.FieldOf(bad.Field), "", bad.Problem)
			found.Value, found.Suspect = p.sheet.mapping.Value(d.row, exchange.Field(found.Field)), suspect
			problems = append(problems, found)
		}
	}
	var invalid *stations.Error
	if errors.As(s.Validate(), &invalid) {
		add(invalid.Fields, false)
	}
	add(s.Flags(), true)
	return append(problems, p.outside(s, d)...)
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
