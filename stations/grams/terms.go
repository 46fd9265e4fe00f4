package grams

import (
	"math"

	"yizhan/stations/text"
)

// terms ranks the documents that have all terms.
func (h *hunt) terms(terms []text.Pattern) {
	w := h.work()
	defer h.scratch.Put(w)
	clear(w.worst)
	for d := range w.ranks {
		w.ranks[d] = text.NoRank
	}
	for _, term := range terms {
		each := &hunt{Segment: h.Segment, ranks: w.ranks, enough: math.MaxInt}
		each.whole(term)
		if each.tally == (Tally{}) {
			return
		}
		w.meet()
	}
	for d, worst := range w.worst {
		if worst < text.NoRank {
			h.improve(uint32(d), worst.Of(len(terms)))
		}
	}
}

// meet joins the ranks of a term with the worst so far, and makes them ready
// for the next one: a document that lacks a term is not looked at again.
func (w *scratch) meet() {
	for d, rank := range w.ranks {
		worst := max(uint(w.worst[d]), uint(rank))
		next := uint(text.NoRank)
		if worst == next {
			next = 0
		}
		w.worst[d], w.ranks[d] = text.Rank(worst), text.Rank(next)
	}
}

// scratch is what a search works on; one value per document.
type scratch struct {
	ranks, worst []text.Rank
	few, many    []uint8
}

func (s *Segment) work() *scratch {
	if w, ok := s.scratch.Get().(*scratch); ok {
		return w
	}
	n := s.Len()
	return &scratch{make([]text.Rank, n), make([]text.Rank, n), make([]uint8, n), make([]uint8, n)}
}
