package api

import (
	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
)

// The media types of answers.
const (
	MediaGeoJSON = "application/geo+json"
	mediaJSON    = "application/json"
	mediaCSV     = "text/csv; charset=utf-8"
	mediaXLSX    = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// format returns which of the forms the asker wants, and tells caches that
// Accept says so.
func (p *params) format(c echo.Context, forms ...string) string {
	if !p.values.has("f") && len(forms) > 1 {
		c.Response().Header().Add(echo.HeaderVary, echo.HeaderAccept)
	}
	return p.form(c.Request().Header.Get(echo.HeaderAccept), forms...)
}

// form returns which of the forms is wanted: by f, else the one that Accept
// wants most, else the first.
func (p *params) form(accept string, forms ...string) string {
	if p.values.has("f") {
		return p.choice("f", forms...)
	}
	wanted, most := forms[0], 0.0
	for _, form := range forms {
		if q := weight(accept, mediaOf(form)); q > most {
			wanted, most = form, q
		}
	}
	return wanted
}

func mediaOf(form string) string {
	switch form {
	case "geojson":
		return MediaGeoJSON
	case "csv":
		return "text/csv"
	case "xlsx":
		return mediaXLSX
	}
	return mediaJSON
}

// collection opens a FeatureCollection and names its datum.
func (w *writer) collection(d datum.Datum) {
	w.open('{')
	w.text("type", "FeatureCollection")
	w.text("datum", d.String())
}

// feature opens a Feature with its geometry; its properties follow.
func (w *writer) feature(g orb.Geometry, d datum.Datum) {
	w.open('{')
	w.text("type", "Feature")
	w.geometry(g, d)
	w.key("properties")
	w.open('{')
}

// geometry writes a point or an area in the datum.
func (w *writer) geometry(g orb.Geometry, d datum.Datum) {
	w.key("geometry")
	w.open('{')
	w.text("type", g.GeoJSONType())
	w.key("coordinates")
	switch g := g.(type) {
	case orb.Point:
		w.pair(datum.Out(g, d))
	case orb.Polygon:
		w.polygon(g, d)
	case orb.MultiPolygon:
		w.open('[')
		for _, polygon := range g {
			w.polygon(polygon, d)
		}
		w.close(']')
	default:
		w.open('[')
		w.close(']')
	}
	w.close('}')
}

func (w *writer) polygon(polygon orb.Polygon, d datum.Datum) {
	w.open('[')
	for _, ring := range polygon {
		w.open('[')
		for _, p := range ring {
			w.pair(datum.Out(p, d))
		}
		w.close(']')
	}
	w.close(']')
}
