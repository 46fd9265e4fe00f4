package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/cql"
	"yizhan/stations/features"
)

// ogcPath is where OGC API – Features lives: Part 1 (OGC 17-069r4), reference
// systems of Part 2 (18-058r1), filters of Part 3 (19-079r2) in CQL2 text.
const ogcPath = "/ogc"

// ogcRoutes are the routes of OGC API – Features.
func (s *Server) ogcRoutes() []route {
	const one = ogcPath + "/collections/:collection"
	return []route{
		{http.MethodGet, ogcPath, Reader, quick, s.ogcLanding},
		{http.MethodGet, ogcPath + "/conformance", Reader, quick, s.ogcConformance},
		{http.MethodGet, ogcPath + "/collections", Reader, quick, s.ogcCollections},
		{http.MethodGet, one, Reader, slow, s.ogcCollection},
		{http.MethodGet, one + "/queryables", Reader, slow, s.ogcQueryables},
		{http.MethodGet, one + "/items", Reader, slow, s.ogcItems},
		{http.MethodGet, one + "/items/:feature", Reader, slow, s.ogcItem},
	}
}

// conformance lists what is held; a test reads each.
func conformance() []string {
	const (
		core   = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
		crs    = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"
		filter = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
		cql2   = "http://www.opengis.net/spec/cql2/1.0/conf/"
	)
	return []string{
		core + "core", core + "geojson", core + "html", crs,
		filter + "queryables", filter + "filter", filter + "features-filter",
		cql2 + "cql2-text", cql2 + "basic-cql2", cql2 + "advanced-comparison-operators", cql2 + "case-insensitive-comparison",
	}
}

// link is a link of a document.
func link(href, rel, media, title string) model.Link {
	return model.Link{Href: href, Rel: rel, Type: media, Title: title}
}

const (
	mediaHTML    = "text/html; charset=utf-8"
	mediaSchema  = "application/schema+json"
	mediaOpenAPI = "application/vnd.oai.openapi+json;version=3.1"
	queryables   = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
)

// origin is the scheme and host that the asker used.
func origin(c echo.Context) string { return c.Scheme() + "://" + c.Request().Host }

// askedWith is the asker's own address with other values, which stand behind
// their names by turns.
func askedWith(c echo.Context, pairs ...string) string {
	values := c.Request().URL.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	u := url.URL{Path: c.Request().URL.Path, RawQuery: values.Encode()}
	return origin(c) + u.String()
}

// forms are links to this answer in the form that is sent and the other one.
func forms(c echo.Context, form, media string) []model.Link {
	list := []model.Link{
		link(askedWith(c, "f", "json"), "self", media, "JSON"),
		link(askedWith(c, "f", "html"), "alternate", mediaHTML, "HTML"),
	}
	if form == "html" {
		list[0].Rel, list[1].Rel = "alternate", "self"
	}
	return list
}

// ogc reads the parameters that every route has, none but f, and calls
// answer.
func ogc(c echo.Context, media string, answer func(form string, links []model.Link) (page, error)) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	form := p.format(c, "json", "html")
	if err := p.err(); err != nil {
		return err
	}
	document, err := answer(form, forms(c, form, media))
	if err != nil {
		return err
	}
	return document.send(c, form, media)
}

func (s *Server) ogcLanding(c echo.Context) error {
	return ogc(c, mediaJSON, func(_ string, links []model.Link) (page, error) {
		base := origin(c)
		links = append(links,
			link(base+"/openapi.json", "service-desc", mediaOpenAPI, "OpenAPI"),
			link(base+"/docs", "service-doc", mediaHTML, "文档 documentation"),
			link(base+ogcPath+"/conformance", "conformance", mediaJSON, "符合的标准 what is held"),
			link(base+ogcPath+"/collections", "data", mediaJSON, "集合 collections"),
		)
		return page{Title: "驿站 yizhan", Lead: "站点、区划与覆盖结果 stations, areas and coverages", Links: links, body: model.Landing{
			Title: "驿站 yizhan", Description: "站点、区划与覆盖结果 stations, areas and coverages", Links: links,
		}}, nil
	})
}

func (s *Server) ogcConformance(c echo.Context) error {
	return ogc(c, mediaJSON, func(_ string, links []model.Link) (page, error) {
		p := page{Title: "符合的标准 Conformance", Links: links, body: model.Conformance{ConformsTo: conformance()}}
		for _, class := range conformance() {
			p.Rows = append(p.Rows, []string{class})
		}
		return p, nil
	})
}

