package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// turnSuffix names the file beside the database that an import holds. It is an
// empty SQLite file, and stays: who removed it could take it from under one
// who waits.
const turnSuffix = "-import"

// turnEvery is how often one who waits for the turn tries.
const turnEvery = 50 * time.Millisecond

// Turn implements stations.Stage: an exclusive transaction on a file of its
// own, which the system lets go when the process dies.
func (s stage) Turn(ctx context.Context) (end func(), err error) {
	turns, err := connect(s.db.path+turnSuffix, "_pragma=busy_timeout(0)&_txlock=exclusive")
	if err != nil {
		return nil, err
	}
	for {
		tx, err := turns.BeginTx(context.WithoutCancel(ctx), nil) // it ends with end, not with ctx
		if err == nil {
			return func() {
				_ = tx.Rollback() // nothing was written
				_ = turns.Close() // nothing is left open
			}, nil
		}
		if !locked(err) || !s.patient(ctx) {
			_ = turns.Close() // the first error is the one to tell
			return nil, s.db.fail(ctx, "wait for another import", err)
		}
	}
}

// insistence is how long an import waits for another process to end a write: it
// has more to lose than a single write, and nobody who waits for an answer.
const insistence = time.Minute

// insist calls do, a write, again while another process holds the file.
func (s stage) insist(ctx context.Context, do func() error) error {
	for start := time.Now(); ; {
		err := do()
		if !locked(err) || time.Since(start) > insistence || !s.patient(ctx) {
			return err
		}
	}
}

// write is DB.write for an import.
func (s stage) write(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	return s.insist(ctx, func() error { return s.db.write(ctx, doing, do) })
}

// patient waits a moment and reports whether to try again.
func (s stage) patient(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-s.db.closed:
		return false
	case <-time.After(turnEvery):
		return true
	}
}
