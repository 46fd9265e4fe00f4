package grams

import (
	"math"

	"yizhan/stations/text"
)

// Rank ranks every document: ranks has one for each, text.NoRank before, and
// gets its Query.Match. Documents whose rank is 0 before are left alone: they
// are not wanted, and are not in the tally.
func (s *Segment) Rank(q text.Query, ranks []text.Rank) Tally { return s.Best(q, math.MaxInt, ranks) }

// Best ranks so many of the best documents: as Rank does, but when enough of
// them have some rank, those that would get a worse one may keep text.NoRank
// or get a rank that is worse than theirs, though not better than that one.
// The tally is of the ranks that were given.
func (s *Segment) Best(q text.Query, enough int, ranks []text.Rank) Tally {
	h := &hunt{Segment: s, ranks: ranks, enough: enough}
	if q.Empty() {
		return h.tally
	}
	h.whole(h.seek(q.Whole))
	if len(q.Terms) > 0 && h.wants(text.RankOf(text.Literal, text.Inside)) {
		h.terms(q.Terms)
	}
	if q.Whole.Parted() && h.wants(text.RankOf(text.Parts, text.Other)) {
		h.parts(q.Whole)
	}
	if h.wants(text.RankOf(text.Typo, text.Whole)) {
		h.mistaken(q.Whole)
	}
	return h.tally
}

// Tally is how many documents a search gave each rank.
type Tally [text.NoRank]int

// Last returns the rank of the n-th of the best, the worst of all ranks when
// fewer were found.
func (t *Tally) Last(n int) text.Rank {
	sum := 0
	for rank, count := range t {
		if sum += count; sum >= n {
			return text.Rank(rank)
		}
	}
	return text.NoRank - 1
}

// hunt is one search under way.
type hunt struct {
	*Segment
	ranks  []text.Rank
	tally  Tally
	enough int
}

// improve notes a rank of a document, if it is better.
func (h *hunt) improve(d uint32, rank text.Rank) {
	old := h.ranks[d]
	if rank >= old {
		return
	}
	if old < text.NoRank {
		h.tally[old]--
	}
	h.tally[rank]++
	h.ranks[d] = rank
}

// wants reports whether matches of a rank are worth a look: there are not
// enough better ones.
func (h *hunt) wants(rank text.Rank) bool {
	better := 0
	for _, n := range h.tally[:rank] {
		better += n
	}
	return better < h.enough
}

// place is the best place in a zone.
func place(zone int) text.Place {
	return [zones]text.Place{text.Whole, text.Inside, text.Other}[zone]
}
