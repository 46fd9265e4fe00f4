package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"yizhan/stations"
)

const reviewColumns = `body, verdict, decided_by, decided_at`

// Review implements stations.Reviews.
func (db *DB) Review(ctx context.Context, id string) (stations.Review, error) {
	r, err := scanReview(db.reader.QueryRowContext(ctx, `SELECT `+reviewColumns+` FROM review WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return r, stations.Errorf(stations.NotFound, "no review %q", id)
	}
	return r, db.fail(ctx, "read a review", err)
}

// Reviews implements stations.Reviews.
func (db *DB) Reviews(ctx context.Context, f stations.ReviewFilter, after string, limit int) ([]stations.Review, error) {
	if limit < 1 || limit > 1000 {
		return nil, stations.BadField("limit", "is not within 1 … 1000")
	}
	state := `verdict = ''`
	if f.Decided {
		state = `verdict <> ''`
	}
	rows, err := db.reader.QueryContext(ctx, `SELECT `+reviewColumns+` FROM review WHERE `+state+`
		AND id > ?1 AND (?2 = '' OR kind = ?2) AND substr(adcode, 1, length(?3)) = ?3 ORDER BY id LIMIT ?4`,
		after, f.Kind, stations.AdcodePrefix(f.Adcode), limit)
	if err != nil {
		return nil, db.fail(ctx, "read reviews", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (stations.Review, error) { return scanReview(rows) })
	return list, db.fail(ctx, "read reviews", err)
}

func scanReview(row interface{ Scan(...any) error }) (r stations.Review, err error) {
	var body, by string
	var verdict stations.Verdict
	var at int64
	if err := row.Scan(&body, &verdict, &by, &at); err != nil {
		return r, err
	}
	err = json.Unmarshal([]byte(body), &r)
	r.Verdict, r.DecidedBy = verdict, by
	if verdict != "" {
		moment := time.UnixMilli(at).UTC()
		r.DecidedAt = &moment
	}
	return r, err
}

// saveReviews asks what was not asked before.
func saveReviews(ctx context.Context, tx *sql.Tx, reviews []stations.Review) error {
	for _, r := range reviews {
		r.At = stations.Stamp(r.At)
		body, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO review (id, kind, adcode, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.ID, r.Kind, r.Adcode, string(body)); err != nil {
			return err
		}
	}
	return nil
}

// saveDecisions closes open reviews.
func saveDecisions(ctx context.Context, tx *sql.Tx, decisions []stations.Decision) error {
	for _, d := range decisions {
		var verdict stations.Verdict
		err := tx.QueryRowContext(ctx, `SELECT verdict FROM review WHERE id = ?`, d.Review).Scan(&verdict)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return stations.Errorf(stations.NotFound, "no review %q", d.Review)
		case err != nil:
			return err
		case verdict != "":
			return stations.Errorf(stations.Conflict, "review %q was decided already: %s", d.Review, verdict)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE review SET verdict = ?, decided_by = ?, decided_at = ? WHERE id = ?`,
			d.Verdict, d.By, stations.Stamp(d.At).UnixMilli(), d.Review); err != nil {
			return err
		}
	}
	return nil
}
