package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// PutFinding implements stations.Findings.
func (db *DB) PutFinding(ctx context.Context, o stations.Finding) (first bool, err error) {
	if err := stations.CheckFinding(o); err != nil {
		return false, err
	}
	at := stations.Stamp(o.At)
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if err := beside(ctx, tx, o); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM finding WHERE at < $1`, at.Add(-stations.RunTTL).UnixMilli()); err != nil {
			return err
		}
		done, err := tx.Exec(ctx, `INSERT INTO finding (run, part, body, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			o.Run, o.Part, string(o.Body), at.UnixMilli())
		first = done.RowsAffected() == 1
		return err
	})
	return first && err == nil, db.fail(ctx, "keep a finding", err)
}

// beside keeps a restore, which is a write, from coming between the look at the
// epoch and the commit: it would leave the finding to another history. Other
// findings need not wait.
func beside(ctx context.Context, tx pgx.Tx, o stations.Finding) error {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock_shared($1)`, int64(writeLock)); err != nil {
		return err
	}
	var epoch string
	if err := tx.QueryRow(ctx, `SELECT epoch FROM meta`).Scan(&epoch); err != nil {
		return err
	}
	return o.Elapsed(epoch)
}

// Findings implements stations.Findings.
func (db *DB) Findings(ctx context.Context, run string, now time.Time) ([]stations.Finding, error) {
	if !stations.Storable(run) {
		return nil, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT part, body, at FROM finding WHERE run = $1 AND at >= $2 ORDER BY part`,
		run, now.Add(-stations.RunTTL).UnixMilli())
	if err != nil {
		return nil, db.fail(ctx, "read findings", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (stations.Finding, error) {
		o, body, at := stations.Finding{Run: run}, "", int64(0)
		err := row.Scan(&o.Part, &body, &at)
		o.Body, o.At = []byte(body), time.UnixMilli(at).UTC()
		return o, err
	})
	return list, db.fail(ctx, "read findings", err)
}
