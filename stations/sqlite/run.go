package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yizhan/stations"
)

// PutRun implements stations.Runs. Runs that were too old when this one was
// computed are cleared away, so that an expired id can be kept anew.
func (db *DB) PutRun(ctx context.Context, run stations.Run) error {
	if err := stations.CheckRun(run); err != nil {
		return err
	}
	return db.write(ctx, "keep a run", func(tx *sql.Tx) error {
		at := stations.Stamp(run.At)
		if _, err := tx.ExecContext(ctx, `DELETE FROM run WHERE at < ?`, at.Add(-stations.RunTTL).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO run (id, request, revision, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			run.ID, string(run.Request), run.Revision, at.UnixMilli())
		return err
	})
}

// Runs implements stations.Runs.
func (db *DB) Runs(ctx context.Context, now time.Time, limit int) ([]stations.Run, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT id, request, revision, at FROM run WHERE at >= ? ORDER BY at DESC, id LIMIT ?`,
		stations.Stamp(now).Add(-stations.RunTTL).UnixMilli(), limit)
	if err != nil {
		return nil, db.fail(ctx, "list runs", err)
	}
	defer rows.Close()
	var list []stations.Run
	for rows.Next() {
		var run stations.Run
		var request string
		var at int64
		if err := rows.Scan(&run.ID, &request, &run.Revision, &at); err != nil {
			return nil, db.fail(ctx, "list runs", err)
		}
		run.Request, run.At = []byte(request), time.UnixMilli(at).UTC()
		list = append(list, run)
	}
	return list, db.fail(ctx, "list runs", rows.Err())
}

// Run implements stations.Runs.
func (db *DB) Run(ctx context.Context, id string, now time.Time) (stations.Run, error) {
	run := stations.Run{ID: id}
	var request string
	var at int64
	err := db.reader.QueryRowContext(ctx, `SELECT request, revision, at FROM run WHERE id = ?`, id).Scan(&request, &run.Revision, &at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return stations.Run{}, db.fail(ctx, "read a run", err)
	}
	run.Request, run.At = []byte(request), time.UnixMilli(at).UTC()
	if err != nil || now.Sub(run.At) > stations.RunTTL {
		return stations.Run{}, stations.Errorf(stations.NotFound, "no run %q, or it is older than 30 days", id)
	}
	return run, nil
}
