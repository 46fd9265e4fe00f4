package report

import (
	"strings"
	"unicode"
)

// Marks that a line of Chinese does not begin with, or end with.
const (
	closing = "，。、；：！？）》”’％,.;:!?)%"
	opening = "（《“‘("
)

// pieces cuts a text where a line may end: after a blank, and on either side
// of a Chinese character, so that English words beside it stay whole.
func pieces(text string) (list []string) {
	runes, start := []rune(text), 0
	for i := 1; i < len(runes); i++ {
		if mayEnd(runes[i-1], runes[i]) {
			list, start = append(list, string(runes[start:i])), i
		}
	}
	return append(list, string(runes[start:]))
}

// mayEnd reports whether a line may end between two characters.
func mayEnd(before, after rune) bool {
	switch {
	case after == ' ' || strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before):
		return false
	case before == ' ':
		return true
	}
	return wide(before) || wide(after)
}

// wide reports whether a character is Chinese, or a mark as wide as one.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}
