package grams

import (
	"slices"

	"yizhan/stations/text"
)

// sought is a pattern and what leads into it and into its loose one, if it
// may be pinyin.
type sought struct {
	text.Pattern
	leads, loose []lead
}

// seek finds out what leads into a pattern.
func (h *hunt) seek(p text.Pattern) sought {
	s := sought{Pattern: p}
	if p.Letters() {
		s.leads = h.leads(p)
	}
	if loose, ok := p.Loose(); ok {
		s.loose = h.leads(loose)
	}
	return s
}

// places returns how many places may be looked at for it.
func (h *hunt) places(s sought) int {
	if !s.Letters() {
		return anchorIn(h.zones[:], s.Symbols(), 0, s.Len()).count
	}
	sum := 0
	for _, l := range slices.Concat(s.leads, s.loose) {
		sum += len(l.spots)
	}
	return sum
}

// whole looks for a pattern in one piece.
func (h *hunt) whole(s sought) {
	h.spoken(s.Pattern, s.leads)
	if loose, ok := s.Loose(); ok {
		h.spoken(loose, s.loose)
	}
	for i := range h.zones {
		if !s.Letters() && h.wants(text.RankOf(text.Literal, place(i))) {
			h.literal(s.Pattern, h.anchor(s.Pattern, i), i)
		}
	}
}

// anchor returns where a pattern without pinyin can begin in a zone. At the
// start of a name only its first pair is in the zone, the others are in the
// next one.
func (h *hunt) anchor(p text.Pattern, zone int) anchor {
	n := p.Len()
	if zone != startZone || n <= 2 {
		return anchorIn(h.zones[zone:zone+1], p.Symbols(), 0, n)
	}
	first := anchorIn(h.zones[startZone:nameZone], p.Symbols(), 0, 2)
	if first.count == 0 {
		return first
	}
	if a := anchorIn(h.zones[nameZone:otherZone], p.Symbols(), 1, n); a.count < first.count {
		return a
	}
	return first
}

// literal looks for a pattern without pinyin where an anchor stands.
func (h *hunt) literal(p text.Pattern, a anchor, zone int) {
	symbols, floor := p.Symbols(), text.RankOf(text.Literal, place(zone))
	if len(symbols) <= 2 && !symbols[0].Latin() { // an anchor is all of it
		for _, list := range a.lists {
			h.mark(list, lead{rank: floor, units: uint32(len(symbols)), zone: zone})
		}
		return
	}
	plain := zone != startZone && !symbols[0].Latin() // wherever it stands, it has this rank
	spelling := symbols                               // of the place found last: most are spelt alike
	for _, list := range a.lists {
		for _, spot := range list {
			d, at := h.document(spot), int(spot)-int(a.behind)
			if h.ranks[d] <= floor || at <= 0 {
				continue
			}
			if plain && h.spelt(spelling, at) {
				h.improve(d, floor)
			} else if rank := p.At(h.units, at, zone != otherZone); rank < text.NoRank {
				h.improve(d, rank)
				spelling = h.units[at : at+len(symbols)]
			}
		}
	}
}

// spelt reports whether these very units stand at a place.
func (h *hunt) spelt(units []text.Unit, at int) bool {
	return at+len(units) <= len(h.units) && slices.Equal(h.units[at:at+len(units)], units)
}

// mark notes that a pattern stands where a lead has led.
func (h *hunt) mark(spots []uint32, l lead) {
	if l.zone == startZone {
		h.begin(spots, l)
		return
	}
	ranks, found := h.ranks, 0
	for _, at := range spots {
		d := h.document(at)
		switch old := ranks[d]; {
		case old == text.NoRank:
			ranks[d] = l.rank
			found++
		case old > l.rank:
			h.improve(d, l.rank)
		}
	}
	h.tally[l.rank] += found
}

// begin does the same where names begin: some of them may end with it.
func (h *hunt) begin(spots []uint32, l lead) {
	for _, at := range spots {
		if d := h.document(at); h.ranks[d] > l.rank {
			h.improve(d, text.RankOf(l.rank.Way(), text.PlaceOf(h.units, int(at), int(at+l.units), true)))
		}
	}
}

