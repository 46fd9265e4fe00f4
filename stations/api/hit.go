package api

import (
	"time"

	"yizhan/geo/roads"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

// hitView says how the hits of an answer are shown.
type hitView struct {
	view
	mode     roads.Mode
	accuracy float64 // metres, echoed when it is not 0
	cards    *cards  // where drawn cards are kept; nil draws each anew
}

func (v hitView) answer(w *writer, a nearby.Answer) {
	w.open('{')
	w.text("datum", v.datum.String())
	w.key("stations")
	w.open('[')
	var room [nearby.MaxLimit]card
	cards := v.cards.all(a.Hits, room[:0])
	w.fetch(cards)
	for i, c := range cards {
		w.open('{')
		v.hit(w, &a.Hits[i], c)
		v.position(w, c)
		w.close('}')
	}
	w.close(']')
	v.tail(w, a)
	w.close('}')
}

func (v hitView) features(w *writer, a nearby.Answer) {
	w.collection(v.datum)
	w.key("features")
	w.open('[')
	for i := range a.Hits {
		w.feature(a.Hits[i].Station.Position.Point, v.datum)
		v.hit(w, &a.Hits[i], v.cards.of(&a.Hits[i]))
		w.close('}')
		w.close('}')
	}
	w.close(']')
	v.tail(w, a)
	w.close('}')
}

// tail writes what follows the list: how exact the question was, whose roads and
// speeds the times are, the next
// page, and how far the nearest station is when nothing suits.
func (v hitView) tail(w *writer, a nearby.Answer) {
	if v.accuracy > 0 {
		w.number("accuracy_m", v.accuracy)
	}
	if a.ByRoad {
		w.text("profile", plan.ProfileUnder(a.Mode).String())
	}
	if a.Next == "" {
		w.none("next")
	} else {
		w.text("next", a.Next)
	}
	if a.Nearest != nil {
		w.key("nearest")
		w.open('{')
		w.text("id", string(a.Nearest.Station.ID))
		w.text("name", a.Nearest.Station.Name)
		w.text("kind", string(a.Nearest.Station.Kind))
		w.number("distance_m", a.Nearest.Distance)
		w.close('}')
	}
}

// hit writes all members of a hit, whose card is c, but its position.
func (v hitView) hit(w *writer, h *nearby.Hit, c card) {
	if v.full {
		v.station(w, h.Station)
	} else {
		w.ready(c.part(members))
	}
	w.buf = appendTrip(w.buf, h)
	w.buf = appendDoor(w.buf, h)
	w.buf = append(w.buf, c.part(verified)...)
	w.buf = append(w.buf, `,"badge":"`...)
	w.buf = append(w.buf, h.Badge...) // like Open one of our words
	w.buf = append(w.buf, '"')
	navigate(w, c, v.mode)
}

// appendTrip and appendDoor append members after others: what stands the same
// in every hit is one piece each.
func appendTrip(b []byte, h *nearby.Hit) []byte {
	b = appendNumber(append(b, `,"distance_m":`...), h.Distance)
	if !h.ByRoad {
		b = appendNumber(append(b, `,"road_m":null,"duration_s":`...), h.Duration)
		return append(b, `,"by_road":false`...)
	}
	b = appendNumber(append(b, `,"road_m":`...), h.RoadM)
	b = appendNumber(append(b, `,"duration_s":`...), h.Duration)
	return append(b, `,"by_road":true`...)
}

func appendDoor(b []byte, h *nearby.Hit) []byte {
	b = append(append(b, `,"open":"`...), h.Open...)
	if h.ClosesAt.IsZero() {
		b = append(b, `","closes_at":null`...)
	} else {
		b = append(h.ClosesAt.AppendFormat(append(b, `","closes_at":"`...), time.RFC3339), '"')
	}
	if !h.OpensAt.IsZero() {
		b = append(h.OpensAt.AppendFormat(append(b, `,"opens_at":"`...), time.RFC3339), '"')
	}
	return b
}

// position writes where the station of the card is. Hits are public, so they
// are somewhere.
func (v hitView) position(w *writer, c card) {
	w.key("lon")
	w.buf = append(w.buf, c.lon(v.datum)...)
	w.key("lat")
	w.buf = append(w.buf, c.lat(v.datum)...)
}
