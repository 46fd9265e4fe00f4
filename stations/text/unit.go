package text

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Unit is a character as it is searched: folded, simplified, a letter, a digit
// or an ideograph. It is a code unit of UTF-16, or, where a word tells how
// its character is read, one that stands for the character and that reading.
// Units are for the process that made them: they are not to be kept.
type Unit uint16

// Marks between the fields of a composed document. No character is one.
const (
	NameMark  Unit = 1 // a name or an alias begins
	OtherMark Unit = 2 // another field begins
	EndMark   Unit = 3 // the document ended
)

// IsMark reports whether u stands between fields.
func (u Unit) IsMark() bool { return u <= EndMark }

// Character returns the unit of u's character, however it is read.
func (u Unit) Character() Unit {
	if u < told {
		return u
	}
	return spoken().character(u)
}

// Is reports whether u stands for a character, however it is read.
func (u Unit) Is(character Unit) bool {
	return u == character || u >= told && u.Character() == character
}

// Kin returns every unit that stands for the character u.
func (u Unit) Kin() []Unit {
	if kin := spoken().kin[u]; kin != nil {
		return kin
	}
	return []Unit{u}
}

// Latin reports whether u is a letter or a digit as keyboards have them: what
// stands before it matters.
func (u Unit) Latin() bool { return u.isLetter() || u.isDigit() }

func (u Unit) isLetter() bool { return u >= 'a' && u <= 'z' }

func (u Unit) isDigit() bool { return u >= '0' && u <= '9' }

// Joins reports whether u continues the word or the number that before ends.
func (u Unit) Joins(before Unit) bool {
	return u.isLetter() && before.isLetter() || u.isDigit() && before.isDigit()
}

// Compose returns a document to search in: its names, then its other fields,
// each after its mark, and EndMark.
func Compose(names, others []string) []Unit {
	var units []Unit
	for _, name := range names {
		units = spoken().append(append(units, NameMark), characters(name))
	}
	for _, other := range others {
		units = spoken().append(append(units, OtherMark), characters(other))
	}
	return append(units, EndMark)
}

// characters returns the letters, digits and ideographs of s, folded and
// simplified, accents dropped; ü as v, as pinyin is typed.
func characters(s string) []rune {
	var out []rune
	for _, r := range Simple(Fold(s)) {
		switch {
		case r < 0x80 || !unicode.Is(unicode.Latin, r):
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				out = append(out, r)
			}
		default:
			out = append(out, bare(r))
		}
	}
	return out
}

// bare returns a Latin letter without its accents.
func bare(r rune) rune {
	switch r {
	case 'ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return 'v'
	}
	return []rune(norm.NFD.String(string(r)))[0]
}
