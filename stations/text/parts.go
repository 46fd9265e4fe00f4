package text

// Shortest is how short a part of a query can be that is found by itself, and
// half of how short a name that is found in spite of a mistake.
const Shortest = 2

// Parted reports whether the pattern may be found in two parts: it has no
// pinyin, and two parts of Shortest symbols or more.
func (p Pattern) Parted() bool { return !p.letters && len(p.symbols) >= 2*Shortest }

// parts ranks a document that has the pattern in two parts at any places, as
// 鼓楼驿站 in 鼓楼区工会驿站.
func (p Pattern) parts(document []Unit) Rank {
	if !p.Parted() {
		return NoRank
	}
	head, tail := 0, 0
	for at := range document {
		head = max(head, p.Head(document, at))
		tail = max(tail, p.Tail(document, at))
	}
	return p.Joined(head, tail)
}

// Joined ranks a document with so much of the pattern's head and tail.
func (p Pattern) Joined(head, tail int) Rank {
	if head < Shortest || tail < Shortest || head+tail < len(p.symbols) {
		return NoRank
	}
	return RankOf(Parts, Other)
}

// Head returns how many of the first symbols stand in the document from at.
func (p Pattern) Head(document []Unit, at int) int {
	n := 0
	for n < len(p.symbols) && at+n < len(document) && document[at+n].Is(p.symbols[n]) {
		n++
	}
	return n
}

// Tail returns how many of the last symbols stand in the document before
// and at end.
func (p Pattern) Tail(document []Unit, end int) int {
	n, last := 0, len(p.symbols)-1
	for n <= last && end-n >= 0 && document[end-n].Is(p.symbols[last-n]) {
		n++
	}
	return n
}
