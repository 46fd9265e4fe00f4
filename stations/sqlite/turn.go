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
func (db stage) Turn(ctx context.Context) (end func(), err error) {
	for {
		end, free, err := db.FreeTurn(ctx)
		if err != nil || free {
			return end, err
		}
		if !db.patient(ctx) {
			return nil, db.fail(ctx, "wait for another import", sql.ErrConnDone) // the context or the store has ended
		}
	}
}

// FreeTurn implements stations.Stage.
func (db stage) FreeTurn(ctx context.Context) (end func(), free bool, err error) {
	if err := makePrivate(db.path + turnSuffix); err != nil {
		return nil, false, unopened(err)
	}
	turns, err := connect(db.path+turnSuffix, "_pragma=busy_timeout(0)&_txlock=exclusive")
	if err != nil {
		return nil, false, err
	}
	tx, err := turns.BeginTx(context.WithoutCancel(ctx), nil) // it ends with end, not with ctx
	if err == nil {
		return func() {
			_ = tx.Rollback() // nothing was written
			_ = turns.Close() // nothing is left open
		}, true, nil
	}
	_ = turns.Close() // the first error is the one to tell
	if locked(err) {
		return nil, false, nil
	}
	return nil, false, db.fail(ctx, "wait for another import", err)
}

// insistence is how long an import waits for another process to end a write: it
// has more to lose than a single write, and nobody who waits for an answer.
const insistence = time.Minute

// insist calls do, a write, again while another process holds the file.
func (db stage) insist(ctx context.Context, do func() error) error {
	for start := time.Now(); ; {
		err := do()
		if !locked(err) || time.Since(start) > insistence || !db.patient(ctx) {
			return err
		}
	}
}

// persist is DB.write for an import.
func (db stage) persist(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	return db.insist(ctx, func() error { return db.write(ctx, doing, do) })
}

// patient waits a moment and reports whether to try again.
func (db stage) patient(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-db.closed:
		return false
	case <-time.After(turnEvery):
		return true
	}
}
