package api_test

import (
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// judge holds values to the schemas of a document.
type judge struct {
	compiler *jsonschema.Compiler
	places   map[uintptr]string // of each object of the document: where it stands
	ready    map[string]*jsonschema.Schema
}

// documentAt is how the compiler names the document, which is nowhere.
const documentAt = "https://document.invalid/"

// newDocument makes a document of decoded YAML or JSON.
func newDocument(t testing.TB, root map[string]any) document {
	t.Helper()
	j := &judge{compiler: jsonschema.NewCompiler(), places: map[uintptr]string{}, ready: map[string]*jsonschema.Schema{}}
	j.compiler.AssertFormat()
	if err := j.compiler.AddResource(documentAt, root); err != nil {
		t.Fatal(err)
	}
	j.note(root, "")
	return document{root: root, judge: j}
}

// note remembers where objects stand, by JSON pointers.
func (j *judge) note(value any, at string) {
	switch v := value.(type) {
	case map[string]any:
		j.places[reflect.ValueOf(v).Pointer()] = at
		for key, inner := range v {
			j.note(inner, at+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key))
		}
	case []any:
		for i, inner := range v {
			j.note(inner, at+"/"+strconv.Itoa(i))
		}
	}
}

// conforms returns where a decoded JSON value breaks a schema, which is an
// object of the document; nil when it does not.
func (d document) conforms(schema any, value any, at string) error {
	object, ok := schema.(map[string]any)
	if !ok {
		return nil // nothing is said
	}
	place, known := d.places[reflect.ValueOf(object).Pointer()]
	if !known {
		return fmt.Errorf("%s: the schema is no part of the document", at)
	}
	if d.ready[place] == nil {
		ready, err := d.compiler.Compile(documentAt + "#" + (&url.URL{Fragment: place}).EscapedFragment())
		if err != nil {
			return err
		}
		d.ready[place] = ready
	}
	if err := d.ready[place].Validate(value); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	return nil
}

func TestConformsTellsWhatBreaksASchema(t *testing.T) {
	d := newDocument(t, map[string]any{
		"number": map[string]any{"type": "integer", "maximum": 3},
		"cases": map[string]any{
			"a/b": map[string]any{"properties": map[string]any{"n": map[string]any{"$ref": "#/number"}}, "unevaluatedProperties": false},
			"{c}": map[string]any{"type": []any{"string", "null"}, "format": "date-time"},
		},
	})
	cases := d.follow(d.root["cases"])
	for _, c := range []struct {
		name, schema string
		value        any
		fits         bool
	}{
		{"what a reference leads to", "a/b", map[string]any{"n": 2.0}, true},
		{"a break of what a reference leads to", "a/b", map[string]any{"n": 9.0}, false},
		{"a member that nobody knows", "a/b", map[string]any{"m": 2.0}, false},
		{"null where it is allowed", "{c}", nil, true},
		{"a moment", "{c}", "2026-11-20T12:00:00+08:00", true},
		{"no moment, though a text", "{c}", "noon", false},
		{"another type", "{c}", 2.0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := d.conforms(cases[c.schema], c.value, "value"); (err == nil) != c.fits {
				t.Errorf("conforms(%s, %v) = %v, fits: %v", c.schema, c.value, err, c.fits)
			}
		})
	}
}
