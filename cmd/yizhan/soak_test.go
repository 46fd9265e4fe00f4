package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What a server may have more of after a soak than after its warm-up. Memory
// is the heap in use after collections, whose size varies with their moment.
const (
	moreHeap       = 64 << 20
	moreGoroutines = 20
	moreFiles      = 12
	mostWAL        = 64 << 20
)

// standing is what a server holds.
type standing struct{ heap, goroutines, files float64 }

// A server under riders, followers who leave, imports and coverages for
// YIZHAN_SOAK (5m) gives back what it took, fails nobody, and keeps the write-ahead
// log of the embedded store small.
func TestASoakedServerHoldsNoMoreThanBefore(t *testing.T) {
	text := os.Getenv("YIZHAN_SOAK")
	if text == "" {
		t.Skip("YIZHAN_SOAK is not set: scripts/test-long soak sets it")
	}
	length, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("YIZHAN_ROADS", town{"泡", [2]float64{118, 31}, 60}.draw(t, t.TempDir()))
	t.Setenv("YIZHAN_WEBHOOK_ALLOW_PRIVATE", "true")
	eachStore(t, func(t *testing.T, dsn string) {
		var told atomic.Int64
		listener := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told.Add(1) }))
		t.Cleanup(listener.Close)
		file := file{number: 1, rows: 2000, every: 7, says: "中山路"}
		succeeds(t, exec.CommandContext(t.Context(), binary(t), "import", file.write(t), "--source", "file1.csv", "--datum", "wgs84", "--store", dsn))
		whileServed(t, binary(t), dsn, func(base string) {
			fetchPost(t, base+"/v1/webhooks", fmt.Sprintf(`{"url":%q}`, listener.URL))
			soak(t, base, dsn, min(length/5, 20*time.Second)) // caches fill, pools open
			before := stands(t, base)
			asked := soak(t, base, dsn, length)
			after := stands(t, base)
			t.Logf("%d requests, %d messages to a webhook in %v: from %v to %v", asked, told.Load(), length, before, after)
			if told.Load() == 0 {
				t.Error("the webhook was told nothing of the imports")
			}
			if after.heap > before.heap+moreHeap || after.goroutines > before.goroutines+moreGoroutines || after.files > before.files+moreFiles {
				t.Errorf("the server holds %v after the soak, %v before it, want no more", after, before)
			}
			if path, embedded := strings.CutPrefix(dsn, "sqlite:"); embedded {
				if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > mostWAL {
					t.Errorf("the write-ahead log has %d bytes after the soak, want at most %d", info.Size(), mostWAL)
				}
			}
		})
	})
}

// soak lets all kinds of askers ask for that long, and returns how often they
// did.
func soak(t *testing.T, base, dsn string, length time.Duration) int64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	s := &soaking{t: t, base: base}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() { s.each(ctx, 5*time.Millisecond, func(n int) { s.rider(ctx, n+i) }) })
	}
	for range 4 {
		all.Go(func() { s.each(ctx, 200*time.Millisecond, func(int) { s.follower(ctx) }) })
	}
	all.Go(func() {
		s.each(ctx, time.Second, func(n int) {
			s.ask(ctx, http.MethodPost, "/v1/coverage", fmt.Sprintf(`{"minutes":%d,"mode":"walk"}`, 5+n%10), http.StatusOK)
		})
	})
	list := filepath.Join(t.TempDir(), "file1.csv")
	all.Go(func() {
		s.each(ctx, 2*time.Second, func(n int) {
			text, err := os.ReadFile(file{number: 1, rows: 2000, every: 7, says: fmt.Sprintf("第%d路", n)}.write(t))
			if err != nil || os.WriteFile(list, text, 0o600) != nil {
				t.Errorf("the list cannot be written: %v", err)
				return
			}
			out, err := exec.CommandContext(ctx, binary(t), "import", list, "--source", "file1.csv", "--datum", "wgs84", "--store", dsn).CombinedOutput()
			if err != nil && ctx.Err() == nil {
				t.Errorf("import beside others: %v\n%s", err, out)
			}
		})
	})
	all.Wait()
	return s.asked.Load()
}

// soaking counts what is asked.
type soaking struct {
	t     *testing.T
	base  string
	asked atomic.Int64
}

// each does something again and again until ctx ends.
func (s *soaking) each(ctx context.Context, pause time.Duration, do func(n int)) {
	for n := 0; ctx.Err() == nil; n++ {
		do(n)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (s *soaking) rider(ctx context.Context, n int) {
	path := fmt.Sprintf("/v1/nearby?lon=%.4f&lat=%.4f&limit=20", 118+float64(n%97)/100, 31+float64(n%11)/1000)
	if n%10 == 0 {
		path = "/v1/stations?q=%E9%A9%BF%E7%AB%99&limit=50"
	}
	s.ask(ctx, http.MethodGet, path, "", http.StatusOK)
}

// follower waits for changes and leaves before its time.
func (s *soaking) follower(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 700*time.Millisecond)
	defer cancel()
	var now struct{ Revision int64 }
	if json.Unmarshal(s.ask(ctx, http.MethodGet, "/v1/meta", "", http.StatusOK), &now) == nil {
		s.ask(ctx, http.MethodGet, fmt.Sprintf("/v1/changes?since=%d&wait=5", now.Revision), "", http.StatusOK)
	}
}

// ask wants an answer of that code, unless the asker left.
func (s *soaking) ask(ctx context.Context, method, path, body string, want int) []byte {
	request, err := http.NewRequestWithContext(ctx, method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return nil
	}
	request.Header.Set("Content-Type", "application/json")
	s.asked.Add(1)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if ctx.Err() == nil {
			s.t.Errorf("%s %s: %v", method, path, err)
		}
		return nil
	}
	defer response.Body.Close()
	said, _ := io.ReadAll(response.Body) // who leaves reads no more
	if response.StatusCode != want && ctx.Err() == nil {
		s.t.Errorf("%s %s = %d %.200s", method, path, response.StatusCode, said)
	}
	return said
}

// stands reads what the server holds when all is quiet: idle connections have
// been closed, and what was garbage has been collected.
func stands(t *testing.T, base string) standing {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	least := standing{1 << 50, 1 << 50, 1 << 50}
	for range 12 {
		time.Sleep(time.Second)
		now := fetch(t, base+"/metrics")
		least.heap = min(least.heap, metric(t, now, "go_memstats_heap_inuse_bytes"))
		least.goroutines = min(least.goroutines, metric(t, now, "go_goroutines"))
		least.files = min(least.files, metric(t, now, "process_open_fds"))
	}
	return least
}

func metric(t *testing.T, text, name string) float64 {
	t.Helper()
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			value, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	t.Fatalf("/metrics says nothing of %s", name)
	return 0
}
