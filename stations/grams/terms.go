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
		if rank < text.NoRank {
			h.improve(uint32(d), rank.Of(len(terms)))
		}
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
