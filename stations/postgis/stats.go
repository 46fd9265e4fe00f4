package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// steps are the changes as far as statistics look at them.
// Each record is read once, for all that is asked of it.
const steps = `SELECT c.station_id, c.at, c.record IS NULL, coalesce(r.kind, ''), coalesce(r.position ->> 'adcode', ''),
	coalesce(r.lifecycle, ''), coalesce(r.verification ->> 'at', ''), coalesce(r.doubt ->> 'since', '') <> ''
	FROM shown_change AS c LEFT JOIN LATERAL json_to_record(c.record)
		AS r (kind text, position json, lifecycle text, verification json, doubt json) ON true
	ORDER BY c.revision`

// Statistics implements stations.Statistics. Changes and reports are read as
// they stood at one moment.
func (db *DB) Statistics(ctx context.Context, q stations.StatsQuery) ([]stations.StatsRow, error) {
	tally, err := stations.NewTally(q)
	if err != nil {
		return nil, err
	}
	err = pgx.BeginTxFunc(ctx, db.pool, oneRead(), func(tx pgx.Tx) error {
		if err := readSteps(ctx, tx, tally); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+reportColumns+` FROM report`)
		if err != nil {
			return err
		}
		reports, err := pgx.CollectRows(rows, scanReport)
		for _, r := range reports {
			tally.Report(r)
		}
		return err
	})
	if err != nil {
		return nil, db.fail(ctx, "read statistics", err)
	}
	return tally.Rows(), nil
}

func readSteps(ctx context.Context, tx pgx.Tx, tally *stations.Tally) error {
	rows, err := tx.Query(ctx, steps)
	if err != nil {
		return err
	}
	var s stations.Step
	var at int64
	var verified string
	_, err = pgx.ForEachRow(rows, []any{&s.ID, &at, &s.Gone, &s.Kind, &s.Adcode, &s.Lifecycle, &verified, &s.Doubted}, func() (err error) {
		s.At = time.UnixMilli(at).UTC()
		s.VerifiedAt, err = stations.ParseStamp(verified)
		tally.Step(s)
		return err
	})
	return err
}
