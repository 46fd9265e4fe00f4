package api_test

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"
	"unicode/utf8"
)

// conforms returns where a decoded JSON value breaks a schema of the document,
// nil when it does not. It knows the words that the document uses.
func (d document) conforms(schema any, value any, at string) error {
	s := d.follow(schema)
	for _, all := range list(s["allOf"]) {
		if err := d.conforms(all, value, at); err != nil {
			return err
		}
	}
	if err := d.oneOf(s, value, at); err != nil {
		return err
	}
	if want, ok := s["const"]; ok && !reflect.DeepEqual(want, value) {
		return fmt.Errorf("%s = %v, want %v", at, value, want)
	}
	if enum := list(s["enum"]); enum != nil && !slices.Contains(enum, value) {
		return fmt.Errorf("%s = %v, want one of %v", at, value, enum)
	}
	if types := typesOf(s); len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return is(t, value) }) {
		return fmt.Errorf("%s = %v, want %v", at, value, types)
	}
	switch v := value.(type) {
	case string:
		return textConforms(s, v, at)
	case float64:
		return numberConforms(s, v, at)
	case []any:
		return d.listConforms(s, v, at)
	case map[string]any:
		return d.objectConforms(s, v, at)
	}
	return nil
}

// oneOf holds a value to exactly one of the schemas, if there are any.
func (d document) oneOf(s map[string]any, value any, at string) error {
	choices := list(s["oneOf"])
	fits := 0
	for _, choice := range choices {
		if d.conforms(choice, value, at) == nil {
			fits++
		}
	}
	if len(choices) > 0 && fits != 1 {
		return fmt.Errorf("%s = %v fits %d of %d schemas, want 1", at, value, fits, len(choices))
	}
	return nil
}

// typesOf returns the types that a schema allows; none for all.
func typesOf(s map[string]any) []string {
	if t := text(s["type"]); t != "" {
		return []string{t}
	}
	var types []string
	for _, t := range list(s["type"]) {
		types = append(types, text(t))
	}
	return types
}

func is(kind string, value any) bool {
	switch v := value.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && v == math.Trunc(v)
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}

func textConforms(s map[string]any, v, at string) error {
	if most, ok := number(s["maxLength"]); ok && float64(utf8.RuneCountInString(v)) > most {
		return fmt.Errorf("%s has %d characters, want at most %v", at, utf8.RuneCountInString(v), most)
	}
	forms := map[string]string{
		"uuid": `^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`, "date": `^\d{4}-\d\d-\d\d$`, "uri": `^[a-z]+:`,
	}
	for _, pattern := range []string{forms[text(s["format"])], text(s["pattern"])} {
		if pattern != "" && !regexp.MustCompile(pattern).MatchString(v) {
			return fmt.Errorf("%s = %q, want %s", at, v, pattern)
		}
	}
	if s["format"] == "date-time" {
		if _, err := time.Parse(time.RFC3339, v); err != nil {
			return fmt.Errorf("%s = %q, want RFC 3339", at, v)
		}
	}
	return nil
}

func numberConforms(s map[string]any, v float64, at string) error {
	least, low := number(s["minimum"])
	above, beyond := number(s["exclusiveMinimum"])
	most, high := number(s["maximum"])
	if low && v < least || beyond && v <= above || high && v > most {
		return fmt.Errorf("%s = %v is out of its range", at, v)
	}
	return nil
}

func (d document) listConforms(s map[string]any, v []any, at string) error {
	least, low := number(s["minItems"])
	most, high := number(s["maxItems"])
	if n := float64(len(v)); low && n < least || high && n > most {
		return fmt.Errorf("%s has %v items", at, n)
	}
	for i, item := range v {
		if err := d.conforms(s["items"], item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func (d document) objectConforms(s map[string]any, v map[string]any, at string) error {
	for _, name := range list(s["required"]) {
		if _, ok := v[text(name)]; !ok {
			return fmt.Errorf("%s lacks %v", at, name)
		}
	}
	properties, _ := s["properties"].(map[string]any)
	for name, inner := range v {
		schema, known := properties[name]
		if !known && s["additionalProperties"] == false {
			return fmt.Errorf("%s has %s, which no property is", at, name)
		}
		if !known {
			schema, _ = s["additionalProperties"].(map[string]any)
		}
		if err := d.conforms(schema, inner, at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func TestConformsTellsWhatBreaksASchema(t *testing.T) {
	d := document{root: map[string]any{"n": map[string]any{"type": "integer", "minimum": 1, "maximum": 3.5}}}
	number := map[string]any{"$ref": "#/n"}
	for _, c := range []struct {
		name   string
		schema map[string]any
		value  any
		fits   bool
	}{
		{"a number in its range", number, 2.0, true},
		{"a number below it", number, 0.0, false},
		{"a fraction for a whole number", number, 1.5, false},
		{"a text for a number", number, "2", false},
		{"null where it is allowed", map[string]any{"type": []any{"string", "null"}}, nil, true},
		{"null where it is not", map[string]any{"type": "string"}, nil, false},
		{"a member that is required", map[string]any{"required": []any{"a"}}, map[string]any{}, false},
		{"a member that nobody knows", map[string]any{"additionalProperties": false}, map[string]any{"a": 1.0}, false},
		{"a member that breaks its own schema", map[string]any{"properties": map[string]any{"a": number}}, map[string]any{"a": 9.0}, false},
		{"an item that breaks its own schema", map[string]any{"items": number}, []any{1.0, 9.0}, false},
		{"too many items", map[string]any{"maxItems": 1}, []any{1.0, 9.0}, false},
		{"a word of a list", map[string]any{"enum": []any{"a"}}, "a", true},
		{"a word of no list", map[string]any{"enum": []any{"a"}}, "b", false},
		{"a text with another pattern", map[string]any{"pattern": "^a$"}, "b", false},
		{"a moment", map[string]any{"format": "date-time"}, "2026-11-20T12:00:00+08:00", true},
		{"no moment", map[string]any{"format": "date-time"}, "noon", false},
		{"a text too long", map[string]any{"maxLength": 1}, "驿站", false},
		{"one of two", map[string]any{"oneOf": []any{number, map[string]any{"type": "string"}}}, "b", true},
		{"none of two", map[string]any{"oneOf": []any{number, map[string]any{"type": "string"}}}, true, false},
		{"one of all", map[string]any{"allOf": []any{number, map[string]any{"maximum": 1}}}, 2.0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := d.conforms(c.schema, c.value, "value"); (err == nil) != c.fits {
				t.Errorf("conforms(%v, %v) = %v, fits: %v", c.schema, c.value, err, c.fits)
			}
		})
	}
}