// sight is what the asker may see.
func sight(c echo.Context) features.Sight {
	a := asking(c)
	return features.Sight{Inside: a.inside(), Plans: a.role.Contains(Planner)}
}

func (s *Server) ogcCollections(c echo.Context) error {
	return ogc(c, mediaJSON, func(_ string, links []model.Link) (page, error) {
		list, err := s.catalogue.List(c.Request().Context(), sight(c))
		if err != nil {
			return page{}, err
		}
		p := page{Title: "集合 Collections", Links: links, Heads: []string{"collection", "title", "description"}}
		described := make([]model.Collection, len(list))
		for i, collection := range list {
			if described[i], err = s.describe(c, collection); err != nil {
				return page{}, err
			}
			p.Rows = append(p.Rows, []string{collection.ID, collection.Title, collection.Description})
			p.Links = append(p.Links, link(collectionURL(c, collection.ID), "item", mediaHTML, collection.Title))
		}
		p.body = model.Collections{Links: links, Collections: described}
		return p, nil
	})
}

func (s *Server) ogcCollection(c echo.Context) error {
	return ogc(c, mediaJSON, func(_ string, links []model.Link) (page, error) {
		collection, err := s.collection(c)
		if err != nil {
			return page{}, err
		}
		body, err := s.describe(c, collection)
		body.Links = append(links, body.Links...)
		return page{Title: collection.Title, Lead: collection.Description, Links: body.Links, body: body}, err
	})
}

// collection is the one that the address names.
func (s *Server) collection(c echo.Context) (features.Collection, error) {
	return s.catalogue.Find(c.Request().Context(), sight(c), c.Param("collection"))
}

func collectionURL(c echo.Context, id string) string {
	return origin(c) + ogcPath + "/collections/" + url.PathEscape(id)
}

// describe is what Part 1 and 2 say of a collection.
func (s *Server) describe(c echo.Context, collection features.Collection) (model.Collection, error) {
	at := collectionURL(c, collection.ID)
	body := model.Collection{
		ID: collection.ID, Title: collection.Title, Description: collection.Description, ItemType: "feature",
		Crs: systemURIs(), StorageCrs: crs84,
		Links: []model.Link{
			link(at+"/items?f=json", "items", MediaGeoJSON, "GeoJSON"),
			link(at+"/items?f=html", "items", mediaHTML, "HTML"),
			link(at+"/queryables", queryables, mediaSchema, "可查询的属性 properties that can be asked about"),
		},
	}
	if !collection.Loaded() {
		return body, nil
	}
	bound, found, err := collection.Extent(c.Request().Context())
	if err == nil && found {
		body.Extent = map[string]any{"spatial": map[string]any{
			"bbox": [][4]float64{{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}}, "crs": crs84,
		}}
	}
	return body, err
}

// ogcQueryables is a JSON Schema of the properties.
func (s *Server) ogcQueryables(c echo.Context) error {
	return ogc(c, mediaSchema, func(_ string, links []model.Link) (page, error) {
		collection, err := s.collection(c)
		if err != nil {
			return page{}, err
		}
		p := page{Title: collection.Title, Links: links, Heads: []string{"property", "title"}}
		properties := map[string]any{"geometry": map[string]any{"title": "几何 geometry", "format": "geometry-any"}}
		for _, column := range collection.Columns {
			properties[column.Name] = columnSchema(column)
			p.Rows = append(p.Rows, []string{column.Name, column.Title})
		}
		p.body = map[string]any{
			"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": collectionURL(c, collection.ID) + "/queryables",
			"type": "object", "title": collection.Title, "properties": properties, "additionalProperties": false,
		}
		return p, nil
	})
}

func columnSchema(column features.Column) map[string]any {
	schema := map[string]any{"title": column.Title}
	switch column.Type {
	case cql.Number:
		schema["type"] = "number"
	case cql.Flag:
		schema["type"] = "boolean"
	case cql.Moment:
		schema["type"], schema["format"] = "string", "date-time"
	case cql.List:
		schema["type"], schema["items"] = "array", map[string]any{"type": "string"}
	default:
		schema["type"] = "string"
	}
	if column.Codes != nil {
		schema["enum"] = column.Codes
	}
	return schema
}

// marshal is json.Marshal that leaves < and & as they are.
func marshal(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, stations.Errorf(stations.Internal, "write an answer: %v", err)
	}
	return []byte(b.String()), nil
}
