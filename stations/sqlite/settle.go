package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"yizhan/stations"
)

// mending implements stations.Mending.
type mending struct{ *sql.Tx }

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
	rows, err := tx.QueryContext(ctx, `SELECT p.station_id, c.revision
		FROM superseded AS p CROSS JOIN change AS c ON c.station_id = p.station_id AND c.revision > ?2 AND c.revision <= ?3
		WHERE p.staging = ?1
			AND (p.revision = 0 OR p.station_id IN (SELECT station_id FROM change WHERE revision > ?4 AND revision < 4294967296))
			AND NOT EXISTS (SELECT 1 FROM station WHERE revision = p.revision)
		LIMIT ?5`, s.ID, stations.ProvisionalAfter(s.ID), stations.ProvisionalAfter(s.ID+1), s.Since, most)
	if err != nil {
		return nil, err
	}
	return collect(rows, scanMoved)
}

func scanMoved(rows *sql.Rows) (m stations.Moved, err error) {
	return m, rows.Scan(&m.Station, &m.Slot)
}

// Withdraw implements stations.Mending.
func (tx mending) Withdraw(ctx context.Context, s stations.Staged, list []stations.Moved) error {
	return withdraw(ctx, tx.Tx, s.ID, list)
}

// Keep implements stations.Mending.
func (tx mending) Keep(ctx context.Context, s stations.Staged, p stations.StagedPart) error {
	return keep(ctx, tx.Tx, s, p)
}

// Renumber implements stations.Mending.
func (tx mending) Renumber(ctx context.Context, from, to stations.Revision) error {
	for _, query := range []string{
		`UPDATE change SET revision = ?1 WHERE revision = ?2`,
		`UPDATE station SET revision = ?1 WHERE revision = ?2`,
		`UPDATE station_service SET revision = ?1 WHERE revision = ?2`,
		`UPDATE station_box SET rid = ?1 WHERE rid = ?2`,
	} {
		if _, err := tx.ExecContext(ctx, query, to, from); err != nil {
			return err
		}
	}
	return nil
}

// Recount implements stations.Mending.
func (tx mending) Recount(ctx context.Context, s stations.Staged) error {
	return recount(ctx, tx.Tx, s)
}

// Shown implements stations.Settling.
func (db stage) Shown(ctx context.Context, staging int64) (shown bool, err error) {
	err = db.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM staging WHERE id = ? AND base IS NOT NULL)`, staging).Scan(&shown)
	return shown, db.fail(ctx, "settle an import", err)
}

// Settled implements stations.Settling.
func (db stage) Settled(ctx context.Context, staging int64) error {
	return db.persist(ctx, "settle an import", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE staging SET settled = 1 WHERE id = ? AND base IS NOT NULL`, staging)
		return err
	})
}

// RemoveOldVersions implements stations.Settling.
func (db stage) RemoveOldVersions(ctx context.Context, staging int64, most int) (done bool, err error) {
	err = db.persist(ctx, "settle an import", func(tx *sql.Tx) error {
		const page = `SELECT revision FROM superseded WHERE staging = ? ORDER BY station_id LIMIT ?`
		if err := removeVersions(ctx, tx, page, staging, most); err != nil {
			return err
		}
		gone, err := tx.ExecContext(ctx, `DELETE FROM superseded WHERE staging = ?1 AND station_id IN
			(SELECT station_id FROM superseded WHERE staging = ?1 ORDER BY station_id LIMIT ?2)`, staging, most)
		if err != nil {
			return err
		}
		n, err := gone.RowsAffected()
		done = n < int64(most)
		return err
	})
	if err != nil || done {
		return done, err
	}
	return false, db.giveWay(ctx)
}

// OlderRows implements stations.Settling.
func (db stage) OlderRows(ctx context.Context, staging int64, after stations.RecordKey) ([]stations.RecordKey, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT source, record FROM source_row AS n
		WHERE (source, record) > (?1, ?2) AND staging = ?3
			AND EXISTS (SELECT 1 FROM source_row AS o WHERE o.source = n.source AND o.record = n.record AND o.staging < ?3)
		ORDER BY source, record LIMIT ?4`, after.Source, after.Record, staging, removedPage)
	if err != nil {
		return nil, db.fail(ctx, "settle an import", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (k stations.RecordKey, err error) { return k, rows.Scan(&k.Source, &k.Record) })
	return list, db.fail(ctx, "settle an import", err)
}

// RemoveOlderRows implements stations.Settling.
func (db stage) RemoveOlderRows(ctx context.Context, staging int64, page []stations.RecordKey) error {
	err := db.persist(ctx, "settle an import", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM source_row WHERE staging < ?1 AND (source, record) IN
			(SELECT value ->> 'Source', value ->> 'Record' FROM json_each(?2))`, staging, jsonKeys(page))
		return err
	})
	return errors.Join(err, db.giveWay(ctx))
}
