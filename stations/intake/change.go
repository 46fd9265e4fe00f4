package intake

import (
	"fmt"
	"slices"

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
func (p *plan) leave(r *reading) {
	d := r.draft
	gone := problem(d, d.keyed, d.key.Record, "has changed, but its station was deleted; it stays deleted")
	gone.Suspect = true
	p.rows[d.key] = d.row.Number
	p.result.Unchanged++
	p.tell(append(r.problems, gone))
}

// repeats finds the row's record in an earlier row.
func (p *plan) repeats(r *reading) []exchange.Problem {
	d := r.draft
	row, ok := p.rows[d.key]
	if !ok {
		return nil
	}
	value, text := d.key.Record, fmt.Sprintf("is a duplicate of row %d", row)
	if d.keyed == string(exchange.Name) {
		value = r.fresh.Name
		text += ": kind, name and address are the same; name a column that tells them apart with --key"
	}
	return []exchange.Problem{problem(d, d.keyed, value, text)}
}

// create makes a new station.
func (p *plan) create(r *reading) error {
	d, s, problems := r.draft, r.fresh, r.problems
	switch placed := d.located || s.Position.Quality == stations.AddressOnly; {
	case !placed && s.Name == "":
		problems = append(problems, problem(d, "row", "", "states neither a name nor a position: where it goes on with the row above, write all into that row"))
	case !placed && p.goesOn(d):
		problems = append(problems, problem(d, "lon,lat", "", "the position is missing, and the row above has this name: where it goes on with that row, write all into that row"))
	case !placed:
		problems = append(problems, problem(d, "lon,lat", "", "the position is missing; state it, or quality address_only"))
	default:
		problems = append(problems, p.broken(nil, s, d)...)
	}
	if rejects(problems) {
		p.reject(problems)
		return nil
	}
	problems = append(problems, p.takenCode(s, "", d)...)
	p.tell(problems)
	p.result.Created++
	p.rows[d.key] = d.row.Number
	p.know(s)
	r.last = p.taken(s)
	row, err := r.remembered(s.ID)
	p.out = append(p.out, stations.Item{Write: p.write(s, 0), Row: row})
	return err
}

// goesOn reports whether the row above has the row's name, as where an office
// writes the second service of a station below the first.
func (p *plan) goesOn(d *draft) bool {
	name := func(d *draft) string { return p.sheet.mapping.Value(*d.row, exchange.Name) }
	return p.above != nil && p.above.row.Number == d.row.Number-1 && name(p.above) == name(d)
}

// taken is what a new station has in fields that its row need not state. It is
// remembered as if the source had said so: its first word on them, in a column
// that comes later, then meets what the import took for it and nobody changed.
func (p *plan) taken(s *stations.Station) said {
	values := said{}
	for _, field := range []exchange.Field{exchange.Kind, exchange.Lifecycle, exchange.Quality} {
		values[field] = p.editor.Get(s, field)
	}
	return values
}

func (p *plan) by() string { return importer(p.sheet.options.Source) }

// importer is who writes what a source says.
func importer(source string) string { return "import:" + source }

func (p *plan) write(s *stations.Station, expect stations.Revision) *stations.Write {
	return &stations.Write{Station: s, Expect: expect, By: p.by()}
}

// know makes a station that this import writes known to the rows after it.
func (p *plan) know(s *stations.Station) {
	p.registry.add(s)
	p.touched = append(p.touched, s.ID)
}

// heldBack is a station to which several records may lead, because others were
// merged into it. It is written once, when all rows are read.
type heldBack struct {
	after  *stations.Station
	expect stations.Revision
}

// update brings what the source changed into the station.
func (p *plan) update(r *reading, before *stations.Station) error {
	expect := before.Revision
	h := p.heldOf[before.ID]
	if h != nil {
		before = h.after
	}
	after, fits, err := p.merge(r, before)
	if err != nil || !fits {
		return err
	}
	row, err := r.remembered(after.ID)
	if err != nil {
		return err
	}
	p.rows[r.draft.key] = r.draft.row.Number
	updated, err := p.count(before, after)
	if err != nil {
		return err
	}
	if updated {
		p.tellChange(r, before, after)
	}
	item := stations.Item{Row: row}
	switch {
	case p.registry.shared[after.ID]:
		p.holdBack(h, after, expect)
	case updated:
		item.Write = p.write(after, expect)
	}
	if updated || p.registry.shared[after.ID] {
		r.draft.updated = updated
		p.registry.edit(after.ID, r.draft)
		p.know(after)
	}
	p.out = append(p.out, item)
	return nil
}

// holdBack keeps a station until all rows are read.
func (p *plan) holdBack(h *heldBack, after *stations.Station, expect stations.Revision) {
	if h == nil {
		h = &heldBack{expect: expect}
		p.held, p.heldOf[after.ID] = append(p.held, h), h
	}
	h.after = after
}

// merge returns the station with what the row changes of it, and tells of the
// row. A row that does not fit is rejected.
func (p *plan) merge(r *reading, before *stations.Station) (_ *stations.Station, fits bool, err error) {
	d, problems := r.draft, r.problems
	if bad := p.elsewhere(before, d); bad != nil {
		p.reject(append(problems, bad...))
		return nil, false, nil
	}
	after := *before
	m := &merger{editor: p.editor, before: r.last, now: r.now}
	conflicts, err := m.merge(&after)
	if err != nil {
		return nil, false, err
	}
	after.Contacts = withPersonal(after.Contacts, r.fresh.PersonalContacts())
	if after.Position.Point != before.Position.Point && r.now[exchange.Adcode] == "" && r.fresh.Position.Adcode != "" {
		after.Position.Adcode, after.Position.Derived = r.fresh.Position.Adcode, r.fresh.Position.Derived
	}
	problems = append(problems, p.broken(before, &after, d)...)
	if rejects(problems) {
		p.reject(problems)
		return nil, false, nil
	}
	problems = append(problems, p.takenCode(&after, before.Code, d)...)
	for _, found := range conflicts {
		review := found.review(before, d.key)
		review.At = p.at
		p.reviews = append(p.reviews, review)
		problems = append(problems, found.problem(d, review.ID))
	}
	p.tell(problems)
	return &after, true, nil
}

// withPersonal returns the contacts with those personal ones that a row states
// more.
func withPersonal(contacts, stated []stations.Contact) []stations.Contact {
	contacts = slices.Clone(contacts)
	for _, c := range stated {
		same := func(other stations.Contact) bool { return other.Phone == c.Phone }
		if !slices.ContainsFunc(contacts, same) {
			contacts = append(contacts, c)
		}
	}
	return contacts
}

// count reports whether a row changed its station, and counts it.
func (p *plan) count(before, after *stations.Station) (updated bool, err error) {
	same, err := equal(before, after)
	if same {
		p.result.Unchanged++
	} else if err == nil {
		p.result.Updated++
	}
	return !same, err
}

// remembered is what the source has said by now.
func (r *reading) remembered(id stations.ID) (*stations.SourceRow, error) {
	values, err := r.last.with(r.now).encode()
	return &stations.SourceRow{Key: r.draft.key, Station: id, Values: values}, err
}

// takenCode leaves a code with the station that has it, or once had: whether the
// two are one place is for people to say.
func (p *plan) takenCode(s *stations.Station, before string, d *draft) []exchange.Problem {
	owner, taken := p.registry.byCode[s.Code]
	if !taken || owner == s.ID {
		return nil
	}
	bad := problem(d, string(exchange.Code), s.Code, "belongs to another station, or did once; kept without it, for review")
	bad.Suspect = true
	p.sameCode = append(p.sameCode, [2]stations.ID{s.ID, owner})
	s.Code = before
	return []exchange.Problem{bad}
}
