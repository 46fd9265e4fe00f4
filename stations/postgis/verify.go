package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// Overdue implements stations.Verifications. What is overdue is worked out by
// stations.Tending.Overdue; only the page's own records are read.
func (db *DB) Overdue(ctx context.Context, adcode string, now time.Time, after stations.Place, limit int) ([]*stations.Station, error) {
	if limit < 1 || limit > 1000 {
		return nil, stations.BadField("limit", "is not within 1 … 1000")
	}
	var ids []stations.ID
	err := db.tended(ctx, adcode, after, func(t stations.Tending) bool {
		if t.Overdue(now) {
			ids = append(ids, t.ID)
		}
		return len(ids) < limit
	})
	if err != nil {
		return nil, db.fail(ctx, "read what is to be verified", err)
	}
	rows, err := db.pool.Query(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id = ANY($1) ORDER BY adcode, id`, storable(ids))
	if err != nil {
		return nil, db.fail(ctx, "read what is to be verified", err)
	}
	list, err := pgx.CollectRows(rows, scanStation)
	return list, db.fail(ctx, "read what is to be verified", err)
}

// CountOverdue implements stations.Verifications.
func (db *DB) CountOverdue(ctx context.Context, adcode string, now time.Time) (map[string]int, error) {
	counts := map[string]int{}
	err := db.tended(ctx, adcode, stations.Place{}, func(t stations.Tending) bool {
		if t.Overdue(now) {
			counts[t.District()]++
		}
		return true
	})
	return counts, db.fail(ctx, "count what is to be verified", err)
}

// tended visits the stations that are to be verified now and then, in order
// of adcode and id, until visit returns false.
func (db *DB) tended(ctx context.Context, adcode string, after stations.Place, visit func(stations.Tending) bool) error {
	if !stations.Storable(adcode + after.Adcode + string(after.ID)) {
		return nil
	}
	c := new(clause)
	c.add(`lifecycle IN (?, ?)`, string(stations.Trial), string(stations.Open))
	c.add(`(adcode, id) > (?, ?)`, after.Adcode, string(after.ID))
	if prefix := stations.AdcodePrefix(adcode); prefix != "" {
		c.add(`adcode >= ? AND starts_with(adcode, ?)`, prefix, prefix)
	}
	rows, err := db.pool.Query(ctx, `SELECT adcode, id, created_at, coalesce(record -> 'verification' ->> 'at', '')
		FROM shown_station`+c.where()+` ORDER BY adcode, id`, c.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		t, err := scanTending(rows)
		if err != nil {
			return err
		}
		if !visit(t) {
			return nil
		}
	}
	return rows.Err()
}

func scanTending(rows pgx.Rows) (t stations.Tending, err error) {
	var created int64
	var verified string
	if err := rows.Scan(&t.Adcode, &t.ID, &created, &verified); err != nil {
		return t, err
	}
	t.CreatedAt = time.UnixMilli(created).UTC()
	t.VerifiedAt, err = stations.ParseStamp(verified)
	return t, err
}
