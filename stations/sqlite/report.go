package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

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
	wrote := false
	err := db.write(ctx, "keep a report", func(tx *sql.Tx) error {
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
		wrote = false
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
	if wrote {
		db.news.ring()
	}
	return nil
}

// stationIn reads a station within a transaction.
func stationIn(ctx context.Context, tx *sql.Tx, id stations.ID) (*stations.Station, error) {
	s, err := scanStation(tx.QueryRowContext(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, stations.Errorf(stations.NotFound, "没有这个站点 there is no such station")
	}
	return s, err
}

// admit returns the sender's signature of the day, whose key it makes when
// there is none, unless the sender has used up the day.
func admit(ctx context.Context, tx *sql.Tx, from stations.Sender, day string) ([]byte, error) {
	var key []byte
	if _, err := tx.ExecContext(ctx, `INSERT INTO report_key (day, secret) VALUES (?, ?) ON CONFLICT DO NOTHING`, day, stations.NewDayKey()); err != nil {
		return nil, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT secret FROM report_key WHERE day = ?`, day).Scan(&key); err != nil {
		return nil, err
	}
	sign := from.Sign(key)
	var sent int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM report_sender WHERE day = ? AND sign = ?`, day, sign).Scan(&sent)
	if err == nil && sent >= stations.MaxReportsPerDay {
		err = stations.TooManyReports()
	}
	return sign, err
}

// doubt sets the station's doubt when another sender's report counts too.
func doubt(ctx context.Context, tx *sql.Tx, s *stations.Station, from stations.Sender, now time.Time) (bool, error) {
	rows, err := tx.QueryContext(ctx, `SELECT k.secret, v.sign FROM report_sender AS v
		JOIN report_key AS k ON k.day = v.day
		JOIN report AS r ON r.id = v.report_id
		WHERE v.station_id = ? AND v.counts AND r.outcome = '' ORDER BY v.report_id`, s.ID)
	if err != nil {
		return false, err
	}
	traces, err := collect(rows, func(rows *sql.Rows) (t stations.Trace, err error) {
		return t, rows.Scan(&t.Key, &t.Sign)
	})
	if err != nil || from.Others(traces) == 0 {
		return false, err
	}
	return true, writeOne(ctx, tx, stations.Doubted(s, len(traces)+1, now))
}

// writeOne makes one write to a station that is stored already.
func writeOne(ctx context.Context, tx *sql.Tx, w stations.Write) error {
	touched := stations.TouchedByOne(w)
	ledger, err := load(ctx, tx, touched)
	if err != nil {
		return err
	}
	_, err = save(ctx, tx, ledger, batch{stations.Batch{Writes: []stations.Write{w}}, touched}, time.Now())
	return err
}

// signature is what is kept of a report's sender.
type signature struct {
	sign   []byte
	counts bool
	at     time.Time
}

func saveReport(ctx context.Context, tx *sql.Tx, r *stations.Report, v signature) error {
	var lon, lat any
	if r.Point != nil {
		lon, lat = r.Point.Lon(), r.Point.Lat()
	}
	err := tx.QueryRowContext(ctx, `INSERT INTO report (station_id, kind, service, text, lon, lat, day, adcode, station_kind)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		r.Station, r.Kind, r.Service, r.Text, lon, lat, r.Day, r.Adcode, r.StationKind).Scan(&r.ID)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO report_sender (report_id, station_id, day, sign, counts, at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, r.Station, r.Day, v.sign, v.counts, v.at.UnixMilli())
	return err
}

// ForgetSenders implements stations.Reports.
func (db *DB) ForgetSenders(ctx context.Context, now time.Time) error {
	return db.write(ctx, "forget the senders of reports", func(tx *sql.Tx) error { return forgetSenders(ctx, tx, now) })
}

// forgetSenders overwrites what it deletes, in the file too.
func forgetSenders(ctx context.Context, tx *sql.Tx, now time.Time) error {
	return overwriting(ctx, tx, func() error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM report_sender WHERE at <= ?`, now.Add(-stations.ReportMemory).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM report_key WHERE day < ? AND NOT EXISTS (SELECT 1 FROM report_sender AS v WHERE v.day = report_key.day)`, stations.DayOf(now))
		return err
	})
}

const reportColumns = `id, station_id, kind, service, text, lon, lat, day, adcode, station_kind, answered_on, outcome, answer, answered_by`

func scanReport(row interface{ Scan(...any) error }) (stations.Report, error) {
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
	c := new(clause)
	c.add(`id > ?`, after)
	if f.Station != "" {
		c.add(`station_id = ?`, f.Station)
	}
	if prefix := stations.AdcodePrefix(f.Adcode); prefix != "" {
		c.add(`substr(adcode, 1, length(?)) = ?`, prefix, prefix)
	}
	if f.Open {
		c.add(`outcome = ''`)
	}
	rows, err := db.reader.QueryContext(ctx, `SELECT `+reportColumns+` FROM report`+c.where()+` ORDER BY id LIMIT ?`, append(c.args, limit)...)
	if err != nil {
		return nil, db.fail(ctx, "read reports", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (stations.Report, error) { return scanReport(rows) })
	return list, db.fail(ctx, "read reports", err)
}

// Report implements stations.Reports.
func (db *DB) Report(ctx context.Context, id int64) (stations.Report, error) {
	r, err := scanReport(db.reader.QueryRowContext(ctx, `SELECT `+reportColumns+` FROM report WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
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
	wrote := false
	err := db.write(ctx, "answer a report", func(tx *sql.Tx) error {
		r, err := scanReport(tx.QueryRowContext(ctx, `SELECT `+reportColumns+` FROM report WHERE id = ?`, id))
		if errors.Is(err, sql.ErrNoRows) {
			return stations.NoReport()
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE report SET answered_on = ?, outcome = ?, answer = ?, answered_by = ?, lon = NULL, lat = NULL
			WHERE id = ? OR (? AND outcome = '' AND station_id = ? AND kind = ?)`,
			a.Day, a.Outcome, a.Text, a.By, id, r.Kind == stations.WastedTrip, r.Station, stations.WastedTrip)
		if err != nil || r.Kind != stations.WastedTrip {
			return err
		}
		wrote, err = clearDoubt(ctx, tx, r.Station, a.By)
		return err
	})
	if err != nil {
		return stations.Report{}, err
	}
	if wrote {
		db.news.ring()
	}
	return db.Report(ctx, id)
}

// clearDoubt clears the doubt of a station that has one.
func clearDoubt(ctx context.Context, tx *sql.Tx, id stations.ID, by string) (bool, error) {
	s, err := stationIn(ctx, tx, id)
	if stations.CodeOf(err) == stations.NotFound || err == nil && s.Doubt == nil {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, writeOne(ctx, tx, stations.Cleared(s, by))
}
