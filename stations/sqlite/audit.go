package sqlite

import (
	"context"
	"database/sql"
	"math"
	"time"

	"yizhan/stations"
)

// AddAudited implements stations.Audit.
func (db *DB) AddAudited(ctx context.Context, line stations.Audited) error {
	if err := line.Check(); err != nil {
		return err
	}
	return db.write(ctx, "keep the audit log", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO audit (at, who, action, station_id, key_id, result) VALUES (?, ?, ?, ?, ?, ?)`,
			line.At.UnixMilli(), line.By, line.Action, line.Station, line.Key, line.Result)
		return err
	})
}

// Audited implements stations.Audit.
func (db *DB) Audited(ctx context.Context, before int64, limit int) ([]stations.Audited, error) {
	if limit < 1 || limit > 1000 {
		return nil, stations.BadField("limit", "is not within 1 … 1000")
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	rows, err := db.reader.QueryContext(ctx,
		`SELECT id, at, who, action, station_id, key_id, result FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?`, before, limit)
	if err != nil {
		return nil, db.fail(ctx, "read the audit log", err)
	}
	lines, err := collect(rows, func(rows *sql.Rows) (a stations.Audited, err error) {
		var at int64
		err = rows.Scan(&a.ID, &at, &a.By, &a.Action, &a.Station, &a.Key, &a.Result)
		a.At = time.UnixMilli(at).UTC()
		return a, err
	})
	return lines, db.fail(ctx, "read the audit log", err)
}

// ForgetAudited implements stations.Audit.
func (db *DB) ForgetAudited(ctx context.Context, now time.Time) error {
	return db.write(ctx, "shorten the audit log", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM audit WHERE at < ?`, now.Add(-stations.AuditMemory).UnixMilli())
		return err
	})
}
