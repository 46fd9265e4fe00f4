package api

import (
	"encoding/json"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// whatIf is a question of POST /v1/whatif.
type whatIf struct {
	base    plan.Base
	edits   plan.Edits
	datum   datum.Datum
	include included
}

// included is what an answer tells beside the figures.
type included struct {
	cells bool // every cell that changes
	gaps  bool // the outline of every gap after the changes
}

// postWhatIf tells what a coverage would be if stations came, went, moved or
// kept other hours. It writes nothing but the run of a base that is new.
func (s *Server) postWhatIf(c echo.Context) error {
	q, err := whatIfRequest(c)
	if err != nil {
		return err
	}
	if q.base.ID != "" && !plan.ValidID(q.base.ID) {
		return noCoverage()
	}
	effect, err := s.Planner.WhatIf(c.Request().Context(), q.base, q.edits)
	if err != nil {
		return err
	}
	return s.sendEffect(c, effect, q)
}

func (s *Server) sendEffect(c echo.Context, effect *plan.Effect, q whatIf) error {
	answer := struct {
		Datum datum.Datum `json:"datum"`
		*plan.Effect
		List     *[]plan.CellShift `json:"changed_cells,omitempty"`
		Outlines json.RawMessage   `json:"gap_outlines,omitempty"`
	}{Datum: q.datum, Effect: effect}
	if q.include.cells {
		answer.List = &effect.Changed
	}
	if q.include.gaps {
		w := s.buffer()
		defer s.buffers.Put(w)
		if err := effect.After.WriteGapsGeoJSON(w, q.datum); err != nil {
			return err
		}
		answer.Outlines = w.buf
	}
	return sendJSON(c, answer)
}

// whatIfRequest reads the body: the datum holds for a box of the base and for
// every place of the edits; the edits are the plan's own.
func whatIfRequest(c echo.Context) (q whatIf, err error) {
	fields, err := body(c)
	if err != nil {
		return q, err
	}
	if q.datum, err = takeDatum(fields); err != nil {
		return q, err
	}
	if q.base, err = takeBase(fields, q.datum); err != nil {
		return q, err
	}
	if q.include, err = takeInclude(fields); err != nil {
		return q, err
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return q, err
	}
	q.edits, err = plan.ReadEdits(text, q.datum)
	return q, err
}

// takeBase takes the base out of the fields: the id of a coverage, or a
// coverage request; everything by default when it is absent.
func takeBase(fields map[string]json.RawMessage, d datum.Datum) (plan.Base, error) {
	raw, ok := fields["base"]
	if !ok {
		return plan.Base{}, nil
	}
	delete(fields, "base")
	var id string
	if json.Unmarshal(raw, &id) == nil {
		if id == "" {
			return plan.Base{}, stations.BadField("base", "must be the id of a coverage, or a coverage request")
		}
		return plan.Base{ID: id}, nil
	}
	r, err := requestIn(raw, d)
	var bad stations.Problems
	if err != nil {
		bad.Under("base", err)
	}
	return plan.Base{Request: r}, bad.Err()
}

// takeInclude takes include, a word or a list of words, out of the fields.
func takeInclude(fields map[string]json.RawMessage) (in included, err error) {
	raw, ok := fields["include"]
	if !ok {
		return in, nil
	}
	delete(fields, "include")
	var p params
	p.flat(map[string]json.RawMessage{"include": raw})
	for _, word := range p.texts("include") {
		switch word {
		case "cells":
			in.cells = true
		case "gaps":
			in.gaps = true
		default:
			p.add("include", "must be cells, gaps or both")
		}
	}
	return in, p.err()
}
