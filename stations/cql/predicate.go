package cql

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// subject is the property that a predicate is about.
type subject struct {
	*parser
	name string
	kind Type
	fold bool // case does not matter
}

// comparison reads = <> < <= > >= and a value.
func (s subject) comparison() node {
	sign := s.tok
	signs := map[string]func(order int) bool{
		"=": func(o int) bool { return o == 0 }, "<>": func(o int) bool { return o != 0 },
		"<": func(o int) bool { return o < 0 }, "<=": func(o int) bool { return o <= 0 },
		">": func(o int) bool { return o > 0 }, ">=": func(o int) bool { return o >= 0 },
	}
	accepts, ok := signs[sign.text]
	if !ok {
		s.fail("expected a comparison, LIKE, IN, BETWEEN or IS NULL")
		return always(no)
	}
	if s.kind == Flag && sign.text != "=" && sign.text != "<>" {
		s.fail("a flag is TRUE or FALSE, neither is more")
	}
	s.advance()
	want := s.value()
	if s.failed != nil {
		return always(no)
	}
	return s.test(func(v any) bool { return accepts(order(v, want)) })
}

// test asks about the value, folded when case does not matter.
func (s subject) test(holds func(any) bool) node {
	if !s.fold {
		return test{s.name, holds}
	}
	return test{s.name, func(v any) bool { return holds(folded(v.(string))) }}
}

func folded(text string) string { return strings.ToLower(text) }

func (s subject) in() node {
	var list []any
	s.expect("(")
	for {
		list = append(list, s.value())
		if !s.takes(",") {
			break
		}
	}
	s.expect(")")
	if s.failed != nil {
		return always(no)
	}
	return s.test(func(v any) bool {
		return slices.ContainsFunc(list, func(want any) bool { return order(v, want) == 0 })
	})
}

func (s subject) between() node {
	if s.kind == Flag {
		s.fail("a flag is TRUE or FALSE, nothing is between")
	}
	low := s.value()
	s.expect("AND")
	high := s.value()
	if s.failed != nil {
		return always(no)
	}
	return s.test(func(v any) bool { return order(v, low) >= 0 && order(v, high) <= 0 })
}

// like reads a pattern: % is any text, _ any character, \ makes the next one
// itself.
func (s subject) like() node {
	if s.kind != Text {
		s.fail("LIKE is for texts")
		return always(no)
	}
	pattern, _ := s.value().(string)
	parts := pieces(pattern)
	return s.test(func(v any) bool { return matches(v.(string), parts) })
}

// piece is a part of a pattern: a run of any text, any one character, or a
// character.
type piece struct {
	any, one bool
	r        rune
}

func pieces(pattern string) []piece {
	var list []piece
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			list, escaped = append(list, piece{r: r}), false
		case r == '\\':
			escaped = true
		case r == '%':
			list = append(list, piece{any: true})
		case r == '_':
			list = append(list, piece{one: true})
		default:
			list = append(list, piece{r: r})
		}
	}
	return list
}

// matches walks the text with one place to go back to: the last %.
func matches(text string, parts []piece) bool {
	i, at, backPart, backAt := 0, 0, -1, 0
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case i < len(parts) && parts[i].any:
			backPart, backAt = i, at
			i++
		case i < len(parts) && (parts[i].one || parts[i].r == r):
			i, at = i+1, at+size
		case backPart >= 0:
			_, step := utf8.DecodeRuneInString(text[backAt:])
			backAt += step
			i, at = backPart+1, backAt
		default:
			return false
		}
	}
	for i < len(parts) && parts[i].any {
		i++
	}
	return i == len(parts)
}

// value reads a literal of the subject's type.
func (s subject) value() any {
	switch s.kind {
	case Text:
		return s.textValue()
	case Number:
		if t := s.tok; t.kind == number {
			s.advance()
			return t.value
		}
		s.fail("expected a number")
	case Flag:
		switch {
		case s.takes("TRUE"):
			return true
		case s.takes("FALSE"):
			return false
		}
		s.fail("expected TRUE or FALSE")
	case Moment:
		return s.moment()
	}
	return nil
}

func (s subject) textValue() any {
	within := s.takes("CASEI")
	if within {
		s.expect("(")
	}
	t := s.tok
	if t.kind != literal {
		s.fail("expected a text in single quotation marks")
		return ""
	}
	s.advance()
	if within {
		s.expect(")")
	}
	if s.fold || within {
		return folded(t.text)
	}
	return t.text
}

// moment reads DATE('2026-05-01'), TIMESTAMP('2026-05-01T08:00:00Z') or the
// bare text of either. A date is its first moment.
func (p *parser) moment() time.Time {
	within := p.takes("DATE") || p.takes("TIMESTAMP")
	if within {
		p.expect("(")
	}
	t := p.tok
	at, ok := p.readMoment(t.text)
	if t.kind != literal || !ok {
		p.fail("expected a moment such as TIMESTAMP('2026-05-01T08:00:00Z') or DATE('2026-05-01')")
	}
	p.advance()
	if within {
		p.expect(")")
	}
	return at
}

func (p *parser) readMoment(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, strings.ToUpper(text), p.zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
