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
