package grams

import "yizhan/stations/text"

// routes remembers where the trails into a pattern lead: at hundreds of
// thousands of places there are a few different ones. A trail has a number
// from 1; 0 is one that is lost.
type routes struct {
	pattern text.Pattern
	numbers map[text.Trail]uint32
	trails  []text.Trail
	ways    []text.Way // in which the pattern was found at the end of the trail; unfound if not
	legs    [1 << 12]leg
	seen    map[*zone]map[view]bool
}

// leg is a step from a trail to another. The last of those that share a place
// in a table is remembered.
type leg struct {
	from, to uint32
	unit     text.Unit
}

// unfound is no way.
const unfound = text.Way(255)

// routes returns one for a pattern; it goes back to spare.
func (s *Segment) routes(p text.Pattern) *routes {
	r, ok := s.spare.Get().(*routes)
	if !ok {
		r = &routes{numbers: map[text.Trail]uint32{}, seen: map[*zone]map[view]bool{}}
	}
	clear(r.numbers)
	clear(r.legs[:])
	for _, views := range r.seen {
		clear(views)
	}
	r.pattern, r.trails, r.ways = p, r.trails[:0], r.ways[:0]
	r.note(text.Trail{})
	return r
}

// note returns the number of a trail.
func (r *routes) note(trail text.Trail) uint32 {
	n, ok := r.numbers[trail]
	if !ok {
		n = uint32(len(r.trails))
		way, found := r.pattern.Found(trail)
		if !found {
			way = unfound
		}
		r.numbers[trail], r.trails, r.ways = n, append(r.trails, trail), append(r.ways, way)
	}
	return n
}

// step returns where a trail leads with one more unit.
func (r *routes) step(from uint32, u text.Unit) uint32 {
	l := &r.legs[(from<<16^uint32(u))*2654435769>>20] // Knuth's multiplicative hashing
	if l.from != from || l.unit != u {
		*l = leg{from, r.note(r.pattern.Step(r.trails[from], u)), u}
	}
	return l.to
}

// walk is text.Pattern.Walk from a trail.
func (r *routes) walk(from uint32, units []text.Unit, s text.Span) text.Rank {
	best, start := text.NoRank, units[s.At-1] == text.NameMark
	for end := s.End; from != 0; end++ {
		if way := r.ways[from]; way != unfound {
			best = min(best, text.RankOf(way, text.PlaceOf(units, s.At, end, s.Named)))
			if !start && way == r.pattern.Way(r.trails[from]) {
				break // no longer match is better
			}
		}
		from = r.step(from, units[end])
	}
	return best
}
