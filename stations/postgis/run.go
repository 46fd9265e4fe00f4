package postgis

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// PutRun implements stations.Runs. Runs that were too old when this one was
// computed are cleared away, so that an expired id can be kept anew.
func (db *DB) PutRun(ctx context.Context, run stations.Run) error {
	if err := stations.CheckRun(run); err != nil {
		return err
	}
	at := stations.Stamp(run.At)
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM run WHERE at < $1`, at.Add(-stations.RunTTL).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO run (id, request, revision, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			run.ID, string(run.Request), run.Revision, at.UnixMilli())
		return err
	})
	return db.fail(ctx, "keep a run", err)
}

// Runs implements stations.Runs.
func (db *DB) Runs(ctx context.Context, now time.Time, limit int) ([]stations.Run, error) {
	rows, err := db.pool.Query(ctx, `SELECT id, request, revision, at FROM run WHERE at >= $1 ORDER BY at DESC, id LIMIT $2`,
		stations.Stamp(now).Add(-stations.RunTTL).UnixMilli(), limit)
	if err != nil {
		return nil, db.fail(ctx, "list runs", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (run stations.Run, err error) {
		var request string
		var at int64
		err = row.Scan(&run.ID, &request, &run.Revision, &at)
		run.Request, run.At = []byte(request), time.UnixMilli(at).UTC()
		return run, err
	})
	return list, db.fail(ctx, "list runs", err)
}

// Run implements stations.Runs.
func (db *DB) Run(ctx context.Context, id string, now time.Time) (stations.Run, error) {
	missing := stations.Errorf(stations.NotFound, "no run %q, or it is older than 30 days", id)
	if !stations.Storable(id) {
		return stations.Run{}, missing
	}
	run := stations.Run{ID: id}
	var request string
	var at int64
	err := db.pool.QueryRow(ctx, `SELECT request, revision, at FROM run WHERE id = $1`, id).Scan(&request, &run.Revision, &at)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return stations.Run{}, db.fail(ctx, "read a run", err)
	}
	run.Request, run.At = []byte(request), time.UnixMilli(at).UTC()
	if err != nil || now.Sub(run.At) > stations.RunTTL {
		return stations.Run{}, missing
	}
	return run, nil
}
