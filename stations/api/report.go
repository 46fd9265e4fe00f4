package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
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
	var asked model.ReportWish
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	r, err := reportOf(asked)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	station, err := s.named(c, string(r.Station))
	if err != nil {
		return err
	}
	if heir, ok := s.heir(c, string(station.ID)); ok { // a page that was open during the merge, an old sticker
		station, r.Station = heir, heir.ID
	}
	now := s.Now()
	if !stations.Public().Match(station, now) {
		return noStation()
	}
	r.Calendar = s.Finder.Calendar()
	err = s.Store.FileReport(c.Request().Context(), r, stations.SenderOf(address(c.Request())), now)
	if stations.CodeOf(err) == stations.TooMany {
		c.Response().Header().Set("Retry-After", untilMidnight(now))
	}
	if err != nil {
		return err
	}
	told := publicReport(*r)
	told.ID, told.Station = r.ID, string(r.Station)
	return private(c, http.StatusCreated, told)
}

// reportOf is what a rider tells; the domain checks it.
func reportOf(asked model.ReportWish) (*stations.Report, error) {
	r := &stations.Report{Station: stations.ID(asked.Station), Kind: stations.ReportKind(asked.Kind), Service: stations.Service(asked.Service), Text: asked.Text}
	if err := said("station", asked.Station, "kind", asked.Kind); err != nil {
		return r, err
	}
	if asked.Lon == nil && asked.Lat == nil {
		return r, datumOf(asked.Datum)
	}
	point, err := pointOf(asked.Lon, asked.Lat, asked.Datum)
	r.Point = &point
	return r, err
}

// untilMidnight returns the seconds until the next day of Asia/Shanghai.
func untilMidnight(now time.Time) string {
	next := stations.ByDay.Begin(stations.DayOf(now)).AddDate(0, 0, 1)
	return seconds(next.Sub(now).Seconds())
}

// publicReport shows what everybody may read of a report: a rider's own words
// only once they are answered.
func publicReport(r stations.Report) model.Report {
	shown := model.Report{Kind: string(r.Kind), Service: string(r.Service), Day: r.Day, Status: "open"}
	if r.Answer != nil {
		shown.Status, shown.Text = "answered", r.Text
		shown.Answer = model.ReportAnswer{Day: r.Answer.Day, Outcome: string(r.Answer.Outcome), Text: r.Answer.Text}
	}
	return shown
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
	station, err := s.lasting(c, c.Param("id"))
	if err != nil {
		return err
	}
	list, err := s.Store.Reports(c.Request().Context(), stations.ReportFilter{Station: station.ID}, after, limit)
	if err != nil {
		return err
	}
	return sendJSON(c, model.StationReports{Station: string(station.ID), Reports: views(list, publicReport), Next: nextReport(list, limit)})
}

// nextReport is the cursor of the next page, nil after the last.
func nextReport(list []stations.Report, limit int) *string {
	if len(list) < limit {
		return nil
	}
	return new(strconv.FormatInt(list[len(list)-1].ID, 10))
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
	show := func(r stations.Report) model.OpenReport { return v.report(r, s.stationNow(r.Station)) }
	return sendJSON(c, model.OpenReports{Datum: v.datum.String(), Reports: views(list, show), Next: nextReport(list, limit)})
}

// stationNow returns a station that riders see, nil for others.
func (s *Server) stationNow(id stations.ID) *stations.Station {
	if shot := s.Finder.Snapshot(); shot != nil {
		return shot.ByID(id)
	}
	return nil
}

// report shows a report as an editor sees it, with its station if riders see
// that. Urgent says that the station stands in doubt until it is answered.
func (v view) report(r stations.Report, s *stations.Station) model.OpenReport {
	public := publicReport(r)
	shown := model.OpenReport{
		ID: r.ID, Station: string(r.Station), Adcode: r.Adcode,
		Kind: public.Kind, Service: public.Service, Day: public.Day, Status: public.Status, Text: r.Text, Answer: public.Answer,
	}
	if s != nil {
		shown.Name, shown.Urgent = s.Name, r.Answer == nil && r.Kind == stations.WastedTrip && s.Doubt != nil
	}
	if r.Answer != nil {
		shown.AnsweredBy = r.Answer.By
	}
	if r.Point != nil {
		out := datum.Out(*r.Point, v.datum)
		shown.Lon, shown.Lat = decimal(out.Lon), decimal(out.Lat)
	}
	return shown
}

// postAnswer answers a report.
func (s *Server) postAnswer(c echo.Context) error {
	var asked model.AnswerWish
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	if err := said("outcome", asked.Outcome); err != nil {
		return err
	}
	answer := stations.ReportAnswer{Outcome: stations.Outcome(asked.Outcome), Text: asked.Text, By: asking(c).by()}
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
	return sendJSON(c, view{}.report(answered, nil))
}
