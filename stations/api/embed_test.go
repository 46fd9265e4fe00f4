package api_test

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
)

func TestOnlyTheFramedPageMayBeFramed(t *testing.T) {
	r := newRig(t, nil)
	for path, framed := range map[string]bool{"/embed": true, "/embed?lon=118.8&lat=32.05&theme=dark": true, "/": false, "/plan": false, "/admin": false} {
		w := r.ask(http.MethodGet, path, "")
		policy := w.Header().Get("Content-Security-Policy")
		open := strings.Contains(policy, "frame-ancestors *") && w.Header().Get("X-Frame-Options") == ""
		shut := strings.Contains(policy, "frame-ancestors 'none'") && w.Header().Get("X-Frame-Options") == "DENY"
		if open != framed || shut == framed || !strings.Contains(policy, "default-src 'self'") {
			t.Errorf("GET %s may be framed: %v, want %v (%v)", path, open, framed, w.Header())
		}
	}
	if h := r.ask(http.MethodGet, "/v1/meta", "").Header(); h.Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'" {
		t.Errorf("GET /v1/meta has %v, want a policy that lets a browser do nothing with data", h)
	}
	if w := r.ask(http.MethodGet, "/embed.js", ""); w.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" || w.Body.String() != "(()=>{})()" {
		t.Errorf("GET /embed.js = %v %s, want a script for other origins", w.Header(), w.Body)
	}
}

func TestAPlaceInAnotherDatumIsSentOnInWGS84(t *testing.T) {
	r := newRig(t, nil)
	shifted := datum.Out(orb.Point{118.7969, 32.0603}, datum.GCJ02)
	w := r.ask(http.MethodGet, "/embed?kind=driver_home&datum=gcj02&lon="+strconv.FormatFloat(shifted.Lon, 'f', 7, 64)+"&lat="+strconv.FormatFloat(shifted.Lat, 'f', 7, 64), "")
	to, err := url.Parse(w.Header().Get("Location"))
	if w.Code != http.StatusFound || err != nil || to.Path != "/embed" || to.Query().Get("kind") != "driver_home" || to.Query().Has("datum") {
		t.Fatalf("GET /embed in GCJ-02 = %d to %s", w.Code, w.Header().Get("Location"))
	}
	for name, want := range map[string]float64{"lon": 118.7969, "lat": 32.0603} {
		if got, err := strconv.ParseFloat(to.Query().Get(name), 64); err != nil || math.Abs(got-want) > 1e-6 {
			t.Errorf("%s = %v, want %v", name, to.Query().Get(name), want)
		}
	}
	if w := r.ask(http.MethodGet, "/embed?datum=mars&lon=1&lat=1", ""); w.Code != http.StatusBadRequest || r.fields(w) != "datum" {
		t.Errorf("GET /embed of an unknown datum = %d", w.Code)
	}
}
