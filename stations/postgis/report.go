package postgis

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"yizhan/stations"
)

// FileReport implements stations.Reports.
//
//  1. forget the senders of before
//  2. refuse a sender who has used up the day
//  3. keep the report, and its sender's signature beside it
//  4. set the station's doubt when another sender said so too
func (db *DB) FileReport(ctx context.Context, r *stations.Report, from stations.Sender, now time.Time) error {
	if err := stations.CheckReport(r); err != nil {
		return err
	}
	var kept stations.Report
	var wrote stations.Revision
	err := db.write(ctx, "keep a report", func(tx pgx.Tx) error {
		if err := own(ctx, tx); err != nil {
			return err
		}
		s, err := stationIn(ctx, tx, r.Station)
		if err != nil {
			return err
		}
		if err := forgetSenders(ctx, tx, now); err != nil {
			return err
		}
		kept = r.Stamped(s, now)
		sign, err := admit(ctx, tx, from, kept.Day)
		if err != nil {
			return err
		}
		counts := r.Counts(s, now)
		if counts && s.Doubt == nil {
			if wrote, err = doubt(ctx, tx, s, from, now); err != nil {
				return err
			}
		}
		return saveReport(ctx, tx, &kept, signature{sign, counts, now})
	})
	if err != nil {
		return err
	}
	*r = kept
	db.wrote(wrote)
	return nil
}

// stationIn reads a station within a transaction.
func stationIn(ctx context.Context, tx pgx.Tx, id stations.ID) (*stations.Station, error) {
	missing := stations.Errorf(stations.NotFound, "没有这个站点 there is no such station")
	if !stations.Storable(string(id)) {
		return nil, missing
	}
	rows, err := tx.Query(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id = $1`, string(id))
	if err != nil {
		return nil, err
	}
	s, err := pgx.CollectExactlyOneRow(rows, scanStation)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, missing
	}
	return s, err
}

// admit returns the sender's signature of the day, whose key it makes when
// there is none, unless the sender has used up the day.
func admit(ctx context.Context, tx pgx.Tx, from stations.Sender, day string) ([]byte, error) {
	var key []byte
	if _, err := tx.Exec(ctx, `INSERT INTO report_key (day, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING`, day, stations.NewDayKey()); err != nil {
		return nil, err
	}
	if err := tx.QueryRow(ctx, `SELECT secret FROM report_key WHERE day = $1`, day).Scan(&key); err != nil {
		return nil, err
	}
	sign := from.Sign(key)
	var sent int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM report_sender WHERE day = $1 AND sign = $2`, day, sign).Scan(&sent)
	if err == nil && sent >= stations.MaxReportsPerDay {
		err = stations.TooManyReports()
	}
	return sign, err
}

// doubt sets the station's doubt when another sender's report counts too. It
// returns the revision of its write, 0 when there was none.
func doubt(ctx context.Context, tx pgx.Tx, s *stations.Station, from stations.Sender, now time.Time) (stations.Revision, error) {
	rows, err := tx.Query(ctx, `SELECT k.secret, v.sign FROM report_sender AS v
		JOIN report_key AS k ON k.day = v.day
		JOIN report AS r ON r.id = v.report_id
		WHERE v.station_id = $1 AND v.counts AND r.outcome = '' ORDER BY v.report_id`, s.ID)
	if err != nil {
		return 0, err
	}
	traces, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t stations.Trace, err error) {
		return t, row.Scan(&t.Key, &t.Sign)
	})
	if err != nil || from.Others(traces) == 0 {
		return 0, err
	}
	return writeOne(ctx, tx, stations.Doubted(s, len(traces)+1, now))
}

// writeOne makes one write to a station that is stored already, notifies
// followers and returns its revision.
func writeOne(ctx context.Context, tx pgx.Tx, w stations.Write) (stations.Revision, error) {
	touched := stations.TouchedByOne(w)
	ledger, err := load(ctx, tx, touched)
	if err != nil {
		return 0, err
	}
	if _, err := save(ctx, tx, ledger, batch{stations.Batch{Writes: []stations.Write{w}}, touched}, time.Now()); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `SELECT pg_notify($1, '')`, channel)
	return ledger.Revision, err
}

// signature is what is kept of a report's sender.
type signature struct {
	sign   []byte
	counts bool
	at     time.Time
}

