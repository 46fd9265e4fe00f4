package postgis

import (
	"context"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// AddAudited implements stations.Audit.
func (db *DB) AddAudited(ctx context.Context, line stations.Audited) error {
	if err := line.Check(); err != nil {
		return err
	}
	_, err := db.pool.Exec(ctx, `INSERT INTO audit (at, who, action, station_id, key_id, result) VALUES ($1, $2, $3, $4, $5, $6)`,
		line.At.UnixMilli(), line.By, line.Action, string(line.Station), line.Key, line.Result)
	return db.fail(ctx, "keep the audit log", err)
}

// Audited implements stations.Audit.
func (db *DB) Audited(ctx context.Context, before int64, limit int) ([]stations.Audited, error) {
	if limit < 1 || limit > 1000 {
		return nil, stations.BadField("limit", "is not within 1 … 1000")
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	rows, err := db.pool.Query(ctx,
		`SELECT id, at, who, action, station_id, key_id, result FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2`, before, limit)
	if err != nil {
		return nil, db.fail(ctx, "read the audit log", err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a stations.Audited, err error) {
		var at int64
		err = row.Scan(&a.ID, &at, &a.By, &a.Action, &a.Station, &a.Key, &a.Result)
		a.At = time.UnixMilli(at).UTC()
		return a, err
	})
	return lines, db.fail(ctx, "read the audit log", err)
}

// ForgetAudited implements stations.Audit.
func (db *DB) ForgetAudited(ctx context.Context, now time.Time) error {
	_, err := db.pool.Exec(ctx, `DELETE FROM audit WHERE at < $1`, now.Add(-stations.AuditMemory).UnixMilli())
	return db.fail(ctx, "shorten the audit log", err)
}
