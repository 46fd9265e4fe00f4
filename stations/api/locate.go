package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations/api/model"
)

// postLocate reads a pair in any datum and tells what the registry knows of the
// place: enough to see that it was stated in the wrong one. It goes by POST, so
// that the place stands in no address.
func (s *Server) postLocate(c echo.Context) error {
	var asked model.Place
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	if err := said("datum", asked.Datum); err != nil {
		return err
	}
	point, err := pointOf(asked.Lon, asked.Lat, asked.Datum)
	if err != nil {
		return err
	}
	locator, err := s.locators.of(c.Request().Context(), s.Store)
	if err != nil {
		return err
	}
	answer := model.Located{Wgs84: pair(point, datum.WGS84), Gcj02: pair(point, datum.GCJ02), Bd09: pair(point, datum.BD09), RoadM: s.nearestRoad(point)}
	answer.Adcode, _ = locator.Locate(point)
	return private(c, http.StatusOK, answer)
}

// pair is a place in a datum.
func pair(p orb.Point, d datum.Datum) model.Pair {
	out := datum.Out(p, d)
	return model.Pair{Lon: decimal(out.Lon), Lat: decimal(out.Lat), Datum: d.String()}
}

// nearestRoad returns the metres to the nearest road that somebody may walk
// on, nil when there is none within roads.MaxTie.
func (s *Server) nearestRoad(p orb.Point) *float64 {
	var nearest *float64
	for _, g := range s.Roads {
		if tie, ok := g.Tie(roads.Walk, p); ok && (nearest == nil || tie.Distance < *nearest) {
			nearest = &tie.Distance
		}
	}
	return nearest
}
