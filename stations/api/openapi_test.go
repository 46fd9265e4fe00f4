package api_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
		if strings.HasPrefix(path, "/tiles/") {
			path += ".mvt"
		}
		if !slices.Contains([]string{"/", "/plan", "/admin", "/embed", "/embed/example", "/embed.js", "/drive", "/assets/*"}, path) {
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
