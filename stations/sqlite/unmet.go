package sqlite

import (
	"context"
	"database/sql"
	"time"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// AddUnmet implements stations.Unmets.
func (db *DB) AddUnmet(ctx context.Context, rows []stations.Unmet) error {
	for _, u := range rows {
		if err := u.Check(); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return db.write(ctx, "count searches", func(tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, `INSERT INTO unmet (hour, cell, kind, service, searches) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (hour, cell, kind, service) DO UPDATE SET searches = searches + excluded.searches`)
		if err != nil {
			return err
		}
		defer add.Close()
		for _, u := range rows {
			if _, err := add.ExecContext(ctx, u.Hour.UnixMilli(), int64(u.Cell), u.Kind, u.Service, u.Searches); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unmet implements stations.Unmets.
func (db *DB) Unmet(ctx context.Context, q stations.UnmetQuery, after stations.Unmet, limit int) ([]stations.Unmet, error) {
	if limit < 1 || limit > 10_000 {
		return nil, stations.BadField("limit", "is not within 1 … 10000")
	}
	c := new(clause)
	c.add(`(hour, cell, kind, service) > (?, ?, ?, ?)`, after.Hour.UnixMilli(), int64(after.Cell), after.Kind, after.Service)
	from, until := q.Span()
	c.add(`hour >= ? AND hour < ?`, from, until)
	addAnyOf(c, "kind", q.Kinds)
	addAnyOf(c, "service", q.Services)
	rows, err := db.reader.QueryContext(ctx, `SELECT hour, cell, kind, service, searches FROM shown_unmet`+c.where()+
		` ORDER BY hour, cell, kind, service LIMIT ?`, append(c.args, limit)...)
	if err != nil {
		return nil, db.fail(ctx, "read counts of searches", err)
	}
	list, err := collect(rows, scanUnmet)
	return list, db.fail(ctx, "read counts of searches", err)
}

func scanUnmet(rows *sql.Rows) (u stations.Unmet, err error) {
	var hour, cell int64
	err = rows.Scan(&hour, &cell, &u.Kind, &u.Service, &u.Searches)
	u.Hour, u.Cell = time.UnixMilli(hour).UTC(), hex.Cell(cell)
	return u, err
}

// ForgetUnmet implements stations.Unmets.
func (db *DB) ForgetUnmet(ctx context.Context, now time.Time) error {
	settled, old := stations.ForgottenUnmet(now)
	return db.write(ctx, "forget counts of searches", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM unmet WHERE hour < ? OR hour < ? AND searches < ?`,
			old.UnixMilli(), settled.UnixMilli(), stations.MinUnmet)
		return err
	})
}
