package api

import (
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// scope is how much of the registry a mirror of the asker's gets.
func (a asker) scope() stations.Scope {
	if a.inside() {
		return stations.ScopeAll
	}
	return stations.ScopePublic
}

// moments is how the view writes when a change was made: to the second for
// people, as it is kept for a mirror.
func (v view) moments() string {
	if v.record {
		return time.RFC3339Nano
	}
	return time.RFC3339
}

// recorded writes what a mirror gets of a change's station.
func (s *Server) recorded(c echo.Context, w *writer, station *stations.Station) error {
	if station == nil || !s.shows(c, station) {
		w.none("record")
		return nil
	}
	text, err := stations.EncodeRecord(station.Mirrored())
	if err != nil {
		return err
	}
	w.raw("record", text)
	return nil
}
