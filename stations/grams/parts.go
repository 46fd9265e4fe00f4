package grams

import "yizhan/stations/text"

// part is the head or the tail of a pattern: where its first or last symbols
// stand, and how to measure how much of the pattern stands there.
type part struct {
	anchor
	measure func(at int) int
}

// parts ranks the documents that have the head and the tail of a pattern, but
// for those that have all of it:
//
//  1. note who has the part that is rarer;
//  2. measure the other part there;
//  3. measure the rarer part where both are.
func (h *hunt) parts(p text.Pattern) {
	few := part{anchorIn(h.zones[:], p.Symbols(), 0, text.Shortest), func(at int) int { return p.Head(h.units, at) }}
	many := part{anchorIn(h.zones[:], p.Symbols(), p.Len()-text.Shortest, p.Len()), func(at int) int { return p.Tail(h.units, at+1) }}
	if p.Len() == 2*text.Shortest { // there is no more to measure
		few.measure = func(int) int { return text.Shortest }
		many.measure = few.measure
	}
	if many.count < few.count {
		few, many = many, few
	}
	if few.count == 0 {
		return
	}
	w := h.work()
	defer h.scratch.Put(w)
	clear(w.few)
	clear(w.many)
	h.note(few, w.few)
	h.measure(many, w.few, w.many)
	h.measure(few, w.many, w.few)
	for d, n := range w.many {
		if n > 0 {
			h.improve(uint32(d), p.Joined(int(w.few[d]), int(n)))
		}
	}
}

// note notes which documents that may become better have a part.
func (h *hunt) note(a part, has []uint8) {
	best := text.RankOf(text.Parts, text.Whole)
	for _, list := range a.lists {
		for _, at := range list {
			if d := h.document(at); h.ranks[d] >= best {
				has[d] = 1
			}
		}
	}
}

// measure notes how much of a part each document has, of those noted.
func (h *hunt) measure(a part, noted, sizes []uint8) {
	for _, list := range a.lists {
		for _, at := range list {
			if d := h.document(at); noted[d] > 0 {
				sizes[d] = max(sizes[d], uint8(a.measure(int(at))))
			}
		}
	}
}
