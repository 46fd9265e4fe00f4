package wording

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"testing"
)

// spoken begins with Chinese, but for figures and signs.
var spoken = regexp.MustCompile(`^[^A-Za-z]*\p{Han}`)

// The texts of all refusals that the server can make are read from its
// sources. What an error of somebody else's says cannot be read there; the
// strangers of stations/api hold that to the same.
func TestEveryTextThatTheServerTellsHasChinese(t *testing.T) {
	p := readProgram(t)
	texts := p.told(t)
	for _, f := range texts {
		if Both(f.text) == f.text && !spoken.MatchString(f.text) {
			t.Errorf("%v: %q has no Chinese in the table of problems", p.files.Position(f.at), f.text)
		}
	}
	for _, c := range []struct{ way, text string }{
		{"a format", "must be a whole number of 1 to 7"},
		{"a function within a function, which adds", "is for mode truck"},
		{"a parameter of several callers", "cannot read areas: the store is closed"},
		{"the second value of a function", "is not a valid H3 cell"},
		{"the errors of a function from a list of functions", "at character 7: a month should follow the dash"},
		{"a variable of the package", "must be a box w,s,e,n with w ≤ e within ±180 and s ≤ n within ±90"},
		{"a filter's parser", "at character 7: expected AND, OR or the end"},
		{"a field of a literal", "this address does not take that method"},
		{"words in both languages", "密钥无效 the key is not valid, or was revoked"},
	} {
		if !slices.ContainsFunc(texts, func(f found) bool { return f.text == c.text }) {
			t.Errorf("of %d texts none is %q, which %s gives", len(texts), c.text, c.way)
		}
	}
}

// told returns the texts of all that tells people what is wrong.
func (p *program) told(t *testing.T) []found {
	t.Helper()
	var all []found
	for _, told := range []struct{ room, kind, field string }{
		{"yizhan/stations", "Error", "Text"},
		{"yizhan/stations", "Problem", "Problem"},
		{"yizhan/stations/exchange", "Problem", "Problem"},
		{"yizhan/stations/api", "refusal", "detail"},
	} {
		field := p.field(told.room, told.kind, told.field)
		if field == nil {
			t.Fatalf("%s has no %s.%s", told.room, told.kind, told.field)
		}
		for _, value := range p.given[field] {
			all = append(all, newReader(p).texts(value.from, value.nth)...)
		}
	}
	for _, call := range p.made {
		all = append(all, newReader(p).formatted(call, 1)...)
	}
	return once(all)
}

// field returns a field of a struct of a room, nil when there is none.
func (p *program) field(room, kind, name string) types.Object {
	field, _, _ := types.LookupFieldOrMethod(p.rooms[room].Scope().Lookup(kind).Type(), true, p.rooms[room], name)
	return field
}

func newReader(p *program) reader { return reader{p, map[types.Object]bool{}, map[ast.Node]bool{}} }
