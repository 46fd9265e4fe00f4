package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// plan is what a sheet means for the store. It is made afresh for every
// attempt, and holds no station for longer than it is at work on.
type plan struct {
	sheet    *sheet
	store    stations.Store
	registry *registry // nil until a row is new or has changed
	editor   *exchange.Editor
	areas    *divisions
	at       time.Time
	rows     map[stations.RecordKey]int // row number by record, of the rows kept
	held     []*heldBack                // in order of their first row
	heldOf   map[stations.ID]*heldBack
	out      []stations.Item  // what the rows at hand make
	touched  []stations.ID    // new or changed: perhaps duplicates
	sameCode [][2]stations.ID // a touched station, and the one that has its code
	reviews  []stations.Review
	above    *draft            // the row before the one at hand
	marks    map[string]string // texts with SuspectMark, by the text
	mended   bool              // the problems are not in order of row any more
	result   Report
}

func newPlan(store stations.Store, s *sheet, areas *divisions) *plan {
	p := &plan{
		sheet: s, store: store, editor: exchange.NewEditor(), areas: areas, at: time.Now(),
		rows: map[stations.RecordKey]int{}, heldOf: map[stations.ID]*heldBack{}, marks: map[string]string{},
		result: Report{Problems: []exchange.Problem{}, Gone: []Gone{}, Notes: slices.Clone(s.notes), Table: s.table},
	}
	for _, whole := range s.verdict {
		whole.Problem = SuspectMark + whole.Problem
		p.result.Problems = append(p.result.Problems, whole)
	}
	return p
}

