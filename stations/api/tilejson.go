package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/stations"
)

// tileSet describes tiles as TileJSON 3.0.0 does, so that a program needs one
// address to draw them (https://github.com/mapbox/tilejson-spec).
type tileSet struct {
	TileJSON    string        `json:"tilejson"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Attribution string        `json:"attribution,omitempty"`
	Scheme      string        `json:"scheme"`
	Tiles       []string      `json:"tiles"`
	MinZoom     int           `json:"minzoom"`
	MaxZoom     int           `json:"maxzoom"`
	Bounds      *[4]float64   `json:"bounds,omitempty"` // west, south, east, north, WGS-84
	Layers      []vectorLayer `json:"vector_layers"`
}

// vectorLayer is a layer and what is known of its features.
type vectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	Fields      map[string]string `json:"fields"`
}

// credit is whom road data is from.
const credit = `© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors`

// stationSet describes the tiles of stations.
func (s *Server) stationSet(c echo.Context) error {
	snapshot := s.Finder.Snapshot()
	if snapshot == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	return sendSet(c, "stations", tileSet{
		Name: "驿站 stations", Description: "低缩放级别上合并成簇 Stations, joined into clusters below zoom 12",
		Bounds: bounds(s.summary(snapshot).bound),
		Layers: []vectorLayer{{"stations", "站点或簇 a station or a cluster", map[string]string{
			"id": "String; of a station alone", "name": "String; of a station alone", "kind": "String; of a station alone", "count": "Number of stations",
		}}},
	})
}

// roadSet describes the tiles of roads.
func (s *Server) roadSet(c echo.Context) error {
	return sendSet(c, "roads", tileSet{
		Name: "道路 roads", Description: "服务器的路网 The roads that the server searches", Attribution: credit,
		Bounds: bounds(s.roadCorners(nil)),
		Layers: []vectorLayer{{"roads", "道路 lines of one class", map[string]string{"class": "String"}}},
	})
}

// coverageSet describes the tiles of a coverage.
func (s *Server) coverageSet(c echo.Context) error {
	name, suffixed := strings.CutSuffix(c.Param("coverage"), ".json")
	id, named := strings.CutPrefix(name, "coverage-")
	if !suffixed || !named {
		return stations.Errorf(stations.NotFound, "tiles are described at stations.json, roads.json and coverage-ID.json")
	}
	coverage, err := s.covered(c, id)
	if err != nil {
		return err
	}
	var corners orb.MultiPoint
	for _, b := range s.shapes.of(coverage).bounds {
		corners = append(corners, b.Min, b.Max)
	}
	return sendSet(c, name, tileSet{
		Name: "覆盖 coverage " + id, Description: fmt.Sprintf("服务圈与空白 Cells and gaps, %s", coverage.Profile), Bounds: bounds(corners),
		Layers: []vectorLayer{
			{"cells", "H3 单元 cells", map[string]string{
				"h3": "String", "minutes": "Number; without one beyond the horizon", "k": "Number of stations in time", "demand": "Number", "covered": "Boolean",
			}},
			{"gaps", "空白 gaps", map[string]string{"id": "String", "rank": "Number, from 1", "demand": "Number"}},
		},
	})
}

func sendSet(c echo.Context, name string, set tileSet) error {
	if err := noQuery(c); err != nil {
		return err
	}
	set.TileJSON, set.Scheme, set.MaxZoom = "3.0.0", "xyz", maxZoom
	set.Tiles = []string{origin(c) + "/tiles/" + name + "/{z}/{x}/{y}.mvt"}
	text, err := json.Marshal(set)
	if err != nil {
		return fmt.Errorf("describe tiles: %w", err)
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, mediaJSON, text)
}
