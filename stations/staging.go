package stations

import (
	"context"
	"iter"
	"slices"
	"time"
)

// An import is written hidden, in short transactions, and shown by one small
// one; docs/adr/011 and 020 say why. What is here is the same for every store:
//
//  1. wait for the turn: one import is under way at a time
//  2. remove what imports left that died
//  3. write the items part by part; nobody sees them
//  4. decide anew about stations that others wrote meanwhile
//  5. show them all, in one transaction
//  6. remove the versions of before
//  7. when anything fails up to 5, remove what was written

// firstProvisional is the least provisional revision; real ones are below.
const firstProvisional Revision = 1 << 32

// ProvisionalAfter is the number before the first provisional revision of a
// staging: its rows have this + 1, + 2, … in the order of the import. The row
// with this + n has the real revision base + n once the staging is shown. All
// revisions of a staging lie below ProvisionalAfter(staging + 1).
func ProvisionalAfter(staging int64) Revision { return Revision(staging) << 32 }

// Provisional reports whether the revision is one of a row that is, or was
// once, hidden.
func (r Revision) Provisional() bool { return r >= firstProvisional }

// Staged is a staging.
type Staged struct {
	ID    int64
	Since Revision // where the store stood when it began
	Count int64    // changes
	Over  bool     // some of it takes the place of what was there before
}

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

// Superseded is the version of a station in the place of which an import puts
// another.
type Superseded struct {
	Station ID
	Stored  Revision // as Holding.Stored; 0 when the station has moved already
}

// Moved is a station that was written after an import had read it.
type Moved struct {
	Station ID
	Slot    Revision // the provisional revision that the import gave its change
}

// Stage is what a store lends to ApplyImport.
type Stage interface {
	// Turn waits until nobody else imports, in any process, and returns how to
	// end the turn. The system ends it when the process dies.
	Turn(ctx context.Context) (end func(), err error)
	// FreeTurn is Turn when nobody imports; otherwise free is false.
	FreeTurn(ctx context.Context) (end func(), free bool, err error)
	// Unsettled returns the stagings that are not shown, or not settled yet.
	Unsettled(ctx context.Context) ([]int64, error)
	// Revision is Reader.Revision.
	Revision(ctx context.Context) (Revision, error)
	// Begin makes a staging that is not shown, under a number, from 1, that
	// none ever had, also after a restore.
	Begin(ctx context.Context) (Staged, error)
	// Save keeps a part, which s counts already, in one transaction under the
	// writers' lock: it loads a ledger of all that the part touches, of hidden
	// rows too, asks its Admit, and writes. StagingLost when the staging is not
	// there, shown, or being removed.
	Save(ctx context.Context, s Staged, p StagedPart) error
	// Mend is Mend in one transaction under the writers' lock.
	Mend(ctx context.Context, s *Staged, i Import, most int) (found int, err error)
	// Show is Mend without end, and then shows the staging: its base is the
	// revision reached, its moment that of the transaction. Reviews are put. It
	// returns the revision of the last row; StagingLost as Save.
	Show(ctx context.Context, s Staged, i Import) (Revision, error)
	// Settling is for a staging that is shown.
	Settling
	// Discard removes some thousand rows of a staging in one transaction, and
	// the staging with the last of them: then it is done. It leaves one alone
	// that is shown, or not there, and is done.
	Discard(ctx context.Context, staging int64) (done bool, err error)
}

// discardTime is how long an import that failed removes what it wrote. The
// next one removes the rest, which nobody sees meanwhile.
const discardTime = 10 * time.Second

// mendPart is how many stations are decided anew in one transaction.
const mendPart = 500

// ApplyImport is Sources.Import.
func ApplyImport(ctx context.Context, stage Stage, i Import) (Revision, error) {
	end, err := stage.Turn(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	if err := sweep(ctx, stage); err != nil {
		return 0, err
	}
	r := importing{Stage: stage, Import: i}
	last, err := r.run(ctx)
	if err != nil && r.staged.ID != 0 {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), discardTime)
		defer cancel()
		_ = discard(late, stage, r.staged.ID) // the first error is the one to tell
	}
	if err == nil && r.staged.Over {
		_ = settle(ctx, stage, r.staged.ID) // the import is in; whoever sweeps next does the rest
	}
	return last, err
}

// Sweep is Sources.Sweep.
func Sweep(ctx context.Context, stage Stage) error {
	if dead, err := stage.Unsettled(ctx); err != nil || len(dead) == 0 {
		return err
	}
	end, free, err := stage.FreeTurn(ctx)
	if err != nil || !free {
		return err
	}
	defer end()
	return sweep(ctx, stage)
}

// sweep ends what imports left that died: who has the turn knows that nobody
// else does.
func sweep(ctx context.Context, stage Stage) error {
	dead, err := stage.Unsettled(ctx)
	if err != nil {
		return err
	}
	for _, staging := range dead {
		if err := settle(ctx, stage, staging); err != nil {
			return err
		}
		if err := discard(ctx, stage, staging); err != nil {
			return err
		}
	}
	return nil
}

