package sqlite

import (
	"context"
	"database/sql"
	"time"

	"yizhan/stations"
)

// PutFinding implements stations.Findings.
func (db *DB) PutFinding(ctx context.Context, o stations.Finding) (first bool, err error) {
	if err := stations.CheckFinding(o); err != nil {
		return false, err
	}
	err = db.write(ctx, "keep a finding", func(tx *sql.Tx) error {
		var epoch string
		if err := tx.QueryRowContext(ctx, `SELECT epoch FROM meta`).Scan(&epoch); err != nil {
			return err
		}
		if err := o.Elapsed(epoch); err != nil {
			return err
		}
		at := stations.Stamp(o.At)
		if _, err := tx.ExecContext(ctx, `DELETE FROM finding WHERE at < ?`, at.Add(-stations.RunTTL).UnixMilli()); err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO finding (run, part, body, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			o.Run, o.Part, string(o.Body), at.UnixMilli())
		if err != nil {
			return err
		}
		rows, err := done.RowsAffected()
		first = rows == 1
		return err
	})
	return first && err == nil, err
}

// Findings implements stations.Findings.
func (db *DB) Findings(ctx context.Context, run string, now time.Time) ([]stations.Finding, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT part, body, at FROM finding WHERE run = ? AND at >= ? ORDER BY part`,
		run, now.Add(-stations.RunTTL).UnixMilli())
	if err != nil {
		return nil, db.fail(ctx, "read findings", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (stations.Finding, error) {
		o, body, at := stations.Finding{Run: run}, "", int64(0)
		err := rows.Scan(&o.Part, &body, &at)
		o.Body, o.At = []byte(body), time.UnixMilli(at).UTC()
		return o, err
	})
	return list, db.fail(ctx, "read findings", err)
}
