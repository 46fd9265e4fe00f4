package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// SourceRows implements stations.Sources.
func (db *DB) SourceRows(ctx context.Context, source string) (map[string]stations.SourceRow, error) {
	said := map[string]stations.SourceRow{}
	if !stations.Storable(source) {
		return said, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT record, station_id, fields FROM shown_source_row WHERE source = $1`, source)
	if err != nil {
		return nil, db.fail(ctx, "read what a source said", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (stations.SourceRow, error) {
		said := stations.SourceRow{Key: stations.RecordKey{Source: source}}
		err := row.Scan(&said.Key.Record, &said.Station, (*[]byte)(&said.Values))
		return said, err
	})
	if err != nil {
		return nil, db.fail(ctx, "read what a source said", err)
	}
	for _, row := range list {
		said[row.Key.Record] = row
	}
	return said, nil
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
