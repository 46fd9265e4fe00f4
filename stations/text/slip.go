package text

// Forgivable is how many letters a pattern must have before one of them may
// be wrong.
const Forgivable = 5

// Loosely returns what is worth asking when nothing is found: the query with
// one mistake in its letters, or with one in each of its terms that has enough
// of them, found as Misspelt. A mistake is a letter that is wrong, missing or
// too many, or two that are swapped; so zh for z, ing for in and l for n are
// one each. What is found begins with an ideograph. Syllables are read in usual
// ways and in full, but for the last.
//
// It reports false when the query has fewer than Forgivable letters.
func (q Query) Loosely() (Query, bool) {
	whole, ok := q.Whole.loosely().Loose()
	if !ok {
		return Query{}, false
	}
	loose := Query{Whole: whole}
	for _, term := range q.Terms {
		loose.Terms = append(loose.Terms, term.loosely())
	}
	return loose, true
}

// Loose returns the pattern that stands for p with one mistake, if one is
// forgiven.
func (p Pattern) Loose() (Pattern, bool) {
	if p.loose == nil {
		return Pattern{}, false
	}
	return *p.loose, true
}

// loosely returns p with a loose pattern, if it is long enough.
func (p Pattern) loosely() Pattern {
	s, count := &slips{end: 1 << len(p.symbols)}, 0
	for i, u := range p.symbols {
		if u.isLetter() {
			s.at[u-'a'] |= 1 << i
			s.letters |= 1 << i
			count++
		}
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
}

// The sets of a Trail into a loose pattern, each of symbols that may come
// next. It is the automaton of Wu and Manber, "Fast text searching allowing
// errors" (1992), with a set for swaps.
const (
	right   = iota // no mistake was made
	swapped        // the text had the second of two letters, and must have the first
	wrong          // one mistake was made
)

// begin returns the trail before a text, which must not begin with a letter or
// a digit: names in letters are found by Typo.
func (s *slips) begin(next Unit) Trail {
	if next.Latin() {
		return Trail{}
	}
	return Trail{right: 1, wrong: 1 & s.letters << 1}
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
		for w, set := range p.slips.syllable(t, s.syllable) {
			next[w] |= set
		}
	}
	return next
}

// sign returns the trail after a character that is no letter, as it is typed.
func (p Pattern) sign(t Trail, character Unit) Trail {
	var same uint64
	for i, u := range p.symbols {
		if u == character {
			same |= 1 << i
		}
	}
	next := Trail{right: t[right] & same << 1, wrong: t[wrong] & same << 1}
	next[wrong] |= next[right] & p.slips.letters << 1
	return next
}

// syllable returns the trail after all its letters, with the end of the pattern
// if that is reached before.
func (s *slips) syllable(t Trail, syllable string) Trail {
	ended := uint64(0)
	for i := 0; i < len(syllable) && !t.Lost(); i++ {
		t = s.letter(t, syllable[i])
		ended |= (t[right] | t[wrong]) & s.end
	}
	t[wrong] |= ended
	return t
}

// letter returns the trail after one letter of text.
func (s *slips) letter(t Trail, letter byte) Trail {
	at := s.at[letter-'a']
	next := Trail{right: t[right] & at << 1, swapped: t[right] & s.letters & (at >> 1)}
	next[wrong] = t[wrong]&at<<1 | // no further mistake
		t[right]&s.letters<<1 | // another letter was typed
		t[right]&^s.end | // none was
		t[swapped]&at<<2 |
		next[right]&s.letters<<1 // one too many is behind it
	return next
}
