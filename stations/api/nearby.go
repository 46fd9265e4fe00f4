package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"yizhan/geo/roads"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

func (s *Server) getNearby(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	return s.nearby(c, p)
}

func (s *Server) postNearby(c echo.Context) error {
	p, err := fromBody(c)
	if err != nil {
		return err
	}
	return s.nearby(c, p)
}

func (s *Server) nearby(c echo.Context, p *params) error {
	q, v := p.question()
	form := p.format(c, "json", "geojson")
	if err := p.err(); err != nil {
		return err
	}
	answer, err := s.Finder.Find(c.Request().Context(), q)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	c.Response().Header().Set("Cache-Control", "no-store") // the question tells where somebody is
	if form == "geojson" {
		v.features(w, answer)
		return send(c, MediaGeoJSON, w.buf)
	}
	v.answer(w, answer)
	return send(c, mediaJSON, w.buf)
}

// send answers 200 with a body whose length is said in advance: without it
// net/http cuts a long body into chunks.
func send(c echo.Context, media string, body []byte) error {
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, media, body)
}

// buffer returns a writer that an earlier answer has used, empty.
func (s *Server) buffer() *writer {
	if w, ok := s.buffers.Get().(*writer); ok {
		w.buf = w.buf[:0]
		return w
	}
	return new(writer)
}

// question reads a rider's question and how to show the answer.
func (p *params) question() (nearby.Query, hitView) {
	d := p.datum()
	point, _ := p.point(d)
	p.required("lon", "lat")
	mode, _ := roads.ParseMode(p.choice("mode", "walk", "ride", "truck"))
	q := nearby.Query{Point: point, Mode: mode, Limit: p.limit(nearby.MaxLimit, 20), Cursor: p.text("cursor")}
	q.Filter.Kinds, q.Filter.Services = p.kinds(), p.services()
	if p.choice("by", "distance", "time") == "time" {
		q.By = nearby.ByTime
	}
	p.door(&q)
	q.RadiusM = p.positive("radius_m")
	q.MaxMinutes = p.positive("max_minutes")
	if q.By == nearby.ByTime && q.MaxMinutes > nearby.Horizon {
		p.add("max_minutes", "must be at most 60 with by=time")
	}
	return q, hitView{view{datum: d, full: p.choice("view", "card", "full") == "full"}, mode}
}

// positive returns a number above 0, or 0 when it was not given.
func (p *params) positive(name string) float64 {
	v, given := p.number(name)
	if given && v <= 0 {
		p.add(name, "must be more than 0")
	}
	return v
}

func (p *params) door(q *nearby.Query) {
	switch text := p.text("open"); text {
	case "", "any":
		q.Door = nearby.AnyDoor
	case "now":
		q.Door = nearby.OpenNow
	case "arrival":
		q.Door = nearby.OpenOnArrival
	default:
		at, err := plan.ParseTime(text)
		if err != nil {
			p.add("open", "must be any, now, arrival or a moment such as 2026-05-01T20:00:00+08:00")
		}
		q.Door, q.At = nearby.OpenAt, at
	}
}

// hitView says how the hits of an answer are shown.
type hitView struct {
	view
	mode roads.Mode
}

func (v hitView) answer(w *writer, a nearby.Answer) {
	w.open('{')
	w.text("datum", v.datum.String())
	w.key("stations")
	w.open('[')
	for i := range a.Hits {
		w.open('{')
		v.hit(w, &a.Hits[i])
		v.position(w, a.Hits[i].Station)
		w.close('}')
	}
	w.close(']')
	v.tail(w, a)
	w.close('}')
}

func (v hitView) features(w *writer, a nearby.Answer) {
	w.collection(v.datum)
	w.key("features")
	w.open('[')
	for i := range a.Hits {
		w.feature(a.Hits[i].Station.Position.Point, v.datum)
		v.hit(w, &a.Hits[i])
		w.close('}')
		w.close('}')
	}
	w.close(']')
	v.tail(w, a)
	w.close('}')
}

// tail writes what follows the list: the next page, or how far the nearest
// station is when nothing suits.
func (v hitView) tail(w *writer, a nearby.Answer) {
	if a.Next == "" {
		w.none("next")
	} else {
		w.text("next", a.Next)
	}
	if a.Nearest != nil {
		w.key("nearest")
		w.open('{')
		w.text("id", string(a.Nearest.Station.ID))
		w.text("name", a.Nearest.Station.Name)
		w.text("kind", string(a.Nearest.Station.Kind))
		w.number("distance_m", a.Nearest.Distance)
		w.close('}')
	}
}

func (v hitView) hit(w *writer, h *nearby.Hit) {
	v.station(w, h.Station)
	w.number("distance_m", h.Distance)
	if h.ByRoad {
		w.number("road_m", h.RoadM)
	} else {
		w.none("road_m")
	}
	w.number("duration_s", h.Duration)
	w.flag("by_road", h.ByRoad)
	w.text("open", string(h.Open))
	if h.ClosesAt.IsZero() {
		w.none("closes_at")
	}
	w.moment("closes_at", h.ClosesAt)
	w.moment("opens_at", h.OpensAt)
	trust(w, h.Station, h.Badge)
	navigate(w, h.Station.Position.Point, h.Station.Name, v.mode)
}
