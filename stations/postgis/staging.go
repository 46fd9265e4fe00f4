package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// discardRows is how many rows of a staging are removed in one transaction,
// so that a writer waits for some tenths of a second at most.
const discardRows = 2000

// stage implements stations.Stage.
type stage struct{ *DB }

var _ stations.Stage = stage{}

// Hidden implements stations.Stage.
func (db stage) Hidden(ctx context.Context) ([]int64, error) {
	rows, err := db.pool.Query(ctx, `SELECT id FROM staging WHERE base IS NULL ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "look for dead imports", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	return list, db.fail(ctx, "look for dead imports", err)
}

// Begin implements stations.Stage.
func (db stage) Begin(ctx context.Context) (staging int64, err error) {
	err = db.pool.QueryRow(ctx, `INSERT INTO staging DEFAULT VALUES RETURNING id`).Scan(&staging)
	return staging, db.fail(ctx, "begin an import", err)
}

// Save implements stations.Stage.
func (db stage) Save(ctx context.Context, staging int64, p stations.StagedPart) error {
	return db.write(ctx, "write new stations", func(tx pgx.Tx) error {
		if err := count(ctx, tx, staging, len(p.Entries)); err != nil {
			return err
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
		return copyRows(ctx, tx, staging, p.Rows)
	})
}

// count adds to the rows of a staging, unless they are being removed.
func count(ctx context.Context, tx pgx.Tx, staging int64, rows int) error {
	result, err := tx.Exec(ctx, `UPDATE staging SET count = count + $2 WHERE id = $1 AND base IS NULL AND count >= 0`, staging, rows)
	if err == nil && result.RowsAffected() == 0 {
		err = stations.StagingLost()
	}
	return err
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

// discard removes some rows of a staging that is not shown; the staging with
// the last of them.
func discard(ctx context.Context, tx pgx.Tx, staging int64) (done bool, err error) {
	rows, err := tx.Query(ctx, `DELETE FROM change WHERE revision IN (
		SELECT revision FROM change WHERE revision > $1 AND revision <= $2 ORDER BY revision LIMIT $3) RETURNING station_id`,
		stations.ProvisionalAfter(staging), stations.ProvisionalAfter(staging+1), discardRows)
	if err != nil {
		return false, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return false, err
	}
	if len(ids) > 0 {
		return false, discardStations(ctx, tx, ids)
	}
	for _, table := range []string{"source_row WHERE staging = $1", "station_code WHERE staging = $1", "staging WHERE id = $1"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table, staging); err != nil {
			return false, err
		}
	}
	return true, nil
}

// discardStations removes hidden stations, and by their keys, which have an
// index, what was kept under them.
func discardStations(ctx context.Context, tx pgx.Tx, ids []string) error {
	rows, err := tx.Query(ctx, `DELETE FROM station WHERE id = ANY($1) RETURNING source, source_record, code`, ids)
	if err != nil {
		return err
	}
	var keys []stations.RecordKey
	var codes []string
	var key stations.RecordKey
	var code string
	if _, err := pgx.ForEachRow(rows, []any{&key.Source, &key.Record, &code}, func() error {
		keys, codes = append(keys, key), append(codes, code)
		return nil
	}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM station_code WHERE code = ANY($1)`, codes); err != nil {
		return err
	}
	return removeRows(ctx, tx, keys)
}

// Show implements stations.Stage.
func (db stage) Show(ctx context.Context, s stations.Staged, b stations.Batch) (stations.Revision, error) {
	touched, err := stations.TouchedByBatch(b)
	if err != nil {
		return 0, err
	}
	return db.apply(ctx, batch{b, touched}, func(tx pgx.Tx, ledger *stations.Ledger, at time.Time) error {
		return show(ctx, tx, s, ledger, at)
	})
}

// show gives the rows of a staging the revisions after the ledger's last. They
// must all be there.
func show(ctx context.Context, tx pgx.Tx, s stations.Staged, ledger *stations.Ledger, at time.Time) error {
	shown, err := tx.Exec(ctx, `UPDATE staging SET base = $2, at = $3 WHERE id = $1 AND base IS NULL AND count = $4`,
		s.ID, ledger.Revision, stations.Stamp(at).UnixMilli(), s.Count)
	if err != nil {
		return err
	}
	if shown.RowsAffected() == 0 {
		return stations.StagingLost()
	}
	ledger.Revision += stations.Revision(s.Count)
	if _, err := tx.Exec(ctx, `UPDATE meta SET revision = $1`, ledger.Revision); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `ANALYSE staging`) // how few rows it has decides how views are joined
	return err
}
