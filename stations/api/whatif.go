package api

import (
	"encoding/json"
	"errors"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// whatIf is a question of POST /v1/whatif.
type whatIf struct {
	base  plan.Base
	edits plan.Edits
	datum datum.Datum
	cells bool // list the cells that change
}

// postWhatIf tells what a coverage would be if stations came, went, moved or
// kept other hours. It writes nothing but the run of a base that is new.
func (s *Server) postWhatIf(c echo.Context) error {
	q, err := whatIfRequest(c)
	if err != nil {
		return err
	}
	if q.base.ID != "" && !validRun(q.base.ID) {
		return noCoverage()
	}
	effect, err := s.Planner.WhatIf(c.Request().Context(), q.base, q.edits)
	if err != nil {
		return err
	}
	answer := struct {
		Datum datum.Datum `json:"datum"`
		*plan.Effect
		List *[]plan.CellShift `json:"changed_cells,omitempty"`
	}{Datum: q.datum, Effect: effect}
	if q.cells {
		answer.List = &effect.Changed
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return send(c, mediaJSON, text)
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
	if q.cells, err = takeInclude(fields); err != nil {
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
	var ours *stations.Error
	if errors.As(err, &ours) && len(ours.Fields) > 0 {
		under := *ours
		under.Fields = nil
		for _, f := range ours.Fields {
			under.Fields = append(under.Fields, stations.Problem{Field: "base." + f.Field, Problem: f.Problem})
		}
		err = &under
	}
	return plan.Base{Request: r}, err
}

// takeInclude takes include out of the fields, and reports whether it asks
// for the cells.
func takeInclude(fields map[string]json.RawMessage) (bool, error) {
	raw, ok := fields["include"]
	if !ok {
		return false, nil
	}
	delete(fields, "include")
	var p params
	p.flat(map[string]json.RawMessage{"include": raw})
	asked := p.values.has("include")
	p.choice("include", "cells")
	return asked, p.err()
}
