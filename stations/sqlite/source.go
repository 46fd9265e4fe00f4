package sqlite

import (
	"context"
	"database/sql"

	"yizhan/stations"
)

// SourceRows implements stations.Sources.
func (db *DB) SourceRows(ctx context.Context, source, after string, limit int) ([]stations.SourceRow, error) {
	if limit < 1 || limit > 10_000 {
		return nil, stations.BadField("limit", "is not within 1 … 10000")
	}
	rows, err := db.reader.QueryContext(ctx, `SELECT source, record, station_id, fields FROM shown_source_row
		WHERE source = ? AND record > ? ORDER BY record LIMIT ?`, source, after, limit)
	if err != nil {
		return nil, db.fail(ctx, "read what a source said", err)
	}
	list, err := collect(rows, scanSourceRow)
	return list, db.fail(ctx, "read what a source said", err)
}

func scanSourceRow(rows *sql.Rows) (row stations.SourceRow, err error) {
	err = rows.Scan(&row.Key.Source, &row.Key.Record, &row.Station, (*[]byte)(&row.Values))
	return row, err
}

// Said implements stations.Now.
func (db *DB) Said(ctx context.Context, keys []stations.RecordKey) (map[stations.RecordKey]stations.SourceRow, error) {
	last, err := said(ctx, db.reader, keys)
	return last, db.fail(ctx, "read what a source said", err)
}

func said(ctx context.Context, q querier, keys []stations.RecordKey) (map[stations.RecordKey]stations.SourceRow, error) {
	rows, err := q.QueryContext(ctx, `SELECT r.source, r.record, r.station_id, r.fields FROM json_each(?) AS k
		CROSS JOIN shown_source_row AS r ON r.source = k.value ->> 'Source' AND r.record = k.value ->> 'Record'`, jsonKeys(keys))
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, scanSourceRow)
	last := make(map[stations.RecordKey]stations.SourceRow, len(list))
	for _, row := range list {
		last[row.Key] = row
	}
	return last, err
}

// CodeOwners implements stations.Sources.
func (db *DB) CodeOwners(ctx context.Context, codes []string) (map[string]stations.ID, error) {
	owners := map[string]stations.ID{}
	rows, err := db.reader.QueryContext(ctx, `SELECT code, station_id FROM shown_station_code WHERE code IN (SELECT value FROM json_each(?))`, jsonList(codes))
	if err != nil {
		return nil, db.fail(ctx, "read whose codes are", err)
	}
	_, err = collect(rows, func(rows *sql.Rows) (code string, err error) {
		var id stations.ID
		err = rows.Scan(&code, &id)
		owners[code] = id
		return code, err
	})
	return owners, db.fail(ctx, "read whose codes are", err)
}

// saveRows keeps what sources last said, hidden when a staging says it. What is
// not hidden takes the place of all that was said before.
func saveRows(ctx context.Context, tx *sql.Tx, staging int64, rows []stations.SourceRow) error {
	if staging == 0 && len(rows) > 0 {
		_, err := tx.ExecContext(ctx, `DELETE FROM source_row WHERE (source, record) IN
			(SELECT value ->> 'Source', value ->> 'Record' FROM json_each(?))`, jsonKeys(keysOf(rows)))
		if err != nil {
			return err
		}
	}
	said := inserter{tx: tx, into: `source_row (source, record, station_id, fields, staging)`, width: 5}
	for _, row := range rows {
		if err := said.add(ctx, row.Key.Source, row.Key.Record, string(row.Station), string(row.Values), staging); err != nil {
			return err
		}
	}
	return finish(ctx, &said)
}

func keysOf(rows []stations.SourceRow) []stations.RecordKey {
	keys := make([]stations.RecordKey, len(rows))
	for i, row := range rows {
		keys[i] = row.Key
	}
	return keys
}
