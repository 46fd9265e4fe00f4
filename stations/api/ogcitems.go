package api

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/cql"
	"yizhan/stations/features"
)

// itemsView is how features are sent.
type itemsView struct {
	system        string // URI of the reference system
	latitudeFirst bool
	datum         datum.Datum
}

// itemsView reads crs and datum. A datum of maps in China has no reference
// system that a client would know, so it goes without crs.
func (p *params) itemsView() itemsView {
	v := itemsView{datum: p.datum()}
	v.system, v.latitudeFirst = p.system("crs")
	if v.datum != datum.WGS84 && p.values.has("crs") {
		p.add("crs", "goes with datum=wgs84 only")
	}
	return v
}

// items reads what is asked of a collection.
func (p *params) items(collection features.Collection) features.Query {
	q := features.Query{Boxes: p.boxes(), Limit: p.atMost(features.MaxLimit, 100), Cursor: p.text("cursor")}
	q.From, q.To = p.interval()
	for _, column := range collection.Columns {
		if column.Type == cql.Text && p.values.has(column.Name) {
			if q.Equal == nil {
				q.Equal = map[string]string{}
			}
			q.Equal[column.Name] = p.text(column.Name)
		}
	}
	p.choice("filter-lang", "cql2-text")
	p.choice("filter-crs", crs84)
	if text := p.text("filter"); text != "" {
		var err error
		var bad *cql.Error
		if q.Filter, err = cql.Parse(text, collection.Schema(), stations.Zone()); errors.As(err, &bad) {
			p.add("filter", fmt.Sprintf("无法识别 cannot be read: %s", bad.Error()))
		}
	}
	return q
}

// atMost reads limit as Part 1 has it: more than the most is the most.
func (p *params) atMost(most, otherwise int) int {
	v, given := p.number("limit")
	switch {
	case !given:
		return otherwise
	case v != float64(int(v)) || v < 1:
		p.add("limit", "must be a whole number, at least 1")
		return otherwise
	}
	return min(int(v), most)
}

// ogcItems gives a page of features.
func (s *Server) ogcItems(c echo.Context) error {
	collection, err := s.collection(c)
	if err != nil {
		return err
	}
	p, err := query(c)
	if err != nil {
		return err
	}
	v, q, form := p.itemsView(), p.items(collection), p.format(c, "json", "html")
	if err := p.err(); err != nil {
		return err
	}
	found, err := collection.Page(c.Request().Context(), q)
	if err != nil {
		return err
	}
	links := forms(c, form, MediaGeoJSON)
	if found.Next != "" {
		links = append(links, link(nextURL(c, found.Next, form), "next", MediaGeoJSON, "下一页 next page"))
	}
	links = append(links, link(collectionURL(c, collection.ID), "collection", mediaJSON, collection.Title))
	v.label(c)
	if form == "html" {
		return table(collection, found, links).send(c, form, MediaGeoJSON)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("type", "FeatureCollection")
	if v.datum != datum.WGS84 {
		w.text("datum", v.datum.String())
	}
	w.whole("numberMatched", int64(found.Matched))
	w.whole("numberReturned", int64(len(found.Features)))
	w.moment("timeStamp", s.Now().UTC().Truncate(time.Second))
	objects(w, "links", links, func(l model.Link) { writeLink(w, l) })
	w.key("features")
	w.open('[')
	for i := range found.Features {
		w.open('{')
		v.members(w, collection, found.Features[i])
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return page{raw: w.buf}.send(c, form, MediaGeoJSON)
}

// label names the reference system of an answer; a datum of maps in China has
// none.
func (v itemsView) label(c echo.Context) {
	if v.datum == datum.WGS84 {
		c.Response().Header().Set("Content-Crs", "<"+v.system+">")
	}
}

// nextURL is the asker's own address with the cursor of the next page.
func nextURL(c echo.Context, cursor, form string) string {
	values := c.Request().URL.Query()
	values.Set("cursor", cursor)
	values.Set("f", form)
	u := url.URL{Path: c.Request().URL.Path, RawQuery: values.Encode()}
	return origin(c) + u.String()
}

func writeLink(w *writer, l model.Link) {
	w.text("href", l.Href)
	w.text("rel", l.Rel)
	w.some("type", l.Type)
	w.some("title", l.Title)
}

// ogcItem gives one feature.
func (s *Server) ogcItem(c echo.Context) error {
	collection, err := s.collection(c)
	if err != nil {
		return err
	}
	p, err := query(c)
	if err != nil {
		return err
	}
	v, form := p.itemsView(), p.format(c, "json", "html")
	if err := p.err(); err != nil {
		return err
	}
	f, err := collection.Feature(c.Request().Context(), c.Param("feature"))
	if err != nil {
		return err
	}
	links := append(forms(c, form, MediaGeoJSON), link(collectionURL(c, collection.ID), "collection", mediaJSON, collection.Title))
	v.label(c)
	if form == "html" {
		return table(collection, features.Page{Features: []features.Feature{f}}, links).send(c, form, MediaGeoJSON)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	if v.datum != datum.WGS84 {
		w.text("datum", v.datum.String())
	}
	v.members(w, collection, f)
	objects(w, "links", links, func(l model.Link) { writeLink(w, l) })
	w.close('}')
	return page{raw: w.buf}.send(c, form, MediaGeoJSON)
}

// members writes what a GeoJSON feature holds.
func (v itemsView) members(w *writer, collection features.Collection, f features.Feature) {
	w.text("type", "Feature")
	w.text("id", f.ID)
	if f.Geometry == nil {
		w.none("geometry")
	} else {
		w.geometry(v.turned(f.Geometry), datum.WGS84)
	}
	w.key("properties")
	w.open('{')
	for _, column := range collection.Columns {
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
