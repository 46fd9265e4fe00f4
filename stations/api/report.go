package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// forgetEvery is how often a server looks for what is to be forgotten.
const forgetEvery = 10 * time.Minute

// Forget deletes what has been kept for its time: senders of reports, counts of
// searches, the audit log. It does so now and then until ctx ends. A store that
// fails is asked again.
func (s *Server) Forget(ctx context.Context) {
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		s.forget(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *Server) forget(ctx context.Context) {
	for _, old := range []struct {
		what   string
		forget func(context.Context, time.Time) error
	}{
		{"the senders of reports", s.Store.ForgetSenders},
		{"counts of searches that are not shown", s.Store.ForgetUnmet},
		{"the audit log of long ago", s.Store.ForgetAudited},
		{"what keys asked long ago", s.Store.ForgetKeyUsage},
	} {
		if err := old.forget(ctx, s.Now()); err != nil && ctx.Err() == nil {
			s.Log.Warn("something cannot be forgotten; trying again", "what", old.what, "error", err, "in", forgetEvery)
		}
	}
}

// postReport takes what a rider tells. Where it came from lives as long as
// this call, in the Sender alone.
func (s *Server) postReport(c echo.Context) error {
	p, err := fromBody(c)
	if err != nil {
		return err
	}
	r := p.report()
	if err := p.err(); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	station, err := s.named(c, string(r.Station))
	if err != nil {
		return err
	}
	if !stations.Public().Match(station, s.Now()) {
		return noStation()
	}
	now := s.Now()
	r.Calendar = s.Finder.Calendar()
	err = s.Store.FileReport(c.Request().Context(), r, stations.SenderOf(address(c.Request())), now)
	if stations.CodeOf(err) == stations.TooMany {
		c.Response().Header().Set("Retry-After", untilMidnight(now))
	}
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.whole("id", r.ID)
	w.text("station", string(r.Station))
	publicReport(w, r)
	w.close('}')
	return c.Blob(http.StatusCreated, mediaJSON, w.buf)
}

// report reads the fields of a report; the domain checks them.
func (p *params) report() *stations.Report {
	r := &stations.Report{
		Station: stations.ID(p.text("station")), Kind: stations.ReportKind(p.text("kind")),
		Service: stations.Service(p.text("service")), Text: p.text("text"),
	}
	p.required("station", "kind")
	if point, given := p.point(p.datum()); given {
		r.Point = &point
	} else if p.values.has("lon") != p.values.has("lat") {
		p.add("lon", "必填 lon and lat are given together or not at all")
	}
	return r
}

// untilMidnight returns the seconds until the next day of Asia/Shanghai.
func untilMidnight(now time.Time) string {
	next := stations.ByDay.Begin(stations.DayOf(now)).AddDate(0, 0, 1)
	return seconds(next.Sub(now).Seconds())
}

// publicReport writes what everybody may read of a report: a rider's own
// words only once they are answered.
func publicReport(w *writer, r *stations.Report) {
	w.text("kind", string(r.Kind))
	w.some("service", string(r.Service))
	w.text("day", r.Day)
	if r.Answer == nil {
		w.text("status", "open")
		return
	}
	w.text("status", "answered")
	w.some("text", r.Text)
	w.key("answer")
	w.open('{')
	w.text("day", r.Answer.Day)
	w.text("outcome", string(r.Answer.Outcome))
	w.some("text", r.Answer.Text)
	w.close('}')
}

// getStationReports lists what riders told of a station and what was
// answered.
func (s *Server) getStationReports(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	after, limit := p.serial("cursor"), p.limit(1000, 100)
	if err := p.err(); err != nil {
		return err
	}
	station, err := s.station(c)
	if err != nil {
		return err
	}
	list, err := s.Store.Reports(c.Request().Context(), stations.ReportFilter{Station: station.ID}, after, limit)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("station", string(station.ID))
	w.key("reports")
	w.open('[')
	for i := range list {
		w.open('{')
		publicReport(w, &list[i])
		w.close('}')
	}
	w.close(']')
	w.nextReport(list, limit)
	w.close('}')
	return send(c, mediaJSON, w.buf)
}

// nextReport writes the cursor of the next page.
func (w *writer) nextReport(list []stations.Report, limit int) {
	if len(list) < limit {
		w.none("next")
		return
	}
	w.text("next", strconv.FormatInt(list[len(list)-1].ID, 10))
}

// serial returns a cursor that is the number of a row, 0 when it is not given.
func (p *params) serial(name string) int64 {
	text := p.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		p.add(name, "is not one that this server gave")
	}
	return n
}

// getReports lists what an editor has to look at.
func (s *Server) getReports(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	v := view{datum: p.datum()}
	f := stations.ReportFilter{Open: p.choice("status", "open", "all") == "open", Station: stations.ID(p.text("station"))}
	after, limit := p.serial("cursor"), p.limit(1000, 100)
	area, err := p.bounds(c)
	if err := cmpErr(p.err(), err); err != nil {
		return err
	}
	f.Adcode = area
	list, err := s.Store.Reports(c.Request().Context(), f, after, limit)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("datum", v.datum.String())
	w.key("reports")
	w.open('[')
	for i := range list {
		v.report(w, &list[i], s.stationNow(list[i].Station))
	}
	w.close(']')
	w.nextReport(list, limit)
	w.close('}')
	return send(c, mediaJSON, w.buf)
}

// stationNow returns a station that riders see, nil for others.
func (s *Server) stationNow(id stations.ID) *stations.Station {
	if shot := s.Finder.Snapshot(); shot != nil {
		return shot.ByID(id)
	}
	return nil
}

// report writes a report as an editor sees it, with its station if riders see
// that. urgent says that the station stands in doubt until it is answered.
func (v view) report(w *writer, r *stations.Report, s *stations.Station) {
	w.open('{')
	w.whole("id", r.ID)
	w.text("station", string(r.Station))
	if s != nil {
		w.text("name", s.Name)
	}
	w.some("adcode", r.Adcode)
	publicReport(w, r)
	if r.Answer == nil {
		w.some("text", r.Text)
	} else {
		w.some("answered_by", r.Answer.By)
	}
	w.flag("urgent", r.Answer == nil && r.Kind == stations.WastedTrip && s != nil && s.Doubt != nil)
	if r.Point != nil {
		w.lonLat(datum.Out(*r.Point, v.datum))
	}
	w.close('}')
}

// postAnswer answers a report.
func (s *Server) postAnswer(c echo.Context) error {
	p, err := fromBody(c)
	if err != nil {
		return err
	}
	answer := stations.ReportAnswer{Outcome: stations.Outcome(p.text("outcome")), Text: p.text("text"), By: asking(c).by()}
	p.required("outcome")
	if err := p.err(); err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return stations.NoReport()
	}
	ctx := c.Request().Context()
	report, err := s.Store.Report(ctx, id)
	if err != nil {
		return err
	}
	if !asking(c).key.Covers(report.Adcode) {
		return elsewhere()
	}
	c.Set(stationKey, report.Station)
	answered, err := s.Store.AnswerReport(ctx, id, answer, s.Now())
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	view{}.report(w, &answered, nil)
	return send(c, mediaJSON, w.buf)
}
