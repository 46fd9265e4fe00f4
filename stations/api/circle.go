package api

import (
	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// getCircle draws from where a station or a point is reached in time.
func (s *Server) getCircle(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	d := p.datum()
	r := p.circle(d)
	form := p.format(c, "json", "geojson")
	if err := p.err(); err != nil {
		return err
	}
	if id := p.text("station"); id != "" {
		if r.Station, err = s.lasting(c, id); err != nil {
			return err
		}
	}
	leave, err := seat(c, s.journeys)
	if err != nil {
		return err
	}
	defer leave()
	circles, err := s.Planner.Circle(c.Request().Context(), r)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	if form == "geojson" {
		circleFeatures(w, circles, d)
		return send(c, MediaGeoJSON, w.buf)
	}
	w.open('{')
	w.text("datum", d.String())
	w.key("circles")
	w.open('[')
	for _, circle := range circles {
		w.open('{')
		circleMembers(w, circle)
		w.geometry(circle.Area, d)
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return send(c, mediaJSON, w.buf)
}

// circle reads the request but for its station.
func (p *params) circle(d datum.Datum) plan.CircleRequest {
	r := plan.CircleRequest{Mode: p.text("mode"), Profile: p.text("profile")}
	for _, size := range []struct {
		name string
		to   *float64
	}{{"vehicle_height_m", &r.Vehicle.HeightM}, {"vehicle_length_m", &r.Vehicle.LengthM}, {"vehicle_weight_t", &r.Vehicle.WeightT}} {
		*size.to = p.positive(size.name)
	}
	station := p.text("station")
	if _, err := stations.ParseID(station); station != "" && err != nil {
		p.add("station", "is not the id of a station")
	}
	if station == "" || p.values.has("lon") || p.values.has("lat") {
		p.required("lon", "lat")
	}
	if point, ok := p.point(d); ok {
		r.Point = &point
	}
	for _, text := range p.texts("minutes") {
		m, ok := finite(text)
		if !ok {
			p.add("minutes", "不是数字 is not a number")
			break
		}
		r.Minutes = append(r.Minutes, m)
	}
	return r
}

func circleFeatures(w *writer, circles []plan.CircleResult, d datum.Datum) {
	w.collection(d)
	w.key("features")
	w.open('[')
	for _, circle := range circles {
		w.feature(circle.Area, d)
		circleMembers(w, circle)
		w.close('}')
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

func circleMembers(w *writer, c plan.CircleResult) {
	w.number("minutes", c.Minutes)
	w.text("mode", c.Mode)
	w.text("profile", c.Profile)
}
