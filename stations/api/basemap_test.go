package api_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations/api"
	"yizhan/stations/basemap"
)

// ground makes a rig whose pages draw on the map of a setting.
func ground(t *testing.T, s basemap.Setting) *rig {
	t.Helper()
	m, err := basemap.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return newRig(t, func(c *api.Config) { c.Basemap = m })
}

func TestPagesAreLetAskTheBaseMapsHostsAlone(t *testing.T) {
	own := "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
	if got := newRig(t, nil).ask(http.MethodGet, "/", "").Header().Get("Content-Security-Policy"); got != own+"'none'" {
		t.Errorf("policy of the own roads = %q, want %q", got, own+"'none'")
	}
	r := ground(t, basemap.Setting{Name: "amap", Review: "GS(2024)1号", URLs: []string{"https://tiles.example:8443/{z}/{x}/{y}.png"}})
	for _, path := range []string{"/", "/plan", "/drive", "/embed", "/assets/main-abc.js"} {
		policy := r.ask(http.MethodGet, path, "").Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'self';", "img-src 'self' data: blob: https://tiles.example:8443;", "connect-src 'self' https://tiles.example:8443;"} {
			if !strings.Contains(policy, want) {
				t.Errorf("policy of %s = %q, want %q in it", path, policy, want)
			}
		}
		if n := strings.Count(policy, "https://"); n != 2 {
			t.Errorf("policy of %s names %d origins, want one for each of two directives", path, n)
		}
	}
}

func TestMetaTellsTheBaseMap(t *testing.T) {
	var got struct{ Basemap basemap.Map }
	newRig(t, nil).get("/v1/meta", &got)
	if got.Basemap.Kind != basemap.Roads || got.Basemap.Datum != datum.WGS84 {
		t.Errorf("base map of a server without a setting = %+v, want its roads", got.Basemap)
	}
	r := ground(t, basemap.Setting{Name: "tianditu", Key: "abcdefgh", Review: "GS(2024)1号"})
	r.get("/v1/meta", &got)
	if m := got.Basemap; m.Kind != basemap.Raster || len(m.Layers) != 2 || m.Review != "GS(2024)1号" || m.Credit == "" || !strings.Contains(m.Layers[1].Tiles[0], "tk=abcdefgh") {
		t.Errorf("base map = %+v, want Tianditu's two layers with the key", m)
	}
	if logged := r.log.String(); strings.Contains(logged, "abcdefgh") {
		t.Errorf("the log tells the key: %s", logged)
	}
}

func TestTheOperatorsArchiveIsSentByRanges(t *testing.T) {
	content := append([]byte("PMTiles\x03"), bytes.Repeat([]byte("0123456789"), 1000)...)
	file := filepath.Join(t.TempDir(), "city.pmtiles")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	r := ground(t, basemap.Setting{Name: "pmtiles:" + file, Review: "GS(2024)1号", Credit: "我市"})
	for asked, want := range map[string][]byte{"bytes=0-7": content[:8], "bytes=5000-9007": content[5000:9008], "bytes=-8": content[len(content)-8:]} {
		w := r.ask(http.MethodGet, basemap.Path, "", "Range: "+asked, "Accept-Encoding: gzip")
		if w.Code != http.StatusPartialContent || !bytes.Equal(w.Body.Bytes(), want) || w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s = %d with %d bytes, want these %d as they are", asked, w.Code, w.Body.Len(), len(want))
		}
	}
	if w := r.ask(http.MethodGet, basemap.Path, "", "Range: bytes=99999-"); w.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range beyond the end = %d, want 416", w.Code)
	}
	tag := r.ask(http.MethodHead, basemap.Path, "").Header().Get("ETag")
	if tag == "" || strings.HasPrefix(tag, "W/") {
		t.Errorf("tag = %q, want a strong one: ranges are joined by it", tag)
	}
	if w := r.ask(http.MethodGet, basemap.Path, "", "If-None-Match: "+tag); w.Code != http.StatusNotModified {
		t.Errorf("a known archive = %d, want 304", w.Code)
	}
	if err := os.WriteFile(file, append(content, '!'), 0o600); err != nil {
		t.Fatal(err)
	}
	if w := r.ask(http.MethodGet, basemap.Path, "", "If-None-Match: "+tag, "Range: bytes=0-7"); w.Code != http.StatusPartialContent || w.Header().Get("ETag") == tag {
		t.Errorf("after the file was replaced its tag is the same: %d %s", w.Code, w.Header().Get("ETag"))
	}
	if w := newRig(t, nil).ask(http.MethodGet, basemap.Path, ""); w.Code != http.StatusNotFound {
		t.Errorf("an archive that there is not = %d, want 404", w.Code)
	}
}
