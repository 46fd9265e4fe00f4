package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// MaxAreaFile is the largest file of areas that is read, in bytes.
const MaxAreaFile = 512 << 20

// AreaFile is what a file of divisions holds.
type AreaFile struct {
	Areas    []stations.Area // accepted, in the file's order
	Read     int             // features
	Rejected int             // features with a problem
	Problems []exchange.Problem
}

// ReadAreas reads a GeoJSON FeatureCollection of Polygons and MultiPolygons
// with the properties adcode (a number or a text), name, level and parent (an
// adcode, or an object that has one). Every vertex is converted from the
// datum d; a level or parent that is not stated comes from the codes.
//
// A feature that breaks a rule is not an error: it is left out and listed in
// Problems, numbered from 1. Errors are Invalid: the file is no such
// collection, or d is no datum.
func ReadAreas(r io.Reader, d datum.Datum) (*AreaFile, error) {
	if d == 0 {
		return nil, stations.BadField("datum", "is required")
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxAreaFile+1))
	if err != nil {
		return nil, &stations.Error{Code: stations.Invalid, Text: "cannot read the file", Err: err}
	}
	if len(data) > MaxAreaFile {
		return nil, stations.Errorf(stations.Invalid, "the file is larger than %d MB", MaxAreaFile>>20)
	}
	var collection struct {
		Type     string        `json:"type"`
		Features []areaFeature `json:"features"`
	}
	data = []byte(strings.TrimPrefix(string(data), "\ufeff"))
	if err := json.Unmarshal(data, &collection); err != nil || collection.Type != "FeatureCollection" {
		return nil, &stations.Error{Code: stations.Invalid, Text: "the file is not a GeoJSON FeatureCollection", Err: err}
	}
	file := &AreaFile{Problems: []exchange.Problem{}}
	seen := map[string]bool{}
	for _, f := range collection.Features {
		file.add(f, d, seen)
	}
	stations.Ordered(file.Areas)
	return file, nil
}

// areaFeature is a feature whose parts are looked at one by one, so that a
// bad one spoils no other.
type areaFeature struct {
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   json.RawMessage            `json:"geometry"`
}

func (f *AreaFile) add(feature areaFeature, d datum.Datum, seen map[string]bool) {
	f.Read++
	area, err := feature.area(d)
	if err == nil {
		err = stations.CheckAreas([]stations.Area{area})
	}
	if err == nil && seen[area.Adcode] {
		err = stations.BadField("adcode", "appears twice")
	}
	if err != nil {
		f.reject(area, err)
		return
	}
	seen[area.Adcode] = true
	f.Areas = append(f.Areas, area)
}

// reject lists the fields that the error names.
func (f *AreaFile) reject(area stations.Area, err error) {
	f.Rejected++
	values := map[string]string{"adcode": area.Adcode, "name": area.Name, "level": area.Level, "parent": area.Parent}
	var ours *stations.Error
	if !errors.As(err, &ours) {
		ours = stations.BadField("geometry", "is not valid GeoJSON")
	}
	for _, p := range ours.Fields {
		f.Problems = append(f.Problems, exchange.Problem{
			Row: f.Read, Field: p.Field, Value: short(values[p.Field]), Problem: p.Problem,
		})
	}
}

func (f areaFeature) area(d datum.Datum) (stations.Area, error) {
	area := stations.Area{
		Adcode: codeIn(f.Properties["adcode"]),
		Name:   textIn(f.Properties["name"]),
		Level:  textIn(f.Properties["level"]),
		Parent: codeIn(f.Properties["parent"]),
	}
	var err error
	area.Geometry, err = polygonsIn(f.Geometry)
	for _, polygon := range area.Geometry {
		for _, ring := range polygon {
			for i, v := range ring {
				ring[i] = datum.In(datum.Coord{Lon: v[0], Lat: v[1], Datum: d})
			}
		}
	}
	return area, err
}

// polygonsIn reads a Polygon or a MultiPolygon.
func polygonsIn(raw json.RawMessage) (orb.MultiPolygon, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, stations.BadField("geometry", "is missing")
	}
	g, err := geojson.UnmarshalGeometry(raw)
	if err != nil {
		return nil, stations.BadField("geometry", "is not valid GeoJSON")
	}
	switch shape := g.Geometry().(type) {
	case orb.Polygon:
		return orb.MultiPolygon{shape}, nil
	case orb.MultiPolygon:
		return shape, nil
	}
	return nil, stations.BadField("geometry", fmt.Sprintf("is a %s, not a Polygon or MultiPolygon", short(g.Type)))
}

// codeIn reads an adcode: a text, a number, or an object that has one.
func codeIn(raw json.RawMessage) string {
	var object struct {
		Adcode json.RawMessage `json:"adcode"`
	}
	if json.Unmarshal(raw, &object) == nil && len(object.Adcode) > 0 {
		raw = object.Adcode
	}
	if text := textIn(raw); text != "" {
		return text
	}
	var number json.Number
	if json.Unmarshal(raw, &number) != nil {
		return ""
	}
	return number.String()
}

// textIn reads a text without space around it; "" for anything else.
func textIn(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return strings.TrimSpace(text)
}
