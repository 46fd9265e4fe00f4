package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// strictBody reads a JSON object into a type of the document's, whose members
// are all that it may have.
func strictBody(c echo.Context, into any) error {
	fields, err := body(c)
	if err != nil {
		return err
	}
	var bad stations.Problems
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !storable(fields[name]) {
			bad.Add(name, "含空字符 holds a NUL character")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return stations.Errorf(stations.Invalid, "the body is not a JSON object")
	}
	return plan.Strict(text, into)
}

// storable reports whether every text of a JSON document is.
func storable(document []byte) bool {
	tokens := json.NewDecoder(bytes.NewReader(document))
	for {
		token, err := tokens.Token()
		if err != nil {
			return true // the end, or what its reader will find
		}
		if text, ok := token.(string); ok && !stations.Storable(text) {
			return false
		}
	}
}

// said complains of each text that a question must have and does not: names
// and values by turns.
func said(pairs ...string) error {
	p := new(params)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			p.add(pairs[i], "必填 is required")
		}
	}
	return p.err()
}

// statedPlace is what a body says of a place, as if it stood in the address; a
// datum of "" is not said.
func statedPlace(lon, lat *float64, datum string) *params {
	p := new(params)
	for name, value := range map[string]*float64{"lon": lon, "lat": lat} {
		if value != nil {
			p.values.add(name, strconv.FormatFloat(*value, 'g', -1, 64))
		}
	}
	if datum != "" {
		p.values.add("datum", datum)
	}
	return p
}

// datumOf complains of a datum that is none; "" is the default one.
func datumOf(name string) error {
	p := statedPlace(nil, nil, name)
	p.datum()
	return p.err()
}

// pointOf returns the WGS-84 point of a pair in a named datum, wgs84 when none
// is named.
func pointOf(lon, lat *float64, datum string) (orb.Point, error) {
	p := statedPlace(lon, lat, datum)
	p.required("lon", "lat")
	point, _ := p.point(p.datum())
	return point, p.err()
}
