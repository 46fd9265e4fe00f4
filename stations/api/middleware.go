package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
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

// record writes a line per request: the pattern of the route, never the path,
// the query or the body, which may hold where somebody is.
func (s *Server) record(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		pattern := s.pattern(c)
		s.Log.Info("request", "id", requestID(c), "method", method(c.Request()), "route", pattern,
			"status", c.Response().Status, "ms", time.Since(began).Milliseconds(), "bytes", c.Response().Size)
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
// only its type and the stack are logged.
func (s *Server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if v := recover(); v != nil {
				s.Log.Error("panic", "id", requestID(c), "type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
				err = stations.Errorf(stations.Internal, "服务器出错 the server failed")
			}
		}()
		return next(c)
	}
}

// gate keeps out what must not reach any route. On a loopback address
// everybody is admin, so only programs of this machine and the server's own
// pages may ask.
func (s *Server) gate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if len(r.URL.RequestURI()) > maxURL {
			return echo.NewHTTPError(http.StatusRequestURITooLong)
		}
		if s.Loopback {
			if reason := foreign(r); reason != "" {
				return stations.Errorf(stations.Forbidden, "%s", reason)
			}
		}
		return next(c)
	}
}

// foreign says why a request does not come from this machine, or "".
func foreign(r *http.Request) string {
	if !IsLoopback(r.Host) {
		return "the Host is not this machine"
	}
	for name := range r.Header {
		if name == "Forwarded" || strings.HasPrefix(name, "X-Forwarded-") {
			return "the request came through a proxy; an open server answers its own machine only"
		}
	}
	for _, origin := range r.Header.Values("Origin") {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
			return "the Origin is another page"
		}
	}
	return ""
}

// IsLoopback reports whether a host, with or without a port, names this
// machine only: localhost, 127.0.0.0/8 or ::1.
func IsLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// harden tells browsers to take everything from here and to keep other sites
// out. Workers may be blobs, which is how the map starts its own; styles may
// be inline, which is how it moves its markers.
func (s *Server) harden(next echo.HandlerFunc) echo.HandlerFunc {
	const policy = "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; " +
		"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		return next(c)
	}
}

// allow lets in those with the rights that the route needs, for as long as
// the route's patience lasts.
func (s *Server) allow(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.rights() < r.needs {
			return stations.Errorf(stations.Forbidden, "此服务器只开放读取 this server gives reader rights only")
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), r.patience)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return r.answer(c)
	}
}
