package text

// Place says where in a document a query was found, the best place first.
type Place uint8

// The places.
const (
	Whole  Place = iota // a whole name
	Start               // the beginning of a name
	Inside              // within a name
	Other               // in another field
	places
)

// Rank is how good a match is, 0 the best. Names come before other fields for
// the first three ways; the other ways come last:
//
//	            Whole  Start  Inside  Other
//	Literal       0      1      2       9
//	Spoken        3      4      5      10
//	Initials      6      7      8      11
//	Seldom       12     13     14      15
//	Parts        16     17     18      19
//	Typo         20     21     22      23
//	Confused     24     25     26      27
//	Misspelt     28     29     30      31
//	Garbled      32     33     34      35
type Rank uint8

// NoRank is worse than every rank: there is no match.
const NoRank Rank = Rank(ways) * Rank(places)

// The ranks with which the two lower parts of the table begin.
const (
	foreign = Rank(Seldom) * Rank(Other)
	loose   = Rank(Seldom) * Rank(places)
)

// RankOf returns the rank of a match.
func RankOf(w Way, p Place) Rank {
	switch {
	case w >= Seldom:
		return Rank(w)*Rank(places) + Rank(p)
	case p == Other:
		return foreign + Rank(w)
	}
	return Rank(w)*Rank(Other) + Rank(p)
}

// Way returns how the match was found.
func (r Rank) Way() Way {
	switch {
	case r >= loose:
		return Way(r / Rank(places))
	case r >= foreign:
		return Way(r - foreign)
	}
	return Way(r / Rank(Other))
}

// Place returns where the match was found.
func (r Rank) Place() Place {
	switch {
	case r >= loose:
		return Place(r % Rank(places))
	case r >= foreign:
		return Other
	}
	return Place(r % Rank(Other))
}

// Match ranks a composed document, NoRank when the query is not found in it.
// The whole query counts, or all its terms, the worst of which counts and
// which are no whole name. It is the oracle of every index, and looks at each
// place.
func (q Query) Match(document []Unit) Rank {
	if q.Empty() {
		return NoRank
	}
	best := min(q.Whole.match(document), q.Whole.parts(document), q.Whole.mistaken(document))
	if len(q.Terms) == 0 {
		return best
	}
	worst := Rank(0)
	for _, term := range q.Terms {
		worst = max(worst, term.match(document))
	}
	return min(best, worst.Of(len(q.Terms)))
}

// Of returns the rank when it is that of the worst of n terms: none of them
// is the whole name.
func (r Rank) Of(n int) Rank {
	if n > 1 && r != NoRank && r.Place() < Inside {
		return RankOf(r.Way(), Inside)
	}
	return r
}

// match ranks the best place at which the pattern is found in one piece.
func (p Pattern) match(document []Unit) Rank {
	best, named := NoRank, true
	if p.loose != nil {
		best = p.loose.match(document)
	}
	for at := 1; at < len(document); at++ {
		named = named && document[at-1] != OtherMark
		best = min(best, p.At(document, at, named))
	}
	return best
}

// At ranks the pattern where it begins at one place of a document, in a name
// or not. It is NoRank where it does not.
func (p Pattern) At(document []Unit, at int, named bool) Rank {
	if !p.letters {
		return p.literally(document, at, named)
	}
	return p.Walk(p.Begin(document[at-1], document[at]), document, Span{at, at, named})
}

// Span is a stretch of a document, in a name or not.
type Span struct {
	At, End int
	Named   bool
}

// Walk ranks the pattern where it begins at s.At, when the text up to s.End
// has led as far as trail.
func (p Pattern) Walk(trail Trail, document []Unit, s Span) Rank {
	best := NoRank
	for end := s.End; !trail.Lost(); end++ {
		if way, ok := p.Found(trail); ok {
			best = min(best, RankOf(way, PlaceOf(document, s.At, end, s.Named)))
		}
		trail = p.Step(trail, document[end])
	}
	return best
}

// literally ranks a pattern that can only be found as it is written.
func (p Pattern) literally(document []Unit, at int, named bool) Rank {
	n := len(p.symbols)
	switch {
	case p.Head(document, at) < n:
		return NoRank
	case document[at].Joins(document[at-1]):
		return RankOf(Seldom, PlaceOf(document, at, at+n, named))
	}
	return RankOf(Literal, PlaceOf(document, at, at+n, named))
}

// PlaceOf says where document[at:end] stands.
func PlaceOf(document []Unit, at, end int, named bool) Place {
	switch {
	case !named:
		return Other
	case document[at-1] != NameMark:
		return Inside
	case document[end].IsMark():
		return Whole
	}
	return Start
}
