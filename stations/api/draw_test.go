package api_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// drawer draws values of the schemas of a document. Of every value it asks
// once whether to draw a wrong one.
type drawer struct {
	*rand.Rand
	doc   document
	known map[string][]any // words that the server knows, by the name of the field
	spite float64          // chance of a wrong value
}

// token stands in JSON as it is, be it JSON or not.
type token string

func (g *drawer) chance(p float64) bool { return g.Float64() < p }

func pick[T any](g *drawer, of []T) T { return of[g.IntN(len(of))] }

// value draws a value for a field of that name.
func (g *drawer) value(schema any, name string) any {
	s := g.doc.follow(schema)
	if g.chance(g.spite) {
		return g.wrong(s)
	}
	if words := g.fitting(s, name); len(words) > 0 && g.chance(0.9) {
		return pick(g, words)
	}
	if choices := list(s["oneOf"]); choices != nil {
		return g.value(pick(g, choices), name)
	}
	if enum := list(s["enum"]); enum != nil {
		return pick(g, enum)
	}
	if c, ok := s["const"]; ok {
		return c
	}
	switch types := typesOf(s); {
	case slices.Contains(types, "object"), s["allOf"] != nil:
		return g.object(s)
	case slices.Contains(types, "array"):
		return g.array(s, name)
	case slices.Contains(types, "integer"):
		return math.Round(g.within(s))
	case slices.Contains(types, "number"):
		return g.within(s)
	case slices.Contains(types, "boolean"):
		return g.chance(0.5)
	}
	return pick(g, g.known["text"])
}

// fitting returns the words for a field that the schema allows.
func (g *drawer) fitting(s map[string]any, name string) []any {
	return slices.DeleteFunc(slices.Clone(g.known[name]), func(word any) bool { return g.doc.conforms(s, word, name) != nil })
}

// within draws a number of a range, more often a small one than a large one.
func (g *drawer) within(s map[string]any) float64 {
	low, _ := number(s["minimum"])
	above, beyond := number(s["exclusiveMinimum"])
	if beyond {
		low = above + 0.25
	}
	high, ok := number(s["maximum"])
	if !ok {
		high = low + 1000
	}
	return math.Round((low+(high-low)*math.Pow(g.Float64(), 3))*1e4) / 1e4
}

func (g *drawer) array(s map[string]any, name string) []any {
	least, _ := number(s["minItems"])
	out := []any{}
	for range int(least) + g.IntN(3) {
		out = append(out, g.value(s["items"], name))
	}
	return out
}

// object draws what is required and some of the rest. An object without
// properties is a change to a record.
func (g *drawer) object(s map[string]any) map[string]any {
	out := map[string]any{}
	properties := g.doc.properties(s)
	if len(properties) == 0 {
		return g.change(0.2)
	}
	if properties["position_quality"] != nil && g.chance(0.8) { // a whole record, which has rules of its own
		return g.change(1)
	}
	required := g.doc.required(s)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		needed := slices.Contains(required, any(name)) && !g.chance(g.spite/4)
		if needed || g.chance(0.2) {
			out[name] = g.value(properties[name], name)
		}
	}
	g.pair(out, properties)
	if g.chance(g.spite / 4) {
		out[pick(g, hostileTexts())] = 1.0
	}
	return out
}

// pair makes places whole: who gives lon gives lat, mostly.
func (g *drawer) pair(out, properties map[string]any) {
	_, lon := out["lon"]
	_, lat := out["lat"]
	if lon != lat && properties["lat"] != nil && !g.chance(g.spite) {
		out["lon"], out["lat"] = g.value(properties["lon"], "lon"), g.value(properties["lat"], "lat")
	}
}

// change draws a share of the members of a record that stands, some of them
// wrong.
func (g *drawer) change(share float64) map[string]any {
	out := map[string]any{}
	record, _ := pick(g, g.known["record"]).(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(record)) {
		if g.chance(share) {
			out[name] = record[name]
		}
		if g.chance(g.spite / 8) {
			out[name] = g.wrong(nil)
		}
	}
	out["datum"] = pick(g, g.known["datum"])
	return out
}

// wrong draws a value that the schema likely forbids: just outside of its
// range, of another type, or hostile.
func (g *drawer) wrong(s map[string]any) any {
	var near []any
	for _, bound := range []string{"minimum", "maximum", "exclusiveMinimum"} {
		if v, ok := number(s[bound]); ok {
			near = append(near, v-1, v, v+1)
		}
	}
	if most, ok := number(s["maxLength"]); ok {
		near = append(near, string(bytes.Repeat([]byte("驿"), int(most)+1)))
	}
	if len(near) > 0 && g.chance(0.3) {
		return pick(g, near)
	}
	if g.chance(0.5) {
		return pick(g, hostileTexts())
	}
	return pick(g, hostileTokens())
}

// encode writes a value as JSON, tokens as they are.
func encode(v any) string {
	switch v := v.(type) {
	case token:
		return string(v)
	case map[string]any:
		var b bytes.Buffer
		for i, name := range slices.Sorted(maps.Keys(v)) {
			b.WriteByte("{,"[min(i, 1)])
			b.WriteString(encode(name) + ":" + encode(v[name]))
		}
		if len(v) == 0 {
			b.WriteByte('{')
		}
		return b.String() + "}"
	case []any:
		text := ""
		for i, item := range v {
			if i > 0 {
				text += ","
			}
			text += encode(item)
		}
		return "[" + text + "]"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(text)
}

// plain writes a value as a parameter of an address.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		text := ""
		for i, item := range v {
			if i > 0 {
				text += ","
			}
			text += plain(item)
		}
		return text
	}
	return encode(v)
}
