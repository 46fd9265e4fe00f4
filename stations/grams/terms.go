package grams

import (
	"math"
	"slices"

	"yizhan/stations/text"
)

// terms ranks the documents that have all terms. The rarest comes first: only
// who has it is asked for the others.
func (h *hunt) terms(terms []text.Pattern) {
	list := h.rarestFirst(terms)
	if h.places(list[0]) == 0 {
		return
	}
	w := h.work()
	defer h.scratch.Put(w)
	clear(w.worst)
	for d := range w.ranks {
		w.ranks[d] = text.NoRank
	}
	for _, term := range list {
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

// rarestFirst puts terms in the order of the places that may be looked at.
func (h *hunt) rarestFirst(terms []text.Pattern) []sought {
	list := make([]sought, len(terms))
	for i, term := range terms {
		list[i] = h.seek(term)
	}
	slices.SortStableFunc(list, func(a, b sought) int { return h.places(a) - h.places(b) })
	return list
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
