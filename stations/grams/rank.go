package grams

import (
	"math"

	"yizhan/stations/text"
)

// Rank ranks every document: ranks has one for each, text.NoRank before, and
// gets its Query.Match. Documents whose rank is 0 before are left alone: they
// are not wanted.
func (s *Segment) Rank(q text.Query, ranks []text.Rank) { s.Best(q, math.MaxInt, ranks) }

// Best ranks so many of the best documents: as Rank does, but when enough of
// them have some rank, those that would get a worse one may keep text.NoRank
// or get a rank that is worse than theirs, though not better than that one.
func (s *Segment) Best(q text.Query, enough int, ranks []text.Rank) {
	if q.Empty() {
		return
	}
	h := &hunt{Segment: s, ranks: ranks, enough: enough}
	h.whole(q.Whole)
	if len(q.Terms) > 0 && h.wants(text.RankOf(text.Literal, text.Inside)) {
		h.terms(q.Terms)
	}
	if q.Whole.Parted() && h.wants(text.RankOf(text.Parts, text.Other)) {
		h.parts(q.Whole)
	}
	if h.wants(text.RankOf(text.Typo, text.Whole)) {
		h.mistaken(q.Whole)
	}
}

// hunt is one search under way.
type hunt struct {
	*Segment
	ranks  []text.Rank
	counts [text.NoRank + 1]int // of the documents by rank
	enough int
}

// improve notes a rank of a document.
func (h *hunt) improve(d uint32, rank text.Rank) {
	if old := h.ranks[d]; rank < old {
		h.counts[old]--
		h.counts[rank]++
		h.ranks[d] = rank
	}
}

// wants reports whether matches of a rank are worth a look: there are not
// enough better ones.
func (h *hunt) wants(rank text.Rank) bool {
	better := 0
	for _, n := range h.counts[:rank] {
		better += n
	}
	return better < h.enough
}

// place is the best place in a zone.
func place(zone int) text.Place {
	return [zones]text.Place{text.Whole, text.Inside, text.Other}[zone]
}

// whole looks for a pattern in one piece.
func (h *hunt) whole(p text.Pattern) {
	for i := range h.zones {
		z := &h.zones[i]
		switch {
		case p.Letters():
			z.leads(p, func(l lead) {
				if h.wants(text.RankOf(l.way(), place(i))) {
					h.follow(p, l, i)
				}
			})
		case h.wants(text.RankOf(text.Literal, place(i))):
			h.literal(p, h.anchor(p, i), i)
		}
	}
}

// anchor returns where a pattern without pinyin can begin in a zone. At the
// start of a name only its first pair can say so: the rest is in the next
// zone.
func (h *hunt) anchor(p text.Pattern, zone int) anchor {
	n := p.Len()
	if zone == startZone {
		n = min(n, 2)
	}
	return anchorIn(h.zones[zone:zone+1], p.Symbols(), 0, n)
}

// way is the best way in which a pattern can be found from here.
func (l lead) way() text.Way {
	for w, set := range l.trail {
		if set != 0 {
			return text.Way(w)
		}
	}
	return text.Typo
}

// literal looks for a pattern without pinyin where an anchor stands.
func (h *hunt) literal(p text.Pattern, a anchor, zone int) {
	symbols := p.Symbols()
	sure := len(symbols) <= 2 && !symbols[0].Latin() // an anchor is all of it
	for _, list := range a.lists {
		if sure {
			h.mark(list, text.Literal, uint32(len(symbols)), zone)
			continue
		}
		h.each(list, a.behind, func(d, at uint32) {
			if at > h.starts[d] && h.ranks[d] > text.RankOf(text.Literal, place(zone)) {
				h.improve(d, p.At(h.units, int(at), zone != otherZone))
			}
		})
	}
}

// each calls visit with the place so far before each spot, and its document.
func (h *hunt) each(spots []uint32, behind uint32, visit func(d, at uint32)) {
	d := uint32(0)
	for _, spot := range spots {
		if spot < h.starts[d] || spot >= h.starts[d+1] {
			d = h.document(spot)
		}
		if h.ranks[d] > 0 && spot >= behind {
			visit(d, spot-behind)
		}
	}
}

// mark notes that a pattern stands at these spots in some way, so many units
// long.
func (h *hunt) mark(spots []uint32, way text.Way, units uint32, zone int) {
	d, rank := uint32(0), text.RankOf(way, place(zone))
	for _, at := range spots {
		if at < h.starts[d] || at >= h.starts[d+1] {
			d = h.document(at)
		}
		if h.ranks[d] <= rank {
			continue
		}
		if zone == startZone {
			h.improve(d, text.RankOf(way, text.PlaceOf(h.units, int(at), int(at+units), true)))
		} else {
			h.improve(d, rank)
		}
	}
}

// follow goes on from where a lead has led.
func (h *hunt) follow(p text.Pattern, l lead, zone int) {
	floor, latin := text.RankOf(l.way(), place(zone)), h.units[l.spots[0]].Latin()
	if p.Ended(l.trail) && !latin {
		h.mark(l.spots, l.way(), l.units, zone)
		return
	}
	dead := h.deadEnds()
	defer h.ends.Put(dead)
	h.each(l.spots, 0, func(d, at uint32) {
		if h.ranks[d] <= floor {
			return
		}
		if latin { // it matters what stands before
			h.improve(d, p.At(h.units, int(at), zone != otherZone))
		} else if end := at + l.units; !dead.end(p, l.trail, h.units[end]) {
			h.improve(d, p.Walk(l.trail, h.units, text.Span{At: int(at), End: int(end), Named: zone != otherZone}))
		}
	})
}

// terms ranks the documents that have all terms.
func (h *hunt) terms(terms []text.Pattern) {
	w := h.work()
	defer h.scratch.Put(w)
	clear(w.worst)
	each := &hunt{Segment: h.Segment, ranks: w.ranks, enough: math.MaxInt}
	for _, term := range terms {
		for d, worst := range w.worst {
			w.ranks[d] = text.NoRank
			if worst == text.NoRank {
				w.ranks[d] = 0 // it lacks a term already
			}
		}
		each.whole(term)
		for d, rank := range w.ranks {
			w.worst[d] = max(w.worst[d], rank)
		}
	}
	for d, rank := range w.worst {
		h.improve(uint32(d), rank.Of(len(terms)))
	}
}

// scratch is what a search works on; one value per document.
type scratch struct {
	ranks, worst []text.Rank
	head, tail   []uint8
}

func (s *Segment) work() *scratch {
	if w, ok := s.scratch.Get().(*scratch); ok {
		return w
	}
	n := s.Len()
	return &scratch{make([]text.Rank, n), make([]text.Rank, n), make([]uint8, n), make([]uint8, n)}
}