// apply brings the sheet into the store; a dry run only looks.
func (p *plan) apply(ctx context.Context) error {
	if p.sheet.options.DryRun {
		for _, err := range p.items(ctx) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	_, err := p.store.Import(ctx, stations.Import{
		Items: p.items(ctx), Again: p.again, Reviews: func() []stations.Review { return p.reviews },
	})
	return err
}

// partRows is how many rows are decided at a time.
const partRows = 1000

// items decides about every row, in order, and gives what is to be written.
func (p *plan) items(ctx context.Context) iter.Seq2[stations.Item, error] {
	return func(yield func(stations.Item, error) bool) {
		for part := range slices.Chunk(p.sheet.drafts, partRows) {
			if err := p.decidePart(ctx, part); err != nil {
				yield(stations.Item{}, err)
				return
			}
			if !p.give(yield) {
				return
			}
		}
		for _, h := range p.held {
			p.out = append(p.out, stations.Item{Write: p.write(h.after, h.expect)})
		}
		if !p.give(yield) {
			return
		}
		if err := p.finish(ctx); err != nil {
			yield(stations.Item{}, err)
		}
	}
}

// give hands out what was made.
func (p *plan) give(yield func(stations.Item, error) bool) bool {
	for _, item := range p.out {
		if !yield(item, nil) {
			return false
		}
	}
	clear(p.out)
	p.out = p.out[:0]
	return true
}

// decidePart decides about some rows: first what each says, beside what its
// source said before, then, with the stations that they are about, what
// becomes of it.
func (p *plan) decidePart(ctx context.Context, part []draft) error {
	if ctx.Err() != nil {
		return &stations.Error{Code: stations.Unavailable, Text: "the import was stopped", Err: ctx.Err()}
	}
	said, err := p.store.Said(ctx, keysOf(part))
	if err != nil {
		return err
	}
	read := make([]reading, len(part))
	for i := range part {
		if read[i], err = p.read(&part[i], said); err != nil {
			return err
		}
	}
	before, err := p.beforeOf(ctx, read)
	if err != nil {
		return err
	}
	if err := p.learnCodes(ctx, read); err != nil {
		return err
	}
	for i := range read {
		if err := p.decide(&read[i], before); err != nil {
			return err
		}
		p.above = read[i].draft
		p.result.Read++
		if progress := p.sheet.options.Progress; progress != nil {
			progress(p.result.Read, len(p.sheet.drafts))
		}
	}
	return nil
}

// beforeOf finds the stations that changed rows are about, as they are.
func (p *plan) beforeOf(ctx context.Context, read []reading) (map[stations.ID]*stations.Station, error) {
	var ids []stations.ID
	for i := range read {
		r := &read[i]
		if !r.changed || rejects(r.problems) {
			continue
		}
		if err := p.open(ctx); err != nil {
			return nil, err
		}
		if r.station = p.registry.keptAs(r.station, r.draft.key); r.station != "" {
			ids = append(ids, r.station)
		}
	}
	if len(ids) == 0 {
		return map[stations.ID]*stations.Station{}, nil
	}
	return p.store.StationsOf(ctx, ids)
}

// learnCodes finds whose the codes of changed rows were, where no station of
// today has them: a code that was ever given is never given to another.
func (p *plan) learnCodes(ctx context.Context, read []reading) error {
	var codes []string
	for i := range read {
		r := &read[i]
		if !r.changed || rejects(r.problems) || r.fresh.Code == "" {
			continue
		}
		if _, known := p.registry.byCode[r.fresh.Code]; !known {
			codes = append(codes, r.fresh.Code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	owners, err := p.store.CodeOwners(ctx, codes)
	maps.Copy(p.registry.byCode, owners)
	return err
}

// decide works one row out: rejected, created, updated or unchanged.
func (p *plan) decide(r *reading, stored map[stations.ID]*stations.Station) error {
	if !rejects(r.problems) {
		r.problems = append(r.problems, p.repeats(r)...)
	}
	before := stored[r.station]
	switch {
	case rejects(r.problems):
		p.reject(r.problems)
	case !r.changed:
		p.rows[r.draft.key] = r.draft.row.Number
		p.result.Unchanged++
		p.tell(r.problems)
	case before == nil && r.last != nil:
		p.leave(r)
	case before == nil:
		return p.create(r)
	default:
		return p.update(r, before)
	}
	return nil
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

// broken lists the rules of the domain that the station breaks, unless before
// did, and, as suspect, what somebody should look at, by the names of a file's
// columns.
func (p *plan) broken(before, s *stations.Station, d *draft) []exchange.Problem {
	var problems []exchange.Problem
	add := func(list []stations.Problem, suspect bool) {
		for _, bad := range list {
			found := problem(d, exchange.FieldOf(bad.Field), "", bad.Problem)
			found.Value, found.Suspect = p.sheet.mapping.Value(*d.row, exchange.Field(found.Field)), suspect
			problems = append(problems, found)
		}
	}
	var invalid *stations.Error
	if errors.As(s.ValidateChange(before), &invalid) {
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
			bad.Problem = p.marked(bad.Problem)
			p.result.Problems = append(p.result.Problems, bad)
		}
	}
}

// mostMarked is how many texts are kept once for all rows that have them.
const mostMarked = 1000

// marked returns the text of a problem whose row was kept.
func (p *plan) marked(text string) string {
	known, ok := p.marks[text]
	if ok {
		return known
	}
	known = SuspectMark + text
	if len(p.marks) < mostMarked {
		p.marks[text] = known
	}
	return known
}

func rejects(problems []exchange.Problem) bool {
	return slices.ContainsFunc(problems, func(p exchange.Problem) bool { return !p.Suspect })
}

func (p *plan) report() *Report {
	if p.mended {
		slices.SortStableFunc(p.result.Problems, func(a, b exchange.Problem) int { return a.Row - b.Row })
		slices.SortFunc(p.result.Changes, func(a, b Change) int { return a.Row - b.Row })
	}
	p.mark()
	if p.result.Review = len(p.reviews); p.result.Review > 0 {
		p.note(fmt.Sprintf("待审核 %d 条 %d questions for review: yizhan review list", len(p.reviews), len(p.reviews)))
	}
	return &p.result
}
