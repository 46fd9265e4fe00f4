package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"time"

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
func save(ctx context.Context, tx *sql.Tx, ledger *stations.Ledger, b batch, at time.Time) ([]stations.Receipt, error) {
	if len(b.touched.IDs) == 0 {
		return nil, nil
	}
	if len(ledger.Held) > 0 {
		if err := removeStations(ctx, tx, b.touched.IDs); err != nil {
			return nil, err
		}
	}
	receipts, err := ledger.EnterInParts(b.Writes, at, func(part []stations.Entry) error { return saveEntries(ctx, tx, 0, part) })
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE meta SET revision = ?`, ledger.Revision)
	return receipts, err
}

// saveEntries keeps changes, and the stations as they are after them. A staging
// keeps them hidden, 0 is none.
func saveEntries(ctx context.Context, tx *sql.Tx, staging int64, entries []stations.Entry) error {
	if err := saveChanges(ctx, tx, entries); err != nil {
		return err
	}
	if err := saveCodes(ctx, tx, staging, entries); err != nil {
		return err
	}
	return saveStations(ctx, tx, slices.DeleteFunc(stations.Latest(entries), func(e stations.Entry) bool { return e.Station == nil }))
}

// removeStations removes all versions of the stations, hidden ones too: an
// import that has some finds that they have moved.
func removeStations(ctx context.Context, tx *sql.Tx, ids []stations.ID) error {
	return removeVersions(ctx, tx, `SELECT revision FROM station WHERE id IN (SELECT value FROM json_each(?))`, jsonList(ids))
}

// removeVersions removes the versions of the revisions that a query gives.
func removeVersions(ctx context.Context, tx *sql.Tx, revisions string, args ...any) error {
	for _, from := range []string{"station_box WHERE rid", "station_service WHERE revision", "station WHERE revision"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+from+` IN (`+revisions+`)`, args...); err != nil {
			return err
		}
	}
	return nil
}

func saveChanges(ctx context.Context, tx *sql.Tx, entries []stations.Entry) error {
	change := inserter{tx: tx, into: `change (revision, station_id, record, at, op, who, reason)`, width: 7}
	for _, e := range entries {
		if err := change.add(ctx, int64(e.Revision), string(e.ID), nullText(e.Record), e.At.UnixMilli(), string(e.Op), e.By, e.Reason); err != nil {
			return err
		}
	}
	return finish(ctx, &change)
}

func saveCodes(ctx context.Context, tx *sql.Tx, staging int64, entries []stations.Entry) error {
	code := inserter{tx: tx, into: `station_code (code, station_id, staging)`, width: 3, also: ` ON CONFLICT DO NOTHING`}
	for _, e := range entries {
		if e.Station == nil || e.Station.Code == "" {
			continue
		}
		if err := code.add(ctx, e.Station.Code, string(e.ID), staging); err != nil {
			return err
		}
	}
	return finish(ctx, &code)
}

// nullText keeps the record as text, which SQLite's own tools can read.
func nullText(record []byte) any {
	if record == nil {
		return nil
	}
	return string(record)
}

// saveStations keeps the entries' stations as versions of those revisions.
func saveStations(ctx context.Context, tx *sql.Tx, kept []stations.Entry) error {
	row := inserter{tx: tx, width: 14, into: `station (revision, id, created_at, code, kind, lifecycle,
		quality, adcode, source, source_record, search, lon, lat, record)`}
	box := inserter{tx: tx, width: 5, into: `station_box (rid, west, east, south, north)`}
	service := inserter{tx: tx, width: 4, into: `station_service (revision, code, status, expires_at)`}
	for _, e := range kept {
		s, revision := e.Station, int64(e.Revision)
		lon, lat := s.Position.Point[0], s.Position.Point[1]
		if err := row.add(ctx, revision, string(s.ID), s.CreatedAt.UnixMilli(), s.Code, string(s.Kind), string(s.Lifecycle),
			string(s.Position.Quality), s.Position.Adcode, s.Source, s.SourceRecord, s.SearchText(), lon, lat, string(e.Record)); err != nil {
			return err
		}
		if err := box.add(ctx, revision, lon, lon, lat, lat); err != nil {
			return err
		}
		if err := saveServices(ctx, e, &service); err != nil {
			return err
		}
	}
	return finish(ctx, &row, &box, &service)
}

func saveServices(ctx context.Context, e stations.Entry, service *inserter) error {
	for _, v := range e.Station.Services {
		var expires any
		if v.ExpiresAt != nil {
			expires = stations.Sortable(*v.ExpiresAt)
		}
		if err := service.add(ctx, int64(e.Revision), string(v.Code), string(v.Status), expires); err != nil {
			return err
		}
	}
	return nil
}
