package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// Import implements stations.Sources.
func (db *DB) Import(ctx context.Context, i stations.Import) (stations.Revision, error) {
	return stations.ApplyImport(ctx, stage{db}, i)
}

// Sweep implements stations.Sources.
func (db *DB) Sweep(ctx context.Context) error { return stations.Sweep(ctx, stage{db}) }

// removedPage is how many stations, or rows, are removed in one transaction,
// so that a writer waits for some tenths of a second at most.
const removedPage = 2000

// stage lends the store to stations.ApplyImport.
type stage struct{ *DB }

var _ stations.Stage = stage{}

// Unsettled implements stations.Stage.
func (db stage) Unsettled(ctx context.Context) ([]int64, error) {
	rows, err := db.pool.Query(ctx, `SELECT id FROM staging WHERE NOT settled ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "look for dead imports", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	return list, db.fail(ctx, "look for dead imports", err)
}

// Begin implements stations.Stage.
func (db stage) Begin(ctx context.Context) (s stations.Staged, err error) {
	err = db.pool.QueryRow(ctx, `INSERT INTO staging DEFAULT VALUES RETURNING id, (SELECT revision FROM meta)`).Scan(&s.ID, &s.Since)
	return s, db.fail(ctx, "begin an import", err)
}

// Save implements stations.Stage.
func (db stage) Save(ctx context.Context, s stations.Staged, p stations.StagedPart) error {
	err := db.write(ctx, "write an import", func(tx pgx.Tx) error {
		if err := recount(ctx, tx, s); err != nil {
			return err
		}
		if err := keep(ctx, tx, s, p); err != nil {
			return err
		}
		return copyRows(ctx, tx, s.ID, p.Rows)
	})
	if err != nil {
		return err
	}
	return db.weigh(ctx, s.Count, len(p.Entries))
}

// recount keeps how many changes a staging has, unless it is lost.
func recount(ctx context.Context, tx pgx.Tx, s stations.Staged) error {
	result, err := tx.Exec(ctx, `UPDATE staging SET count = $2 WHERE id = $1 AND base IS NULL AND count >= 0`, s.ID, s.Count)
	if err == nil && result.RowsAffected() == 0 {
		err = stations.StagingLost()
	}
	return err
}

// keep saves a part without its rows.
func keep(ctx context.Context, tx pgx.Tx, s stations.Staged, p stations.StagedPart) error {
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
	columns := []string{"staging", "station_id", "revision"}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"superseded"}, columns, pgx.CopyFromSlice(len(over), func(i int) ([]any, error) {
		return []any{s.ID, string(over[i].Station), int64(over[i].Stored)}, nil
	}))
	return err
}

// Mend implements stations.Stage.
func (db stage) Mend(ctx context.Context, s *stations.Staged, i stations.Import, most int) (found int, err error) {
	err = db.write(ctx, "write an import", func(tx pgx.Tx) error {
		found, err = stations.Mend(ctx, mending{tx}, s, i, most)
		return err
	})
	return found, err
}

// everyMoved is more stations than can move.
const everyMoved = 1 << 30

// Show implements stations.Stage.
func (db stage) Show(ctx context.Context, s stations.Staged, i stations.Import) (last stations.Revision, err error) {
	err = db.write(ctx, "show an import", func(tx pgx.Tx) error {
		if _, err := stations.Mend(ctx, mending{tx}, &s, i, everyMoved); err != nil {
			return err
		}
		if last, err = show(ctx, tx, s); err != nil {
			return err
		}
		if err := saveReviews(ctx, tx, i.Reviews()); err != nil {
			return err
		}
		return notify(ctx, tx)
	})
	if err != nil {
		return 0, err
	}
	db.wrote(last)
	return last, nil
}

// show gives the changes of a staging the revisions after the store's last.
// They must all be there.
func show(ctx context.Context, tx pgx.Tx, s stations.Staged) (last stations.Revision, err error) {
	shown, err := tx.Exec(ctx, `UPDATE staging SET base = (SELECT revision FROM meta), at = $2, settled = $3
		WHERE id = $1 AND base IS NULL AND count = $4`, s.ID, stations.Stamp(time.Now()).UnixMilli(), !s.Over, s.Count)
	if err != nil {
		return 0, err
	}
	if shown.RowsAffected() == 0 {
		return 0, stations.StagingLost()
	}
	if err := tx.QueryRow(ctx, `UPDATE meta SET revision = revision + $1 RETURNING revision`, s.Count).Scan(&last); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `ANALYSE staging`) // how few rows it has decides how views are joined
	return last, err
}

// Discard implements stations.Stage.
func (db stage) Discard(ctx context.Context, staging int64) (done bool, err error) {
	err = db.write(ctx, "remove what an import left", func(tx pgx.Tx) error {
		marked, err := tx.Exec(ctx, `UPDATE staging SET count = -1 WHERE id = $1 AND base IS NULL`, staging)
		if err != nil || marked.RowsAffected() == 0 {
			done = true
			return err
		}
		done, err = discard(ctx, tx, staging)
		return err
	})
	return done, err
}

// discard removes some rows of a staging that is not shown: changes with all
// that stands by them, then what is left; the staging with the last of them.
func discard(ctx context.Context, tx pgx.Tx, staging int64) (done bool, err error) {
	rows, err := tx.Query(ctx, `SELECT station_id, revision FROM change WHERE revision > $1 AND revision <= $2 ORDER BY revision LIMIT $3`,
		stations.ProvisionalAfter(staging), stations.ProvisionalAfter(staging+1), removedPage)
	if err != nil {
		return false, err
	}
	versions, err := pgx.CollectRows(rows, scanMoved)
	if err != nil {
		return false, err
	}
	if len(versions) > 0 {
		return false, withdraw(ctx, tx, staging, versions)
	}
	gone, err := tx.Exec(ctx, `DELETE FROM source_row WHERE ctid = ANY (ARRAY(SELECT ctid FROM source_row WHERE staging = $1 LIMIT $2))`, staging, removedPage)
	if err != nil || gone.RowsAffected() > 0 {
		return false, err
	}
	_, err = tx.Exec(ctx, `DELETE FROM staging WHERE id = $1`, staging)
	return true, err
}

// withdraw removes hidden changes, their versions and what goes with them.
func withdraw(ctx context.Context, tx pgx.Tx, staging int64, list []stations.Moved) error {
	ids, slots := make([]string, len(list)), make([]stations.Revision, len(list))
	for i, one := range list {
		ids[i], slots[i] = string(one.Station), one.Slot
	}
	rows, err := tx.Query(ctx, `DELETE FROM change WHERE revision = ANY($1) RETURNING coalesce(record ->> 'code', '')`, slots)
	if err != nil {
		return err
	}
	codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	// The codes come as values: joined with change, a statement that believes in
	// few hidden rows reads all changes again for each code.
	if _, err := tx.Exec(ctx, `DELETE FROM station_code WHERE staging = $1 AND code = ANY($2)`, staging, codes); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM superseded WHERE staging = $1 AND station_id = ANY($2)`, staging, ids); err != nil {
		return err
	}
	return removeVersions(ctx, tx, slots)
}
