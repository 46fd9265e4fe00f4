package stations

import (
	"context"
	"iter"
	"time"
)

// An import is written hidden, in short transactions, and shown by one small
// one; ADR 011 and 020 say why. These files hold what is the same for every
// store, a step of ApplyImport each:
//
//  1. wait for the turn: one import is under way at a time
//  2. remove what dead imports left: Sweep
//  3. write the items part by part; nobody sees them: StagedPart
//  4. decide again about stations that others wrote meanwhile: Mend
//  5. show all of it, in one transaction
//  6. remove the versions that it replaced: Settling
//  7. when a step up to 5 fails, discard what was written
//
// All that one import writes is a staging. Its rows are hidden until step 5,
// under provisional revisions, and it is settled after step 6. A version that
// it replaces is superseded; a station that somebody else wrote since the
// import read it has moved.

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

// Staged is a staging: what one import has written so far.
type Staged struct {
	ID    int64    // from 1; 0 before it began
	Since Revision // where the store stood when it began
	Count int64    // changes written, provisional revisions taken
	Over  bool     // some of it replaces what was there: there is something to settle
}

// Superseded is the version of a station in the place of which an import puts
// another.
type Superseded struct {
	Station ID
	Stored  Revision // as Holding.Stored; 0 when the station has moved already
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
