package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// healthz says that the process runs.
func (s *Server) healthz(c echo.Context) error {
	return c.String(http.StatusOK, "ok\n")
}

// readyz says that requests may come: the stations are loaded, the store
// answers, and the server is not about to stop.
func (s *Server) readyz(c echo.Context) error {
	if s.draining.Load() {
		return stations.Errorf(stations.Unavailable, "the server is stopping")
	}
	if s.Finder.Snapshot() == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	if err := s.Store.Ping(c.Request().Context()); err != nil {
		return &stations.Error{Code: stations.Unavailable, Text: "the store does not answer", Err: err}
	}
	return c.String(http.StatusOK, "ready\n")
}
