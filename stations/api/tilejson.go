package api

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/api/model"
)

// credit is whom road data is from.
const credit = `© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors`

// stationSet describes the tiles of stations.
func (s *Server) stationSet(c echo.Context) error {
	snapshot := s.Finder.Snapshot()
	if snapshot == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	return sendSet(c, "stations", model.TileSet{
		Name: "驿站 stations", Description: "低缩放级别上合并成簇 Stations, joined into clusters below zoom 12",
		Bounds: bounds(s.summary(snapshot).bound),
		VectorLayers: []model.VectorLayer{{ID: "stations", Description: "站点或簇 a station or a cluster", Fields: map[string]string{
			"id": "String; of a station alone", "name": "String; of a station alone", "kind": "String; of a station alone", "count": "Number of stations",
		}}},
	})
}

// roadSet describes the tiles of roads.
func (s *Server) roadSet(c echo.Context) error {
	return sendSet(c, "roads", model.TileSet{
		Name: "道路 roads", Description: "服务器的路网 The roads that the server searches", Attribution: credit,
		Bounds:       bounds(s.roadCorners(nil)),
		VectorLayers: []model.VectorLayer{{ID: "roads", Description: "道路 lines of one class", Fields: map[string]string{"class": "String"}}},
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
	drawn, err := s.shape(c.Request().Context(), coverage)
	if err != nil {
		return err
	}
	var corners orb.MultiPoint
	for _, b := range drawn.bounds {
		corners = append(corners, b.Min, b.Max)
	}
	return sendSet(c, name, model.TileSet{
		Name: "覆盖 coverage " + id, Description: fmt.Sprintf("服务圈与空白 Cells and gaps, %s", coverage.Profile), Bounds: bounds(corners),
		VectorLayers: []model.VectorLayer{
			{ID: "cells", Description: "H3 单元 cells", Fields: map[string]string{
				"h3": "String", "minutes": "Number; without one beyond the horizon", "k": "Number of stations in time", "demand": "Number", "covered": "Boolean",
			}},
			{ID: "gaps", Description: "空白 gaps", Fields: map[string]string{"id": "String", "rank": "Number, from 1", "demand": "Number"}},
		},
	})
}

// sendSet describes tiles as TileJSON 3.0.0 does, so that a program needs one
// address to draw them (https://github.com/mapbox/tilejson-spec).
func sendSet(c echo.Context, name string, set model.TileSet) error {
	if err := noQuery(c); err != nil {
		return err
	}
	set.Tilejson, set.Scheme, set.Maxzoom = "3.0.0", "xyz", maxZoom
	set.Tiles = []string{origin(c) + "/tiles/" + name + "/{z}/{x}/{y}.mvt"}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return sendJSON(c, set)
}
