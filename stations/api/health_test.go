package api_test

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

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
