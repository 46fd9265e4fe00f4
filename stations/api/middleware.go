package api

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

const maxURL = 8 << 10

// identify gives the request an id: the asker's own when it is a sane one.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !saneID(id) {
			id = rand.Text()
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		return next(c)
	}
}

func saneID(id string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	return len(id) >= 8 && len(id) <= 64 && strings.Trim(id, allowed) == ""
}

// requestID returns the id that identify gave.
func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// record counts each request and writes a line about it: the pattern of the
// route, never the path, the query or the body, which may hold where somebody
// is.
func (s *Server) record(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		pattern, method, took := s.pattern(c), method(c.Request()), time.Since(began)
		s.metrics.count(pattern, method, c.Response().Status, took)
		s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request", // as Info, without boxing each value
			slog.String("id", requestID(c)), slog.String("method", method), slog.String("route", pattern),
			slog.Int("status", c.Response().Status), slog.Int64("ms", took.Milliseconds()), slog.Int64("bytes", c.Response().Size))
		return nil
	}
}

// pattern returns the route that took the request, "none" when none did: the
// router gives the path itself then.
func (s *Server) pattern(c echo.Context) string {
	if s.patterns[c.Path()] {
		return c.Path()
	}
	return "none"
}

// method returns the request's method, unless the asker made it up.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return r.Method
	}
	return "other"
}

// guard turns a panic into a problem. Its value may hold a coordinate, so
// only its type and the calls are logged.
func (s *Server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if v := recover(); v != nil {
				s.Log.Error("panic", "id", requestID(c), "type", fmt.Sprintf("%T", v), "stack", calls())
				err = stations.Errorf(stations.Internal, "服务器出错 the server failed")
			}
		}()
		return next(c)
	}
}

// harden tells browsers to take everything from here and to keep other sites
// out. Workers may be blobs, which is how the map starts its own; styles may
// be inline, which is how it moves its markers.
func (s *Server) harden(next echo.HandlerFunc) echo.HandlerFunc {
	const policy = "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; " +
		"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	always := http.Header{ // the lists are shared by all answers; none grows in place
		"Content-Security-Policy":      {policy},
		"X-Content-Type-Options":       {"nosniff"},
		"X-Frame-Options":              {"DENY"},
		"Referrer-Policy":              {"no-referrer"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
	}
	return func(c echo.Context) error {
		maps.Copy(c.Response().Header(), always)
		return next(c)
	}
}
