package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

const reviewColumns = `body, verdict, decided_by, decided_at`

// Review implements stations.Reviews.
func (db *DB) Review(ctx context.Context, id string) (stations.Review, error) {
	missing := stations.Errorf(stations.NotFound, "no review %q", id)
	if !stations.Storable(id) {
		return stations.Review{}, missing
	}
	r, err := scanReview(db.pool.QueryRow(ctx, `SELECT `+reviewColumns+` FROM review WHERE id = $1`, id))
	if errors.Is(err, pgx.ErrNoRows) {
		return r, missing
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
	rows, err := db.pool.Query(ctx, `SELECT `+reviewColumns+` FROM review WHERE `+state+`
		AND id > $1 AND ($2::text = '' OR kind = $2) AND starts_with(adcode, $3) ORDER BY id LIMIT $4`,
		after, string(f.Kind), stations.AdcodePrefix(f.Adcode), limit)
	if err != nil {
		return nil, db.fail(ctx, "read reviews", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (stations.Review, error) { return scanReview(row) })
	return list, db.fail(ctx, "read reviews", err)
}

func scanReview(row interface{ Scan(...any) error }) (r stations.Review, err error) {
	var body []byte
	var by string
	var verdict stations.Verdict
	var at int64
	if err := row.Scan(&body, &verdict, &by, &at); err != nil {
		return r, err
	}
	err = json.Unmarshal(body, &r)
	r.Verdict, r.DecidedBy = verdict, by
	if verdict != "" {
		moment := time.UnixMilli(at).UTC()
		r.DecidedAt = &moment
	}
	return r, err
}

// saveReviews asks what was not asked before.
func saveReviews(ctx context.Context, tx pgx.Tx, reviews []stations.Review) error {
	var batch pgx.Batch
	for _, r := range reviews {
		r.At = stations.Stamp(r.At)
		body, err := json.Marshal(r)
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO review (id, kind, adcode, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			r.ID, string(r.Kind), r.Adcode, body)
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// saveDecisions closes open reviews.
func saveDecisions(ctx context.Context, tx pgx.Tx, decisions []stations.Decision) error {
	for _, d := range decisions {
		var verdict stations.Verdict
		err := tx.QueryRow(ctx, `SELECT verdict FROM review WHERE id = $1`, d.Review).Scan(&verdict)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return stations.Errorf(stations.NotFound, "no review %q", d.Review)
		case err != nil:
			return err
		case verdict != "":
			return stations.Errorf(stations.Conflict, "review %q was decided already: %s", d.Review, verdict)
		}
		if _, err := tx.Exec(ctx, `UPDATE review SET verdict = $1, decided_by = $2, decided_at = $3 WHERE id = $4`,
			string(d.Verdict), d.By, stations.Stamp(d.At).UnixMilli(), d.Review); err != nil {
			return err
		}
	}
	return nil
}
