package api

import (
	"encoding/json"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// postAccessibility computes how well people are served: sums by division as
// JSON, or every cell as GeoJSON or CSV.
func (s *Server) postAccessibility(c echo.Context) error {
	r, as, err := accessibilityRequest(c)
	if err != nil {
		return err
	}
	a, err := s.Planner.Accessibility(c.Request().Context(), r)
	if err != nil {
		return err
	}
	return s.sendAccessibility(c, a, as)
}

// accessibilityRequest reads the body: the datum and the form of the answer
// are ours, the rest is the plan's own.
func accessibilityRequest(c echo.Context) (r plan.AccessibilityRequest, as form, err error) {
	fields, err := body(c)
	if err != nil {
		return r, as, err
	}
	if as.datum, err = takeDatum(fields); err != nil {
		return r, as, err
	}
	var p params
	if raw, ok := fields["f"]; ok {
		p.flat(map[string]json.RawMessage{"f": raw})
		delete(fields, "f")
	}
	as.name = p.format(c, "json", "geojson", "csv")
	if err := p.err(); err != nil {
		return r, as, err
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return r, as, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, as, readable(err)
	}
	if r.Area, err = plan.AreaIn(r.Area, as.datum); err != nil {
		return r, as, stations.BadField("area", err.Error())
	}
	return r, as, nil
}

func (s *Server) sendAccessibility(c echo.Context, a *plan.Accessibility, as form) error {
	w := s.buffer()
	defer s.buffers.Put(w)
	switch as.name {
	case "csv":
		if err := a.WriteCellsCSV(w); err != nil {
			return err
		}
		c.Response().Header().Set("Content-Disposition", `attachment; filename="accessibility-`+a.ID+`.csv"`)
		return send(c, mediaCSV, w.buf)
	case "geojson":
		if err := a.WriteCellsGeoJSON(w, as.datum); err != nil {
			return err
		}
		return send(c, MediaGeoJSON, w.buf)
	}
	own := *a
	own.Datum = as.datum
	return sendJSON(c, &own)
}
