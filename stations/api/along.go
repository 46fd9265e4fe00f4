package api

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/course"
	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/along"
	"yizhan/stations/api/model"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

// postAlong lists the stations beside a way, and plans a driver's rests.
func (s *Server) postAlong(c echo.Context) error {
	fields, err := body(c)
	if err != nil {
		return err
	}
	q, v, err := journey(fields, c.Request().Header.Get(echo.HeaderAccept))
	if err != nil {
		return err
	}
	v.cards = &s.cards
	leave, err := seat(c, s.journeys)
	if err != nil {
		return err
	}
	defer leave()
	answer, err := s.guide.Find(c.Request().Context(), q)
	if err != nil {
		return err
	}
	s.missedAt(q.Course.At(q.Course.Length()/2), q.Filter, answer.Total)
	w := s.buffer()
	defer s.buffers.Put(w)
	c.Response().Header().Set("Cache-Control", "no-store") // the question tells where somebody will be
	if v.form == "geojson" {
		v.features(w, &answer)
		return send(c, MediaGeoJSON, w.buf)
	}
	v.along(w, &answer)
	return send(c, mediaJSON, w.buf)
}

// alongFields are the fields of the body that are not flat; what they hold is
// read strictly.
type alongFields struct {
	route    line
	vehicle  model.Lorry
	drive    model.DrivingRule
	hasDrive bool
}

// journey reads a driver's question and in which form the answer is wanted. The
// nested fields are taken out; the others are those of a flat question.
func journey(fields map[string]json.RawMessage, accept string) (along.Query, alongView, error) {
	p := new(params)
	var nested alongFields
	route, hasRoute := taken(fields, "route")
	vehicle, hasVehicle := taken(fields, "vehicle")
	driven, hasDrive := taken(fields, "drive")
	nested.hasDrive = hasDrive
	p.flat(fields)
	if hasVehicle {
		nested.vehicle = strict[model.Lorry](p, "vehicle", vehicle)
	}
	if hasDrive {
		nested.drive = strict[model.DrivingRule](p, "drive", driven)
	}
	d := p.datum()
	if hasRoute {
		nested.route = p.route(route)
	} else {
		p.add("route", "必填 is required")
	}
	q, v := p.along(d, nested)
	v.form = p.form(accept, "json", "geojson")
	return q, v, p.err()
}

// taken takes a field out; null is absence.
func taken(fields map[string]json.RawMessage, name string) (json.RawMessage, bool) {
	raw, there := fields[name]
	delete(fields, name)
	return raw, there && string(raw) != "null"
}

// strict decodes a part of a question; what has a problem is returned as if
// nothing had been given.
func strict[T any](p *params, name string, raw json.RawMessage) T {
	var into, nothing T
	if err := plan.Strict(raw, &into); err != nil {
		var bad stations.Problems
		bad.Under(name, err)
		p.bad = append(p.bad, bad...)
		return nothing
	}
	return into
}

// along puts the question together.
func (p *params) along(d datum.Datum, nested alongFields) (along.Query, alongView) {
	mode, _ := roads.ParseMode(p.choice("mode", "truck", "walk", "ride"))
	q := along.Query{Mode: mode, CorridorM: along.DefaultCorridor, Limit: p.limit(along.MaxLimit, along.DefaultLimit)}
	q.Filter.Kinds, q.Filter.Services = p.kinds(), p.services()
	if p.values.has("corridor_m") {
		q.CorridorM, _ = p.number("corridor_m")
	}
	q.Duration = time.Duration(p.positive("duration_s") * float64(time.Second))
	var doors nearby.Query
	p.door(&doors)
	q.Door, q.At = doors.Door, doors.At
	if text := p.text("departure"); text != "" {
		at, err := plan.ParseTime(text)
		if err != nil {
			p.add("departure", "must be a moment such as 2026-05-01T20:00:00+08:00")
		}
		q.Departure = at
	}
	q.Vehicle = p.vehicle(nested.vehicle)
	q.Drive = p.drive(mode, nested)
	q.Course = p.course(nested.route, d)
	v := alongView{hitView: hitView{view: view{datum: d}, mode: mode}, weight: nested.vehicle.WeightT != nil}
	return q, v
}

// vehicle reads what is driven. No record of a station tells a greatest
// weight, so the weight is held to roads only, and the answer says so.
func (p *params) vehicle(f model.Lorry) roads.Vehicle {
	size := func(v *float64, field string, most float64) float64 {
		switch {
		case v == nil:
			return 0
		case !(*v > 0 && *v <= most):
			p.add("vehicle."+field, "must be more than 0 and plausible for a vehicle")
		}
		return *v
	}
	return roads.Vehicle{
		HeightM: size(f.HeightM, "height_m", roads.MaxHeight),
		LengthM: size(f.LengthM, "length_m", roads.MaxLength),
		WeightT: size(f.WeightT, "weight_t", roads.MaxWeight),
	}
}

// drive reads the rule of the plan. For lorries there always is one.
func (p *params) drive(m roads.Mode, nested alongFields) *along.Drive {
	if m != roads.Truck && !nested.hasDrive {
		return nil
	}
	hours, rest, driven := 4.0, 20.0, 0.0
	for _, f := range []struct{ from, to *float64 }{{nested.drive.MaxHours, &hours}, {nested.drive.RestMinutes, &rest}, {nested.drive.DrivenMinutes, &driven}} {
		if f.from != nil {
			*f.to = min(*f.from, 1e6) // a duration holds a million hours
		}
	}
	return &along.Drive{
		Longest: time.Duration(hours * float64(time.Hour)),
		Rest:    time.Duration(rest * float64(time.Minute)),
		Driven:  time.Duration(driven * float64(time.Minute)),
	}
}

// course draws the line; nil when it is not a way.
func (p *params) course(l line, d datum.Datum) *course.Course {
	if l == nil {
		return nil
	}
	c, err := course.New(l.in(d))
	if err == nil {
		return c
	}
	for _, why := range []error{course.ErrFew, course.ErrMany, course.ErrLong, course.ErrPoint} {
		if errors.Is(err, why) {
			p.add("route", why.Error())
		}
	}
	return nil
}
