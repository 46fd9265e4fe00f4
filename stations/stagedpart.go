package stations

import "time"

// StagedPart is a piece of an import, ready to be saved under provisional
// revisions, those of the entries. The records say no revision and no time but
// when a station that there was before was made (see DecodeRow); Entry.At is
// zero.
type StagedPart struct {
	Entries []Entry
	Expect  []Revision // by entry, as Write.Expect
	Rows    []SourceRow
	Touched Touched
	Over    bool // as Staged.Over
}

// newPart checks items and encodes them.
func newPart(items []Item) (p StagedPart, err error) {
	var writes []Write
	for _, item := range items {
		if item.Row != nil {
			if err := item.Row.check(); err != nil {
				return p, err
			}
			p.Rows = append(p.Rows, *item.Row)
		}
		if item.Write != nil {
			writes = append(writes, *item.Write)
		}
		p.Over = p.Over || item.Write == nil || item.Write.Expect != 0
	}
	if p.Touched, err = TouchedBy(writes); err != nil {
		return p, err
	}
	p.Touched.Rows = rowKeys(p.Rows)
	return p, p.enter(writes)
}

// enter makes the entries of the writes.
func (p *StagedPart) enter(writes []Write) error {
	for _, w := range writes {
		entry, err := hiddenEntry(w)
		if err != nil {
			return err
		}
		p.Entries, p.Expect = append(p.Entries, entry), append(p.Expect, w.Expect)
	}
	return nil
}

// hiddenEntry is the entry of a write whose revision and moment are not known.
func hiddenEntry(w Write) (Entry, error) {
	s, op := *w.Station, OpUpdate
	s.Revision, s.UpdatedAt = 0, time.Time{}
	if w.Expect == 0 {
		s.CreatedAt, op = time.Time{}, OpCreate
	}
	record, err := EncodeRecord(&s)
	return Entry{Change: Change{ID: s.ID, Station: &s, Op: op, By: w.By, Reason: w.Reason}, Record: record}, err
}

// Admit refuses a part when a station that is to be made, or a code, a source
// record or the source row of a new station is taken, by a hidden one too:
// Conflict, which names it. Otherwise they are the part's from now on, in the
// ledger. It returns what the part puts others in the place of.
func (l *Ledger) Admit(p StagedPart) (over []Superseded, err error) {
	made := map[RecordKey]bool{}
	for i, e := range p.Entries {
		if p.Expect[i] != 0 {
			over = append(over, l.supersede(e.ID, p.Expect[i]))
		} else if err := l.expect(Write{Station: e.Station}); err != nil {
			return nil, err
		}
		if err := l.take(e.Station, Holding{Revision: e.Revision}); err != nil {
			return nil, err
		}
		if key, ok := e.Station.Key(); ok && p.Expect[i] == 0 {
			made[key] = true
		}
	}
	for _, row := range p.Rows {
		if _, taken := l.Rows[row.Key]; taken && made[row.Key] {
			return nil, Errorf(Conflict, "source %s had record %s already", quote(row.Key.Source), quote(row.Key.Record))
		}
		l.Rows[row.Key] = true
	}
	return over, nil
}

// supersede finds the version of a station that a write is made of.
func (l *Ledger) supersede(id ID, expect Revision) Superseded {
	if held, exists := l.Held[id]; exists && held.Revision == expect {
		return Superseded{id, held.Stored}
	}
	return Superseded{Station: id}
}

// AdmitRows refuses rows whose record an import is just bringing in, hidden:
// Conflict, which names it.
func (l *Ledger) AdmitRows(rows []SourceRow) error {
	for _, row := range rows {
		if l.Rows[row.Key] {
			return Errorf(Conflict, "record %s of source %s is just being imported", quote(row.Key.Record), quote(row.Key.Source))
		}
	}
	return nil
}

func rowKeys(rows []SourceRow) []RecordKey {
	keys := make([]RecordKey, len(rows))
	for i, row := range rows {
		keys[i] = row.Key
	}
	return keys
}
