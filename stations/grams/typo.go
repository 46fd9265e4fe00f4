package grams

import "yizhan/stations/text"

// mistaken looks for names with one mistake. It rests on this: a mistake that
// is not a swap across the middle leaves the first half of the pattern as it
// is, or the second. So
//
//  1. try wherever one half stands, a unit to and fro;
//  2. swap the two symbols in the middle, and try wherever that stands.
func (s *Segment) mistaken(p text.Pattern, ranks []text.Rank) {
	m := p.Len()
	if m < text.Tolerant-1 {
		return
	}
	half := m / 2
	try := func(at uint32) { s.tryMistaken(p, at, ranks) }
	for _, part := range [][2]int{{0, half}, {half, m}} {
		s.anchor(p.Symbols(), part[0], part[1]).each(func(at uint32) {
			try(max(at, 1) - 1)
			try(at)
			try(at + 1)
		})
	}
	swapped := append([]text.Unit(nil), p.Symbols()...)
	swapped[half-1], swapped[half] = swapped[half], swapped[half-1]
	s.anchor(swapped, 0, m).each(try)
}

// tryMistaken looks at one place.
func (s *Segment) tryMistaken(p text.Pattern, at uint32, ranks []text.Rank) {
	if at == 0 || int(at) >= len(s.units) {
		return
	}
	d := s.document(at)
	if at < s.others[d] && ranks[d] > text.RankOf(text.Typo, text.Whole) {
		ranks[d] = min(ranks[d], p.MistakenAt(s.units, int(at)))
	}
}
