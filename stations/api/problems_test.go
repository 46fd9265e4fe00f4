package api_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yizhan/stations"
)

// Every code that the sources give to a problem has a page that tells, in both
// languages, what to do; the left asker is the one whom no answer reaches.
func TestEveryTypeOfProblemResolvesToAPage(t *testing.T) {
	r := newRig(t, nil)
	codes := map[string]bool{}
	for _, c := range []stations.Code{stations.Invalid, stations.NotFound, stations.Conflict, stations.Gone, stations.Forbidden, stations.TooMany, stations.Unavailable, stations.Internal} {
		codes[string(c)] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:code: |r\.code(?:, r\.title, r\.detail)? = )"([a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
			codes[m[1]] = true
		}
	}
	delete(codes, "left")
	all := r.ask(http.MethodGet, "/problems", "").Body.String()
	if len(codes) < 19 || len(codes) != strings.Count(all, "<td>/problems/") {
		t.Errorf("the sources have %d codes and /problems lists %d", len(codes), strings.Count(all, "<td>/problems/"))
	}
	for code := range codes {
		w := r.ask(http.MethodGet, "/problems/"+code, "")
		if w.Code != http.StatusOK || strings.Count(w.Body.String(), "<td>") != 2 || !strings.Contains(all, "/problems/"+code+"<") {
			t.Errorf("GET /problems/%s = %d %s, want a page, listed too", code, w.Code, w.Body)
		}
	}
	if w := r.ask(http.MethodGet, "/problems/colour", ""); w.Code != http.StatusNotFound {
		t.Errorf("GET /problems/colour = %d, want 404", w.Code)
	}
}
