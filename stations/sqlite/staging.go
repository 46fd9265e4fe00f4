package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yizhan/stations"
)

// Import implements stations.Sources.
func (db *DB) Import(ctx context.Context, i stations.Import) (stations.Revision, error) {
	return stations.ApplyImport(ctx, stage{db}, i)
}

// Sweep implements stations.Sources.
func (db *DB) Sweep(ctx context.Context) error { return stations.Sweep(ctx, stage{db}) }

// stage lends the store to stations.ApplyImport.
type stage struct{ *DB }

var _ stations.Stage = stage{}

// Unsettled implements stations.Stage.
func (db stage) Unsettled(ctx context.Context) ([]int64, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT id FROM staging WHERE settled = 0 ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "look for imports that died", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (id int64, err error) { return id, rows.Scan(&id) })
	return list, db.fail(ctx, "look for imports that died", err)
}

// Begin implements stations.Stage.
func (db stage) Begin(ctx context.Context) (s stations.Staged, err error) {
	err = db.persist(ctx, "begin an import", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO staging DEFAULT VALUES RETURNING id, (SELECT revision FROM meta)`).Scan(&s.ID, &s.Since)
	})
	return s, err
}

// Save implements stations.Stage.
func (db stage) Save(ctx context.Context, s stations.Staged, p stations.StagedPart) error {
	err := db.persist(ctx, "write an import", func(tx *sql.Tx) error {
		if err := recount(ctx, tx, s); err != nil {
			return err
		}
		if err := keep(ctx, tx, s, p); err != nil {
			return err
		}
		return saveRows(ctx, tx, s.ID, p.Rows)
	})
	if err != nil {
		return err
	}
	return db.giveWay(ctx)
}

// recount keeps how many changes a staging has, unless it is lost.
func recount(ctx context.Context, tx *sql.Tx, s stations.Staged) error {
	result, err := tx.ExecContext(ctx, `UPDATE staging SET count = ? WHERE id = ? AND base IS NULL AND count >= 0`, s.Count, s.ID)
	return wantOne(result, err)
}

// wantOne says that a staging is lost when it was not found.
func wantOne(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, stations.StagingLost())
	}
	return nil
}

// keep saves a part without its rows.
func keep(ctx context.Context, tx *sql.Tx, s stations.Staged, p stations.StagedPart) error {
	ledger, err := load(ctx, tx, p.Touched)
	if err != nil {
		return err
	}
	over, err := ledger.Admit(p)
	if err != nil {
		return err
	}
	if err := saveEntries(ctx, tx, s.ID, p.Entries); err != nil {
		return err
	}
	old := inserter{tx: tx, into: `superseded (staging, station_id, revision)`, width: 3}
	for _, version := range over {
		if err := old.add(ctx, s.ID, string(version.Station), int64(version.Stored)); err != nil {
			return err
		}
	}
	return finish(ctx, &old)
}

// pause is as long as a writer of another process sleeps at most before it
// tries again (busy_timeout of connectWriter, and patiently).
const pause = 25 * time.Millisecond

// giveWay lets other processes write: SQLite has no queue for them. Writers of
// this one stand in that of their only connection.
func (db stage) giveWay(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return db.fail(ctx, "write an import", ctx.Err())
	case <-time.After(pause):
		return nil
	}
}

// Mend implements stations.Stage.
func (db stage) Mend(ctx context.Context, s *stations.Staged, i stations.Import, most int) (found int, err error) {
	err = db.persist(ctx, "write an import", func(tx *sql.Tx) error {
		found, err = stations.Mend(ctx, mending{tx}, s, i, most)
		return err
	})
	return found, err
}

// Show implements stations.Stage.
func (db stage) Show(ctx context.Context, s stations.Staged, i stations.Import) (last stations.Revision, err error) {
	err = db.persist(ctx, "show an import", func(tx *sql.Tx) error {
		if _, err := stations.Mend(ctx, mending{tx}, &s, i, -1); err != nil {
			return err
		}
		if last, err = show(ctx, tx, s); err != nil {
			return err
		}
		return saveReviews(ctx, tx, i.Reviews())
	})
	if err != nil {
		return 0, err
	}
	db.news.ring()
	return last, nil
}

// show gives the changes of a staging the revisions after the store's last.
func show(ctx context.Context, tx *sql.Tx, s stations.Staged) (last stations.Revision, err error) {
	shown, err := tx.ExecContext(ctx, `UPDATE staging SET base = (SELECT revision FROM meta), at = ?, settled = ?
		WHERE id = ? AND base IS NULL AND count = ?`, stations.Stamp(time.Now()).UnixMilli(), !s.Over, s.ID, s.Count)
	if err := wantOne(shown, err); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `UPDATE meta SET revision = revision + ? RETURNING revision`, s.Count).Scan(&last)
	return last, err
}

// removedPage is how many stations, or rows, are removed in one transaction.
const removedPage = 2000

// Discard implements stations.Stage.
func (db stage) Discard(ctx context.Context, staging int64) (done bool, err error) {
	err = db.persist(ctx, "remove what an import left", func(tx *sql.Tx) error {
		marked, err := tx.ExecContext(ctx, `UPDATE staging SET count = -1 WHERE id = ? AND base IS NULL`, staging)
		if err != nil {
			return err
		}
		if n, err := marked.RowsAffected(); err != nil || n == 0 {
			done = true
			return err
		}
		done, err = discard(ctx, tx, staging)
		return err
	})
	if err != nil || done {
		return done, err
	}
	return false, db.giveWay(ctx)
}

// discard removes some rows of a staging that is not shown: changes with all
// that stands by them, then what is left; the staging with the last of them.
func discard(ctx context.Context, tx *sql.Tx, staging int64) (done bool, err error) {
	versions, err := hiddenPage(ctx, tx, staging)
	if err != nil {
		return false, err
	}
	if len(versions) > 0 {
		return false, withdraw(ctx, tx, staging, versions)
	}
	rows, err := tx.ExecContext(ctx, `DELETE FROM source_row WHERE (source, record, staging) IN
		(SELECT source, record, staging FROM source_row WHERE staging = ? LIMIT ?)`, staging, removedPage)
	if err != nil {
		return false, err
	}
	if n, err := rows.RowsAffected(); err != nil || n > 0 {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM staging WHERE id = ?`, staging)
	return true, err
}

