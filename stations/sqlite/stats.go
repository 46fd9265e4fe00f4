package sqlite

import (
	"context"
	"database/sql"
	"time"

	"yizhan/stations"
)

// steps are the changes as far as statistics look at them.
const steps = `SELECT station_id, at, record IS NULL, coalesce(record ->> '$.kind', ''), coalesce(record ->> '$.position.adcode', ''),
	coalesce(record ->> '$.lifecycle', ''), coalesce(record ->> '$.verification.at', ''), coalesce(record ->> '$.doubt.since', '') <> ''
	FROM shown_change ORDER BY revision`

// Statistics implements stations.Statistics. Changes and reports are read as
// they stood at one moment.
func (db *DB) Statistics(ctx context.Context, q stations.StatsQuery) ([]stations.StatsRow, error) {
	tally, err := stations.NewTally(q)
	if err != nil {
		return nil, err
	}
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, db.fail(ctx, "read statistics", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	if err := each(ctx, tx, steps, func(rows *sql.Rows) error { return scanStep(rows, tally) }); err != nil {
		return nil, db.fail(ctx, "read statistics", err)
	}
	err = each(ctx, tx, `SELECT `+reportColumns+` FROM report`, func(rows *sql.Rows) error {
		r, err := scanReport(rows)
		tally.Report(r)
		return err
	})
	if err != nil {
		return nil, db.fail(ctx, "read statistics", err)
	}
	return tally.Rows(), nil
}

func scanStep(rows *sql.Rows, tally *stations.Tally) error {
	var s stations.Step
	var at int64
	var verified string
	if err := rows.Scan(&s.ID, &at, &s.Gone, &s.Kind, &s.Adcode, &s.Lifecycle, &verified, &s.Doubted); err != nil {
		return err
	}
	s.At = time.UnixMilli(at).UTC()
	var err error
	s.VerifiedAt, err = stations.ParseStamp(verified)
	tally.Step(s)
	return err
}

// each calls do for every row of a query.
func each(ctx context.Context, tx *sql.Tx, query string, do func(*sql.Rows) error, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
