package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"yizhan/stations/access"
	"yizhan/stations/api"
)

// A key that holds as many waiting questions as anybody may gets no more until
// one ends; others are answered.
func TestNobodyWaitsForChangesAThousandTimesAtOnce(t *testing.T) {
	r := newRig(t, func(c *api.Config) {
		c.Loopback, c.KeyRate = false, access.Rate{PerSecond: 1e6, Burst: 1e6}
	})
	reader, other := r.key(api.Reader, ""), r.key(api.Reader, "")
	revision, err := r.store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	target := fmt.Sprintf("/v1/changes?since=%d&wait=", revision)
	ctx, leave := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	refused := func(ctx context.Context, key, seconds string) bool {
		q := httptest.NewRequestWithContext(ctx, http.MethodGet, target+seconds, http.NoBody)
		name, value, _ := strings.Cut(key, ": ")
		q.Header.Set(name, value)
		w := httptest.NewRecorder()
		r.api.ServeHTTP(w, q)
		return w.Code == http.StatusTooManyRequests
	}
	for range 100 {
		waiting.Go(func() {
			for ctx.Err() == nil && refused(ctx, reader, "60") { // the question below had the last seat
				time.Sleep(time.Millisecond)
			}
		})
	}
	until(t, "one more than 100 is refused", func() bool { return refused(t.Context(), reader, "0.001") })
	if refused(t.Context(), other, "0.001") {
		t.Error("another key is refused, want it let in")
	}
	if w := r.ask(http.MethodGet, "/v1/changes?since=1", "", reader); w.Code != http.StatusOK {
		t.Errorf("a question that does not wait = %d, want 200", w.Code)
	}
	leave()
	waiting.Wait()
	if refused(t.Context(), reader, "0.001") {
		t.Error("after all left the key is refused, want it let in")
	}
}

// until waits for what must come to be.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 30_000 {
		if is() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// Who has as many routes under way as anybody may gets no more; riders who
// look around are answered all the same.
func TestNobodyKeepsAServerBusyWithRoutes(t *testing.T) {
	r, _ := keyed(t)
	const route = `{"route":{"type":"LineString","coordinates":[[118.79,32.05],[118.8,32.05]]},"mode":"truck"}`
	ask := func(method, target, body string) int { return r.ask(method, target, body).Code }
	leave := r.api.TakeJourneys("192.0.2.1") // httptest's address
	for target, want := range map[string]int{"/v1/circle?lon=118.8&lat=32.05&mode=walk&minutes=5": 429, "/v1/nearby?lon=118.8&lat=32.05": 200} {
		if got := ask(http.MethodGet, target, ""); got != want {
			t.Errorf("GET %s = %d, want %d", target, got, want)
		}
	}
	if got := ask(http.MethodPost, "/v1/along", route); got != http.StatusTooManyRequests {
		t.Errorf("POST /v1/along = %d, want 429", got)
	}
	leave()
	if got := ask(http.MethodPost, "/v1/along", route); got != http.StatusOK {
		t.Errorf("POST /v1/along after the others ended = %d, want 200", got)
	}
}
