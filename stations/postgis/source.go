package postgis

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// SourceRows implements stations.Sources.
func (db *DB) SourceRows(ctx context.Context, source, after string, limit int) ([]stations.SourceRow, error) {
	if limit < 1 || limit > 10_000 {
		return nil, stations.BadField("limit", "is not within 1 … 10000")
	}
	if !stations.Storable(source + after) {
		return nil, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT source, record, station_id, fields FROM shown_source_row
		WHERE source = $1 AND record > $2 ORDER BY record LIMIT $3`, source, after, limit)
	if err != nil {
		return nil, db.fail(ctx, "read what a source said", err)
	}
	list, err := pgx.CollectRows(rows, scanSourceRow)
	return list, db.fail(ctx, "read what a source said", err)
}

func scanSourceRow(rows pgx.CollectableRow) (row stations.SourceRow, err error) {
	err = rows.Scan(&row.Key.Source, &row.Key.Record, &row.Station, (*[]byte)(&row.Values))
	return row, err
}

// Said implements stations.Now.
func (db *DB) Said(ctx context.Context, keys []stations.RecordKey) (map[stations.RecordKey]stations.SourceRow, error) {
	last, err := said(ctx, db.pool, keys)
	return last, db.fail(ctx, "read what a source said", err)
}

func said(ctx context.Context, q querier, keys []stations.RecordKey) (map[stations.RecordKey]stations.SourceRow, error) {
	keys = slices.DeleteFunc(slices.Clone(keys), func(k stations.RecordKey) bool { return !stations.Storable(k.Source + k.Record) })
	sources, records := keyColumns(keys)
	rows, err := q.Query(ctx, `SELECT r.source, r.record, r.station_id, r.fields FROM unnest($1::text[], $2::text[]) AS k (source, record)
		JOIN shown_source_row AS r ON r.source = k.source AND r.record = k.record`, sources, records)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, scanSourceRow)
	last := make(map[stations.RecordKey]stations.SourceRow, len(list))
	for _, row := range list {
		last[row.Key] = row
	}
	return last, err
}

// CodeOwners implements stations.Sources.
func (db *DB) CodeOwners(ctx context.Context, codes []string) (map[string]stations.ID, error) {
	owners := map[string]stations.ID{}
	rows, err := db.pool.Query(ctx, `SELECT code, station_id FROM shown_station_code WHERE code = ANY($1)`, storable(codes))
	if err != nil {
		return nil, db.fail(ctx, "read whose codes are", err)
	}
	var code string
	var id stations.ID
	_, err = pgx.ForEachRow(rows, []any{&code, &id}, func() error {
		owners[code] = id
		return nil
	})
	return owners, db.fail(ctx, "read whose codes are", err)
}

// saveRows keeps what sources last said: the old rows leave, the new ones are
// copied in.
func saveRows(ctx context.Context, tx pgx.Tx, rows []stations.SourceRow) error {
	if len(rows) == 0 {
		return nil
	}
	keys := make([]stations.RecordKey, len(rows))
	for i, row := range rows {
		keys[i] = row.Key
	}
	if err := removeRows(ctx, tx, keys); err != nil {
		return err
	}
	return copyRows(ctx, tx, 0, rows)
}

// copyRows keeps rows of new keys. A staging keeps them hidden, 0 is none.
func copyRows(ctx context.Context, tx pgx.Tx, staging int64, rows []stations.SourceRow) error {
	columns := []string{"source", "record", "station_id", "fields", "staging"}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"source_row"}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		row := rows[i]
		return []any{row.Key.Source, row.Key.Record, string(row.Station), []byte(row.Values), staging}, nil
	}))
	return err
}

func removeRows(ctx context.Context, tx pgx.Tx, keys []stations.RecordKey) error {
	sources, records := keyColumns(keys)
	_, err := tx.Exec(ctx, `DELETE FROM source_row AS r USING unnest($1::text[], $2::text[]) AS k (source, record)
		WHERE r.source = k.source AND r.record = k.record`, sources, records)
	return err
}
