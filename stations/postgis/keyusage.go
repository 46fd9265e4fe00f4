package postgis

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

const addKeyUsage = `INSERT INTO key_usage AS u (day, key_id, asked, refused) VALUES ($1, $2, $3, $4)
	ON CONFLICT (day, key_id) DO UPDATE SET asked = u.asked + excluded.asked, refused = u.refused + excluded.refused
	RETURNING asked, refused`

// AddKeyUsage implements stations.KeyUsages. Rows are taken in one order, so
// that two servers do not wait for each other.
func (db *DB) AddKeyUsage(ctx context.Context, usage []stations.KeyUsage) ([]stations.KeyUsage, error) {
	order := make([]int, len(usage))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(usage[a].Day, usage[b].Day), cmp.Compare(usage[a].Key, usage[b].Key))
	})
	sums := make([]stations.KeyUsage, len(usage))
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		for _, i := range order {
			u := usage[i]
			sums[i] = stations.KeyUsage{Key: u.Key, Day: u.Day}
			if err := tx.QueryRow(ctx, addKeyUsage, u.Day, u.Key, u.Asked, u.Refused).Scan(&sums[i].Asked, &sums[i].Refused); err != nil {
				return err
			}
		}
		return nil
	})
	return sums, db.fail(ctx, "count what keys ask", err)
}

// KeyUsage implements stations.KeyUsages.
func (db *DB) KeyUsage(ctx context.Context, from, until string) ([]stations.KeyUsage, error) {
	rows, err := db.pool.Query(ctx,
		`SELECT day, key_id, asked, refused FROM key_usage WHERE day BETWEEN $1 AND $2 ORDER BY day, key_id`, from, until)
	if err != nil {
		return nil, db.fail(ctx, "read what keys asked", err)
	}
	usage, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (u stations.KeyUsage, err error) {
		err = row.Scan(&u.Day, &u.Key, &u.Asked, &u.Refused)
		return u, err
	})
	return usage, db.fail(ctx, "read what keys asked", err)
}

// ForgetKeyUsage implements stations.KeyUsages.
func (db *DB) ForgetKeyUsage(ctx context.Context, now time.Time) error {
	_, err := db.pool.Exec(ctx, `DELETE FROM key_usage WHERE day < $1`, stations.DayOf(now.Add(-stations.UsageMemory)))
	return db.fail(ctx, "forget what keys asked", err)
}