func discard(ctx context.Context, stage Stage, staging int64) error {
	for {
		done, err := stage.Discard(ctx, staging)
		if err != nil || done {
			return err
		}
	}
}

// importing is an import that has the turn.
type importing struct {
	Stage
	Import
	staged Staged // of number 0 before it began
	pace   Pace
}

func (r *importing) run(ctx context.Context) (last Revision, err error) {
	if r.staged, err = r.Begin(ctx); err != nil {
		return 0, err
	}
	err = ahead(r.inParts(), func(p StagedPart) error { return r.save(ctx, p) })
	if err != nil {
		return 0, err
	}
	if r.staged.Count == 0 && !r.staged.Over { // the file says nothing new
		if err := discard(ctx, r.Stage, r.staged.ID); err != nil {
			return 0, err
		}
		return r.Revision(ctx)
	}
	for found := mendPart; found == mendPart; {
		if found, err = r.Mend(ctx, &r.staged, r.Import, mendPart); err != nil {
			return 0, err
		}
	}
	return r.Show(ctx, r.staged, r.Import)
}

// save keeps a part under the numbers that come next.
func (r *importing) save(ctx context.Context, p StagedPart) error {
	for i := range p.Entries {
		r.staged.Count++
		p.Entries[i].Revision = ProvisionalAfter(r.staged.ID) + Revision(r.staged.Count)
	}
	r.staged.Over = r.staged.Over || p.Over
	began := time.Now()
	err := r.Save(ctx, r.staged, p)
	r.pace.Took(max(len(p.Entries), len(p.Rows)), time.Since(began))
	return err
}

// StagingLost is the error of a staging that somebody removed while its import
// was under way: a restore does.
func StagingLost() error {
	return Errorf(Conflict, "what the import had written was removed meanwhile; nothing was kept")
}

// inParts gathers the items, part by part. Their entries have no revision yet.
func (r *importing) inParts() iter.Seq2[StagedPart, error] {
	return func(yield func(StagedPart, error) bool) {
		var part []Item
		give := func() bool {
			p, err := newPart(part)
			part = part[:0]
			return yield(p, err) && err == nil
		}
		for item, err := range r.Items {
			if err != nil {
				yield(StagedPart{}, err)
				return
			}
			if part = append(part, item); len(part) >= r.pace.Rows() && !give() {
				return
			}
		}
		if len(part) > 0 {
			give()
		}
	}
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

// Mending is a transaction under the writers' lock in which a staging is
// mended: what a store lends to Mend.
type Mending interface {
	Now
	// Moved returns up to most stations that have moved: those whose version
	// that the import read is not the one that stands.
	Moved(ctx context.Context, s Staged, most int) ([]Moved, error)
	// Withdraw removes the hidden changes and versions of those stations.
	Withdraw(ctx context.Context, s Staged, list []Moved) error
	// Keep is Stage.Save within the transaction, for a part without rows.
	Keep(ctx context.Context, s Staged, p StagedPart) error
	// Renumber gives the hidden change and version of one provisional revision
	// another.
	Renumber(ctx context.Context, from, to Revision) error
	// Recount keeps how many changes the staging has.
	Recount(ctx context.Context, s Staged) error
}

// Mend decides anew about up to most stations that have moved from under an
// import, and returns how many there were. What is not written any more leaves
// no hole: the last changes of the import take those places.
func Mend(ctx context.Context, m Mending, s *Staged, i Import, most int) (found int, err error) {
	moved, err := m.Moved(ctx, *s, most)
	if err != nil || len(moved) == 0 {
		return 0, err
	}
	p, holes, err := decideAgain(ctx, m, i, moved)
	if err != nil {
		return 0, err
	}
	if err := m.Withdraw(ctx, *s, moved); err != nil {
		return 0, err
	}
	if err := m.Keep(ctx, *s, p); err != nil {
		return 0, err
	}
	return len(moved), closeHoles(ctx, m, s, holes)
}

// decideAgain makes the part that comes in the place of what was written about
// the stations, and tells which revisions none takes.
func decideAgain(ctx context.Context, m Mending, i Import, moved []Moved) (p StagedPart, holes []Revision, err error) {
	var writes []Write
	var slots []Revision
	for _, one := range moved {
		w, err := i.Again(ctx, m, one.Station)
		if err != nil {
			return p, nil, err
		}
		if w == nil {
			holes = append(holes, one.Slot)
			continue
		}
		writes, slots = append(writes, *w), append(slots, one.Slot)
	}
	if p.Touched, err = TouchedBy(writes); err != nil {
		return p, nil, err
	}
	if err := p.enter(writes); err != nil {
		return p, nil, err
	}
	for n, slot := range slots {
		p.Entries[n].Revision = slot
	}
	return p, holes, nil
}

// closeHoles gives the places in the midst to the last ones.
func closeHoles(ctx context.Context, m Mending, s *Staged, holes []Revision) error {
	slices.Sort(holes)
	for _, hole := range slices.Backward(holes) {
		if last := ProvisionalAfter(s.ID) + Revision(s.Count); hole != last {
			if err := m.Renumber(ctx, last, hole); err != nil {
				return err
			}
		}
		s.Count--
	}
	return m.Recount(ctx, *s)
}