func hiddenPage(ctx context.Context, tx *sql.Tx, staging int64) ([]stations.Moved, error) {
	rows, err := tx.QueryContext(ctx, `SELECT station_id, revision FROM change WHERE revision > ? AND revision <= ? ORDER BY revision LIMIT ?`,
		stations.ProvisionalAfter(staging), stations.ProvisionalAfter(staging+1), removedPage)
	if err != nil {
		return nil, err
	}
	return collect(rows, scanMoved)
}

// withdraw removes hidden changes, their versions and what goes with them.
func withdraw(ctx context.Context, tx *sql.Tx, staging int64, list []stations.Moved) error {
	ids, slots := make([]stations.ID, len(list)), make([]stations.Revision, len(list))
	for i, one := range list {
		ids[i], slots[i] = one.Station, one.Slot
	}
	for _, query := range []string{
		`DELETE FROM station_code WHERE staging = ?1 AND code IN
			(SELECT record ->> '$.code' FROM change WHERE revision IN (SELECT value FROM json_each(?2)))`,
		`DELETE FROM change WHERE revision > ?1 AND revision IN (SELECT value FROM json_each(?2))`,
	} {
		if _, err := tx.ExecContext(ctx, query, staging, jsonList(slots)); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM superseded WHERE staging = ? AND station_id IN (SELECT value FROM json_each(?))`, staging, jsonList(ids))
	if err != nil {
		return err
	}
	return removeVersions(ctx, tx, `SELECT value FROM json_each(?)`, jsonList(slots))
}
