package api

import (
	"encoding/binary"
	"net/url"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// card is what every answer about a station repeats, drawn once: all that
// depends neither on the question nor on the moment. Coordinates stand in it
// in every datum, so one card serves all askers. It is immutable: where each
// part ends, and then the parts one after another.
type card []byte

// part is a stretch of a card's text.
type part uint8

// The parts of a card. A place in a datum is three parts, from places on: its
// longitude, a comma with the latitude, and a comma with the longitude again.
// So both orders of the pair stand there in one piece.
const (
	members  part = iota // the members of the station's card, without braces
	verified             // the member verified_at and the comma before it, empty without one
	escaped              // the name, fit for a URL's query
	places               // of WGS-84
	parts    = places + 3*part(datum.BD09)
)

// cardHead is how many bytes of a card say where its parts end.
const cardHead = 4 * int(parts)

// drawCard draws the card of a station.
func drawCard(s *stations.Station) card {
	var w writer
	head := make([]byte, cardHead)
	end := func(p part) { binary.LittleEndian.PutUint32(head[4*p:], uint32(cardHead+len(w.buf))) }
	view{}.station(&w, s)
	end(members)
	if s.Verification != nil {
		w.moment("verified_at", s.Verification.At)
	}
	end(verified)
	w.buf = append(w.buf, strings.ReplaceAll(url.QueryEscape(s.Name), "+", "%20")...)
	end(escaped)
	for d := datum.WGS84; d <= datum.BD09; d++ {
		at, p := datum.Out(s.Position.Point, d), placeIn(d)
		w.buf = appendDegrees(w.buf, at.Lon)
		end(p)
		w.buf = appendDegrees(append(w.buf, ','), at.Lat)
		end(p + 1)
		w.buf = appendDegrees(append(w.buf, ','), at.Lon)
		end(p + 2)
	}
	return append(head, w.buf...)
}

// placeIn returns the first part of the place in a datum.
func placeIn(d datum.Datum) part { return places + 3*part(d-datum.WGS84) }

func (c card) lon(d datum.Datum) []byte { return c.part(placeIn(d)) }

func (c card) lat(d datum.Datum) []byte { return c.part(placeIn(d) + 1)[1:] }

// lonLat and latLon are the place in a datum, with a comma between.
func (c card) lonLat(d datum.Datum) []byte {
	p := placeIn(d)
	return c[c.end(p-1):c.end(p+1)]
}

func (c card) latLon(d datum.Datum) []byte {
	p := placeIn(d)
	return c[c.end(p)+1 : c.end(p+2)]
}

// part returns a stretch of the text.
func (c card) part(p part) []byte {
	if p == 0 {
		return c[cardHead:c.end(p)]
	}
	return c[c.end(p-1):c.end(p)]
}

func (c card) end(p part) uint32 { return binary.LittleEndian.Uint32(c[4*p:]) }
