package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"yizhan/stations/api"
)

// Whatever a body holds, the answer is JSON, and no fault of ours.
func FuzzNearbyBody(f *testing.F) {
	r := newRig(f, nil)
	for _, seed := range []string{
		`{"lon":118.8,"lat":32.06,"kind":["driver_home"],"cursor":null}`, `{"lon":"118.8","lat":[32,33]}`, `{"lon":1e999,"lat":-0}`,
		`{"":1}`, `{"lon":{"lon":1}}`, "{\"cursor\":\"\xff\"}", `[]`, `null`, `{"open":"2026-05-01T20:00:00"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := r.ask(http.MethodPost, "/v1/nearby", body, "Content-Type: application/json")
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("POST %q = %v %s, want valid JSON and no failure", body, w.Code, w.Body)
		}
	})
}

func BenchmarkNearby(b *testing.B) {
	r := newRig(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		if w := r.ask(http.MethodGet, "/v1/nearby?limit=10&"+somewhere, ""); w.Code != http.StatusOK {
			b.Fatalf("status = %v", w.Code)
		}
	}
}

func ExampleIsLoopback() {
	fmt.Println(api.IsLoopback("127.0.0.1:8080"), api.IsLoopback("0.0.0.0:8080"))
	// Output: true false
}
