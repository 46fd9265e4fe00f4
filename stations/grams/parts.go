package grams

import "yizhan/stations/text"

// parts ranks the documents that have the head and the tail of a pattern, but
// for those that have all of it.
func (h *hunt) parts(p text.Pattern) {
	w := h.work()
	defer h.scratch.Put(w)
	clear(w.head)
	clear(w.tail)
	h.heads(p, anchorIn(h.zones[:], p.Symbols(), 0, text.Shortest), w.head)
	h.tails(p, anchorIn(h.zones[:], p.Symbols(), p.Len()-text.Shortest, p.Len()), w)
	for d, tail := range w.tail {
		if tail > 0 {
			h.improve(uint32(d), p.Joined(int(w.head[d]), int(tail)))
		}
	}
}

// heads notes how much of the pattern's head each document has.
func (h *hunt) heads(p text.Pattern, a anchor, head []uint8) {
	best := text.RankOf(text.Parts, text.Whole)
	for _, list := range a.lists {
		for _, at := range list {
			if d := h.document(at); h.ranks[d] >= best {
				head[d] = max(head[d], uint8(p.Head(h.units, int(at))))
			}
		}
	}
}

// tails does the same for the tail, where there is a head.
func (h *hunt) tails(p text.Pattern, a anchor, w *scratch) {
	for _, list := range a.lists {
		for _, at := range list {
			if d := h.document(at); w.head[d] > 0 {
				w.tail[d] = max(w.tail[d], uint8(p.Tail(h.units, int(at)+1)))
			}
		}
	}
}
