package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yizhan/stations"
)

// stage lends the store to stations.ApplyStaged.
type stage struct{ db *DB }

var _ stations.Stage = stage{}

// Hidden implements stations.Stage.
func (s stage) Hidden(ctx context.Context) ([]int64, error) {
	rows, err := s.db.reader.QueryContext(ctx, `SELECT id FROM staging WHERE base IS NULL ORDER BY id`)
	if err != nil {
		return nil, s.db.fail(ctx, "look for imports that died", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (id int64, err error) { return id, rows.Scan(&id) })
	return list, s.db.fail(ctx, "look for imports that died", err)
}

// Begin implements stations.Stage.
func (s stage) Begin(ctx context.Context) (staging int64, err error) {
	err = s.write(ctx, "begin an import", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO staging DEFAULT VALUES RETURNING id`).Scan(&staging)
	})
	return staging, err
}

// Save implements stations.Stage.
func (s stage) Save(ctx context.Context, staging int64, p stations.StagedPart) error {
	err := s.write(ctx, "write new stations", func(tx *sql.Tx) error {
		if hidden, err := isHidden(ctx, tx, staging); err != nil || !hidden {
			return errors.Join(err, stations.StagingLost())
		}
		ledger, err := load(ctx, tx, p.Touched)
		if err != nil {
			return err
		}
		if err := ledger.Admit(p); err != nil {
			return err
		}
		if err := saveEntries(ctx, tx, staging, p.Entries); err != nil {
			return err
		}
		return saveRows(ctx, tx, staging, p.Rows)
	})
	if err != nil {
		return err
	}
	return s.giveWay(ctx)
}

// isHidden reports whether there is such a staging, not shown.
func isHidden(ctx context.Context, tx *sql.Tx, staging int64) (hidden bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM staging WHERE id = ? AND base IS NULL)`, staging).Scan(&hidden)
	return hidden, err
}

// pause is as long as a writer of another process sleeps at most before it
// tries again (busy_timeout of connectWriter, and patiently).
const pause = 25 * time.Millisecond

// giveWay lets other processes write: SQLite has no queue for them. Writers of
// this one stand in that of their only connection.
func (s stage) giveWay(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return s.db.fail(ctx, "write new stations", ctx.Err())
	case <-time.After(pause):
		return nil
	}
}

// Show implements stations.Stage.
func (s stage) Show(ctx context.Context, staged stations.Staged, b stations.Batch) (stations.Revision, error) {
	touched, err := stations.TouchedByBatch(b)
	if err != nil {
		return 0, err
	}
	var last stations.Revision
	err = s.insist(ctx, func() (err error) {
		last, err = s.db.apply(ctx, batch{b, touched}, func(tx *sql.Tx, ledger *stations.Ledger, at time.Time) error {
			return show(ctx, tx, staged, ledger, at)
		})
		return err
	})
	return last, err
}

// show gives the rows of a staging the revisions after the ledger's last.
func show(ctx context.Context, tx *sql.Tx, staged stations.Staged, ledger *stations.Ledger, at time.Time) error {
	shown, err := tx.ExecContext(ctx, `UPDATE staging SET base = ?, count = ?, at = ? WHERE id = ? AND base IS NULL`,
		ledger.Revision, staged.Count, stations.Stamp(at).UnixMilli(), staged.ID)
	if err != nil {
		return err
	}
	if n, err := shown.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, stations.StagingLost())
	}
	ledger.Revision += stations.Revision(staged.Count)
	_, err = tx.ExecContext(ctx, `UPDATE meta SET revision = ?`, ledger.Revision)
	return err
}

// discardPage is how many stations are removed in one transaction.
const discardPage = 2000

// Discard implements stations.Stage.
func (s stage) Discard(ctx context.Context, staging int64) (done bool, err error) {
	err = s.write(ctx, "remove an import that failed", func(tx *sql.Tx) error {
		hidden, err := isHidden(ctx, tx, staging)
		if err != nil || !hidden {
			done = true
			return err
		}
		ids, err := discardedPage(ctx, tx, staging)
		if err != nil {
			return err
		}
		if done = len(ids) < discardPage; !done {
			return removeHidden(ctx, tx, staging, ids)
		}
		if err := removeHidden(ctx, tx, staging, ids); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM staging WHERE id = ?`, staging)
		return err
	})
	if err != nil || done {
		return done, err
	}
	return false, s.giveWay(ctx)
}

// hiddenRows is the range of a staging in change: two arguments.
const hiddenRows = `revision > ? AND revision <= ?`

func discardedPage(ctx context.Context, tx *sql.Tx, staging int64) ([]stations.ID, error) {
	rows, err := tx.QueryContext(ctx, `SELECT station_id FROM change WHERE `+hiddenRows+` ORDER BY revision LIMIT ?`,
		stations.ProvisionalAfter(staging), stations.ProvisionalAfter(staging+1), discardPage)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows *sql.Rows) (id stations.ID, err error) { return id, rows.Scan(&id) })
}

// removeHidden removes all that stands of hidden stations.
func removeHidden(ctx context.Context, tx *sql.Tx, staging int64, ids []stations.ID) error {
	list := jsonList(ids)
	for _, query := range []string{
		`DELETE FROM source_row WHERE staging = ?1 AND (source, record) IN
			(SELECT source, source_record FROM station WHERE id IN (SELECT value FROM json_each(?2)))`,
		`DELETE FROM station_code WHERE staging = ?1 AND code IN (SELECT code FROM station WHERE id IN (SELECT value FROM json_each(?2)))`,
		`DELETE FROM change WHERE revision >> 32 = ?1 AND station_id IN (SELECT value FROM json_each(?2))`,
	} {
		if _, err := tx.ExecContext(ctx, query, staging, list); err != nil {
			return err
		}
	}
	return removeStations(ctx, tx, ids)
}
