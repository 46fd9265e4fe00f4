package api_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"yizhan/stations/api"
)

func TestFoldersOfPagesAreServed(t *testing.T) {
	r := newRig(t, func(c *api.Config) {
		c.Pages = fstest.MapFS{
			"docs/index.html": {Data: []byte("<html>docs")}, "docs/docs.js": {Data: []byte("// docs")},
			"examples/h5/index.html": {Data: []byte("<html>h5")}, "client/yizhan.js": {Data: []byte("export {}")}, "secret.html": {Data: []byte("x")},
		}
	})
	for path, want := range map[string]string{
		"/docs": "<html>docs", "/docs/": "<html>docs", "/docs/docs.js": "// docs", "/examples/h5/": "<html>h5", "/client/yizhan.js": "export {}",
		"/docs/other.js": "", "/docs/../secret.html": "", "/docs/..%2Fsecret.html": "", "/examples/h5": "", "/client/": "",
	} {
		w := r.ask(http.MethodGet, path, "")
		if got := w.Code == http.StatusOK; got != (want != "") || got && w.Body.String() != want {
			t.Errorf("GET %s = %d %s, want %q", path, w.Code, w.Body, want)
		}
	}
	policy := r.ask(http.MethodGet, "/docs", "").Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("GET /docs has the policy %q", policy)
	}
	if h := r.ask(http.MethodGet, "/client/yizhan.js", "").Header(); h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("GET /client/yizhan.js has %v, want other pages to import it", h)
	}
}
