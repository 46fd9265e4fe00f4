package intake

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// place is the field of what a source said that holds the position: lon and
// lat are one value, "118.7700000,32.0600000,gcj02".
const place exchange.Field = "position"

// said is what a source states in a row, or stated before, by field.
type said map[exchange.Field]string

func (s said) encode() (json.RawMessage, error) {
	values, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode what a source said: %w", err)
	}
	return values, nil
}

func decodeSaid(values json.RawMessage) (said, error) {
	s := said{}
	if err := json.Unmarshal(values, &s); err != nil {
		return nil, &stations.Error{Code: stations.Internal, Text: "what a source said cannot be read", Err: err}
	}
	return s, nil
}

// with returns what is known after the source has said more: a column that is
// missing or a cell that is blank takes nothing back.
func (s said) with(now said) said {
	all := make(said, len(s)+len(now))
	for field, value := range s {
		all[field] = value
	}
	for field, value := range now {
		all[field] = value
	}
	return all
}

// spell writes a position as said keeps it.
func spell(c datum.Coord) string { return fmt.Sprintf("%.7f,%.7f,%s", c.Lon, c.Lat, c.Datum) }

// unspell reads what spell wrote.
func unspell(value string) (datum.Coord, error) {
	bad := stations.BadField(string(place), "is not \"lon,lat,datum\"")
	parts := strings.Split(value, ",")
	if len(parts) != 3 {
		return datum.Coord{}, bad
	}
	d, err := datum.Parse(parts[2])
	if err != nil {
		return datum.Coord{}, bad
	}
	var c datum.Coord
	if n, err := fmt.Sscanf(parts[0]+" "+parts[1], "%f %f", &c.Lon, &c.Lat); n != 2 || err != nil || !stations.ValidPoint(c.Lon, c.Lat) {
		return datum.Coord{}, bad
	}
	c.Datum = d
	return c, nil
}

// alike reports whether two values of a field mean the same: positions to
// seven decimals, in whatever datum.
func alike(field exchange.Field, a, b string) bool {
	if field != place || a == b {
		return a == b
	}
	left, errLeft := unspell(a)
	right, errRight := unspell(b)
	return errLeft == nil && errRight == nil && samePlace(left, right)
}

func samePlace(a, b datum.Coord) bool {
	const same = 1.5e-7 // degrees: the rounding of a written pair, twice
	p, q := datum.In(a), datum.In(b)
	return math.Abs(p[0]-q[0]) < same && math.Abs(p[1]-q[1]) < same
}
