package api

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/cql"
	"yizhan/stations/features"
)

// itemsView is how features of a collection are sent.
type itemsView struct {
	collection    features.Collection
	system        string // URI of the reference system
	latitudeFirst bool
	datum         datum.Datum
	form          string // json or html
}

// itemsView finds the collection that the address names, and reads how its
// features are sent. A datum of maps in China has no reference system that a
// client would know, so it goes without crs.
func (s *Server) itemsView(c echo.Context) (v itemsView, p *params, err error) {
	if v.collection, err = s.collection(c); err != nil {
		return v, nil, err
	}
	if p, err = query(c); err != nil {
		return v, nil, err
	}
	v.datum = p.datum()
	v.system, v.latitudeFirst = p.system("crs")
	if v.datum != datum.WGS84 && p.values.has("crs") {
		p.add("crs", "goes with datum=wgs84 only")
	}
	v.form = p.format(c, "json", "html")
	return v, p, nil
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
			p.add("filter", fmt.Sprintf("at character %d: %s", utf8.RuneCountInString(text[:bad.At])+1, bad.Text))
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
	v, p, err := s.itemsView(c)
	if err != nil {
		return err
	}
	q := p.items(v.collection)
	if err := p.err(); err != nil {
		return err
	}
	found, err := v.collection.Page(c.Request().Context(), q)
	if err != nil {
		return err
	}
	links := forms(c, v.form, MediaGeoJSON)
	if found.Next != "" {
		links = append(links, link(askedWith(c, "cursor", found.Next, "f", v.form), "next", MediaGeoJSON, "下一页 next page"))
	}
	links = append(links, v.home(c))
	v.label(c)
	if v.form == "html" {
		return table(v.collection, found, links).send(c, v.form, MediaGeoJSON)
	}
	return s.sendObject(c, func(w *writer) { v.page(w, found, links, s.Now()) })
}

// ogcItem gives one feature.
func (s *Server) ogcItem(c echo.Context) error {
	v, p, err := s.itemsView(c)
	if err != nil {
		return err
	}
	if err := p.err(); err != nil {
		return err
	}
	f, err := v.collection.Feature(c.Request().Context(), c.Param("feature"))
	if err != nil {
		return err
	}
	links := append(forms(c, v.form, MediaGeoJSON), v.home(c))
	v.label(c)
	if v.form == "html" {
		return table(v.collection, features.Page{Features: []features.Feature{f}}, links).send(c, v.form, MediaGeoJSON)
	}
	return s.sendObject(c, func(w *writer) {
		v.frame(w)
		v.members(w, f)
		writeLinks(w, links)
	})
}

// sendObject sends a GeoJSON object, whose members are written by members.
func (s *Server) sendObject(c echo.Context, members func(w *writer)) error {
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	members(w)
	w.close('}')
	return page{raw: w.buf}.send(c, "json", MediaGeoJSON)
}

// home is the link to the collection.
func (v itemsView) home(c echo.Context) model.Link {
	return link(collectionURL(c, v.collection.ID), "collection", mediaJSON, v.collection.Title)
}

// page writes the members of a page of features.
func (v itemsView) page(w *writer, found features.Page, links []model.Link, now time.Time) {
	w.text("type", "FeatureCollection")
	v.frame(w)
	w.whole("numberMatched", int64(found.Matched))
	w.whole("numberReturned", int64(len(found.Features)))
	w.moment("timeStamp", now.UTC().Truncate(time.Second))
	writeLinks(w, links)
	w.key("features")
	w.open('[')
	for i := range found.Features {
		w.open('{')
		v.members(w, found.Features[i])
		w.close('}')
	}
	w.close(']')
}

// frame writes a datum of maps in China; GeoJSON without one is WGS-84.
func (v itemsView) frame(w *writer) {
	if v.datum != datum.WGS84 {
		w.text("datum", v.datum.String())
	}
}

// label names the reference system of an answer; a datum of maps in China has
// none.
func (v itemsView) label(c echo.Context) {
	if v.datum == datum.WGS84 {
		c.Response().Header().Set("Content-Crs", "<"+v.system+">")
	}
}

func writeLinks(w *writer, links []model.Link) {
	objects(w, "links", links, func(l model.Link) {
		w.text("href", l.Href)
		w.text("rel", l.Rel)
		w.some("type", l.Type)
		w.some("title", l.Title)
	})
}
