package api_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/nearby"
)

type stationOf = stations.Station

func newUnloaded() *nearby.Finder { return nearby.NewFinder(nil, nil) }

// Every operation says in its description which role it needs.
func TestTheDocumentSaysWhoMayAsk(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Pages = nil })
	document := r.ask(http.MethodGet, "/openapi.yaml", "").Body.String()
	checked := 0
	for _, route := range r.api.Routes() {
		at := strings.ReplaceAll(regexp.MustCompile(`:(\w+)`).ReplaceAllString(route.Path, "{$1}"), "{y}", "{y}.mvt")
		_, after, found := strings.Cut(document, "\n  "+at+":\n")
		_, after, ok := strings.Cut(after, "    "+strings.ToLower(route.Method)+":\n")
		if !found || !ok {
			continue // the test below says so
		}
		operation, _, _ := strings.Cut(after, "      responses:")
		want := "ole " + string(route.Needs)
		if route.Needs == api.Anonymous {
			want = "o key is needed"
		}
		if checked++; !strings.Contains(operation, want) {
			t.Errorf("%s %s does not say …%s in its description", route.Method, at, want)
		}
		if got := strings.Contains(operation, "\n      security: [{key: []}]\n"); got != (route.Needs != api.Anonymous) {
			t.Errorf("%s %s asks for a key by its security: %v, want %v", route.Method, at, got, !got)
		}
	}
	if checked < 60 {
		t.Errorf("%d operations were looked at, want all", checked)
	}
}

// Every route of the table is in the document, and the reverse. Pages are
// for people and are not.
func TestTheDocumentListsEveryRoute(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Pages = nil })
	document := r.ask(http.MethodGet, "/openapi.yaml", "").Body.String()
	var want []string
	for _, route := range r.api.Routes() {
		path := regexp.MustCompile(`:(\w+)`).ReplaceAllString(route.Path, "{$1}")
		if strings.HasSuffix(path, "/{y}") {
			path += ".mvt"
		}
		if !slices.Contains([]string{"/", "/plan", "/admin", "/embed", "/embed/example", "/embed.js", "/drive", "/assets/*", "/docs", "/docs/*", "/problems", "/problems/{code}", "/examples/*", "/client/*"}, path) {
			want = append(want, strings.ToLower(route.Method)+" "+path)
		}
	}
	var got []string
	path := ""
	for _, line := range strings.Split(document, "\n") {
		if m := regexp.MustCompile(`^  (/\S*):$`).FindStringSubmatch(line); m != nil {
			path = m[1]
		}
		if m := regexp.MustCompile(`^    (get|post|put|patch|delete):$`).FindStringSubmatch(line); m != nil {
			got = append(got, m[1]+" "+path)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths of openapi.yaml (-table +document):\n%s", diff)
	}
}

// The JSON form says what the YAML says, and dates in it stay texts.
func TestTheDocumentAsJSONSaysTheSame(t *testing.T) {
	r := newRig(t, nil)
	w := r.ask(http.MethodGet, "/openapi.json", "")
	var got, want map[string]any
	r.decode(w, &got)
	if err := yaml.Unmarshal(r.ask(http.MethodGet, "/openapi.yaml", "").Body.Bytes(), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(want), any(got)); diff != "" {
		t.Errorf("openapi.json differs from the YAML (-yaml +json):\n%s", diff)
	}
}

// asJSON gives what a decoder of YAML made the types of a decoder of JSON.
func asJSON(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			out[name] = asJSON(member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = asJSON(item)
		}
		return out
	case int:
		return float64(v)
	case time.Time:
		if text := v.Format(time.RFC3339); !strings.HasSuffix(text, "T00:00:00Z") {
			return text
		}
		return v.Format(time.DateOnly)
	}
	return v
}