func saveReport(ctx context.Context, tx pgx.Tx, r *stations.Report, v signature) error {
	var lon, lat *float64
	if r.Point != nil {
		lon, lat = &r.Point[0], &r.Point[1]
	}
	err := tx.QueryRow(ctx, `INSERT INTO report (station_id, kind, service, text, lon, lat, day, adcode, station_kind)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		r.Station, r.Kind, r.Service, r.Text, lon, lat, r.Day, r.Adcode, r.StationKind).Scan(&r.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO report_sender (report_id, station_id, day, sign, counts, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		r.ID, r.Station, r.Day, v.sign, v.counts, v.at.UnixMilli())
	return err
}

// ForgetSenders implements stations.Reports.
func (db *DB) ForgetSenders(ctx context.Context, now time.Time) error {
	return db.write(ctx, "forget the senders of reports", func(tx pgx.Tx) error { return forgetSenders(ctx, tx, now) })
}

func forgetSenders(ctx context.Context, tx pgx.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM report_sender WHERE at <= $1`, now.Add(-stations.ReportMemory).UnixMilli())
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM report_key AS k WHERE day < $1
		AND NOT EXISTS (SELECT FROM report_sender AS v WHERE v.day = k.day)`, stations.DayOf(now))
	return err
}

const reportColumns = `id, station_id, kind, service, text, lon, lat, day, adcode, station_kind, answered_on, outcome, answer, answered_by`

func scanReport(row pgx.CollectableRow) (stations.Report, error) {
	var r stations.Report
	var a stations.ReportAnswer
	var lon, lat *float64
	err := row.Scan(&r.ID, &r.Station, &r.Kind, &r.Service, &r.Text, &lon, &lat, &r.Day, &r.Adcode, &r.StationKind,
		&a.Day, &a.Outcome, &a.Text, &a.By)
	if lon != nil && lat != nil {
		r.Point = &orb.Point{*lon, *lat}
	}
	if a.Outcome != "" {
		r.Answer = &a
	}
	return r, err
}

// Reports implements stations.Reports.
func (db *DB) Reports(ctx context.Context, f stations.ReportFilter, after int64, limit int) ([]stations.Report, error) {
	if limit < 1 || limit > 1000 {
		return nil, stations.BadField("limit", "is not within 1 … 1000")
	}
	if !stations.Storable(string(f.Station)) || !stations.Storable(f.Adcode) {
		return nil, nil
	}
	c := new(clause)
	c.add(`id > ?`, after)
	if f.Station != "" {
		c.add(`station_id = ?`, f.Station)
	}
	if prefix := stations.AdcodePrefix(f.Adcode); prefix != "" {
		c.add(`starts_with(adcode, ?)`, prefix)
	}
	if f.Open {
		c.add(`outcome = ''`)
	}
	rows, err := db.pool.Query(ctx, `SELECT `+reportColumns+` FROM report`+c.where()+` ORDER BY id LIMIT `+strconv.Itoa(limit), c.args...)
	if err != nil {
		return nil, db.fail(ctx, "read reports", err)
	}
	list, err := pgx.CollectRows(rows, scanReport)
	return list, db.fail(ctx, "read reports", err)
}

// Report implements stations.Reports.
func (db *DB) Report(ctx context.Context, id int64) (stations.Report, error) {
	rows, err := db.pool.Query(ctx, `SELECT `+reportColumns+` FROM report WHERE id = $1`, id)
	if err != nil {
		return stations.Report{}, db.fail(ctx, "read a report", err)
	}
	r, err := pgx.CollectExactlyOneRow(rows, scanReport)
	if errors.Is(err, pgx.ErrNoRows) {
		err = stations.NoReport()
	}
	return r, db.fail(ctx, "read a report", err)
}

// AnswerReport implements stations.Reports.
func (db *DB) AnswerReport(ctx context.Context, id int64, a stations.ReportAnswer, now time.Time) (stations.Report, error) {
	if err := stations.CheckAnswer(a); err != nil {
		return stations.Report{}, err
	}
	a.Day = stations.DayOf(now)
	var wrote stations.Revision
	err := db.write(ctx, "answer a report", func(tx pgx.Tx) error {
		var station stations.ID
		var kind stations.ReportKind
		err := tx.QueryRow(ctx, `SELECT station_id, kind FROM report WHERE id = $1`, id).Scan(&station, &kind)
		if errors.Is(err, pgx.ErrNoRows) {
			return stations.NoReport()
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE report SET answered_on = $1, outcome = $2, answer = $3, answered_by = $4, lon = NULL, lat = NULL
			WHERE id = $5 OR ($6 AND outcome = '' AND station_id = $7 AND kind = $8)`,
			a.Day, a.Outcome, a.Text, a.By, id, kind == stations.WastedTrip, station, stations.WastedTrip)
		if err != nil || kind != stations.WastedTrip {
			return err
		}
		wrote, err = clearDoubt(ctx, tx, station, a.By)
		return err
	})
	if err != nil {
		return stations.Report{}, err
	}
	db.wrote(wrote)
	return db.Report(ctx, id)
}

// clearDoubt clears the doubt of a station that has one. It returns the
// revision of its write, 0 when there was none.
func clearDoubt(ctx context.Context, tx pgx.Tx, id stations.ID, by string) (stations.Revision, error) {
	s, err := stationIn(ctx, tx, id)
	if stations.CodeOf(err) == stations.NotFound || err == nil && s.Doubt == nil {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return writeOne(ctx, tx, stations.Cleared(s, by))
}
