package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

// MaxSiting is the most bytes of a question about next sites: all candidates
// that there may be, with all that they may say.
const MaxSiting = 4 << 20

// postSiting finds the next sites. Who accepts text/event-stream is told how
// the search goes.
func (s *Server) postSiting(c echo.Context) error {
	r, err := sitingRequest(c)
	if err != nil {
		return err
	}
	if strings.Contains(c.Request().Header.Get(echo.HeaderAccept), mediaEvents) {
		return s.streamSiting(c, r)
	}
	answer, err := s.sites.Find(c.Request().Context(), r, nil)
	if err != nil {
		return err
	}
	return sendSiting(c, answer)
}

// sitingRequest reads the body: the datum holds for a box of the base and for
// every candidate.
func sitingRequest(c echo.Context) (r sites.Request, err error) {
	fields, err := bodyOf(c, MaxSiting)
	if err != nil {
		return r, err
	}
	d, err := takeDatum(fields)
	if err != nil {
		return r, err
	}
	base, err := takeBase(fields, d)
	if err != nil {
		return r, err
	}
	if base.ID != "" && !plan.ValidID(base.ID) {
		return r, noCoverage()
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return r, err
	}
	r, err = sites.ReadRequest(text, d)
	r.Base = base
	return r, err
}

func sendSiting(c echo.Context, a *sites.Answer) error {
	return sendJSON(c, a)
}

// streamSiting sends how the search goes as events named progress, and then
// the answer as one named answer, or a problem as one named problem. What
// fails before the search begins is a problem with a status, as everywhere.
func (s *Server) streamSiting(c echo.Context, r sites.Request) error {
	events := eventStream{c: c}
	answer, err := s.sites.Find(c.Request().Context(), r, func(p sites.Progress) { events.send("progress", p) })
	switch {
	case err == nil:
		events.send("answer", answer)
	case !events.begun:
		return err
	default:
		told := refuse(err)
		if told.status >= http.StatusInternalServerError {
			s.Log.Error("failed", "id", requestID(c), "route", s.pattern(c), "error", err)
		}
		events.send("problem", json.RawMessage(told.body(requestID(c))))
	}
	return nil
}

// getSiting gives an answer of before again: JSON, or the sites as GeoJSON or
// CSV.
func (s *Server) getSiting(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	named := p.values.has("datum")
	as := form{datum: p.datum(), name: p.format(c, "json", "geojson", "csv")}
	if err := p.err(); err != nil {
		return err
	}
	if !plan.ValidID(c.Param("id")) {
		return noSiting()
	}
	answer, err := s.sites.Recall(c.Request().Context(), c.Param("id"))
	if stations.CodeOf(err) == stations.NotFound {
		return noSiting()
	}
	if err != nil {
		return err
	}
	if !named {
		as.datum = answer.Datum
	}
	if as.name == "json" {
		return sendSiting(c, answer.To(as.datum))
	}
	return s.sendSites(c, answer, as)
}

func noSiting() error {
	return stations.Errorf(stations.NotFound, "没有这次选址 there is no such answer")
}

// sendSites sends the sites as a table.
func (s *Server) sendSites(c echo.Context, a *sites.Answer, as form) error {
	write, media := a.WriteGeoJSON, MediaGeoJSON
	if as.name == "csv" {
		write, media = a.WriteCSV, mediaCSV
		c.Response().Header().Set("Content-Disposition", `attachment; filename="sites-`+a.ID+`.csv"`)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	if err := write(io.Writer(w), as.datum); err != nil {
		return err
	}
	return send(c, media, w.buf)
}
