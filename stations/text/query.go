package text

import (
	"errors"
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// Longest is the most characters of a query.
const Longest = 60

// ErrLong says that a query has more than Longest characters.
var ErrLong = errors.New("the query is too long")

// Way says how a query was found, the best way first.
type Way uint8

// The ways.
const (
	Literal  Way = iota // as it is written
	Spoken              // some of it by pinyin; the last syllable may be unfinished
	Initials            // some of it by the first letters of pinyin
	Seldom              // by a seldom reading, or from the middle of a word or a number
	Parts               // in two parts at two places
	Typo                // with one mistake in a name
	Confused            // by pinyin with sounds that people confuse; see Query.Loosely
	Misspelt            // with one mistake in pinyin
	Garbled             // with two mistakes in pinyin
	ways
)

// Mistakes returns how many mistakes Query.Loosely must forgive for a query to
// be found so.
func (w Way) Mistakes() int {
	switch {
	case w == Garbled:
		return 2
	case w >= Confused:
		return 1
	}
	return 0
}

// Pattern is what must be found in one piece.
type Pattern struct {
	symbols []Unit // at most Longest
	letters bool   // some may be pinyin

	loose *Pattern // the same with mistakes, nil if none is forgiven
	slips *slips   // of a loose pattern
}

// Query is what somebody looks for.
type Query struct {
	Whole Pattern   // all of it, spaces left out
	Terms []Pattern // the pieces between spaces, when there are several
}

// Parse reads what was typed: simplified or traditional, full-width or not,
// pinyin or its initials among characters. Empty means that nothing can be
// found: it holds no letter, digit or ideograph.
//
// Errors: ErrLong.
func Parse(typed string) (Query, error) {
	q := Query{Whole: pattern(typed)}
	if len(q.Whole.symbols) > Longest {
		return Query{}, ErrLong
	}
	for _, piece := range strings.FieldsFunc(typed, separates) {
		if p := pattern(piece); len(p.symbols) > 0 {
			q.Terms = append(q.Terms, p)
		}
	}
	if len(q.Terms) < 2 {
		q.Terms = nil
	}
	return q, nil
}

// separates reports whether r stands between the pieces of a query.
func separates(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r) }

// Empty reports whether nothing is looked for.
func (q Query) Empty() bool { return len(q.Whole.symbols) == 0 }

func pattern(typed string) Pattern {
	var p Pattern
	for _, r := range characters(typed) {
		p.symbols = appendRune(p.symbols, r)
	}
	for _, u := range p.symbols {
		p.letters = p.letters || u.isLetter()
	}
	return p
}

// Len returns the number of symbols.
func (p Pattern) Len() int { return len(p.symbols) }

// Symbols returns the units that are looked for, each the unit of a
// character. They are shared and must not be changed.
func (p Pattern) Symbols() []Unit { return p.symbols }

// Letters reports whether some symbols may be pinyin, so that a character can
// be found by something else than itself.
func (p Pattern) Letters() bool { return p.letters }

// Trail is how far into a pattern a stretch of text has led, for each way the
// set of symbols that may come next; a loose pattern has sets of its own. Its
// zero value has led nowhere.
type Trail [sets]uint64

// Begin returns the trail before a text whose first unit is next and which
// follows before (a mark at the beginning of a field).
func (p Pattern) Begin(before, next Unit) Trail {
	switch {
	case p.slips != nil:
		return p.slips.begin(next)
	case next.Joins(before):
		return Trail{Seldom: 1}
	}
	return Trail{Literal: 1}
}

// Lost reports whether the text does not lead on.
func (t Trail) Lost() bool { return t == Trail{} }

// Ended reports whether the text so far can be no more of the pattern: all of
// it was found, in one way or several.
func (p Pattern) Ended(t Trail) bool {
	var all uint64
	for _, set := range t {
		all |= set
	}
	return all&(1<<len(p.symbols)-1) == 0
}

// Found returns the best way in which the text so far is the whole pattern.
func (p Pattern) Found(t Trail) (Way, bool) {
	for w, set := range t {
		if set>>len(p.symbols)&1 != 0 {
			return p.way(w), true
		}
	}
	return 0, false
}

// way is the way that a set of a trail stands for.
func (p Pattern) way(set int) Way {
	if p.slips != nil {
		return slipped(set)
	}
	return Way(set)
}

// Way returns the best way in which the pattern can be found by a trail that
// is not lost.
func (p Pattern) Way(t Trail) Way {
	return p.way(slices.IndexFunc(t[:], func(set uint64) bool { return set != 0 }))
}

// Best returns the trail without the ways that are worse than one in which the
// pattern was found already: a longer match by them ranks no better.
func (p Pattern) Best(t Trail) Trail {
	if way, ok := p.Found(t); ok && p.slips == nil {
		clear(t[way+1:])
	}
	return t
}

// Step returns the trail after one more unit.
func (p Pattern) Step(t Trail, u Unit) Trail {
	var next Trail
	if u.IsMark() {
		return next
	}
	if p.slips != nil {
		return p.slip(t, u)
	}
	character := u.Character()
	for w, set := range t {
		for set &= 1<<len(p.symbols) - 1; set != 0; set &= set - 1 {
			i := bits.TrailingZeros64(set)
			switch symbol := p.symbols[i]; {
			case symbol == character:
				next[w] |= 1 << (i + 1)
			case symbol.isLetter():
				p.hear(&next, Way(w), i, u)
			}
		}
	}
	return next
}

// hear adds where the readings of u lead from the i-th symbol.
func (p Pattern) hear(next *Trail, w Way, i int, u Unit) {
	rest := p.symbols[i:]
	for _, s := range spoken().of(u) {
		n := common(rest, s.syllable)
		if n == 0 {
			continue
		}
		full, initial := max(w, Spoken), max(w, Initials)
		if s.seldom {
			full, initial = Seldom, Seldom
		}
		if n == len(s.syllable) || n == len(rest) && n > 1 {
			next[full] |= 1 << (i + n)
		}
		next[initial] |= 1 << (i + 1)
		if n > 1 && s.syllable[1] == 'h' {
			next[initial] |= 1 << (i + 2) // zh, ch, sh
		}
	}
}

// common returns how many letters a syllable and the symbols have in common
// at their beginning.
func common(symbols []Unit, syllable string) int {
	n := 0
	for n < len(symbols) && n < len(syllable) && symbols[n] == Unit(syllable[n]) {
		n++
	}
	return n
}
