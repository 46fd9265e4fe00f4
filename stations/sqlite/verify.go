package sqlite

import (
	"context"
	"database/sql"
	"time"

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
	rows, err := db.reader.QueryContext(ctx, `SELECT `+stationColumns+` FROM shown_station WHERE id IN (SELECT value FROM json_each(?)) ORDER BY adcode, id`, jsonList(ids))
	if err != nil {
		return nil, db.fail(ctx, "read what is to be verified", err)
	}
	list, err := collect(rows, scanStations)
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
	c := new(clause)
	c.add(`lifecycle IN (?, ?)`, stations.Trial, stations.Open)
	c.add(`(adcode, id) > (?, ?)`, after.Adcode, after.ID)
	if prefix := stations.AdcodePrefix(adcode); prefix != "" {
		c.add(`adcode >= ? AND substr(adcode, 1, length(?)) = ?`, prefix, prefix, prefix)
	}
	rows, err := db.reader.QueryContext(ctx, `SELECT adcode, id, created_at, coalesce(record ->> '$.verification.at', '')
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

func scanTending(rows *sql.Rows) (t stations.Tending, err error) {
	var created int64
	var verified string
	if err := rows.Scan(&t.Adcode, &t.ID, &created, &verified); err != nil {
		return t, err
	}
	t.CreatedAt = time.UnixMilli(created).UTC()
	t.VerifiedAt, err = stations.ParseStamp(verified)
	return t, err
}
