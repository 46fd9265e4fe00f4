package exchange

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations/text"
)

// Place returns the coordinate that the row states, in the datum that the row
// names, or else the header, or else in d. It is false, without a problem, when the row states none. Numbers may be in
// full-width digits; whatever is doubtful is a problem and never mended: a
// pair that looks swapped, 0, 0, degrees with minutes, decimal commas.
func (m *Mapping) Place(row Row, d datum.Datum) (datum.Coord, bool, []Problem) {
	reject := func(field Field, value, problem string) (datum.Coord, bool, []Problem) {
		return datum.Coord{}, false, []Problem{{Row: row.Number, Field: string(field), Value: shown(value), Problem: problem}}
	}
	lon, lat := m.Value(row, Lon), m.Value(row, Lat)
	frame := m.frame
	if lon == "" && lat == "" {
		frame = m.pairFrame
	}
	d = cmp.Or(frame, d)
	if stated := m.Value(row, Datum); stated != "" {
		if d = datumOf(stated); d == 0 {
			return reject(Datum, stated, "is none of wgs84, gcj02, bd09")
		}
	}
	if pair := m.Value(row, Pair); pair != "" && lon == "" && lat == "" {
		var ok bool
		if lon, lat, ok = cutPair(pair); !ok {
			return reject(Pair, pair, "is not a pair \"lon,lat\"")
		}
	}
	if lon == "" && lat == "" {
		return datum.Coord{}, false, nil
	}
	x, problem := parseDegrees(lon)
	if problem != "" {
		return reject(Lon, lon, problem)
	}
	y, problem := parseDegrees(lat)
	if problem != "" {
		return reject(Lat, lat, problem)
	}
	if field, problem := checkPair(x, y); problem != "" {
		return reject(field, lon+","+lat, problem)
	}
	return datum.Coord{Lon: x, Lat: y, Datum: d}, true, nil
}

// checkPair returns what is wrong with a pair of numbers, and where.
func checkPair(lon, lat float64) (Field, string) {
	const both = Lon + "," + Lat
	onEarth := math.Abs(lon) <= 180 && math.Abs(lat) <= 90
	swappedOnEarth := math.Abs(lat) <= 180 && math.Abs(lon) <= 90
	switch {
	case !onEarth && swappedOnEarth,
		onEarth && !datum.InBox(lon, lat) && datum.InBox(lat, lon):
		return both, "looks swapped: longitude and latitude in each other's place"
	case math.Abs(lon) > 180:
		return Lon, "is not within ±180 degrees (projected metres are not read)"
	case math.Abs(lat) > 90:
		return Lat, "is not within ±90 degrees (projected metres are not read)"
	case lon == 0 && lat == 0:
		return both, "is 0, 0, which is no position"
	}
	return "", ""
}

// cutPair cuts "118.8,32.05", "118.8 32.05" or "[118.8, 32.05]".
func cutPair(cell string) (lon, lat string, ok bool) {
	parts := strings.FieldsFunc(text.Fold(cell), func(r rune) bool { return strings.ContainsRune(" ,;、[]()", r) })
	if len(parts) != 2 {
		return "", "", false
	}
	return parts[0], parts[1], true
}

const digits = "0123456789"

// parseDegrees reads a decimal number of degrees, or says what is wrong.
func parseDegrees(cell string) (float64, string) {
	s := text.Fold(cell)
	for _, direction := range []string{"东经", "北纬"} { // where all of China lies
		s = strings.TrimSpace(strings.TrimPrefix(s, direction))
	}
	switch {
	case s == "":
		return 0, "is missing"
	case strings.ContainsAny(s, digits) && strings.ContainsAny(s, "°′″'\"º度分秒nsw"),
		strings.HasPrefix(s, "e"), strings.HasSuffix(s, "e"):
		return 0, "is in degrees and minutes or names a direction; write decimal degrees, like 118.7969"
	case strings.Contains(s, ","):
		return 0, "has a comma; write a decimal point"
	case strings.Trim(s, digits+".+-e") != "":
		return 0, "is not a number"
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, "is not a number"
	}
	return v, ""
}

// Decimals returns the number of digits after the point of the more exact of
// the two stated coordinates: what the position can be worth at best.
func (m *Mapping) Decimals(row Row) int {
	lon, lat := m.Value(row, Lon), m.Value(row, Lat)
	if lon == "" && lat == "" {
		lon, lat, _ = cutPair(m.Value(row, Pair))
	}
	return max(decimals(lon), decimals(lat))
}

func decimals(cell string) int {
	_, fraction, _ := strings.Cut(text.Fold(cell), ".")
	return len(fraction)
}
