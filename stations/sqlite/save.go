package sqlite

import (
	"context"
	"database/sql"

	"yizhan/stations"
)

// save writes the entries. All stations that they touch leave the table
// before the last states enter, so that keys may change hands in one list.
func save(ctx context.Context, tx *sql.Tx, entries []stations.Entry) error {
	if err := saveChanges(ctx, tx, entries); err != nil {
		return err
	}
	latest := stations.Latest(entries)
	ids := make([]stations.ID, len(latest))
	for i, e := range latest {
		ids[i] = e.ID
	}
	touched := jsonList(ids)
	for _, query := range []string{
		`DELETE FROM station_box WHERE rid IN (SELECT rid FROM station WHERE id IN (SELECT value FROM json_each(?)))`,
		`DELETE FROM station WHERE id IN (SELECT value FROM json_each(?))`, // and its services
	} {
		if _, err := tx.ExecContext(ctx, query, touched); err != nil {
			return err
		}
	}
	if err := saveStations(ctx, tx, latest); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE meta SET revision = ?`, entries[len(entries)-1].Revision)
	return err
}

func saveChanges(ctx context.Context, tx *sql.Tx, entries []stations.Entry) error {
	change, err := tx.PrepareContext(ctx, `INSERT INTO change (revision, station_id, record, at, op, who, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer change.Close()
	code, err := tx.PrepareContext(ctx, `INSERT INTO station_code (code, station_id) VALUES (?, ?) ON CONFLICT DO NOTHING`)
	if err != nil {
		return err
	}
	defer code.Close()
	for _, e := range entries {
		if _, err := change.ExecContext(ctx, e.Revision, e.ID, nullText(e.Record), e.At.UnixMilli(), e.Op, e.By, e.Reason); err != nil {
			return err
		}
		if e.Station == nil || e.Station.Code == "" {
			continue
		}
		if _, err := code.ExecContext(ctx, e.Station.Code, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// nullText keeps the record as text, which SQLite's own tools can read.
func nullText(record []byte) any {
	if record == nil {
		return nil
	}
	return string(record)
}

func saveStations(ctx context.Context, tx *sql.Tx, latest []stations.Entry) error {
	row, err := tx.PrepareContext(ctx, `INSERT INTO station (id, revision, created_at, code, kind, lifecycle,
		quality, adcode, source, source_record, search, lon, lat, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer row.Close()
	box, err := tx.PrepareContext(ctx, `INSERT INTO station_box (rid, west, east, south, north) VALUES (?1, ?2, ?2, ?3, ?3)`)
	if err != nil {
		return err
	}
	defer box.Close()
	service, err := tx.PrepareContext(ctx, `INSERT INTO station_service (station_id, code, status, expires_at) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer service.Close()
	for _, e := range latest {
		if e.Station == nil {
			continue
		}
		if err := saveStation(ctx, e, row, box); err != nil {
			return err
		}
		if err := saveServices(ctx, e.Station, service); err != nil {
			return err
		}
	}
	return nil
}

func saveStation(ctx context.Context, e stations.Entry, row, box *sql.Stmt) error {
	s := e.Station
	lon, lat := s.Position.Point[0], s.Position.Point[1]
	result, err := row.ExecContext(ctx, s.ID, s.Revision, s.CreatedAt.UnixMilli(), s.Code, s.Kind, s.Lifecycle,
		s.Position.Quality, s.Position.Adcode, s.Source, s.SourceRecord, s.SearchText(), lon, lat, string(e.Record))
	if err != nil {
		return err
	}
	rid, err := result.LastInsertId()
	if err != nil {
		return err
	}
	_, err = box.ExecContext(ctx, rid, lon, lat)
	return err
}

func saveServices(ctx context.Context, s *stations.Station, insert *sql.Stmt) error {
	for _, v := range s.Services {
		var expires any
		if v.ExpiresAt != nil {
			expires = stations.Sortable(*v.ExpiresAt)
		}
		if _, err := insert.ExecContext(ctx, s.ID, v.Code, v.Status, expires); err != nil {
			return err
		}
	}
	return nil
}
