package cql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Parse reads a filter about records of the schema. A moment without a zone
// is in zone. The error is an *Error.
func Parse(text string, schema Schema, zone *time.Location) (*Expr, error) {
	switch {
	case len(text) > MaxLength:
		return nil, &Error{MaxLength, fmt.Sprintf("a filter has at most %d bytes", MaxLength)}
	case !utf8.ValidString(text):
		return nil, &Error{0, "a filter is UTF-8"}
	}
	p := &parser{scanner: scanner{text: text}, schema: schema, zone: zone}
	p.advance()
	root := p.alternatives()
	if p.failed == nil && p.tok.kind != end {
		p.fail("expected AND, OR or the end")
	}
	if p.failed != nil {
		return nil, p.failed
	}
	return &Expr{root}, nil
}

// parser goes down the grammar. After the first failure it reads nothing more.
type parser struct {
	scanner
	tok    token
	schema Schema
	zone   *time.Location
	depth  int
	failed *Error
}

func (p *parser) fail(text string) {
	if p.failed == nil {
		p.failed = &Error{p.tok.at, text}
	}
	p.tok = token{at: len(p.text)}
}

func (p *parser) advance() token {
	was := p.tok
	if p.failed != nil {
		return was
	}
	next, err := p.next()
	if errors.As(err, &p.failed) {
		next = token{at: len(p.text)}
	}
	p.tok = next
	return was
}

// takes goes past the word or sign if it comes next.
func (p *parser) takes(text string) bool {
	if !p.tok.is(text) {
		return false
	}
	p.advance()
	return true
}

func (p *parser) expect(text string) {
	if !p.takes(text) {
		p.fail("expected " + text)
	}
}

func (p *parser) alternatives() node {
	parts := either{p.conditions()}
	for p.takes("OR") {
		parts = append(parts, p.conditions())
	}
	return parts
}

func (p *parser) conditions() node {
	parts := every{p.condition()}
	for p.takes("AND") {
		parts = append(parts, p.condition())
	}
	return parts
}

func (p *parser) condition() node {
	if p.depth++; p.depth > MaxDepth {
		p.fail(fmt.Sprintf("more than %d brackets and NOT within each other", MaxDepth))
	}
	defer func() { p.depth-- }()
	switch {
	case p.failed != nil:
		return always(no)
	case p.takes("NOT"):
		return not{p.condition()}
	case p.takes("("):
		inner := p.alternatives()
		p.expect(")")
		return inner
	case p.takes("TRUE"):
		return always(yes)
	case p.takes("FALSE"):
		return always(no)
	case p.tok.kind == word && p.startsCall():
		return p.call()
	}
	return p.predicate()
}

// startsCall reports whether the word is one of the predicates that are
// written as a call.
func (p *parser) startsCall() bool {
	name := strings.ToUpper(p.tok.text)
	return slices.Contains([]string{"S_INTERSECTS", "S_WITHIN", "T_AFTER", "T_BEFORE", "T_EQUALS", "T_DURING", "A_CONTAINS", "A_OVERLAPS"}, name)
}

// property reads the name of one, of any of the types, or of all types.
func (p *parser) property(types ...Type) (string, Type) {
	t := p.tok
	if t.kind != word && t.kind != quoted {
		p.fail("expected the name of a property")
		return "", 0
	}
	kind, ok := p.schema[t.text]
	switch {
	case !ok:
		p.fail("there is no such property")
	case len(types) > 0 && !slices.Contains(types, kind):
		p.fail("this property cannot be asked so")
	}
	p.advance()
	return t.text, kind
}

// predicate reads what is asked of a property.
func (p *parser) predicate() node {
	fold := p.takes("CASEI")
	if fold {
		p.expect("(")
	}
	name, kind := p.property()
	if fold {
		p.expect(")")
		if kind != Text {
			p.fail("CASEI is for texts")
		}
	}
	if p.failed != nil {
		return always(no)
	}
	s := subject{p, name, kind, fold}
	if p.takes("IS") {
		negated := p.takes("NOT")
		p.expect("NULL")
		return negate(missing{name}, negated)
	}
	if kind == Place || kind == List {
		p.fail("a place or a list is asked with S_INTERSECTS or A_CONTAINS")
		return always(no)
	}
	negated := p.takes("NOT")
	switch {
	case p.takes("LIKE"):
		return negate(s.like(), negated)
	case p.takes("IN"):
		return negate(s.in(), negated)
	case p.takes("BETWEEN"):
		return negate(s.between(), negated)
	case negated:
		p.fail("expected LIKE, IN or BETWEEN")
		return always(no)
	}
	return s.comparison()
}

func negate(n node, negated bool) node {
	if negated {
		return not{n}
	}
	return n
}
