package sqlite

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yizhan/stations"
	"yizhan/stations/text"
)

// Stations implements stations.Reader.
func (db *DB) Stations(ctx context.Context, f stations.Filter, at time.Time, after stations.ID, limit int) ([]*stations.Station, error) {
	if limit < 1 || limit > 1000 {
		return nil, stations.BadField("limit", "is not within 1 … 1000")
	}
	if !stations.Storable(string(after)) {
		return nil, stations.BadField("after", "is no id")
	}
	c := conditions(f, at)
	c.add(`s.id > ?`, after)
	rows, err := db.reader.QueryContext(ctx, `SELECT `+stationColumns+` FROM shown_station AS s`+c.where()+` ORDER BY s.id LIMIT ?`, append(c.args, limit)...)
	if err != nil {
		return nil, db.fail(ctx, "read stations", err)
	}
	list, err := collect(rows, scanStations)
	return list, db.fail(ctx, "read stations", err)
}

// Count implements stations.Reader.
func (db *DB) Count(ctx context.Context, f stations.Filter, at time.Time) (int, error) {
	c := conditions(f, at)
	var n int
	err := db.reader.QueryRowContext(ctx, `SELECT count(*) FROM shown_station AS s`+c.where(), c.args...).Scan(&n)
	return n, db.fail(ctx, "count stations", err)
}

// clause is a list of conditions that must all hold, with their arguments.
type clause struct {
	parts []string
	args  []any
}

func (c *clause) add(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

func (c *clause) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}

// offered is the SQL of ServiceState.Offered. EXISTS is asked per service.
const offered = `EXISTS (SELECT 1 FROM station_service AS v WHERE v.revision = s.stored AND v.code = ?
	AND v.status IN ('ok', 'limited') AND (v.expires_at IS NULL OR ? < v.expires_at))`

// slack, in degrees, widens the search for candidates in the R*Tree by more
// than its 32-bit floats are off: about 1e-5 at 180, and at 0 it loses numbers
// too small for a 32-bit float. lon and lat decide.
const slack = 1e-4

// conditions is Filter.Match in SQL, line by line.
func conditions(f stations.Filter, at time.Time) *clause {
	c := new(clause)
	addAnyOf(c, "s.kind", f.Kinds)
	addAnyOf(c, "s.lifecycle", f.Lifecycles)
	if f.Located {
		c.add(`s.quality <> ?`, stations.AddressOnly)
	}
	if f.Within != nil {
		w, e, s, n := f.Within.Min[0], f.Within.Max[0], f.Within.Min[1], f.Within.Max[1]
		c.add(`s.stored IN (SELECT rid FROM station_box WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)`,
			w-slack, e+slack, s-slack, n+slack)
		c.add(`s.lon BETWEEN ? AND ? AND s.lat BETWEEN ? AND ?`, w, e, s, n)
	}
	if prefix := stations.AdcodePrefix(f.Adcode); prefix != "" {
		// The range lets the index work; substr decides.
		c.add(`s.adcode >= ? AND substr(s.adcode, 1, length(?)) = ?`, prefix, prefix, prefix)
	}
	if f.Source != "" {
		c.add(`s.source = ?`, f.Source)
	}
	if f.Text != "" {
		c.add(`instr(s.search, ?) > 0`, text.Fold(f.Text))
	}
	for _, service := range f.Services {
		c.add(offered, service, stations.Sortable(at))
	}
	return c
}

// addAnyOf keeps rows whose column is one of the values; no values keep all.
func addAnyOf[T ~string](c *clause, column string, values []T) {
	if len(values) > 0 {
		c.add(column+` IN (SELECT value FROM json_each(?))`, jsonList(values))
	}
}

// jsonList gives a list to json_each, so that one statement serves any length.
// Of "null", which an absent list would be, that makes one NULL, in which no
// NOT IN believes.
func jsonList[T ~string | ~int64](values []T) string {
	list, err := json.Marshal(values)
	if err != nil || len(values) == 0 { // texts can always be written as JSON
		return "[]"
	}
	return string(list)
}
