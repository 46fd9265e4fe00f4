package stations

import (
	"context"
	"iter"
	"time"
)

// An import's new stations are written hidden, in short transactions, and
// shown by one small one; docs/adr/011 says why. What is here is the same for
// every store:
//
//  1. wait for the turn: one import stages at a time
//  2. remove what imports left that died
//  3. write the new stations part by part; nobody sees them
//  4. make the rest of the batch and show them, in one transaction
//  5. when anything fails, remove what was written

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

// Staged is a staging that is complete.
type Staged struct {
	ID    int64
	Count int64 // rows
}

// StagedPart is a piece of Batch.Fresh, ready to be saved under provisional
// revisions, those of the entries. The records say no revision and no times
// (see DecodeRow), and the stations have none; Entry.At is zero.
type StagedPart struct {
	Entries []Entry
	Rows    []SourceRow
	Touched Touched
}

// Stage is what a store lends to ApplyStaged.
type Stage interface {
	// Turn waits until nobody else stages, in any process, and returns how to
	// end the turn. The system ends it when the process dies.
	Turn(ctx context.Context) (end func(), err error)
	// Hidden returns the stagings that are not shown.
	Hidden(ctx context.Context) ([]int64, error)
	// Begin makes a staging that is not shown, under a number, from 1, that
	// none ever had, also after a restore.
	Begin(ctx context.Context) (staging int64, err error)
	// Save keeps a part in one transaction under the writers' lock: it loads a
	// ledger of all that the part touches, of hidden rows too, asks its Admit,
	// and writes. StagingLost when the staging is not there, or shown.
	Save(ctx context.Context, staging int64, p StagedPart) error
	// Discard removes some thousand rows of a staging in one transaction, and
	// the staging with the last of them: then it is done. It leaves one alone
	// that is shown, or not there, and is done.
	Discard(ctx context.Context, staging int64) (done bool, err error)
	// Show makes the batch, which has no Fresh any more, as ApplyBatch does,
	// and then shows the staging: its base is the revision reached, its moment
	// that of the writes. All in one transaction. It returns the revision of
	// the last row; StagingLost as Save.
	Show(ctx context.Context, s Staged, b Batch) (Revision, error)
}

// discardTime is how long a batch that failed removes what it wrote. The next
// one removes the rest, which nobody sees meanwhile.
const discardTime = 10 * time.Second

// ApplyStaged is Sources.ApplyBatch for a batch with Fresh. The batch was
// checked: CheckBatch, TouchedByBatch.
func ApplyStaged(ctx context.Context, stage Stage, b Batch) (Revision, error) {
	end, err := stage.Turn(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	if err := sweep(ctx, stage); err != nil {
		return 0, err
	}
	staging, err := stage.Begin(ctx)
	if err != nil {
		return 0, err
	}
	last, err := stageAndShow(ctx, stage, staging, b)
	if err != nil {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), discardTime)
		defer cancel()
		_ = discard(late, stage, staging) // the first error is the one to tell
		return 0, err
	}
	return last, nil
}

// sweep removes what imports left that died: who has the turn knows that
// nobody writes it any more.
func sweep(ctx context.Context, stage Stage) error {
	dead, err := stage.Hidden(ctx)
	if err != nil {
		return err
	}
	for _, staging := range dead {
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

func stageAndShow(ctx context.Context, stage Stage, staging int64, b Batch) (Revision, error) {
	s := Staged{ID: staging}
	err := ahead(b.Fresh.inParts(ProvisionalAfter(staging)), func(p StagedPart) error {
		s.Count += int64(len(p.Entries))
		return stage.Save(ctx, staging, p)
	})
	if err != nil {
		return 0, err
	}
	b.Fresh = nil
	return stage.Show(ctx, s, b)
}

// StagingLost is the error of a staging that somebody removed while its import
// was under way: a restore does.
func StagingLost() error {
	return Errorf(Conflict, "what the import had written was removed meanwhile; nothing was kept")
}

// inParts makes the stations in order, part by part.
func (f *Fresh) inParts(after Revision) iter.Seq2[StagedPart, error] {
	return func(yield func(StagedPart, error) bool) {
		for from := 0; from < f.Count; from += chunk {
			part, err := f.make(from, after)
			if !yield(part, err) || err != nil {
				return
			}
		}
	}
}

// make makes the part that begins with the station from.
func (f *Fresh) make(from int, after Revision) (p StagedPart, err error) {
	to := min(from+chunk, f.Count)
	writes := make([]Write, 0, to-from)
	for i := from; i < to; i++ {
		station, row, err := f.Make(i)
		if err != nil {
			return p, err
		}
		if err := row.check(); err != nil {
			return p, err
		}
		writes, p.Rows = append(writes, Write{Station: station, By: f.By}), append(p.Rows, row)
	}
	if p.Touched, err = TouchedBy(writes); err != nil {
		return p, err
	}
	p.Touched.Rows = rowKeys(p.Rows)
	for i, w := range writes {
		entry, err := hiddenEntry(w, after+Revision(from+i+1))
		if err != nil {
			return p, err
		}
		p.Entries = append(p.Entries, entry)
	}
	return p, nil
}

// hiddenEntry is the entry of a new station under a provisional revision.
func hiddenEntry(w Write, revision Revision) (Entry, error) {
	s := *w.Station
	s.Revision, s.CreatedAt, s.UpdatedAt = 0, time.Time{}, time.Time{}
	record, err := EncodeRecord(&s)
	change := Change{Revision: revision, ID: s.ID, Station: &s, Op: OpCreate, By: w.By}
	return Entry{Change: change, Record: record}, err
}

// Admit refuses a part when a station, code, source record or source row of it
// is taken, by a hidden one too: Conflict, which names it. Otherwise they are
// the part's from now on, in the ledger.
func (l *Ledger) Admit(p StagedPart) error {
	for _, e := range p.Entries {
		if err := l.expect(Write{Station: e.Station}); err != nil {
			return err
		}
		if err := l.take(e.Station, Holding{Revision: e.Revision}); err != nil {
			return err
		}
	}
	for _, row := range p.Rows {
		if _, taken := l.Rows[row.Key]; taken {
			return Errorf(Conflict, "source %s had record %s already", quote(row.Key.Source), quote(row.Key.Record))
		}
		l.Rows[row.Key] = true
	}
	return nil
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