// leads returns what leads into a pattern that may be pinyin, and may lead to
// its end, the best first.
func (h *hunt) leads(p text.Pattern) []lead {
	r := h.routes(p)
	defer h.spare.Put(r)
	var all []lead
	for i := range h.zones {
		h.zones[i].leads(r, func(l lead) {
			l.zone = i
			if r.hopeful(h.Segment, l) {
				all = append(all, h.ways(p, l)...)
			}
		})
	}
	slices.SortStableFunc(all, func(a, b lead) int { return int(a.rank) - int(b.rank) })
	return all
}

// spoken follows what leads into a pattern.
func (h *hunt) spoken(p text.Pattern, leads []lead) {
	if len(leads) == 0 {
		return
	}
	r := h.routes(p)
	defer h.spare.Put(r)
	for _, l := range leads {
		if !h.wants(l.rank) {
			return
		}
		h.follow(r, l)
	}
}

// ways returns a lead with the best rank to which it leads. It is two when it
// begins with a letter or a digit: it leads elsewhere from within a word or a
// number.
func (h *hunt) ways(p text.Pattern, l lead) []lead {
	l.rank = text.RankOf(p.Way(l.trail), place(l.zone))
	if !h.units[l.spots[0]].Latin() {
		return []lead{l}
	}
	within := l
	within.rank, within.within = text.RankOf(text.Seldom, place(l.zone)), true
	return []lead{l, within}
}

// follow goes on from where a lead has led.
func (h *hunt) follow(r *routes, l lead) {
	switch p := r.pattern; {
	case l.within:
		h.within(p, l)
	case h.units[l.spots[0]].Latin():
		h.walk(r, l)
	case l.ends(p):
		h.mark(l.spots, l)
	case l.splits(p):
		h.split(r, l)
	default:
		h.walk(r, l)
	}
}

// ends reports whether all of the pattern was found, and no longer match is
// better: one that begins where a name does may be all of it.
func (l lead) ends(p text.Pattern) bool {
	way, found := p.Found(l.trail)
	return p.Ended(l.trail) || found && l.zone != startZone && way == p.Way(l.trail)
}

// walk goes on where the lead does not begin within a word or a number.
func (h *hunt) walk(r *routes, l lead) {
	from, first := r.note(l.trail), h.units[l.spots[0]]
	var room stretch
	for left := l.spots; len(left) > 0; {
		some := min(len(left), len(room.spots))
		n := h.read(left[:some], l, &room)
		left = left[some:]
		for i, at := range room.spots[:n] {
			if r.ways[from] == unfound && r.step(from, room.next[i]) == 0 || first.Latin() && first.Joins(h.units[at-1]) {
				continue
			}
			h.improve(h.document(at), r.walk(from, h.units, text.Span{At: int(at), End: int(at + l.units), Named: l.zone != otherZone}))
		}
	}
}

// stretch is some places and the units behind a lead from there.
type stretch struct {
	spots [64]uint32
	next  [64]text.Unit
}

// read fills the stretch with the places whose documents may become better,
// and returns how many. No cache holds the units, so they are read one
// straight after the other: the processor then waits for many at once.
func (h *hunt) read(spots []uint32, l lead, to *stretch) int {
	n := 0
	for _, at := range spots {
		if h.ranks[h.document(at)] > l.rank {
			to.spots[n] = at
			n++
		}
	}
	for i, at := range to.spots[:n] {
		to.next[i] = h.units[at+l.units]
	}
	return n
}

// within goes on where it does.
func (h *hunt) within(p text.Pattern, l lead) {
	first := h.units[l.spots[0]]
	for _, at := range l.spots {
		if d := h.document(at); h.ranks[d] > l.rank && first.Joins(h.units[at-1]) {
			h.improve(d, p.At(h.units, int(at), l.zone != otherZone))
		}
	}
}
