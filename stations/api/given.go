package api

import (
	"iter"
	"net/url"
	"slices"
	"strings"
)

// given are the named values of a question, in the order in which they were
// given. There are a few at most, so a list does what a map would, and costs
// less.
type given []field

// field is one of them. A name may be given more than once.
type field struct {
	name, value string
	read        bool // somebody has asked for it
}

// parseGiven reads the query of an address as url.ParseQuery does. It
// reports false when that is not well formed.
func parseGiven(query string, list given) (given, bool) {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if strings.IndexByte(pair, ';') >= 0 {
			return nil, false
		}
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := unescape(name)
		if err != nil {
			return nil, false
		}
		if value, err = unescape(value); err != nil {
			return nil, false
		}
		list = append(list, field{name: name, value: value})
	}
	return list, true
}

// unescape undoes the escapes of a query, which most words have none of.
func unescape(s string) (string, error) {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s, nil
	}
	return url.QueryUnescape(s)
}

// add appends a value.
func (g *given) add(name, value string) { *g = append(*g, field{name: name, value: value}) }

// has reports whether the name was given, with any value.
func (g given) has(name string) bool {
	for i := range g {
		if g[i].name == name {
			return true
		}
	}
	return false
}

// each yields the values of a name, which counts as read.
func (g given) each(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range g {
			if g[i].name == name {
				g[i].read = true
				if !yield(g[i].value) {
					return
				}
			}
		}
	}
}

// first returns the first value of a name, which counts as read, and how many
// there are.
func (g given) first(name string) (value string, count int) {
	for i := range g {
		if g[i].name == name {
			g[i].read = true
			if count++; count == 1 {
				value = g[i].value
			}
		}
	}
	return value, count
}

// unread returns the names that nobody has asked for, each once, in order.
func (g given) unread() []string {
	var names []string
	for i := range g {
		if !g[i].read {
			names = append(names, g[i].name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
