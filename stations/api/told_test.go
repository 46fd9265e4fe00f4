package api_test

import (
	"maps"
	"slices"
	"testing"
)

// untold returns the members of a decoded answer that the document does not
// tell of, by their paths: a client made from it would not know them. A schema
// says additionalProperties where it is open on purpose.
func (d document) untold(schema any, value any, at string) []string {
	leaves := d.leaves(schema, value)
	var missing []string
	switch v := value.(type) {
	case []any:
		items := gather(leaves, func(s map[string]any) any { return s["items"] })
		for _, item := range v {
			missing = append(missing, d.untold(items, item, at+"[]")...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			inner := gather(leaves, func(s map[string]any) any { return member(s, name) })
			if len(list(inner["allOf"])) == 0 {
				missing = append(missing, at+"."+name)
				continue
			}
			missing = append(missing, d.untold(inner, v[name], at+"."+name)...)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// leaves returns the schemas that speak of a value: all of allOf, and those of
// oneOf that it fits.
func (d document) leaves(schema any, value any) []map[string]any {
	s := d.follow(schema)
	if s == nil {
		return nil
	}
	all := []map[string]any{s}
	for _, part := range list(s["allOf"]) {
		all = append(all, d.leaves(part, value)...)
	}
	for _, choice := range list(s["oneOf"]) {
		if d.conforms(choice, value, "") == nil {
			all = append(all, d.leaves(choice, value)...)
		}
	}
	return all
}

// member returns what a schema says of a member: a schema, true for anything,
// or nil.
func member(s map[string]any, name string) any {
	properties, _ := s["properties"].(map[string]any)
	if inner, ok := properties[name]; ok {
		return inner
	}
	if more := s["additionalProperties"]; more != false {
		return more
	}
	return nil
}

// gather joins what several schemas say; of what may be anything nothing more
// is asked.
func gather(schemas []map[string]any, part func(map[string]any) any) map[string]any {
	var all []any
	for _, s := range schemas {
		switch inner := part(s).(type) {
		case nil:
		case bool:
			all = append(all, map[string]any{"additionalProperties": true, "items": map[string]any{"additionalProperties": true}})
		default:
			all = append(all, inner)
		}
	}
	return map[string]any{"allOf": all}
}

// An object of which nothing is said would be any object to a client.
func TestTheDocumentLeavesNoObjectOpenByOversight(t *testing.T) {
	doc := readDocument(t)
	var walk func(value any, at string)
	walk = func(value any, at string) {
		switch v := value.(type) {
		case map[string]any:
			if slices.Contains(typesOf(v), "object") && v["properties"] == nil && v["allOf"] == nil && v["additionalProperties"] == nil {
				t.Errorf("%s says nothing of its members", at)
			}
			for _, key := range slices.Sorted(maps.Keys(v)) {
				walk(v[key], at+"/"+key)
			}
		case []any:
			for _, item := range v {
				walk(item, at)
			}
		}
	}
	walk(doc.root, "")
}

func TestUntoldFindsMembersThatNoSchemaNames(t *testing.T) {
	d := newDocument(t, map[string]any{
		"a": map[string]any{"type": "object", "properties": map[string]any{"n": map[string]any{"type": "number"}}},
		"b": map[string]any{"oneOf": []any{map[string]any{"$ref": "#/a"}, map[string]any{"type": "string"}}},
	})
	known := map[string]any{"$ref": "#/a"}
	value := map[string]any{"n": 1.0, "m": 2.0}
	for _, c := range []struct {
		name   string
		schema map[string]any
		value  any
		want   []string
	}{
		{"a member beside those named", known, value, []string{"answer.m"}},
		{"in a list", map[string]any{"items": known}, []any{value, value}, []string{"answer[].m"}},
		{"named by another part", map[string]any{"allOf": []any{known, map[string]any{"properties": map[string]any{"m": map[string]any{}}}}}, value, nil},
		{"in one of two", map[string]any{"$ref": "#/b"}, value, []string{"answer.m"}},
		{"in an object that is open", map[string]any{"additionalProperties": true}, map[string]any{"deep": []any{value}}, nil},
		{"in an object whose members are of one kind", map[string]any{"additionalProperties": known}, map[string]any{"x": value}, []string{"answer.x.m"}},
		{"in an object of which nothing is said", map[string]any{"type": "object"}, value, []string{"answer.m", "answer.n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := d.untold(c.schema, c.value, "answer"); !slices.Equal(got, c.want) {
				t.Errorf("untold(%v, %v) = %v, want %v", c.schema, c.value, got, c.want)
			}
		})
	}
}
