package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// reject reports a row of which nothing is kept.
func (p *plan) reject(problems []exchange.Problem) {
	p.tell(problems)
	p.result.Rejected++
}

// leave reports a changed row whose station was deleted. An import does not
// bring back what somebody took away.
func (p *plan) leave(d *draft, problems []exchange.Problem) {
	gone := problem(d, d.keyed, d.key.Record, "has changed, but its station was deleted; it stays deleted")
	gone.Suspect = true
	p.rows[d.key] = d.row.Number
	p.result.Unchanged++
	p.tell(append(problems, gone))
}

// repeats finds the row's record in an earlier row.
func (p *plan) repeats(s *stations.Station, d *draft) []exchange.Problem {
	row, ok := p.rows[d.key]
	if !ok {
		return nil
	}
	value, text := d.key.Record, fmt.Sprintf("is a duplicate of row %d", row)
	if d.keyed == string(exchange.Name) {
		value = s.Name
		text += ": kind, name and address are the same; name a column that tells them apart with --key"
	}
	return []exchange.Problem{problem(d, d.keyed, value, text)}
}

// create keeps a new station.
func (p *plan) create(s *stations.Station, d *draft, problems []exchange.Problem) {
	if !d.located && s.Position.Quality != stations.AddressOnly {
		problems = append(problems, problem(d, "lon,lat", "", "the position is missing; state it, or quality address_only"))
	} else {
		problems = append(problems, p.broken(s, d)...)
	}
	if rejects(problems) {
		p.reject(problems)
		return
	}
	problems = append(problems, p.takenCode(s, "", d)...)
	p.tell(problems)
	p.result.Created++
	p.rows[d.key] = d.row.Number
	p.fresh = append(p.fresh, fresh{d, s.ID, s.Code})
	p.know(s)
}

// fresh is a row that makes a new station. The station itself is made again
// when it is saved: two hundred thousand of them would not fit.
type fresh struct {
	draft *draft
	id    stations.ID
	code  string
}

// collect gives the batch its new stations.
func (p *plan) collect() {
	if len(p.fresh) == 0 {
		return
	}
	p.batch.Fresh = &stations.Fresh{Count: len(p.fresh), By: p.by(), Make: p.remake}
}

// remake makes the station of a row that passed once.
func (p *plan) remake(i int) (*stations.Station, stations.SourceRow, error) {
	one := p.fresh[i]
	s := p.blank(one.id, one.draft)
	now := p.says(s, one.draft, p.fill(s, one.draft))
	s.Code = one.code
	values, err := now.encode()
	return s, stations.SourceRow{Key: one.draft.key, Station: s.ID, Values: values}, err
}

func (p *plan) by() string { return "import:" + p.sheet.options.Source }

// know makes a station that this import writes known to the rows after it.
func (p *plan) know(s *stations.Station) {
	p.registry.add(s)
	p.touched = append(p.touched, s.ID)
}

// change is a row that says something new about a station.
type change struct {
	before, fresh *stations.Station
	last, now     said
}

// update brings what the source changed into the station.
func (p *plan) update(c change, d *draft, problems []exchange.Problem) error {
	if bad := p.outside(c.before, d); bad != nil {
		p.reject(append(problems, bad...))
		return nil
	}
	after := *c.before
	m := &merger{editor: p.editor, before: c.last, now: c.now}
	conflicts, err := m.merge(&after)
	if err != nil {
		return err
	}
	if after.Position.Point != c.before.Position.Point && c.now[exchange.Adcode] == "" && c.fresh.Position.Adcode != "" {
		after.Position.Adcode, after.Position.Derived = c.fresh.Position.Adcode, c.fresh.Position.Derived
	}
	problems = append(problems, p.broken(&after, d)...)
	if rejects(problems) {
		p.reject(problems)
		return nil
	}
	problems = append(problems, p.takenCode(&after, c.before.Code, d)...)
	for _, found := range conflicts {
		r := found.review(c.before, d.key)
		r.At = p.at
		p.batch.Reviews = append(p.batch.Reviews, r)
		problems = append(problems, found.problem(d, r.ID))
	}
	if err := p.remember(&after, c.last.with(c.now), d); err != nil {
		return err
	}
	p.tell(problems)
	return p.keepChanged(c.before, &after)
}

