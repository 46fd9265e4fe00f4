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
	v.cards = &s.cards
	form := p.form(c.Request().Header.Get(echo.HeaderAccept), "json", "geojson") // nobody keeps the answer
	if err := p.err(); err != nil {
		return err
	}
	w := s.sheet()
	defer s.sheets.Put(w)
	answer, err := s.Finder.FindIn(c.Request().Context(), q, w.hits)
	if err != nil {
		return err
	}
	w.hits = answer.Hits
	defer clear(w.hits) // stations that change must not be kept by a sheet
	s.missed(q, answer)
	unkept(c.Response().Header()) // the question tells where somebody is
	if form == "geojson" {
		v.features(&w.writer, answer)
		return send(c, MediaGeoJSON, w.buf)
	}
	v.answer(&w.writer, answer)
	return send(c, mediaJSON, w.buf)
}

// send answers 200 with a body whose length is said in advance: without it
// net/http cuts a long body into chunks.
func send(c echo.Context, media string, body []byte) error {
	answer := c.Response()
	head := answer.Header() // names as net/http writes them
	head[echo.HeaderContentLength] = []string{strconv.Itoa(len(body))}
	head[echo.HeaderContentType] = typeOf(media)
	answer.WriteHeader(http.StatusOK)
	_, err := answer.Write(body)
	return err
}

// What many heads say, made once: net/http only reads it.
var (
	jsonType = []string{mediaJSON}
	noStore  = []string{"no-store"}
)

func typeOf(media string) []string {
	if media == mediaJSON {
		return jsonType
	}
	return []string{media}
}

// unkept says that nobody may keep the answer. So nobody need be told that it
// comes in several encodings.
func unkept(head http.Header) {
	head["Cache-Control"] = noStore
	if vary := head[echo.HeaderVary]; len(vary) == 1 && vary[0] == echo.HeaderAcceptEncoding {
		delete(head, echo.HeaderVary)
	}
}

// sheet is what an answer of nearby is made on.
type sheet struct {
	writer
	hits []nearby.Hit
}

// sheet returns a sheet that an earlier answer has used, empty.
func (s *Server) sheet() *sheet {
	if w, ok := s.sheets.Get().(*sheet); ok {
		w.buf = w.buf[:0]
		return w
	}
	return new(sheet)
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
	q.AccuracyM = p.accuracy()
	if q.By == nearby.ByTime && q.MaxMinutes > nearby.Horizon {
		p.add("max_minutes", "must be at most 60 with by=time")
	}
	return q, hitView{view: view{datum: d, full: p.choice("view", "card", "full") == "full"}, mode: mode, accuracy: q.AccuracyM}
}

// accuracy returns how far the asker may be from the point, in metres.
func (p *params) accuracy() float64 {
	v, _ := p.number("accuracy_m")
	if !(v >= 0 && v <= nearby.MaxAccuracy) {
		p.add("accuracy_m", "must be 0 to 5000")
		return 0
	}
	return v
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
	if !p.values.has("open") {
		return
	}
	switch text := p.text("open"); text {
	case "any":
		q.Door = nearby.AnyDoor
	case "now":
		q.Door = nearby.OpenNow
	case "arrival":
		q.Door = nearby.OpenOnArrival
	default:
		at, err := plan.ParseTime(plus(text))
		if err != nil {
			p.add("open", "must be any, now, arrival or a moment such as 2026-05-01T20:00:00+08:00")
		}
		q.Door, q.At = nearby.OpenAt, at
	}
}
