package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
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
	return sendCoverage(c, coverage.To(d))
}

func sendCoverage(c echo.Context, coverage *plan.Coverage) error {
	text, err := json.Marshal(coverage)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mediaJSON, text)
}

// coverageRequest reads the body. The plan's own decoder knows its fields;
// the datum, which is ours, is taken out before, and a box is converted.
func coverageRequest(c echo.Context) (plan.Request, datum.Datum, error) {
	fields, err := body(c)
	if err != nil {
		return plan.Request{}, 0, err
	}
	d := datum.WGS84
	if raw, ok := fields["datum"]; ok {
		var name string
		if json.Unmarshal(raw, &name) == nil {
			d, err = datum.Parse(name)
		}
		if name == "" || err != nil {
			return plan.Request{}, 0, stations.BadField("datum", "must be one of wgs84, gcj02, bd09")
		}
		delete(fields, "datum")
	}
	if d != datum.WGS84 {
		convertArea(fields, d)
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return plan.Request{}, 0, err
	}
	var r plan.Request
	if err := json.Unmarshal(text, &r); err != nil {
		return plan.Request{}, 0, readable(err)
	}
	return r, d, nil
}

// readable keeps an error that is fit for a user and replaces any other.
func readable(err error) error {
	if stations.CodeOf(err) == stations.Internal {
		return stations.Errorf(stations.Invalid, "the body is not a coverage request")
	}
	return err
}

// convertArea turns a box of another datum into WGS-84. What is no box stays
// for the plan to judge.
func convertArea(fields map[string]json.RawMessage, d datum.Datum) {
	var text string
	var box [4]float64
	list := fields["area"]
	if json.Unmarshal(list, &text) == nil {
		list = json.RawMessage("[" + text + "]")
	}
	var numbers []float64
	if json.Unmarshal(list, &numbers) != nil || len(numbers) != 4 {
		return
	}
	copy(box[:], numbers)
	if !stations.ValidPoint(box[0], box[1]) || !stations.ValidPoint(box[2], box[3]) || box[0] > box[2] || box[1] > box[3] {
		return
	}
	b := boxIn(box, d)
	fields["area"] = json.RawMessage(fmt.Sprintf("[%v,%v,%v,%v]", b.Min[0], b.Min[1], b.Max[0], b.Max[1]))
}

// recall makes a coverage again from its id, and reads the datum and the form
// that the asker wants.
func (s *Server) recall(c echo.Context, forms ...string) (*plan.Coverage, datum.Datum, string, error) {
	p, err := query(c)
	if err != nil {
		return nil, 0, "", err
	}
	d, form := p.datum(), p.format(c, forms...)
	if err := p.err(); err != nil {
		return nil, 0, "", err
	}
	coverage, err := s.Planner.Recall(c.Request().Context(), c.Param("id"))
	return coverage, d, form, err
}

func (s *Server) getCoverage(c echo.Context) error {
	coverage, d, _, err := s.recall(c, "json")
	if err != nil {
		return err
	}
	return sendCoverage(c, coverage.To(d))
}

// getCells gives every cell, as GeoJSON or CSV.
func (s *Server) getCells(c echo.Context) error {
	coverage, d, form, err := s.recall(c, "geojson", "csv")
	if err != nil {
		return err
	}
	if fresh(c, fmt.Sprintf(`W/"%s-cells-%s-%s"`, coverage.ID, d, form), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	if form == "csv" {
		cellRows(w, coverage)
		return sendCSV(c, "cells", w)
	}
	w.collection(d)
	w.text("id", coverage.ID)
	w.key("features")
	w.open('[')
	for i := range coverage.Cells {
		cellFeature(w, &coverage.Cells[i], d)
	}
	w.close(']')
	w.close('}')
	return c.Blob(http.StatusOK, MediaGeoJSON, w.buf)
}

func sendCSV(c echo.Context, name string, w *writer) error {
	c.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.csv"`, name, c.Param("id")))
	return c.Blob(http.StatusOK, mediaCSV, w.buf)
}

func cellRows(w *writer, coverage *plan.Coverage) {
	w.buf = append(w.buf, "h3,minutes,time_ms,station,k,demand\n"...)
	for _, cell := range coverage.Cells {
		minutes, time := "", ""
		if m := cell.Minutes(); m != nil {
			minutes = strconv.FormatFloat(*m, 'f', -1, 64)
			time = strconv.FormatUint(uint64(cell.Time), 10)
		}
		row := []string{cell.Cell.String(), minutes, time, string(cell.Station), strconv.Itoa(cell.K), strconv.FormatFloat(cell.Demand, 'f', -1, 64)}
		w.buf = append(append(w.buf, strings.Join(row, ",")...), '\n')
	}
}

func cellFeature(w *writer, cell *plan.Cell, d datum.Datum) {
	w.feature(orbPolygon(cell.Cell.Boundary()), d)
	w.text("h3", cell.Cell.String())
	if cell.Time == roads.Never {
		w.raw("minutes", []byte("null"))
		w.raw("time_ms", []byte("null"))
		w.raw("station", []byte("null"))
	} else {
		w.number("minutes", *cell.Minutes())
		w.whole("time_ms", int64(cell.Time))
		w.text("station", string(cell.Station))
	}
	w.whole("k", int64(cell.K))
	w.key("demand")
	w.buf = strconv.AppendFloat(w.buf, cell.Demand, 'f', -1, 64)
	w.flag("covered", cell.Covered)
	w.close('}')
	w.close('}')
}
