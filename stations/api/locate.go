package api

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// located is what the registry knows of a place where somebody would put a
// station: enough to see that it was stated in the wrong datum.
type located struct {
	WGS84  datum.Coord `json:"wgs84"`
	GCJ02  datum.Coord `json:"gcj02"`
	BD09   datum.Coord `json:"bd09"`
	Adcode string      `json:"adcode,omitempty"` // the deepest loaded division that holds it
	RoadM  *float64    `json:"road_m"`           // metres to the nearest road; null beyond 500 or without roads
}

// postLocate reads a pair in any datum and tells where that is. It goes by
// POST, so that the place stands in no address.
func (s *Server) postLocate(c echo.Context) error {
	p, err := fromBody(c)
	if err != nil {
		return err
	}
	p.required("lon", "lat", "datum")
	point, given := p.point(p.datum())
	if err := p.err(); err != nil {
		return err
	}
	if !given {
		return stations.BadField("lon", "不是位置 lon and lat are no place")
	}
	locator, err := s.locator(c)
	if err != nil {
		return err
	}
	answer := located{datum.Out(point, datum.WGS84), datum.Out(point, datum.GCJ02), datum.Out(point, datum.BD09), "", s.nearestRoad(point)}
	answer.Adcode, _ = locator.Locate(point)
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return send(c, mediaJSON, text)
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
