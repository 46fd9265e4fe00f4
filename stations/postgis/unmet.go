package postgis

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// AddUnmet implements stations.Unmets. Rows are locked in their order, so that
// two servers never wait for each other.
func (db *DB) AddUnmet(ctx context.Context, rows []stations.Unmet) error {
	for _, u := range rows {
		if err := u.Check(); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	rows = slices.SortedFunc(slices.Values(rows), stations.Unmet.Compare)
	batch := &pgx.Batch{}
	for _, u := range rows {
		batch.Queue(`INSERT INTO unmet (hour, cell, kind, service, searches) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (hour, cell, kind, service) DO UPDATE SET searches = unmet.searches + excluded.searches`,
			u.Hour.UnixMilli(), int64(u.Cell), string(u.Kind), string(u.Service), u.Searches)
	}
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() })
	return db.fail(ctx, "count searches", err)
}

// Unmet implements stations.Unmets.
func (db *DB) Unmet(ctx context.Context, q stations.UnmetQuery, after stations.Unmet, limit int) ([]stations.Unmet, error) {
	if limit < 1 || limit > 10_000 {
		return nil, stations.BadField("limit", "is not within 1 … 10000")
	}
	c := new(clause)
	c.add(`(hour, cell, kind, service) > (?, ?, ?, ?)`, after.Hour.UnixMilli(), int64(after.Cell), string(after.Kind), string(after.Service))
	from, until := q.Span()
	c.add(`hour >= ? AND hour < ?`, from, until)
	addAnyOf(c, "kind", q.Kinds)
	addAnyOf(c, "service", q.Services)
	rows, err := db.pool.Query(ctx, `SELECT hour, cell, kind, service, searches FROM shown_unmet`+c.where()+
		` ORDER BY hour, cell, kind, service LIMIT `+strconv.Itoa(limit), c.args...)
	if err != nil {
		return nil, db.fail(ctx, "read counts of searches", err)
	}
	list, err := pgx.CollectRows(rows, scanUnmet)
	return list, db.fail(ctx, "read counts of searches", err)
}

func scanUnmet(row pgx.CollectableRow) (u stations.Unmet, err error) {
	var hour, cell int64
	err = row.Scan(&hour, &cell, &u.Kind, &u.Service, &u.Searches)
	u.Hour, u.Cell = time.UnixMilli(hour).UTC(), hex.Cell(cell)
	return u, err
}

// ForgetUnmet implements stations.Unmets.
func (db *DB) ForgetUnmet(ctx context.Context, now time.Time) error {
	settled, old := stations.ForgottenUnmet(now)
	_, err := db.pool.Exec(ctx, `DELETE FROM unmet WHERE hour < $1 OR hour < $2 AND searches < $3`,
		old.UnixMilli(), settled.UnixMilli(), stations.MinUnmet)
	return db.fail(ctx, "forget counts of searches", err)
}
