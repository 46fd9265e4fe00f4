package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"yizhan/stations"
)

// Station implements stations.Reader.
func (db *DB) Station(ctx context.Context, id stations.ID) (*stations.Station, error) {
	s, err := scanStation(db.reader.QueryRowContext(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, stations.Errorf(stations.NotFound, "no station %q", id)
	}
	return s, db.fail(ctx, "read a station", err)
}

// BySource implements stations.Reader.
func (db *DB) BySource(ctx context.Context, source string) (map[string]*stations.Station, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE source = ? AND source_record <> ''`, source)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	list, err := collect(rows, scanStations)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	byRecord := make(map[string]*stations.Station, len(list))
	for _, s := range list {
		byRecord[s.SourceRecord] = s
	}
	return byRecord, nil
}

// StationsOf implements stations.Now.
func (db *DB) StationsOf(ctx context.Context, ids []stations.ID) (map[stations.ID]*stations.Station, error) {
	found, err := stationsOf(ctx, db.reader, ids)
	return found, db.fail(ctx, "read stations", err)
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func stationsOf(ctx context.Context, q querier, ids []stations.ID) (map[stations.ID]*stations.Station, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id IN (SELECT value FROM json_each(?))`, jsonList(ids))
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, scanStations)
	found := make(map[stations.ID]*stations.Station, len(list))
	for _, s := range list {
		found[s.ID] = s
	}
	return found, err
}

// Briefs implements stations.Reader.
func (db *DB) Briefs(ctx context.Context) iter.Seq2[*stations.Brief, error] {
	return func(yield func(*stations.Brief, error) bool) {
		rows, err := db.reader.QueryContext(ctx, `SELECT id, record FROM shown_station`)
		if err != nil {
			yield(nil, db.fail(ctx, "read all stations", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			b, err := scanBrief(rows)
			if !yield(b, db.fail(ctx, "read all stations", err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, db.fail(ctx, "read all stations", err))
		}
	}
}

func scanBrief(rows *sql.Rows) (*stations.Brief, error) {
	var id stations.ID
	var record sql.RawBytes // decoded before the next row
	if err := rows.Scan(&id, &record); err != nil {
		return nil, err
	}
	return stations.DecodeBrief(id, record)
}

// The stations as they are now, and as they were after the write of a
// revision.
const (
	snapshotNow  = `SELECT ` + stationColumns + ` FROM shown_station ORDER BY id`
	snapshotThen = `SELECT c.station_id, c.record, last.revision, c.at
		FROM (SELECT max(revision) AS revision, stored FROM shown_change WHERE revision <= ? GROUP BY station_id) AS last
		JOIN shown_change AS c ON c.stored = last.stored -- stored is that of the largest revision
		WHERE c.record IS NOT NULL ORDER BY c.station_id`
)

// Snapshot implements stations.Reader. Everything ever written
// is kept, in a mirror from its floor on.
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
	if err := reachable(ctx, tx, at); err != nil {
		return 0, nil, db.fail(ctx, "read a snapshot", err)
	}
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, nil, db.fail(ctx, "read a snapshot", err)
	}
	list, err := collectAll(rows)
	return at, list, db.fail(ctx, "read a snapshot", err)
}

// stationColumns are what scanStation reads.
const stationColumns = `id, record, revision, at`

func scanStation(row interface{ Scan(...any) error }) (*stations.Station, error) {
	r, err := stations.ScanRow(row)
	if err != nil {
		return nil, err
	}
	return stations.DecodeRow(r.ID, r.Record, r.Revision, r.At)
}

// collectAll is collect of scanStations for very many rows, on all cores.
func collectAll(rows *sql.Rows) ([]*stations.Station, error) {
	defer rows.Close()
	return stations.DecodeRows(stations.ScanRows(rows))
}

// scanStations is scanStation for collect.
func scanStations(rows *sql.Rows) (*stations.Station, error) {
	var id stations.ID
	var record sql.RawBytes // decoded before the next row
	var revision stations.Revision
	var at int64
	if err := rows.Scan(&id, &record, &revision, &at); err != nil {
		return nil, err
	}
	return stations.DecodeRow(id, record, revision, time.UnixMilli(at).UTC())
}
