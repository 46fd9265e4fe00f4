package api_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// document is openapi.yaml, read by a library that knows nothing of the
// server.
type document struct {
	root map[string]any
	*judge
}

// operation is one method of one path.
type operation struct {
	id, method, path string
	parameters       []map[string]any // references followed
	body             map[string]any   // content by media type; nil for none
	responses        map[string]any
}

func readDocument(t testing.TB) document {
	t.Helper()
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.Fatalf("openapi.yaml is not YAML: %v", err)
	}
	return newDocument(t, root)
}

// follow returns what a value refers to, or the value.
func (d document) follow(value any) map[string]any {
	m, _ := value.(map[string]any)
	reference, ok := m["$ref"].(string)
	if !ok {
		return m
	}
	var at any = d.root
	for part := range strings.SplitSeq(strings.TrimPrefix(reference, "#/"), "/") {
		m, _ := at.(map[string]any)
		at = m[part]
	}
	return d.follow(at)
}

// properties returns the members that a schema of an object names, by its
// parts too.
func (d document) properties(schema any) map[string]any {
	s := d.follow(schema)
	all := map[string]any{}
	for _, part := range list(s["allOf"]) {
		maps.Copy(all, d.properties(part))
	}
	own, _ := s["properties"].(map[string]any)
	maps.Copy(all, own)
	return all
}

// required returns the members that an object must have, by its parts too.
func (d document) required(schema any) []any {
	s := d.follow(schema)
	all := slices.Clone(list(s["required"]))
	for _, part := range list(s["allOf"]) {
		all = append(all, d.required(part)...)
	}
	return all
}

// operations lists every method of every path, in order.
func (d document) operations() []operation {
	var all []operation
	paths := d.follow(d.root["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := d.follow(paths[path])
		for _, method := range slices.Sorted(maps.Keys(item)) {
			o := d.follow(item[method])
			op := operation{id: text(o["operationId"]), method: strings.ToUpper(method), path: path, responses: d.follow(o["responses"])}
			for _, p := range list(o["parameters"]) {
				op.parameters = append(op.parameters, d.follow(p))
			}
			op.body = d.follow(d.follow(o["requestBody"])["content"])
			all = append(all, op)
		}
	}
	return all
}

// response returns what the operation says of a status, nil when it says
// nothing. 4XX stands for all of its hundred.
func (d document) response(op operation, status string) map[string]any {
	if r, ok := op.responses[status]; ok {
		return d.follow(r)
	}
	return d.follow(op.responses[status[:1]+"XX"])
}

// examples returns every example with its schema, by where it stands. That of a
// parameter or a body stands beside its schema.
func (d document) examples(value any, at string) map[string][2]any {
	found := map[string][2]any{}
	switch v := value.(type) {
	case map[string]any:
		schema := any(v)
		if beside, ok := v["schema"].(map[string]any); ok {
			schema = beside
		}
		for _, example := range list(v["examples"]) {
			found[at] = [2]any{schema, example}
		}
		if example, ok := v["example"]; ok {
			found[at] = [2]any{schema, example}
		}
		for key, inner := range v {
			maps.Copy(found, d.examples(inner, at+"/"+key))
		}
	case []any:
		for _, inner := range v {
			maps.Copy(found, d.examples(inner, at))
		}
	}
	return found
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

func text(v any) string { s, _ := v.(string); return s }

func list(v any) []any { l, _ := v.([]any); return l }

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}
