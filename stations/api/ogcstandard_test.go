package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// standard is what the standard requires of answers.
func standard(t *testing.T) document {
	t.Helper()
	raw, err := os.ReadFile("testdata/ogcfeatures.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := yaml.Unmarshal(raw, &root); err != nil {
		t.Fatal(err)
	}
	return newDocument(t, root)
}

// schemaAt names the standard's schema of an address, and the relations that
// its answer must link to.
func schemaAt(address string) (schema string, rels []string) {
	address, _, _ = strings.Cut(address, "?")
	parts := strings.Split(strings.Trim(address, "/"), "/")
	switch {
	case parts[0] != "ogc":
		return "", nil
	case len(parts) == 1:
		return "landing", []string{"self", "alternate", "service-desc", "service-doc", "conformance", "data"}
	case parts[1] == "conformance":
		return "conformance", nil
	case len(parts) == 2:
		return "collections", []string{"self", "alternate"}
	case len(parts) == 3:
		return "collection", []string{"self", "alternate", "items", "http://www.opengis.net/def/rel/ogc/1.0/queryables"}
	case len(parts) == 5:
		return "feature", []string{"self", "alternate", "collection"}
	case parts[3] == "queryables":
		return "queryables", nil
	}
	return "items", []string{"self", "alternate"}
}

func TestEveryAnswerHoldsToTheStandardOfFeatures(t *testing.T) {
	r, d := newRig(t, nil), standard(t)
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":1,"k":2}`), &struct{}{})
	seen, kinds := map[string]bool{}, map[string]int{}
	for queue := []string{"/ogc"}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		schema, rels := schemaAt(at)
		if seen[at] || schema == "" || strings.Contains(at, "f=html") {
			continue
		}
		seen[at] = true
		kinds[schema]++
		var answer map[string]any
		if err := json.Unmarshal(r.ask(http.MethodGet, at, "").Body.Bytes(), &answer); err != nil {
			t.Errorf("GET %s is not JSON: %v", at, err)
			continue
		}
		if err := d.conforms(d.root[schema], answer, schema); err != nil {
			t.Errorf("GET %s breaks the standard: %v", at, err)
		}
		for _, rel := range rels {
			if !slices.Contains(relations(answer), rel) {
				t.Errorf("GET %s links to %v, not to %s", at, relations(answer), rel)
			}
		}
		for _, href := range hrefs(answer) {
			queue = append(queue, path(t, href))
		}
		for _, f := range list(answer["features"]) {
			feature, _ := f.(map[string]any)
			if page, _, _ := strings.Cut(at, "?"); schema == "items" {
				queue = append(queue, page+"/"+text(feature["id"]))
			}
		}
	}
	for _, schema := range []string{"landing", "conformance", "collections", "collection", "queryables", "items", "feature"} {
		if kinds[schema] == 0 {
			t.Errorf("no answer of the kind %s was held to the standard", schema)
		}
	}
	if kinds["collection"] < 4 || kinds["feature"] < 10 {
		t.Errorf("%v answers were held to the standard, want those of 4 collections and of some features", kinds)
	}
}

func relations(answer map[string]any) (rels []string) {
	for _, l := range list(answer["links"]) {
		link, _ := l.(map[string]any)
		rels = append(rels, text(link["rel"]))
	}
	return rels
}

func TestTheStandardsSchemasRefuseWhatBreaksThem(t *testing.T) {
	d := standard(t)
	for sentence, c := range map[string]struct{ schema, answer string }{
		"a landing page without links": {"landing", `{"title":"x"}`},
		"a link without an address":    {"landing", `{"links":[{"rel":"self"}]}`},
		"a relative link":              {"links", `[{"rel":"self","href":"/ogc"}]`},
		"a feature without a geometry": {"feature", `{"type":"Feature","properties":{}}`},
		"a ring of three positions":    {"feature", `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[1,2],[2,3],[1,2]]]}}`},
		"a bbox of five numbers":       {"collection", `{"id":"x","links":[],"extent":{"spatial":{"bbox":[[1,2,3,4,5]]}}}`},
		"a count below nothing":        {"items", `{"type":"FeatureCollection","features":[],"numberMatched":-1}`},
	} {
		var answer any
		if err := json.Unmarshal([]byte(c.answer), &answer); err != nil {
			t.Fatal(err)
		}
		if d.conforms(d.root[c.schema], answer, c.schema) == nil {
			t.Errorf("%s is taken for one that holds to the standard", sentence)
		}
	}
}
