package api

import (
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

// crs84 is WGS 84, longitude first: what GeoJSON has.
const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// systemURIs are the reference systems of coordinates. EPSG:4326 is WGS 84 with
// the latitude first; EPSG:4490 is CGCS2000, likewise, which differs from it by
// centimetres.
func systemURIs() []string {
	return []string{crs84, "http://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/4490"}
}

// system reads a reference system, CRS84 when none is named, and says whether
// its latitude comes first.
func (p *params) system(name string) (uri string, latitudeFirst bool) {
	uri = p.choice(name, systemURIs()...)
	return uri, uri != crs84
}

// boxes reads "w,s,e,n", with heights in between if they are given, in the
// reference system of bbox-crs. A box across the antimeridian is two.
func (p *params) boxes() []orb.Bound {
	_, latitudeFirst := p.system("bbox-crs")
	text := p.text("bbox")
	if text == "" {
		if p.values.has("bbox") {
			p.add("bbox", "is empty")
		}
		return nil
	}
	var v []float64
	for part := range strings.SplitSeq(text, ",") {
		n, ok := finite(strings.TrimSpace(part))
		if !ok || len(v) == 6 {
			v = nil
			break
		}
		v = append(v, n)
	}
	switch len(v) {
	case 4:
	case 6:
		v = []float64{v[0], v[1], v[3], v[4]}
	default:
		p.add("bbox", "must be 4 or 6 numbers: the lower corner, then the upper one")
		return nil
	}
	if latitudeFirst {
		v[0], v[1], v[2], v[3] = v[1], v[0], v[3], v[2]
	}
	if !stations.ValidPoint(v[0], v[1]) || !stations.ValidPoint(v[2], v[3]) || v[1] > v[3] {
		p.add("bbox", "must lie within ±180 and ±90 degrees, the lower latitude first")
		return nil
	}
	low, high := orb.Point{v[0], v[1]}, orb.Point{v[2], v[3]}
	if v[0] > v[2] {
		return []orb.Bound{{Min: low, Max: orb.Point{180, high[1]}}, {Min: orb.Point{-180, low[1]}, Max: high}}
	}
	return []orb.Bound{{Min: low, Max: high}}
}

// interval reads datetime: a moment, or two with a slash, .. or nothing for an
// open end (RFC 3339, as Part 1 says).
func (p *params) interval() (from, to time.Time) {
	text := p.text("datetime")
	if text == "" {
		if p.values.has("datetime") {
			p.add("datetime", "is empty")
		}
		return from, to
	}
	first, second, both := strings.Cut(text, "/")
	from, ok1 := openMoment(first, !both)
	to, ok2 := from, ok1
	if both {
		to, ok2 = openMoment(second, false)
	}
	if !ok1 || !ok2 || !from.IsZero() && !to.IsZero() && from.After(to) {
		p.add("datetime", "must be a moment such as 2026-05-01T00:00:00Z, or two with a slash between, .. for an open end")
	}
	return from, to
}

func openMoment(text string, must bool) (time.Time, bool) {
	if !must && (text == "" || text == "..") {
		return time.Time{}, true
	}
	at, err := time.Parse(time.RFC3339, strings.ToUpper(plus(text)))
	return at, err == nil
}
