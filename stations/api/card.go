package api

import (
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// card is what every answer about a station repeats, drawn once: all that
// depends neither on the question nor on the moment. Coordinates stand in it
// in every datum, so one card serves all askers. It is immutable.
type card struct {
	text string // the parts one after another
	ends [parts]uint32
}

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

// drawCard draws the card of a station.
func drawCard(s *stations.Station) *card {
	var w writer
	c := new(card)
	end := func(p part) { c.ends[p] = uint32(len(w.buf)) }
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
	c.text = string(w.buf)
	return c
}

// placeIn returns the first part of the place in a datum.
func placeIn(d datum.Datum) part { return places + 3*part(d-datum.WGS84) }

func (c *card) lon(d datum.Datum) string { return c.part(placeIn(d)) }

func (c *card) lat(d datum.Datum) string { return c.part(placeIn(d) + 1)[1:] }

// lonLat and latLon are the place in a datum, with a comma between.
func (c *card) lonLat(d datum.Datum) string {
	p := placeIn(d)
	return c.text[c.ends[p-1]:c.ends[p+1]]
}

func (c *card) latLon(d datum.Datum) string {
	p := placeIn(d)
	return c.text[c.ends[p]+1 : c.ends[p+2]]
}

// part returns a stretch of the text.
func (c *card) part(p part) string {
	if p == 0 {
		return c.text[:c.ends[p]]
	}
	return c.text[c.ends[p-1]:c.ends[p]]
}

// cards keeps drawn cards in the memos of the stations that they show, as
// long as there is room: what finds none is drawn again each time. Its zero
// value is ready. It is safe for concurrent use.
type cards struct{ bytes atomic.Int64 }

// roomForCards bounds the bytes of all kept cards: a quarter of a million.
const roomForCards = 256 << 20

// of returns the card of a hit. A nil k keeps none.
func (k *cards) of(h *nearby.Hit) *card {
	if k == nil || h.Memo == nil {
		return drawCard(h.Station)
	}
	if c, ok := h.Memo.Load().(*card); ok {
		return c
	}
	c := drawCard(h.Station)
	if k.keep(c) {
		h.Memo.Store(c)
	}
	return c
}

// all appends the cards of hits to dst, in their order.
func (k *cards) all(hits []nearby.Hit, dst []*card) []*card {
	for i := range hits {
		dst = append(dst, k.of(&hits[i]))
	}
	return dst
}

// keep reports whether there is room for the card, and takes it until the
// card is garbage: when its station changed, or another drew it meanwhile.
func (k *cards) keep(c *card) bool {
	const frame = 160 // the card itself, its memo and its cleanup
	size := int64(len(c.text)) + frame
	if k.bytes.Add(size) > roomForCards {
		k.bytes.Add(-size)
		return false
	}
	runtime.AddCleanup(c, func(size int64) { k.bytes.Add(-size) }, size)
	return true
}