func (p *plan) keepChanged(before, after *stations.Station) error {
	same, err := equal(before, after)
	if err != nil {
		return err
	}
	if same {
		p.result.Unchanged++
		return nil
	}
	p.result.Updated++
	p.keep(after, before.Revision)
	return nil
}

// keep adds a write.
func (p *plan) keep(s *stations.Station, expect stations.Revision) {
	p.batch.Writes = append(p.batch.Writes, stations.Write{Station: s, Expect: expect, By: p.by()})
	p.know(s)
}

// remember keeps what the source said.
func (p *plan) remember(s *stations.Station, all said, d *draft) error {
	values, err := all.encode()
	p.rows[d.key] = d.row.Number
	p.batch.Rows = append(p.batch.Rows, stations.SourceRow{Key: d.key, Station: s.ID, Values: values})
	return err
}

// takenCode leaves a code with the station that has it: whether the two are
// one place is for people to say.
func (p *plan) takenCode(s *stations.Station, before string, d *draft) []exchange.Problem {
	owner, taken := p.registry.byCode[s.Code]
	if !taken || owner == s.ID {
		return nil
	}
	bad := problem(d, string(exchange.Code), s.Code, "belongs to another station; kept without it, for review")
	bad.Suspect = true
	p.sameCode = append(p.sameCode, [2]stations.ID{s.ID, owner})
	s.Code = before
	return []exchange.Problem{bad}
}

// findDuplicates asks about every station that may be another one too.
func (p *plan) findDuplicates() {
	if len(p.touched) == 0 {
		return
	}
	found := newDuplicates(p.registry, p.at)
	for _, pair := range p.sameCode {
		found.ask(pair[0], pair[1], "the same code")
	}
	touched := make(map[stations.ID]bool, len(p.touched))
	for _, id := range p.touched {
		touched[id] = true
		found.look(id)
	}
	found.shared(touched)
	p.batch.Reviews = append(p.batch.Reviews, found.reviews()...)
}

// findGone lists the records that the source had before and has no more.
// Their stations stay as they are.
func (p *plan) findGone() error {
	there := make(map[stations.RecordKey]bool, len(p.sheet.drafts))
	for i := range p.sheet.drafts {
		there[p.sheet.drafts[i].key] = true
	}
	for key, row := range p.known.rows {
		if there[key] || key.Source != p.sheet.options.Source {
			continue
		}
		values, err := decodeSaid(row.Values)
		if err != nil {
			return err
		}
		p.result.Gone = append(p.result.Gone, Gone{Record: key.Record, Station: row.Station, Name: values[exchange.Name]})
	}
	slices.SortFunc(p.result.Gone, func(a, b Gone) int { return strings.Compare(a.Record, b.Record) })
	if n := len(p.result.Gone); n > 0 {
		p.note(fmt.Sprintf("来源此前有、本文件没有的记录 %d 条，站点保持不变 records that the source had before and this file lacks: %d; their stations stay as they are", n, n))
	}
	return nil
}

// ask drops the questions that were asked before, decided or not, and counts
// the others.
func (p *plan) ask(ctx context.Context) error {
	fresh := p.batch.Reviews[:0]
	for _, r := range p.batch.Reviews {
		_, err := p.store.Review(ctx, r.ID)
		switch {
		case stations.CodeOf(err) == stations.NotFound:
			fresh = append(fresh, r)
		case err != nil:
			return err
		}
	}
	p.batch.Reviews, p.result.Review = fresh, len(fresh)
	if len(fresh) > 0 {
		p.note(fmt.Sprintf("待审核 %d 条：yizhan review list; questions for review: %d", len(fresh), len(fresh)))
	}
	return nil
}

// note adds to this attempt's report what concerns the file as a whole.
func (p *plan) note(text string) { p.result.Notes = append(p.result.Notes, text) }
