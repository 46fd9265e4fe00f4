// Package text folds what people type so that two spellings of the same
// words meet: full-width letters, case and spaces.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s with compatibility forms unified (full-width letters and
// digits become half-width), lower case, and every run of white space as one
// space, of bytes that are no UTF-8 as one U+FFFD. Folding twice changes nothing.
func Fold(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd") // what follows a broken character was not normalised
	s = strings.ToLower(norm.NFKC.String(s))
	s = norm.NFKC.String(s) // lower case may compose where upper case did not: Ϊ with an accent
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}
