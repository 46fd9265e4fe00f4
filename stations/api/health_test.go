package api_test

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
)

// pinged counts how often its store is asked whether it answers.
type pinged struct {
	stations.Store
	pings atomic.Int64
}

func (p *pinged) Ping(ctx context.Context) error {
	p.pings.Add(1)
	return p.Store.Ping(ctx)
}

// /readyz has no limit, so what it costs the store must have one.
func TestAskingWhetherAServerIsReadyCostsTheStoreLittle(t *testing.T) {
	var store *pinged
	r := newRig(t, func(c *api.Config) {
		store = &pinged{Store: c.Store}
		c.Store = store
	})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if w := r.ask(http.MethodGet, "/readyz", ""); w.Code != http.StatusOK {
					t.Errorf("GET /readyz = %d: %s", w.Code, w.Body)
				}
			}
		})
	}
	group.Wait()
	if n := store.pings.Load(); n > 100 {
		t.Errorf("400 questions asked the store %d times, want once in half a second", n)
	}
}

// silent is a store that says nothing while it is told to.
type silent struct {
	stations.Store
	on atomic.Bool
}

func (s *silent) hang(ctx context.Context) error {
	if !s.on.Load() {
		return nil
	}
	<-ctx.Done()
	return &stations.Error{Code: stations.Unavailable, Text: "silence", Err: ctx.Err()}
}

func (s *silent) Ping(ctx context.Context) error {
	return cmp.Or(s.hang(ctx), s.Store.Ping(ctx))
}

func (s *silent) DemandLayers(ctx context.Context) ([]stations.DemandLayer, error) {
	if err := s.hang(ctx); err != nil {
		return nil, err
	}
	return s.Store.DemandLayers(ctx)
}

// A balancer that gives up after two seconds would take a silent database for
// a dead server, and a page asks for its words before anything else.
func TestASilentStoreHoldsUpNeitherWhoWatchesNorThePages(t *testing.T) {
	var store *silent
	r := newRig(t, func(c *api.Config) {
		store = &silent{Store: c.Store}
		c.Store = store
	})
	known := r.ask(http.MethodGet, "/v1/meta", "")
	store.on.Store(true)
	for path, want := range map[string]int{"/readyz": http.StatusOK, "/readyz?strict=true": http.StatusServiceUnavailable, "/v1/meta": http.StatusOK} {
		began := time.Now()
		w := r.ask(http.MethodGet, path, "")
		if took := time.Since(began); w.Code != want || took > 5*time.Second {
			t.Errorf("GET %s while the store is silent = %d after %v, want %d after a second", path, w.Code, took, want)
		}
		if path == "/readyz" && !strings.HasPrefix(w.Body.String(), "degraded: ") {
			t.Errorf("GET %s while the store is silent = %q, want it to say degraded", path, w.Body)
		}
		if path == "/v1/meta" && w.Body.String() != known.Body.String() {
			t.Errorf("GET /v1/meta while the store is silent = %s, want what was last known, %s", w.Body, known.Body)
		}
	}
}
