package postgis

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

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
	if impossible(f) {
		return nil, nil
	}
	c := conditions(f, at)
	c.add(`s.id > ?`, string(after))
	rows, err := db.pool.Query(ctx, `SELECT `+stationColumns+` FROM shown_station AS s`+c.where()+` ORDER BY s.id LIMIT `+strconv.Itoa(limit), c.args...)
	if err != nil {
		return nil, db.fail(ctx, "read stations", err)
	}
	list, err := pgx.CollectRows(rows, scanStation)
	return list, db.fail(ctx, "read stations", err)
}

// Count implements stations.Reader.
func (db *DB) Count(ctx context.Context, f stations.Filter, at time.Time) (int, error) {
	if impossible(f) {
		return 0, nil
	}
	c := conditions(f, at)
	var n int
	err := db.pool.QueryRow(ctx, `SELECT count(*) FROM shown_station AS s`+c.where(), c.args...).Scan(&n)
	return n, db.fail(ctx, "count stations", err)
}

// impossible reports whether the filter asks for a text that no station can
// have and that PostgreSQL refuses to be asked for.
func impossible(f stations.Filter) bool {
	asked := []string{f.Adcode, f.Source, text.Fold(f.Text)}
	for _, service := range f.Services {
		asked = append(asked, string(service))
	}
	return slices.ContainsFunc(asked, func(s string) bool { return !stations.Storable(s) })
}

// clause is a list of conditions that must all hold, with their arguments.
type clause struct {
	parts []string
	args  []any
}

// add adds a condition, in which each ? stands for the next argument.
func (c *clause) add(part string, args ...any) {
	for _, arg := range args {
		c.args = append(c.args, arg)
		part = strings.Replace(part, "?", "$"+strconv.Itoa(len(c.args)), 1)
	}
	c.parts = append(c.parts, part)
}

func (c *clause) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}

// offered is the SQL of ServiceState.Offered. EXISTS is asked per service.
const offered = `EXISTS (SELECT FROM station_service AS v WHERE v.revision = s.stored AND v.code = ?
	AND v.status IN ('ok', 'limited') AND (v.expires_at IS NULL OR ? < v.expires_at))`

// conditions is Filter.Match in SQL, line by line.
func conditions(f stations.Filter, at time.Time) *clause {
	c := new(clause)
	addAnyOf(c, "s.kind", f.Kinds)
	addAnyOf(c, "s.lifecycle", f.Lifecycles)
	if f.Located {
		c.add(`s.quality <> ?`, string(stations.AddressOnly))
	}
	if f.Within != nil {
		w, s, e, n := f.Within.Min[0], f.Within.Min[1], f.Within.Max[0], f.Within.Max[1]
		// The index keeps boxes of 32-bit floats: && finds candidates, the
		// exact numbers decide.
		c.add(`s.point && ST_MakeEnvelope(?, ?, ?, ?, 4326)`, w, s, e, n)
		c.add(`ST_X(s.point) BETWEEN ? AND ? AND ST_Y(s.point) BETWEEN ? AND ?`, w, e, s, n)
	}
	if prefix := stations.AdcodePrefix(f.Adcode); prefix != "" {
		// The range lets the index work; starts_with decides.
		c.add(`s.adcode >= ? AND starts_with(s.adcode, ?)`, prefix, prefix)
	}
	if f.Source != "" {
		c.add(`s.source = ?`, f.Source)
	}
	if f.Text != "" {
		c.add(`strpos(s.search, ?) > 0`, text.Fold(f.Text))
	}
	for _, service := range f.Services {
		c.add(offered, string(service), stations.Sortable(at))
	}
	return c
}

// addAnyOf keeps rows whose column is one of the values; no values keep all.
// A value that cannot be stored cannot be found either.
func addAnyOf[T ~string](c *clause, column string, values []T) {
	if len(values) > 0 {
		c.add(column+` = ANY(?)`, storable(values))
	}
}

// storable gives a list to PostgreSQL, without texts that it would refuse.
func storable[T ~string](values []T) []string {
	list := make([]string, 0, len(values))
	for _, v := range values {
		if stations.Storable(string(v)) {
			list = append(list, string(v))
		}
	}
	return list
}
