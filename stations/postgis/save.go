package postgis

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// batch is a batch with what its writes look at.
type batch struct {
	stations.Batch
	touched stations.Touched
}

// save enters the writes into the ledger and keeps what it makes of them. All
// stations that they touch leave the table before the last states enter, so
// that keys may change hands in one list.
func save(ctx context.Context, tx pgx.Tx, ledger *stations.Ledger, b batch, at time.Time) ([]stations.Receipt, error) {
	if len(b.touched.IDs) == 0 {
		return nil, nil
	}
	if len(ledger.Held) > 0 {
		if err := removeStations(ctx, tx, storable(b.touched.IDs)); err != nil {
			return nil, err
		}
	}
	receipts, err := ledger.EnterInParts(b.Writes, at, func(part []stations.Entry) error { return saveEntries(ctx, tx, 0, part) })
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `UPDATE meta SET revision = $1`, ledger.Revision)
	return receipts, err
}

// saveEntries keeps changes, and the stations as they are after them. A staging
// keeps them hidden, 0 is none.
func saveEntries(ctx context.Context, tx pgx.Tx, staging int64, entries []stations.Entry) error {
	if err := saveChanges(ctx, tx, entries); err != nil {
		return err
	}
	if err := saveCodes(ctx, tx, staging, entries); err != nil {
		return err
	}
	kept := slices.DeleteFunc(stations.Latest(entries), func(e stations.Entry) bool { return e.Station == nil })
	if err := saveStations(ctx, tx, kept); err != nil {
		return err
	}
	return saveServices(ctx, tx, kept)
}

// removeStations removes all versions of the stations, hidden ones too: an
// import that has some finds that they have moved.
func removeStations(ctx context.Context, tx pgx.Tx, ids []string) error {
	rows, err := tx.Query(ctx, `SELECT revision FROM station WHERE id = ANY($1)`, ids)
	if err != nil {
		return err
	}
	revisions, err := pgx.CollectRows(rows, pgx.RowTo[stations.Revision])
	if err != nil {
		return err
	}
	return removeVersions(ctx, tx, revisions)
}

// removeVersions removes the versions of those revisions.
func removeVersions(ctx context.Context, tx pgx.Tx, revisions []stations.Revision) error {
	for _, table := range []string{"station_service", "station"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE revision = ANY($1)`, revisions); err != nil {
			return err
		}
	}
	return nil
}

func saveChanges(ctx context.Context, tx pgx.Tx, entries []stations.Entry) error {
	columns := []string{"revision", "station_id", "record", "at", "op", "who", "reason"}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"change"}, columns, pgx.CopyFromSlice(len(entries), func(i int) ([]any, error) {
		e := entries[i]
		return []any{int64(e.Revision), string(e.ID), nullJSON(e.Record), e.At.UnixMilli(), string(e.Op), e.By, e.Reason}, nil
	}))
	return err
}

func saveCodes(ctx context.Context, tx pgx.Tx, staging int64, entries []stations.Entry) error {
	var codes, ids []string
	for _, e := range entries {
		if e.Station != nil && e.Station.Code != "" {
			codes, ids = append(codes, e.Station.Code), append(ids, string(e.ID))
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO station_code (code, station_id, staging)
		SELECT code, id, $3 FROM unnest($1::text[], $2::text[]) AS k (code, id) ON CONFLICT DO NOTHING`, codes, ids, staging)
	return err
}

// nullJSON keeps a missing record apart from an empty one.
func nullJSON(record []byte) any {
	if record == nil {
		return nil
	}
	return record
}

// saveStations keeps the entries' stations as versions of those revisions.
func saveStations(ctx context.Context, tx pgx.Tx, kept []stations.Entry) error {
	columns := []string{
		"id", "revision", "created_at", "code", "kind", "lifecycle", "quality", "adcode",
		"source", "source_record", "search", "point", "record",
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"station"}, columns, pgx.CopyFromSlice(len(kept), func(i int) ([]any, error) {
		s := kept[i].Station
		return []any{
			string(s.ID), int64(kept[i].Revision), s.CreatedAt.UnixMilli(), s.Code, string(s.Kind), string(s.Lifecycle),
			string(s.Position.Quality), s.Position.Adcode, s.Source, s.SourceRecord, s.SearchText(), s.Position.Point, kept[i].Record,
		}, nil
	}))
	return err
}

func saveServices(ctx context.Context, tx pgx.Tx, kept []stations.Entry) error {
	var rows [][]any
	for _, e := range kept {
		for _, v := range e.Station.Services {
			var expires any
			if v.ExpiresAt != nil {
				expires = stations.Sortable(*v.ExpiresAt)
			}
			rows = append(rows, []any{int64(e.Revision), string(v.Code), string(v.Status), expires})
		}
	}
	columns := []string{"revision", "code", "status", "expires_at"}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"station_service"}, columns, pgx.CopyFromRows(rows))
	return err
}
