package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"

	"yizhan/stations"
)

// Tiles are Mapbox vector tiles in web mercator over WGS-84. They change
// their features while they are cut, so each answer builds fresh ones.

const (
	mediaTile = "application/vnd.mapbox-vector-tile"
	maxZoom   = 16
)

// tile reads the tile that the address names.
func tile(c echo.Context) (maptile.Tile, error) {
	p, err := query(c)
	if err != nil {
		return maptile.Tile{}, err
	}
	y, suffixed := strings.CutSuffix(c.Param("y"), ".mvt")
	if !suffixed {
		return maptile.Tile{}, stations.Errorf(stations.NotFound, "the address of a tile ends in .mvt")
	}
	z := p.coordinate("z", c.Param("z"), maxZoom)
	t := maptile.Tile{Z: maptile.Zoom(z)}
	t.X = uint32(p.coordinate("x", c.Param("x"), 1<<z-1))
	t.Y = uint32(p.coordinate("y", y, 1<<z-1))
	return t, p.err()
}

func (p *params) coordinate(name, text string, most uint64) uint64 {
	v, err := strconv.ParseUint(text, 10, 32)
	if err != nil || v > most {
		p.add(name, fmt.Sprintf("must be a whole number of 0 to %d", most))
		return 0
	}
	return v
}

// sendTile cuts the layers to the tile and sends them; a tile with nothing in
// it is 204. tolerance is how far lines may move, in 4096ths of the tile; 0
// keeps every vertex.
func sendTile(c echo.Context, t maptile.Tile, tolerance float64, layers ...*mvt.Layer) error {
	all := mvt.Layers{}
	for _, layer := range layers {
		layer.ProjectToTile(t)
		layer.Clip(mvt.MapboxGLDefaultExtentBound)
		if tolerance > 0 {
			layer.Simplify(simplify.DouglasPeucker(tolerance))
		}
		layer.RemoveEmpty(1, 1)
		if len(layer.Features) > 0 {
			layer.Version = 2
			all = append(all, layer)
		}
	}
	if len(all) == 0 {
		return c.NoContent(http.StatusNoContent)
	}
	data, err := mvt.Marshal(all)
	if err != nil {
		return err
	}
	return send(c, mediaTile, data)
}

// newLayer makes a layer of features that nobody else holds.
func newLayer(name string, features []*geojson.Feature) *mvt.Layer {
	return mvt.NewLayer(name, &geojson.FeatureCollection{Features: features})
}

func feature(g orb.Geometry, properties geojson.Properties) *geojson.Feature {
	return &geojson.Feature{Type: "Feature", Geometry: g, Properties: properties}
}
