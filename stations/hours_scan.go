package stations

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// mark is one word of an opening_hours text.
type mark struct {
	kind   markKind
	text   string
	number int // of a number, or minutes of a clock
	at     int // in characters, from 1
}

type markKind uint8

const (
	markEnd     markKind = iota
	markWord             // letters
	markNumber           // digits
	markClock            // 8:30
	markAlways           // 24/7
	markComment          // "…", without the quotes
	markSign             // one of - , ; : [ ] + / ( ) or ||
)

// syntax is what is wrong with a text, and where.
type syntax struct {
	at   int
	what string
}

// Error implements error.
func (e *syntax) Error() string { return fmt.Sprintf("at character %d: %s", e.at, e.what) }

// scan cuts the text into marks; the last one is markEnd.
func scan(text string) ([]mark, error) {
	var marks []mark
	at := 1
	for rest := text; rest != ""; {
		if rest[0] == ' ' || rest[0] == '\t' {
			rest, at = rest[1:], at+1
			continue
		}
		m, length := markOf(rest)
		m.at = at
		if length == 0 {
			first, _ := utf8.DecodeRuneInString(rest)
			return nil, &syntax{at, "cannot read " + quote(string(first))}
		}
		marks = append(marks, m)
		at += utf8.RuneCountInString(rest[:length])
		rest = rest[length:]
	}
	return append(marks, mark{kind: markEnd, at: at}), nil
}

// markOf returns the mark at the head of s and its length in bytes, 0 when
// there is none.
func markOf(s string) (mark, int) {
	switch {
	case strings.HasPrefix(s, "24/7"):
		return mark{kind: markAlways, text: "24/7"}, 4
	case s[0] == '"':
		end := strings.IndexByte(s[1:], '"')
		if end < 0 {
			return mark{}, 0
		}
		return mark{kind: markComment, text: s[1 : end+1]}, end + 2
	case strings.HasPrefix(s, "||"):
		return mark{kind: markSign, text: "||"}, 2
	case strings.IndexByte("-,;:[]+/()", s[0]) >= 0:
		return mark{kind: markSign, text: s[:1]}, 1
	case letter(s[0]):
		n := span(s, letter)
		return mark{kind: markWord, text: strings.ToLower(s[:n])}, n
	case digit(s[0]):
		return numberOf(s)
	}
	return mark{}, 0
}

// numberOf reads "8:30" or a number of at most four digits.
func numberOf(s string) (mark, int) {
	n := span(s, digit)
	if n > 4 {
		return mark{}, 0
	}
	value := decimal(s[:n])
	rest := s[n:]
	if n <= 2 && len(rest) >= 3 && rest[0] == ':' && span(rest[1:], digit) == 2 {
		return mark{kind: markClock, text: s[:n+3], number: value*60 + decimal(rest[1:3])}, n + 3
	}
	return mark{kind: markNumber, text: s[:n], number: value}, n
}

func decimal(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

// span returns how many leading bytes are of the class.
func span(s string, class func(byte) bool) int {
	n := 0
	for n < len(s) && class(s[n]) {
		n++
	}
	return n
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }
