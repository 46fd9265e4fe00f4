package postgis

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// Station implements stations.Reader.
func (db *DB) Station(ctx context.Context, id stations.ID) (*stations.Station, error) {
	if !stations.Storable(string(id)) {
		return nil, stations.Errorf(stations.NotFound, "no station %q", id)
	}
	var record []byte
	err := db.pool.QueryRow(ctx, `SELECT record FROM station WHERE id = $1`, id).Scan(&record)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, stations.Errorf(stations.NotFound, "no station %q", id)
	}
	if err != nil {
		return nil, db.fail(ctx, "read a station", err)
	}
	return stations.DecodeRecord(id, record)
}

// BySource implements stations.Reader.
func (db *DB) BySource(ctx context.Context, source string) (map[string]*stations.Station, error) {
	byRecord := map[string]*stations.Station{}
	if !stations.Storable(source) {
		return byRecord, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT id, record FROM station WHERE source = $1 AND source_record <> ''`, source)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	list, err := pgx.CollectRows(rows, scanStation)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	for _, s := range list {
		byRecord[s.SourceRecord] = s
	}
	return byRecord, nil
}

// The stations as they are now, and as they were after the write of a
// revision.
const (
	snapshotNow  = `SELECT id, record FROM station ORDER BY id`
	snapshotThen = `SELECT c.station_id, c.record
		FROM (SELECT max(revision) AS revision FROM change WHERE revision <= $1 GROUP BY station_id) AS last
		JOIN change AS c ON c.revision = last.revision
		WHERE c.record IS NOT NULL ORDER BY c.station_id`
)

// oneRead sees one state of the database from its first query to its last.
func oneRead() pgx.TxOptions {
	return pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
}

// Snapshot implements stations.Reader. Everything ever written is kept.
func (db *DB) Snapshot(ctx context.Context, at stations.Revision) (rev stations.Revision, list []*stations.Station, err error) {
	err = pgx.BeginTxFunc(ctx, db.pool, oneRead(), func(tx pgx.Tx) error {
		rev, list, err = snapshot(ctx, tx, at)
		return err
	})
	if err != nil {
		return 0, nil, db.fail(ctx, "read a snapshot", err)
	}
	return rev, list, nil
}

func snapshot(ctx context.Context, tx pgx.Tx, at stations.Revision) (stations.Revision, []*stations.Station, error) {
	var last stations.Revision
	if err := tx.QueryRow(ctx, `SELECT revision FROM meta`).Scan(&last); err != nil {
		return 0, nil, err
	}
	if at < 0 || at > last {
		return 0, nil, stations.Errorf(stations.Gone, "revision %d is not kept: the last is %d", at, last)
	}
	query, args := snapshotThen, []any{at}
	if at == 0 || at == last {
		at, query, args = last, snapshotNow, nil
	}
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return 0, nil, err
	}
	list, err := pgx.CollectRows(rows, scanStation)
	return at, list, err
}

// scanStation reads a row of id and record.
func scanStation(row pgx.CollectableRow) (*stations.Station, error) {
	var id stations.ID
	var record []byte
	if err := row.Scan(&id, &record); err != nil {
		return nil, err
	}
	return stations.DecodeRecord(id, record)
}
