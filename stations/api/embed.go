package api

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
)

// framed answers /embed, the page that other sites show in a frame. A place in
// another datum is sent on in WGS-84, which is what the page knows.
func (s *Server) framed(c echo.Context) error {
	s.unframe(c.Response().Header()) // who wrote the frame reads in it what is wrong
	p, err := query(c)
	if err != nil {
		return err
	}
	d := p.datum()
	at, given := p.point(d)
	if len(p.bad) > 0 {
		return p.err()
	}
	if d == datum.WGS84 || !given {
		return s.file("embed.html", "no-cache")(c)
	}
	values := c.Request().URL.Query()
	values.Del("datum")
	values.Set("lon", strconv.FormatFloat(at[0], 'f', 7, 64))
	values.Set("lat", strconv.FormatFloat(at[1], 'f', 7, 64))
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Redirect(http.StatusFound, (&url.URL{Path: "/embed", RawQuery: values.Encode()}).String())
}

// unframe lets any page show this one in a frame. The frame is of our origin:
// the page around it sees nothing in it but what it is told.
func (s *Server) unframe(h http.Header) {
	h.Set("Content-Security-Policy", policy("*", s.Basemap))
	h.Del("X-Frame-Options")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// embedScript answers /embed.js, which other sites load as a classic script.
func (s *Server) embedScript(c echo.Context) error {
	c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	return s.file("embed.js", "max-age=3600")(c)
}
