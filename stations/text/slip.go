package text

// How many letters a pattern must have: before sounds may be confused and one
// letter may be wrong, before its last syllable may be unfinished besides, and
// before two letters may be wrong. With fewer, most of English finds something
// too (ADR 031).
const (
	Forgivable           = 5
	ForgivableUnfinished = 7
	ForgivableTwice      = 8
)

// MostMistakes is the most that Loosely forgives.
const MostMistakes = 2

// Loosely returns what is worth asking when nothing is found: the query with so
// many mistakes in its letters, up to MostMistakes, or in those of each of its
// terms that has enough of them. With none it is the query itself. It is found
// as
//
//   - Confused: any number of its syllables have a sound for another that many
//     people do not tell apart: zh and z, ch and c, sh and s, n and l, an and
//     ang, en and eng, in and ing;
//   - Misspelt: a letter is wrong, missing or too many, or two are swapped;
//   - Garbled: that happened twice, but not to the first letter.
//
// What is found begins with an ideograph. Syllables are read in usual ways and
// in full; the last one may be unfinished where no letter is wrong, or one of
// ForgivableUnfinished.
//
// It reports false when the query has too few letters for so many mistakes.
func (q Query) Loosely(mistakes int) (Query, bool) {
	if mistakes == 0 {
		return q, true
	}
	whole := q.Whole.loosely(mistakes)
	if whole.loose == nil || whole.loose.slips.most < mistakes {
		return Query{}, false
	}
	loose := Query{Whole: *whole.loose}
	for _, term := range q.Terms {
		loose.Terms = append(loose.Terms, term.loosely(mistakes))
	}
	return loose, true
}

// Loose returns the pattern that stands for p with mistakes, if they are
// forgiven.
func (p Pattern) Loose() (Pattern, bool) {
	if p.loose == nil {
		return Pattern{}, false
	}
	return *p.loose, true
}

// loosely returns p with a loose pattern, if it is long enough.
func (p Pattern) loosely(mistakes int) Pattern {
	end := uint64(1) << len(p.symbols)
	s, count := &slips{end: end, firm: end, most: mistakes}, 0
	for i, u := range p.symbols {
		if u.isLetter() {
			s.at[u-'a'] |= 1 << i
			s.letters |= 1 << i
			count++
		}
	}
	s.unfinished = count >= ForgivableUnfinished
	if count < ForgivableTwice {
		s.most = 1
	}
	if s.most > 1 {
		s.firm |= 1
	}
	if count >= Forgivable {
		p.loose = &Pattern{symbols: p.symbols, letters: true, slips: s}
	}
	return p
}

// slips says where the letters of a loose pattern stand, as sets of symbols.
type slips struct {
	at      ['z' - 'a' + 1]uint64 // by letter
	letters uint64                // any letter
	end     uint64                // behind the last symbol
	firm    uint64                // where no mistake is made
	most    int                   // mistakes

	unfinished bool // the last syllable may be, with one mistake
}

// The sets of a Trail into a loose pattern, each of symbols that may come
// next. It is the automaton of Wu and Manber, "Fast text searching allowing
// errors" (1992), with sets for swaps: of them the text had the second of two
// letters, and must have the first.
const (
	right    = iota // no mistake was made
	confused        // sounds were confused
	wrong           // one mistake was made
	swapped         // a swap may be the first
	twice           // two mistakes were made
	again           // a swap may be the second
	sets
)

// slipped are the ways that the sets stand for.
func slipped(set int) Way {
	return [sets]Way{Confused, Confused, Misspelt, Misspelt, Garbled, Garbled}[set]
}

// begin returns the trail before a text, which must not begin with a letter or
// a digit: names in letters are found by Typo.
func (s *slips) begin(next Unit) Trail {
	if next.Latin() {
		return Trail{}
	}
	return s.tooMany(Trail{right: 1})
}

// tooMany adds where a trail leads if letters were typed that are too many.
func (s *slips) tooMany(t Trail) Trail {
	t[wrong] |= t[right] & s.letters &^ s.firm << 1
	if s.most > 1 {
		t[twice] |= t[wrong] & s.letters &^ s.firm << 1
	}
	return t
}

// slip is Step into a loose pattern.
func (p Pattern) slip(t Trail, u Unit) Trail {
	character := u.Character()
	if character.isLetter() {
		return p.slips.letter(t, byte(character))
	}
	next := p.sign(t, character)
	for _, s := range spoken().of(u) {
		if s.seldom {
			continue
		}
		for set, symbols := range p.slips.syllable(t, s) {
			next[set] |= symbols
		}
	}
	return next
}

// sign returns the trail after a character that is no letter, as it is typed.
func (p Pattern) sign(t Trail, character Unit) Trail {
	var next Trail
	if p.slips.letters == p.slips.end-1 {
		return next
	}
	var same uint64
	for i, u := range p.symbols {
		if u == character {
			same |= 1 << i
		}
	}
	for _, set := range [...]int{right, confused, wrong, twice} {
		next[set] = t[set] & same << 1
	}
	return p.slips.tooMany(next)
}

// syllable returns the trail after all letters of a sound or of one with which
// it is confused, with the end of the pattern if that is reached before.
func (s *slips) syllable(t Trail, one sound) Trail {
	var ended Trail
	for _, other := range one.confused {
		ended[confused] |= s.exactly(t[right]|t[confused], other)
	}
	for i := 0; i < len(one.syllable) && !t.Lost(); i++ {
		t = s.letter(t, one.syllable[i])
		for set, symbols := range t {
			if set <= confused || set == wrong && s.unfinished {
				ended[set] |= symbols & s.end
			}
		}
	}
	for set, symbols := range ended {
		t[set] |= symbols
	}
	return t
}

// exactly returns where a syllable leads without a mistake, with the end of
// the pattern if that is reached before.
func (s *slips) exactly(symbols uint64, syllable string) uint64 {
	ended := uint64(0)
	for i := 0; i < len(syllable) && symbols != 0; i++ {
		symbols = symbols & s.at[syllable[i]-'a'] << 1
		ended |= symbols & s.end
	}
	return symbols | ended
}

// letter returns the trail after one letter of text.
func (s *slips) letter(t Trail, letter byte) Trail {
	at := s.at[letter-'a']
	next := Trail{
		right:    t[right] & at << 1,
		confused: t[confused] & at << 1,
		wrong:    t[wrong]&at<<1 | s.mistake(t[right], t[swapped], at),
		swapped:  t[right] & s.letters &^ s.firm & (at >> 1),
	}
	if s.most > 1 {
		next[twice] = t[twice]&at<<1 | s.mistake(t[wrong], t[again], at)
		next[again] = t[wrong] & s.letters &^ s.firm & (at >> 1)
	}
	return s.tooMany(next)
}

// mistake returns where one more mistake leads: another letter was typed, or
// none, or a swap ends.
func (s *slips) mistake(from, swap, at uint64) uint64 {
	from &^= s.firm
	return from&s.letters<<1 | from | swap&at<<2
}
