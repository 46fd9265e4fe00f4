package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
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

const browserAccepts = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

// A wrong address in a browser is answered for a person, one in a program for
// the program: by what is asked for, and the same status.
func TestAPersonIsToldOfAProblemOnAPage(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range []struct {
		name, path, accept string
		page               bool
	}{
		{"a browser", "/nowhere", browserAccepts, true},
		{"a browser at a page's address with more behind it", "/drive/", browserAccepts, true},
		{"an older browser's word", "/problems/colour", "text/html, */*;q=0.1", true},
		{"a program that says nothing", "/nowhere", "", false},
		{"a program that takes anything", "/nowhere", "*/*", false},
		{"a program that prefers JSON", "/nowhere", "application/json, text/html;q=0.9", false},
		{"a program that knows problems", "/nowhere", "application/problem+json, text/html;q=0.5", false},
		{"who takes a page as gladly as JSON", "/nowhere", "text/html, application/json", false},
		{"a browser among the data", "/v1/nowhere", browserAccepts, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := r.ask(http.MethodGet, c.path, "", "Accept: "+c.accept)
			media := map[bool]string{true: "text/html; charset=utf-8", false: api.MediaProblem}[c.page]
			if w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != media {
				t.Errorf("GET %s, Accept: %s = %d %v, want 404 as %s", c.path, c.accept, w.Code, w.Header(), media)
			}
			if !c.page {
				return
			}
			for _, want := range []string{`lang="zh-CN"`, "未找到 Not found", "没有这个地址", "<td>没有这", `<a href="/">`, w.Header().Get("X-Request-Id")} {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("the page has no %s:\n%s", want, w.Body)
				}
			}
		})
	}
}

func TestAPageThatTellsOfAProblemNamesTheFields(t *testing.T) {
	r := newRig(t, nil)
	w := r.ask(http.MethodGet, "/embed?datum=mars&lon=1&lat=1", "", "Accept: "+browserAccepts)
	body := w.Body.String()
	if w.Code != http.StatusBadRequest || !strings.Contains(body, "<td>datum<td>应是 wgs84, gcj02, bd09 之一 must be one of") {
		t.Errorf("GET /embed with a wrong datum = %d %s, want a page that names it", w.Code, body)
	}
	if h := w.Header(); h.Get("X-Frame-Options") != "" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors *") {
		t.Errorf("the page may not be framed: %v, want what the frame's author can read", h)
	}
}

// Beside the code of others under /docs stands a page of ours, whose look its
// policy lets in by its digest, and nothing else that is inline.
func TestARefusalBelowTheDocumentsHasItsLook(t *testing.T) {
	w := newRig(t, nil).ask(http.MethodGet, "/docs/x", "", "Accept: "+browserAccepts)
	_, rest, _ := strings.Cut(w.Body.String(), "<style>")
	look, _, styled := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(look))
	digest := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if policy := w.Header().Get("Content-Security-Policy"); w.Code != http.StatusNotFound || !styled || !strings.Contains(policy, "style-src 'self' "+digest+";") || strings.Contains(policy, "unsafe") {
		t.Errorf("GET /docs/x = %d under the policy %q, want a page whose style is let in as %s", w.Code, policy, digest)
	}
}

// Go walks a map in another order each time; people who compare two answers, and
// their tests, do not expect that of a list.
func TestTheProblemsOfABodyComeInOneOrder(t *testing.T) {
	r := newRig(t, nil)
	for target, body := range map[string]string{
		"/v1/nearby": `{"lon":{},"lat":{},"radius_m":{},"limit":{},"kind":{},"open":{},"by":{},"mode":{}}`,
		"/v1/locate": `{"datum":"\u0000","e":"\u0000","d":"\u0000","c":"\u0000","b":"\u0000","a":"\u0000"}`,
	} {
		fields := func() (names []string) {
			var problem struct{ Errors []struct{ Field string } }
			w := r.ask(http.MethodPost, target, body)
			if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || len(problem.Errors) < 6 {
				t.Fatalf("%s: %v in %s, want a list of problems", target, err, w.Body)
			}
			for _, e := range problem.Errors {
				names = append(names, e.Field)
			}
			return names
		}
		first := fields()
		for range 10 {
			if again := fields(); !slices.Equal(first, again) {
				t.Fatalf("%s: problems of %v, then of %v, want one order", target, first, again)
			}
		}
	}
}
