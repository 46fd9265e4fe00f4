package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// steps are the changes as far as statistics look at them.
const steps = `SELECT station_id, at, record IS NULL, coalesce(record ->> 'kind', ''), coalesce(record -> 'position' ->> 'adcode', ''),
	coalesce(record ->> 'lifecycle', ''), coalesce(record -> 'verification' ->> 'at', ''), coalesce(record -> 'doubt' ->> 'since', '') <> ''
	FROM shown_change ORDER BY revision`

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
