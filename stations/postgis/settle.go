package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// mending implements stations.Mending.
type mending struct{ pgx.Tx }

var _ stations.Mending = mending{}

// StationsOf implements stations.Now.
func (tx mending) StationsOf(ctx context.Context, ids []stations.ID) (map[stations.ID]*stations.Station, error) {
	return stationsOf(ctx, tx, ids)
}

// Said implements stations.Now.
func (tx mending) Said(ctx context.Context, keys []stations.RecordKey) (map[stations.RecordKey]stations.SourceRow, error) {
	return said(ctx, tx, keys)
}

// Moved implements stations.Mending. Only who was written since the import
// began can have moved, and whoever had already when its part was saved.
func (tx mending) Moved(ctx context.Context, s stations.Staged, most int) ([]stations.Moved, error) {
	rows, err := tx.Query(ctx, `SELECT p.station_id, c.revision
		FROM superseded AS p JOIN change AS c ON c.station_id = p.station_id AND c.revision > $2 AND c.revision <= $3
		WHERE p.staging = $1
			AND (p.revision = 0 OR p.station_id IN (SELECT station_id FROM change WHERE revision > $4 AND revision < 4294967296))
			AND NOT EXISTS (SELECT FROM station WHERE revision = p.revision)
		LIMIT $5`, s.ID, stations.ProvisionalAfter(s.ID), stations.ProvisionalAfter(s.ID+1), s.Since, most)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanMoved)
}

func scanMoved(row pgx.CollectableRow) (m stations.Moved, err error) {
	return m, row.Scan(&m.Station, &m.Slot)
}

// Withdraw implements stations.Mending.
func (tx mending) Withdraw(ctx context.Context, s stations.Staged, list []stations.Moved) error {
	return withdraw(ctx, tx, s.ID, list)
}

// Keep implements stations.Mending.
func (tx mending) Keep(ctx context.Context, s stations.Staged, p stations.StagedPart) error {
	return keep(ctx, tx, s, p)
}

// Renumber implements stations.Mending.
func (tx mending) Renumber(ctx context.Context, from, to stations.Revision) error {
	for _, table := range []string{"change", "station", "station_service"} {
		if _, err := tx.Exec(ctx, `UPDATE `+table+` SET revision = $2 WHERE revision = $1`, from, to); err != nil {
			return err
		}
	}
	return nil
}

// Recount implements stations.Mending.
func (tx mending) Recount(ctx context.Context, s stations.Staged) error { return recount(ctx, tx, s) }

// Shown implements stations.Settling.
func (db stage) Shown(ctx context.Context, staging int64) (shown bool, err error) {
	err = db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM staging WHERE id = $1 AND base IS NOT NULL)`, staging).Scan(&shown)
	return shown, db.fail(ctx, "settle an import", err)
}

// Settled implements stations.Settling.
func (db stage) Settled(ctx context.Context, staging int64) error {
	return db.write(ctx, "settle an import", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE staging SET settled = true WHERE id = $1 AND base IS NOT NULL`, staging); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `ANALYSE superseded`) // that it is empty decides how views are joined
		return err
	})
}

// RemoveOldVersions implements stations.Settling.
func (db stage) RemoveOldVersions(ctx context.Context, staging int64, most int) (done bool, err error) {
	err = db.write(ctx, "settle an import", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `DELETE FROM superseded WHERE staging = $1 AND station_id = ANY (ARRAY(
			SELECT station_id FROM superseded WHERE staging = $1 LIMIT $2)) RETURNING revision`, staging, most)
		if err != nil {
			return err
		}
		old, err := pgx.CollectRows(rows, pgx.RowTo[stations.Revision])
		if err != nil {
			return err
		}
		done = len(old) < most
		return removeVersions(ctx, tx, old)
	})
	return done, err
}

// OlderRows implements stations.Settling.
func (db stage) OlderRows(ctx context.Context, staging int64, after stations.RecordKey) ([]stations.RecordKey, error) {
	rows, err := db.pool.Query(ctx, `SELECT source, record FROM source_row AS n
		WHERE (source, record) > ($1, $2) AND staging = $3
			AND EXISTS (SELECT FROM source_row AS o WHERE o.source = n.source AND o.record = n.record AND o.staging < $3)
		ORDER BY source, record LIMIT $4`, after.Source, after.Record, staging, removedPage)
	if err != nil {
		return nil, db.fail(ctx, "settle an import", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (k stations.RecordKey, err error) {
		return k, row.Scan(&k.Source, &k.Record)
	})
	return list, db.fail(ctx, "settle an import", err)
}

// RemoveOlderRows implements stations.Settling.
func (db stage) RemoveOlderRows(ctx context.Context, staging int64, page []stations.RecordKey) error {
	sources, records := keyColumns(page)
	return db.write(ctx, "settle an import", func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM source_row AS r USING unnest($2::text[], $3::text[]) AS k (source, record)
			WHERE r.source = k.source AND r.record = k.record AND r.staging < $1`, staging, sources, records)
		return err
	})
}
