package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// postCoverage computes a coverage.
func (s *Server) postCoverage(c echo.Context) error {
	r, d, err := coverageRequest(c)
	if err != nil {
		return err
	}
	coverage, err := s.Planner.Coverage(c.Request().Context(), r)
	if err != nil {
		return err
	}
	return sendJSON(c, coverage.To(d))
}

// coverageRequest reads the body. The plan's own decoder knows its fields;
// the datum, which is ours, is taken out before, and a box is converted.
func coverageRequest(c echo.Context) (plan.Request, datum.Datum, error) {
	fields, err := body(c)
	if err != nil {
		return plan.Request{}, 0, err
	}
	d, err := takeDatum(fields)
	if err != nil {
		return plan.Request{}, 0, err
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return plan.Request{}, 0, err
	}
	r, err := requestIn(text, d)
	return r, d, err
}

// requestIn reads a coverage request whose box is in the datum d.
func requestIn(text []byte, d datum.Datum) (plan.Request, error) {
	var r plan.Request
	if err := json.Unmarshal(text, &r); err != nil {
		return plan.Request{}, readable(err)
	}
	var err error
	if r.Area, err = plan.AreaIn(r.Area, d); err != nil {
		return plan.Request{}, stations.BadField("area", err.Error())
	}
	return r, nil
}

// takeDatum takes the datum out of the fields, wgs84 when none is named.
func takeDatum(fields map[string]json.RawMessage) (datum.Datum, error) {
	raw, ok := fields["datum"]
	if !ok {
		return datum.WGS84, nil
	}
	delete(fields, "datum")
	var name string
	if json.Unmarshal(raw, &name) != nil || name == "" {
		name = "none"
	}
	d, err := datum.Parse(name)
	if err != nil {
		return 0, stations.BadField("datum", "must be one of wgs84, gcj02, bd09")
	}
	return d, nil
}

// readable keeps an error that is fit for a user and replaces any other.
func readable(err error) error {
	if stations.CodeOf(err) == stations.Internal {
		return stations.Errorf(stations.Invalid, "the body is not a coverage request")
	}
	return err
}

// recall makes a coverage again from its id, and reads the datum and the form
// that the asker wants.
func (s *Server) recall(c echo.Context, forms ...string) (*plan.Coverage, form, error) {
	p, err := query(c)
	if err != nil {
		return nil, form{}, err
	}
	as := form{datum: p.datum(), name: p.format(c, forms...)}
	if err := p.err(); err != nil {
		return nil, form{}, err
	}
	coverage, err := s.covered(c, c.Param("id"))
	return coverage, as, err
}

// covered makes a coverage again from its id. What is no id is not repeated
// in the problem: it may be anything.
func (s *Server) covered(c echo.Context, id string) (*plan.Coverage, error) {
	if !plan.ValidID(id) {
		return nil, noCoverage()
	}
	return s.Planner.Recall(c.Request().Context(), id)
}

func noCoverage() error {
	return stations.Errorf(stations.NotFound, "没有这次计算 there is no such coverage")
}

func (s *Server) getCoverage(c echo.Context) error {
	coverage, as, err := s.recall(c, "json", "xlsx")
	if err != nil {
		return err
	}
	if as.name == "xlsx" {
		return s.sendBook(c, coverage, as.datum)
	}
	return sendJSON(c, coverage.To(as.datum))
}

// sendBook sends a coverage as a workbook.
func (s *Server) sendBook(c echo.Context, coverage *plan.Coverage, d datum.Datum) error {
	w := s.buffer()
	defer s.buffers.Put(w)
	if err := coverage.WriteBook(w, d); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="coverage-%s.xlsx"`, coverage.ID))
	return send(c, mediaXLSX, w.buf)
}

// getCells gives every cell, as GeoJSON or CSV.
func (s *Server) getCells(c echo.Context) error {
	return s.rows(c, "cells", func(coverage *plan.Coverage, w io.Writer, as form) error {
		if as.name == "csv" {
			return coverage.WriteCellsCSV(w)
		}
		return coverage.WriteCellsGeoJSON(w, as.datum)
	})
}

// getGaps gives the outlines of the gaps as GeoJSON, or a row each as CSV,
// the most unmet demand first.
func (s *Server) getGaps(c echo.Context) error {
	return s.rows(c, "gaps", func(coverage *plan.Coverage, w io.Writer, as form) error {
		if as.name == "csv" {
			return coverage.WriteGapsCSV(w, as.datum)
		}
		return coverage.WriteGapsGeoJSON(w, as.datum)
	})
}

// getLoads gives what each station carries, as GeoJSON or CSV, those that carry
// most alone first.
func (s *Server) getLoads(c echo.Context) error {
	return s.rows(c, "stations", func(coverage *plan.Coverage, w io.Writer, as form) error {
		if as.name == "csv" {
			return coverage.WriteLoadsCSV(w, as.datum)
		}
		return coverage.WriteLoadsGeoJSON(w, as.datum)
	})
}

// postAtlas computes the coverage of each hour of a day.
func (s *Server) postAtlas(c echo.Context) error { return hours(c, s.Planner.Atlas) }

// postWeek computes the coverage of each hour of seven days.
func (s *Server) postWeek(c echo.Context) error { return hours(c, s.Planner.Week) }

func hours(c echo.Context, ask func(context.Context, plan.Request) (*plan.Atlas, error)) error {
	r, d, err := coverageRequest(c)
	if err != nil {
		return err
	}
	atlas, err := ask(c.Request().Context(), r)
	if err != nil {
		return err
	}
	return sendJSON(c, struct {
		Datum datum.Datum `json:"datum"`
		*plan.Atlas
	}{d, atlas})
}

// getComparison sets a coverage beside another one, with=ID.
func (s *Server) getComparison(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	with := p.text("with")
	if with == "" {
		p.add("with", "is required: the id of the other coverage")
	}
	if err := p.err(); err != nil {
		return err
	}
	base, err := s.covered(c, c.Param("id"))
	if err != nil {
		return err
	}
	other, err := s.covered(c, with)
	if err != nil {
		return err
	}
	return sendJSON(c, plan.Compare(base, other))
}

// form is how the asker wants a table: geojson or csv, in which datum.
type form struct {
	name  string
	datum datum.Datum
}

// rows sends a table of a coverage that was computed before.
func (s *Server) rows(c echo.Context, name string, write func(*plan.Coverage, io.Writer, form) error) error {
	coverage, as, err := s.recall(c, "geojson", "csv")
	if err != nil {
		return err
	}
	if fresh(c, fmt.Sprintf(`W/"%s-%s-%s-%s"`, coverage.Key(), name, as.datum, as.name), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	if err := write(coverage, w, as); err != nil {
		return err
	}
	if as.name == "csv" {
		c.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.csv"`, name, coverage.ID))
		return send(c, mediaCSV, w.buf)
	}
	return send(c, MediaGeoJSON, w.buf)
}
