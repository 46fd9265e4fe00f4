package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"yizhan/stations"
)

// Station implements stations.Reader.
func (db *DB) Station(ctx context.Context, id stations.ID) (*stations.Station, error) {
	var record []byte
	err := db.reader.QueryRowContext(ctx, `SELECT record FROM station WHERE id = ?`, id).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, stations.Errorf(stations.NotFound, "no station %q", id)
	}
	if err != nil {
		return nil, db.fail(ctx, "read a station", err)
	}
	return stations.DecodeRecord(id, record)
}

// BySource implements stations.Reader.
func (db *DB) BySource(ctx context.Context, source string) (map[string]*stations.Station, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT id, record FROM station WHERE source = ? AND source_record <> ''`, source)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	list, err := collect(rows, scanStation)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	byRecord := make(map[string]*stations.Station, len(list))
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
		FROM (SELECT max(revision) AS revision FROM change WHERE revision <= ? GROUP BY station_id) AS last
		JOIN change AS c ON c.revision = last.revision
		WHERE c.record IS NOT NULL ORDER BY c.station_id`
)

// Snapshot implements stations.Reader. Everything ever written is kept.
func (db *DB) Snapshot(ctx context.Context, at stations.Revision) (stations.Revision, []*stations.Station, error) {
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return 0, nil, db.fail(ctx, "read a snapshot", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	var last stations.Revision
	if err := tx.QueryRowContext(ctx, `SELECT revision FROM meta`).Scan(&last); err != nil {
		return 0, nil, db.fail(ctx, "read a snapshot", err)
	}
	if at < 0 || at > last {
		return 0, nil, stations.Errorf(stations.Gone, "revision %d is not kept: the last is %d", at, last)
	}
	query, args := snapshotThen, []any{at}
	if at == 0 || at == last {
		at, query, args = last, snapshotNow, nil
	}
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, nil, db.fail(ctx, "read a snapshot", err)
	}
	list, err := collect(rows, scanStation)
	return at, list, db.fail(ctx, "read a snapshot", err)
}

// scanStation reads a row of id and record.
func scanStation(rows *sql.Rows) (*stations.Station, error) {
	var id stations.ID
	var record sql.RawBytes // decoded before the next row
	if err := rows.Scan(&id, &record); err != nil {
		return nil, err
	}
	return stations.DecodeRecord(id, record)
}
