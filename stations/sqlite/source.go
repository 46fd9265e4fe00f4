package sqlite

import (
	"context"
	"database/sql"

	"yizhan/stations"
)

// SourceRows implements stations.Sources.
func (db *DB) SourceRows(ctx context.Context, source string) (map[string]stations.SourceRow, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT record, station_id, fields FROM shown_source_row WHERE source = ?`, source)
	if err != nil {
		return nil, db.fail(ctx, "read what a source said", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (stations.SourceRow, error) {
		row := stations.SourceRow{Key: stations.RecordKey{Source: source}}
		err := rows.Scan(&row.Key.Record, &row.Station, (*[]byte)(&row.Values))
		return row, err
	})
	if err != nil {
		return nil, db.fail(ctx, "read what a source said", err)
	}
	said := make(map[string]stations.SourceRow, len(list))
	for _, row := range list {
		said[row.Key.Record] = row
	}
	return said, nil
}

// saveRows keeps what sources last said, hidden when a staging says it.
func saveRows(ctx context.Context, tx *sql.Tx, staging int64, rows []stations.SourceRow) error {
	said := inserter{
		tx: tx, into: `source_row (source, record, station_id, fields, staging)`, width: 5,
		also: ` ON CONFLICT DO UPDATE SET station_id = excluded.station_id, fields = excluded.fields, staging = excluded.staging`,
	}
	for _, row := range rows {
		if err := said.add(ctx, row.Key.Source, row.Key.Record, string(row.Station), string(row.Values), staging); err != nil {
			return err
		}
	}
	return finish(ctx, &said)
}
