package grams

import "yizhan/stations/text"

// Rank ranks every document: ranks has one for each and gets its
// Query.Match. With upTo below text.Typo, worse ways than that are not looked
// for; a document that is found no better may keep text.NoRank.
func (s *Segment) Rank(q text.Query, upTo text.Way, ranks []text.Rank) {
	forget(ranks)
	if q.Empty() {
		return
	}
	s.whole(q.Whole, ranks)
	if len(q.Terms) > 0 {
		s.terms(q.Terms, ranks)
	}
	if upTo >= text.Parts && q.Whole.Parted() {
		s.parts(q.Whole, ranks)
	}
	if upTo >= text.Typo {
		s.mistaken(q.Whole, ranks)
	}
}

func forget(ranks []text.Rank) {
	for i := range ranks {
		ranks[i] = text.NoRank
	}
}

// whole looks for a pattern in one piece.
func (s *Segment) whole(p text.Pattern, ranks []text.Rank) {
	if p.Letters() {
		s.leads(p, func(l lead) { s.follow(p, l, ranks) })
		return
	}
	s.anchor(p.Symbols(), 0, p.Len()).each(func(at uint32) {
		d := s.document(at)
		named := at < s.others[d]
		if at > 0 && ranks[d] > s.floor(at, named) {
			ranks[d] = min(ranks[d], p.At(s.units, int(at), named))
		}
	})
}

// follow goes on from where a lead has led.
func (s *Segment) follow(p text.Pattern, l lead, ranks []text.Rank) {
	for _, at := range l.spots {
		d := s.document(at)
		named := at < s.others[d]
		if ranks[d] <= s.floor(at, named) {
			continue
		}
		rank := text.NoRank
		if s.units[at].Latin() {
			rank = p.At(s.units, int(at), named) // it matters what stands before
		} else {
			rank = p.Walk(l.trail, s.units, text.Span{At: int(at), End: int(at + l.units), Named: named})
		}
		ranks[d] = min(ranks[d], rank)
	}
}

// floor is the best rank that can be had at a place.
func (s *Segment) floor(at uint32, named bool) text.Rank {
	switch {
	case !named:
		return text.RankOf(text.Literal, text.Other)
	case s.units[at-1] == text.NameMark:
		return text.RankOf(text.Literal, text.Whole)
	}
	return text.RankOf(text.Literal, text.Inside)
}

// terms ranks the documents that have all terms.
func (s *Segment) terms(terms []text.Pattern, ranks []text.Rank) {
	w := s.work()
	defer s.scratch.Put(w)
	clear(w.worst)
	for _, term := range terms {
		forget(w.ranks)
		s.whole(term, w.ranks)
		for d, rank := range w.ranks {
			w.worst[d] = max(w.worst[d], rank)
		}
	}
	for d, rank := range w.worst {
		ranks[d] = min(ranks[d], rank.Of(len(terms)))
	}
}

// parts ranks the documents that have the head and the tail of a pattern, but
// for those that have all of it.
func (s *Segment) parts(p text.Pattern, ranks []text.Rank) {
	w := s.work()
	defer s.scratch.Put(w)
	clear(w.head)
	clear(w.tail)
	best, m := text.RankOf(text.Parts, text.Whole), p.Len()
	s.anchor(p.Symbols(), 0, text.Shortest).each(func(at uint32) {
		if d := s.document(at); ranks[d] >= best {
			w.head[d] = max(w.head[d], uint8(p.Head(s.units, int(at))))
		}
	})
	end := s.anchor(p.Symbols(), m-text.Shortest, m)
	end.behind = 0
	end.each(func(at uint32) {
		if d := s.document(at); w.head[d] > 0 {
			w.tail[d] = max(w.tail[d], uint8(p.Tail(s.units, int(at)+1)))
		}
	})
	for d, tail := range w.tail {
		if tail > 0 {
			ranks[d] = min(ranks[d], p.Joined(int(w.head[d]), int(tail)))
		}
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
