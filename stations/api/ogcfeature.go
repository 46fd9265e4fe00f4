package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations/api/model"
	"yizhan/stations/features"
)

// members writes what a GeoJSON feature holds.
func (v itemsView) members(w *writer, f features.Feature) {
	w.text("type", "Feature")
	w.text("id", f.ID)
	if f.Geometry == nil {
		w.none("geometry")
	} else {
		w.geometry(v.turned(f.Geometry), datum.WGS84)
	}
	w.key("properties")
	w.open('{')
	for _, column := range v.collection.Columns {
		property(w, column.Name, f.Value(column.Name))
	}
	w.close('}')
}

// turned is the geometry in the asker's datum, and with the latitude first if
// the reference system has it so.
func (v itemsView) turned(g orb.Geometry) orb.Geometry {
	point := func(p orb.Point) orb.Point {
		out := datum.Out(p, v.datum)
		if v.latitudeFirst {
			return orb.Point{out.Lat, out.Lon}
		}
		return orb.Point{out.Lon, out.Lat}
	}
	polygon := func(p orb.Polygon) orb.Polygon {
		out := make(orb.Polygon, len(p))
		for i, ring := range p {
			for _, corner := range ring {
				out[i] = append(out[i], point(corner))
			}
		}
		return out
	}
	switch g := g.(type) {
	case orb.Point:
		return point(g)
	case orb.Polygon:
		return polygon(g)
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, len(g))
		for i := range g {
			out[i] = polygon(g[i])
		}
		return out
	}
	return g
}

// property writes a value of a column; null when there is none.
func property(w *writer, name string, value any) {
	switch value := value.(type) {
	case string:
		w.text(name, value)
	case float64:
		w.number(name, value)
	case bool:
		w.flag(name, value)
	case time.Time:
		w.moment(name, value)
	case []string:
		w.texts(name, value)
	default:
		w.none(name)
	}
}

// table is a page of features for people.
func table(collection features.Collection, found features.Page, links []model.Link) page {
	p := page{Title: collection.Title, Lead: collection.Description, Links: links}
	for _, column := range collection.Columns {
		p.Heads = append(p.Heads, column.Title)
	}
	for _, f := range found.Features {
		row := make([]string, len(collection.Columns))
		for i, column := range collection.Columns {
			row[i] = cell(f.Value(column.Name))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

func cell(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case time.Time:
		return value.Format(time.RFC3339)
	case []string:
		return strings.Join(value, ", ")
	}
	return fmt.Sprint(value)
}
