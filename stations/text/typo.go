package text

// Tolerant is how many characters of a name must take part before one of them
// may be wrong.
const Tolerant = 4

// mistaken ranks a document one of whose names has the pattern with one
// mistake: a character that is wrong, missing or too many, or two that are
// swapped.
func (p Pattern) mistaken(document []Unit) Rank {
	best := NoRank
	for at := 1; at < len(document) && document[at-1] != OtherMark; at++ {
		best = min(best, p.MistakenAt(document, at))
	}
	return best
}

// MistakenAt ranks the pattern with one mistake where it begins at one place
// of a name, NoRank if it does not. A mistake of no consequence, which leaves
// the pattern found, may count or not: being found ranks better.
func (p Pattern) MistakenAt(document []Unit, at int) Rank {
	n := p.Head(document, at)
	if n == len(p.symbols) {
		return NoRank
	}
	best := NoRank
	for _, e := range p.edits(document, at, n) {
		if e.stretch >= Tolerant && p.follows(document, at+e.skip, e.from) {
			best = min(best, RankOf(Typo, PlaceOf(document, at, at+e.stretch, true)))
		}
	}
	return best
}

// edit is one way to mend a mistake: the pattern goes on at its symbol from,
// skip units after the beginning; then the stretch of text is so long.
type edit struct{ from, skip, stretch int }

// edits lists the mistakes that can stand at the first difference, n units
// after at. An edit that is not possible has no stretch.
func (p Pattern) edits(document []Unit, at, n int) (list [4]edit) {
	m := len(p.symbols)
	list[0] = edit{n + 1, n, m - 1} // one too many in the pattern
	if at+n >= len(document) || document[at+n].IsMark() {
		return list
	}
	list[1] = edit{n + 1, n + 1, m} // a wrong one
	list[2] = edit{n, n + 1, m + 1} // one missing in the pattern
	if n+1 < m && document[at+n].Is(p.symbols[n+1]) && document[at+n+1].Is(p.symbols[n]) {
		list[3] = edit{n + 2, n + 2, m} // two swapped
	}
	return list
}

// follows reports whether the symbols from one on stand in the document at a
// place.
func (p Pattern) follows(document []Unit, at, from int) bool {
	for i := from; i < len(p.symbols); i++ {
		if j := at + i - from; j >= len(document) || !document[j].Is(p.symbols[i]) {
			return false
		}
	}
	return true
}
