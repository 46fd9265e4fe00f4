package api

import (
	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/stations/api/model"
	"yizhan/stations/nearby"
)

// searchStations answers GET /v1/stations with q: the best first, from memory.
func (s *Server) searchStations(c echo.Context, p *params) error {
	v := listView(p)
	q := nearby.Search{Filter: filter(c, p, v), Keep: p.keep(s.Now()), Limit: p.limit(nearby.MaxFound, 100), Cursor: p.text("cursor"), Near: p.from(v)}
	q.Text = q.Filter.Text
	form := p.format(c, "json", "geojson")
	if err := p.err(); err != nil {
		return err
	}
	results, err := s.Finder.Search(c.Request().Context(), q)
	if err != nil {
		return err
	}
	if q.Near != nil {
		c.Response().Header().Set("Cache-Control", "no-store") // the question tells where somebody is
		s.missedAt(*q.Near, q.Filter, results.Total)
	}
	page := listed{total: results.Total, at: s.Now(), next: results.Next}
	for _, f := range results.Found {
		page.stations = append(page.stations, f.Station)
		if q.Near != nil {
			page.distances = append(page.distances, f.Distance)
		}
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	return send(c, v.list(w, page, form), w.buf)
}

// from returns the point that an answer is ordered by distance from, nil
// when none is given.
func (p *params) from(v view) *orb.Point {
	point, given := p.point(v.datum)
	if p.values.has("lon") != p.values.has("lat") {
		p.required("lon", "lat")
	}
	if !given {
		return nil
	}
	return &point
}

// getSuggest completes what a rider begins to type.
func (s *Server) getSuggest(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	near := p.from(view{datum: p.datum()})
	typed, limit := p.text("q"), p.limit(nearby.MaxSuggestions, nearby.MaxSuggestions)
	p.required("q")
	p.words("q", typed)
	if err := p.err(); err != nil {
		return err
	}
	list, err := s.Finder.Suggest(c.Request().Context(), typed, near, limit)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store") // every letter that somebody types
	return sendJSON(c, model.Suggestions{Suggestions: views(list, suggestion)})
}

func suggestion(s nearby.Suggestion) model.Suggestion {
	return model.Suggestion{Text: s.Field.Text, ID: string(s.Station.ID), Kind: string(s.Station.Kind), Name: s.Station.Name, Matched: s.Field.Name}
}

// words complains about a text that is too long to look for.
func (p *params) words(name, typed string) {
	if len(typed) > 200 {
		p.add(name, "is longer than 200 bytes")
	}
}
