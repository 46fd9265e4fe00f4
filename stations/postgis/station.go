package postgis

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"yizhan/stations"
)

// Station implements stations.Reader.
func (db *DB) Station(ctx context.Context, id stations.ID) (*stations.Station, error) {
	if !stations.Storable(string(id)) {
		return nil, stations.Errorf(stations.NotFound, "no station %q", id)
	}
	rows, err := db.pool.Query(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id = $1`, string(id))
	if err != nil {
		return nil, db.fail(ctx, "read a station", err)
	}
	s, err := pgx.CollectExactlyOneRow(rows, scanStation)
	if errors.Is(err, pgx.ErrNoRows) {
		err = stations.Errorf(stations.NotFound, "no station %q", id)
	}
	return s, db.fail(ctx, "read a station", err)
}

// BySource implements stations.Reader.
func (db *DB) BySource(ctx context.Context, source string) (map[string]*stations.Station, error) {
	byRecord := map[string]*stations.Station{}
	if !stations.Storable(source) {
		return byRecord, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE source = $1 AND source_record <> ''`, source)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	list, err := collectStations(rows)
	if err != nil {
		return nil, db.fail(ctx, "read the stations of a source", err)
	}
	for _, s := range list {
		byRecord[s.SourceRecord] = s
	}
	return byRecord, nil
}

// StationsOf implements stations.Now.
func (db *DB) StationsOf(ctx context.Context, ids []stations.ID) (map[stations.ID]*stations.Station, error) {
	found, err := stationsOf(ctx, db.pool, ids)
	return found, db.fail(ctx, "read stations", err)
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
}

func stationsOf(ctx context.Context, q querier, ids []stations.ID) (map[stations.ID]*stations.Station, error) {
	rows, err := q.Query(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id = ANY($1)`, storable(ids))
	if err != nil {
		return nil, err
	}
	list, err := collectStations(rows)
	found := make(map[stations.ID]*stations.Station, len(list))
	for _, s := range list {
		found[s.ID] = s
	}
	return found, err
}

// Briefs implements stations.Reader.
func (db *DB) Briefs(ctx context.Context) iter.Seq2[*stations.Brief, error] {
	return func(yield func(*stations.Brief, error) bool) {
		rows, err := db.pool.Query(ctx, `SELECT id, record FROM shown_station`)
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

func scanBrief(rows pgx.Rows) (*stations.Brief, error) {
	var id stations.ID
	var record pgtype.DriverBytes // decoded before the next row
	if err := rows.Scan(&id, &record); err != nil {
		return nil, err
	}
	return stations.DecodeBrief(id, record)
}

// The stations as they are now, and as they were after the write of a
// revision: as the last write up to it left them. Sorting is for the caller,
// who does not move the records.
const (
	snapshotNow  = `SELECT ` + stationColumns + ` FROM shown_station`
	snapshotThen = `SELECT c.station_id, c.record, c.revision, c.at
		FROM (SELECT station_id, max(revision) AS revision FROM shown_change WHERE revision <= $1 GROUP BY station_id) AS last
		JOIN shown_change AS c ON c.station_id = last.station_id AND c.revision = last.revision
		WHERE c.record IS NOT NULL`
)

// oneRead sees one state of the database from its first query to its last.
func oneRead() pgx.TxOptions {
	return pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
}

// Snapshot implements stations.Reader. Everything ever written
// is kept, in a mirror from its floor on.
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
	if err := reachable(ctx, tx, at); err != nil {
		return 0, nil, err
	}
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return 0, nil, err
	}
	list, err := collectStations(rows)
	slices.SortFunc(list, func(a, b *stations.Station) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return at, list, err
}

// stationColumns are what scanStation reads. The times of a record that says
// none are that of its first and only write.
const stationColumns = `id, record, revision, at`

func scanStation(row pgx.CollectableRow) (*stations.Station, error) {
	r, err := stations.ScanRow(row)
	if err != nil {
		return nil, err
	}
	return stations.DecodeRow(r.ID, r.Record, r.Revision, r.At)
}

// collectStations is scanStation for all rows, on all cores.
func collectStations(rows pgx.Rows) ([]*stations.Station, error) {
	defer rows.Close()
	return stations.DecodeRows(stations.ScanRows(rows))
}
