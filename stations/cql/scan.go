package cql

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what a token is.
type kind uint8

const (
	end kind = iota
	word
	quoted // "a property"
	literal
	number
	sign
)

type token struct {
	kind  kind
	text  string // a word as written, a literal without its quotes, a sign
	value float64
	at    int
}

// is reports whether the token is that sign, or that word in any case.
func (t token) is(text string) bool {
	return t.kind == sign && t.text == text || t.kind == word && strings.EqualFold(t.text, text)
}

// scanner cuts a text into tokens.
type scanner struct {
	text string
	at   int
}

func (s *scanner) next() (token, error) {
	s.skip()
	t := token{at: s.at}
	if s.at == len(s.text) {
		return t, nil
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	switch {
	case r == '\'':
		return s.enclosed(t, literal, '\'')
	case r == '"':
		return s.enclosed(t, quoted, '"')
	case unicode.IsDigit(r), (r == '-' || r == '+' || r == '.') && s.digitFollows():
		return s.number(t)
	case unicode.IsLetter(r) || r == '_':
		return s.word(t), nil
	}
	return s.sign(t)
}

func (s *scanner) skip() {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
}

func (s *scanner) digitFollows() bool {
	rest := strings.TrimLeft(s.text[s.at:], "+-.")
	return len(s.text)-s.at-len(rest) <= 2 && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

// enclosed reads up to the closing mark; a doubled one stands for itself.
func (s *scanner) enclosed(t token, k kind, mark byte) (token, error) {
	var b strings.Builder
	for i := s.at + 1; i < len(s.text); i++ {
		if s.text[i] != mark {
			b.WriteByte(s.text[i])
			continue
		}
		if i+1 < len(s.text) && s.text[i+1] == mark {
			b.WriteByte(mark)
			i++
			continue
		}
		s.at, t.kind, t.text = i+1, k, b.String()
		return t, nil
	}
	return t, &Error{s.at, "a quotation mark is not closed"}
}

func (s *scanner) number(t token) (token, error) {
	from := s.at
	for s.at++; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		sign := (c == '+' || c == '-') && (s.text[s.at-1] == 'e' || s.text[s.at-1] == 'E')
		if !sign && strings.IndexByte("0123456789.eE", c) < 0 {
			break
		}
	}
	v, err := strconv.ParseFloat(s.text[from:s.at], 64)
	if err != nil {
		return t, &Error{from, "this is no number"}
	}
	t.kind, t.text, t.value = number, s.text[from:s.at], v
	return t, nil
}

func (s *scanner) word(t token) token {
	from := s.at
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' && r != ':' {
			break
		}
		s.at += size
	}
	t.kind, t.text = word, s.text[from:s.at]
	return t
}

func (s *scanner) sign(t token) (token, error) {
	for _, text := range []string{"<>", "<=", ">=", "<", ">", "=", "(", ")", ","} {
		if strings.HasPrefix(s.text[s.at:], text) {
			s.at += len(text)
			t.kind, t.text = sign, text
			return t, nil
		}
	}
	return t, &Error{s.at, "this character means nothing here"}
}
