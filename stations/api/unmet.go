package api

import (
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/nearby"
	"yizhan/stations/unmet"
)

// missed counts a rider's question that found nothing within the distance or
// the time that it names, or unmet.Near. Further pages are part of the first.
func (s *Server) missed(q nearby.Query, a nearby.Answer) {
	if s.Unmet == nil || q.Cursor != "" {
		return
	}
	for i := range a.Hits {
		if q.RadiusM > 0 || q.MaxMinutes > 0 || a.Hits[i].Distance <= unmet.Near {
			return
		}
	}
	s.Unmet.Count(q.Point, q.Filter)
}

// missedAt counts a search from p that has no hits at all: by words, of which
// nothing is kept, or along a way, of which the middle counts, for its ends are
// somebody's own.
func (s *Server) missedAt(p orb.Point, f stations.Filter, hits int) {
	if hits == 0 {
		s.Unmet.Count(p, f)
	}
}

// getUnmet tells where, when and for what searches found nothing, in counts of
// stations.MinUnmet or more.
func (s *Server) getUnmet(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	q, after, limit := p.unmet(), p.unmetCursor(), p.limit(10_000, 1000)
	form := p.format(c, "json", "csv")
	if err := p.err(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.Unmet.Flush(ctx); err != nil {
		return err
	}
	rows, err := s.Store.Unmet(ctx, q, after, limit)
	if err != nil {
		return err
	}
	var next string
	if len(rows) == limit {
		next = unmetCursor(rows[limit-1])
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if form == "csv" {
		w := s.buffer()
		defer s.buffers.Put(w)
		if next != "" {
			c.Response().Header().Set("Link", "<"+askedWith(c, "cursor", next)+`>; rel="next"`)
		}
		if err := unmetCSV(w, rows); err != nil {
			return err
		}
		return send(c, mediaCSV, w.buf)
	}
	return sendJSON(c, model.Unmet{
		Counting: s.Unmet != nil, Least: stations.MinUnmet, Resolution: stations.UnmetResolution, Rows: views(rows, unmetRow), Next: orNull(next),
	})
}

// unmet reads the question. Days are those of Asia/Shanghai, the last one
// included; "any" is a kind and a service here.
func (p *params) unmet() (q stations.UnmetQuery) {
	if day := p.day("from"); stations.ValidDay(day) {
		q.From = stations.ByDay.Begin(day)
	}
	if day := p.day("until"); stations.ValidDay(day) {
		q.Until = stations.ByDay.Begin(day).AddDate(0, 0, 1)
	}
	q.Kinds = words(p, "kind", orAny(stations.ParseKind))
	q.Services = words(p, "service", orAny(stations.ParseService))
	return q
}

// orAny reads "any" as the empty code.
func orAny[T ~string](parse func(string) (T, error)) func(string) (T, error) {
	return func(text string) (T, error) {
		if text == anyCode {
			return "", nil
		}
		return parse(text)
	}
}

// anyCode stands for searches that named no kind, or no service.
const anyCode = "any"

func named[T ~string](code T) string {
	if code == "" {
		return anyCode
	}
	return string(code)
}

// A cursor is the last row of a page: hour, cell, kind and service.
func unmetCursor(u stations.Unmet) string {
	return strings.Join([]string{strconv.FormatInt(u.Hour.Unix(), 10), u.Cell.String(), named(u.Kind), named(u.Service)}, "~")
}

func (p *params) unmetCursor() (after stations.Unmet) {
	text := p.text("cursor")
	if text == "" {
		return after
	}
	parts := strings.Split(text, "~")
	if len(parts) == 4 {
		seconds, errHour := strconv.ParseInt(parts[0], 10, 64)
		cell, errCell := hex.Parse(parts[1])
		kind, errKind := orAny(stations.ParseKind)(parts[2])
		service, errService := orAny(stations.ParseService)(parts[3])
		after = stations.Unmet{Hour: time.Unix(seconds, 0).UTC(), Cell: cell, Kind: kind, Service: service, Searches: 1}
		if errHour == nil && errCell == nil && errKind == nil && errService == nil && after.Check() == nil {
			return after
		}
	}
	p.add("cursor", "is not one that this server gave")
	return stations.Unmet{}
}

func unmetRow(u stations.Unmet) model.UnmetRow {
	return model.UnmetRow{H3: u.Cell.String(), Hour: u.Hour.In(stations.Zone()), Kind: named(u.Kind), Service: named(u.Service), Searches: u.Searches}
}

// unmetCSV writes the same rows, ready for `yizhan demand import`. Its cells
// are codes, moments and numbers: none can be taken for a formula.
func unmetCSV(w *writer, rows []stations.Unmet) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"h3", "hour", "kind", "service", "searches"}); err != nil {
		return err
	}
	for _, u := range rows {
		line := []string{u.Cell.String(), u.Hour.In(stations.Zone()).Format(time.RFC3339), named(u.Kind), named(u.Service), strconv.Itoa(u.Searches)}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
