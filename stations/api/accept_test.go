package api_test

import (
	"net/http"
	"slices"
	"testing"
)

func TestAcceptSaysWhichFormIsSent(t *testing.T) {
	r := newRig(t, nil)
	const collection, document = "application/geo+json", "application/json"
	for accept, want := range map[string]string{
		"":                                document,
		"*/*":                             document,
		"text/html":                       document,
		"application/geo+json":            collection,
		"Application/GEO+JSON":            collection,
		"application/geo+json, */*;q=0.1": collection,
		"*/*, application/geo+json;q=0.1": document,
		"application/*":                   document,
		"application/*;q=0.1, application/geo+json;q=0.2":       collection,
		"application/geo+json, application/json;q=0.9":          collection,
		"application/json;q=0.2 , application/geo+json ; q=0.3": collection,
		"application/geo+json;q=0.5, application/json":          document,
		"application/geo+json;q=0":                              document,
		"application/geo+json-seq":                              document,
	} {
		for _, target := range []string{"/v1/stations?limit=1", "/v1/nearby?lon=118.8&lat=32.05&limit=1"} {
			w := r.ask(http.MethodGet, target, "", "Accept: "+accept)
			if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != want {
				t.Errorf("%s with Accept %q = %d in %s, want %s", target, accept, w.Code, got, want)
			}
		}
	}
}

func TestCachesAreToldWhenAcceptCounts(t *testing.T) {
	r := newRig(t, nil)
	for target, want := range map[string][]string{
		"/v1/stations?limit=1":                   {"Accept-Encoding", "Accept"},
		"/v1/stations?limit=1&f=geojson":         {"Accept-Encoding"},
		"/v1/stats":                              {"Accept-Encoding", "Accept"},
		"/v1/exports":                            {"Accept-Encoding", "Accept"},
		"/v1/exports?format=csv":                 {"Accept-Encoding"},
		"/ogc/collections":                       {"Accept-Encoding", "Accept"},
		"/v1/areas":                              {"Accept-Encoding"},
		"/v1/nearby?lon=118.8&lat=32.05&limit=1": nil, // nobody keeps it
	} {
		w := r.ask(http.MethodGet, target, "")
		if got := w.Header().Values("Vary"); w.Code != http.StatusOK || !slices.Equal(got, want) {
			t.Errorf("GET %s = %d, varying by %q, want %q", target, w.Code, got, want)
		}
	}
}

func TestAnswersArePackedForWhoTakesIt(t *testing.T) {
	r := newRig(t, nil)
	for accept, want := range map[string]string{
		"":                         "",
		"identity":                 "",
		"br":                       "",
		"gzip;q=0":                 "",
		"gzip; q=0.000, identity":  "",
		"gzip":                     "gzip",
		"br, gzip;q=0.5":           "gzip",
		"deflate , gzip , br;q=.1": "gzip",
	} {
		for _, target := range []string{"/v1/meta", "/feeds/station_information.json"} {
			w := r.ask(http.MethodGet, target, "", "Accept-Encoding: "+accept)
			if got := w.Header().Get("Content-Encoding"); w.Code != http.StatusOK || got != want || w.Header().Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s with Accept-Encoding %q = %d in %q, varying by %q; want %q, by Accept-Encoding", target, accept, w.Code, got, w.Header().Get("Vary"), want)
			}
		}
	}
}
