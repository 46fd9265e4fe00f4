package stations

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"
)

// Area is a division of the country: a district, a street.
type Area struct {
	Adcode   string           `json:"adcode"`
	Name     string           `json:"name"`
	Level    string           `json:"level,omitempty"`  // as the source says: city, district, street
	Parent   string           `json:"parent,omitempty"` // adcode
	Geometry orb.MultiPolygon `json:"-"`                // WGS-84
}

// areaRecord is an area as a line of JSON.
type areaRecord struct {
	Area
	Polygons orb.MultiPolygon `json:"polygons"`
}

// EncodeArea writes an area as JSON on one line, coordinates to the bit.
func EncodeArea(a Area) ([]byte, error) { return json.Marshal(areaRecord{a, a.Geometry}) }

// DecodeArea reads what EncodeArea wrote.
func DecodeArea(line []byte) (Area, error) {
	var r areaRecord
	if err := json.Unmarshal(line, &r); err != nil {
		return Area{}, BadField("area", "is no area")
	}
	r.Geometry = r.Polygons
	return r.Area, nil
}

// Areas keeps divisions.
type Areas interface {
	// PutAreas adds the areas or replaces those of the same adcode, in one
	// transaction. Invalid when an adcode is no division code, the name is
	// empty, or a geometry is empty.
	PutAreas(ctx context.Context, areas []Area) error

	// Areas returns the areas in and below adcode ("" for all), in ascending
	// order of adcode, with geometry.
	Areas(ctx context.Context, adcode string) ([]Area, error)

	// AreasVersion names the present content of all areas; it changes
	// whenever an area does, and only then. "" when there are none.
	AreasVersion(ctx context.Context) (string, error)
}
