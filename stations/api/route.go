package api

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-polyline"

	"yizhan/geo/course"
	"yizhan/geo/datum"
	"yizhan/stations/api/model"
)

// line is a way as an asker draws it, longitude first, in the asker's datum.
type line []orb.Point

// route reads a line in one of three forms:
//
//	{"type":"LineString","coordinates":[[lon,lat],…]}   RFC 7946
//	"lon,lat;lon,lat;…"                                 as AMap's directions give it
//	"_p~iF~ps|U_ulLnnqC"                                an encoded polyline, 5 decimals, latitude first
//
// nil stands for a line that could not be read, which is a problem then.
func (p *params) route(raw json.RawMessage) line {
	var text string
	var l line
	var ok bool
	switch {
	case json.Unmarshal(raw, &text) != nil:
		l, ok = lineString(raw)
	case strings.ContainsRune(text, ','): // which no encoded polyline has
		l, ok = pairs(text)
	default:
		l, ok = encoded(text)
	}
	switch {
	case !ok:
		p.add("route", `must be a GeoJSON LineString, an encoded polyline of 5 decimals or "lon,lat;lon,lat"`)
		return nil
	case len(l) > course.MaxPoints:
		p.add("route", course.ErrMany.Error())
		return nil
	case !l.onEarth():
		p.add("route", "has a point with a longitude beyond ±180 or a latitude beyond ±90; longitude comes first")
		return nil
	}
	return l
}

func lineString(raw json.RawMessage) (line, bool) {
	var shape model.LineString
	if json.Unmarshal(raw, &shape) != nil || shape.Type != "LineString" {
		return nil, false
	}
	l := make(line, 0, len(shape.Coordinates))
	for _, c := range shape.Coordinates {
		if len(c) < 2 || len(c) > 4 { // RFC 7946 allows a height, and more is common
			return nil, false
		}
		l = append(l, orb.Point{c[0], c[1]})
	}
	return l, true
}

func pairs(text string) (line, bool) {
	var l line
	for pair := range strings.SplitSeq(strings.TrimSuffix(text, ";"), ";") {
		lon, lat, ok := strings.Cut(pair, ",")
		x, east := finite(strings.TrimSpace(lon))
		y, north := finite(strings.TrimSpace(lat))
		if !ok || !east || !north {
			return nil, false
		}
		l = append(l, orb.Point{x, y})
	}
	return l, true
}

func encoded(text string) (line, bool) {
	coords, rest, err := polyline.DecodeCoords([]byte(text))
	if err != nil || len(rest) > 0 {
		return nil, false
	}
	l := make(line, len(coords))
	for i, c := range coords {
		l[i] = orb.Point{c[1], c[0]}
	}
	return l, true
}

func (l line) onEarth() bool {
	for _, p := range l {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) { // also for NaN
			return false
		}
	}
	return true
}

// in returns the line in WGS-84, converted point by point.
func (l line) in(d datum.Datum) orb.LineString {
	out := make(orb.LineString, len(l))
	for i, p := range l {
		out[i] = datum.In(datum.Coord{Lon: p[0], Lat: p[1], Datum: d})
	}
	return out
}
