package sqlite

import (
	"context"
	"database/sql"
	"time"

	"yizhan/stations"
)

// AddKeyUsage implements stations.KeyUsages.
func (db *DB) AddKeyUsage(ctx context.Context, usage []stations.KeyUsage) ([]stations.KeyUsage, error) {
	sums := make([]stations.KeyUsage, len(usage))
	err := db.write(ctx, "count what keys ask", func(tx *sql.Tx) error {
		for i, u := range usage {
			sums[i] = stations.KeyUsage{Key: u.Key, Day: u.Day}
			err := tx.QueryRowContext(ctx, `INSERT INTO key_usage (day, key_id, asked, refused) VALUES (?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET asked = asked + excluded.asked, refused = refused + excluded.refused
				RETURNING asked, refused`, u.Day, u.Key, u.Asked, u.Refused).Scan(&sums[i].Asked, &sums[i].Refused)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return sums, err
}

// KeyUsage implements stations.KeyUsages.
func (db *DB) KeyUsage(ctx context.Context, from, until string) ([]stations.KeyUsage, error) {
	rows, err := db.reader.QueryContext(ctx,
		`SELECT day, key_id, asked, refused FROM key_usage WHERE day BETWEEN ? AND ? ORDER BY day, key_id`, from, until)
	if err != nil {
		return nil, db.fail(ctx, "read what keys asked", err)
	}
	usage, err := collect(rows, func(rows *sql.Rows) (u stations.KeyUsage, err error) {
		err = rows.Scan(&u.Day, &u.Key, &u.Asked, &u.Refused)
		return u, err
	})
	return usage, db.fail(ctx, "read what keys asked", err)
}

// ForgetKeyUsage implements stations.KeyUsages.
func (db *DB) ForgetKeyUsage(ctx context.Context, now time.Time) error {
	return db.write(ctx, "forget what keys asked", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM key_usage WHERE day < ?`, stations.DayOf(now.Add(-stations.UsageMemory)))
		return err
	})
}
