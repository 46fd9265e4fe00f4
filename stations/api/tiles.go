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
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/simplify"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// Tiles are Mapbox vector tiles in web mercator over the asker's datum. They
// change their features while they are cut, so each answer builds fresh ones.

const (
	mediaTile = "application/vnd.mapbox-vector-tile"
	maxZoom   = 16
)

// square is a tile of the grid over one datum.
type square struct {
	maptile.Tile
	datum datum.Datum
}

// tile reads the tile that the address names.
func tile(c echo.Context) (square, error) {
	p, err := query(c)
	if err != nil {
		return square{}, err
	}
	y, suffixed := strings.CutSuffix(c.Param("y"), ".mvt")
	if !suffixed {
		return square{}, stations.Errorf(stations.NotFound, "the address of a tile ends in .mvt")
	}
	z := p.coordinate("z", c.Param("z"), maxZoom)
	t := square{maptile.Tile{Z: maptile.Zoom(z)}, p.datum()}
	t.X = uint32(p.coordinate("x", c.Param("x"), 1<<z-1))
	t.Y = uint32(p.coordinate("y", y, 1<<z-1))
	return t, p.err()
}

// around is a box of WGS-84 that holds all that may lie in the tile, and a
// margin of that share of its width. Where the datum moves points, so much
// more is looked at.
func (t square) around(margin float64) orb.Bound {
	b := t.Bound()
	pad := margin * (b.Max[0] - b.Min[0])
	if t.datum != datum.WGS84 {
		pad += datum.Reach
	}
	return b.Pad(pad)
}

// place takes a point to the tile's datum.
func (t square) place(p orb.Point) orb.Point {
	at := datum.Out(p, t.datum)
	return orb.Point{at.Lon, at.Lat}
}

// draw takes a shape that nobody else holds to the tile's datum.
func (t square) draw(g orb.Geometry) orb.Geometry {
	if t.datum == datum.WGS84 {
		return g
	}
	return project.Geometry(g, t.place)
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
func sendTile(c echo.Context, t square, tolerance float64, layers ...*mvt.Layer) error {
	all := mvt.Layers{}
	for _, layer := range layers {
		layer.ProjectToTile(t.Tile)
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
