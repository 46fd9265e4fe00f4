package api_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
)

// dark is a store that can stop to answer for divisions and demand.
type dark struct {
	stations.Store
	off atomic.Bool
}

func (d *dark) DemandLayers(ctx context.Context) ([]stations.DemandLayer, error) {
	if d.off.Load() {
		return nil, stations.Errorf(stations.Unavailable, "the store does not answer")
	}
	return d.Store.DemandLayers(ctx)
}

func (d *dark) AreasVersion(ctx context.Context) (string, error) {
	if d.off.Load() {
		return "", stations.Errorf(stations.Unavailable, "the store does not answer")
	}
	return d.Store.AreasVersion(ctx)
}

// Riders get answers while the database is away; without the words of
// /v1/meta their page shows codes.
func TestMetaIsToldWhileTheStoreIsAway(t *testing.T) {
	var store *dark
	r := newRig(t, func(c *api.Config) {
		store = &dark{Store: c.Store}
		c.Store = store
	})
	store.off.Store(true)
	if w := r.ask(http.MethodGet, "/v1/meta", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "饮水") || !strings.Contains(w.Body.String(), `"layers":[]`) {
		t.Errorf("GET /v1/meta of a store that never answered = %d: %.300s, want the words and no layers", w.Code, w.Body)
	}
	store.off.Store(false)
	before := r.ask(http.MethodGet, "/v1/meta", "").Body.String()
	store.off.Store(true)
	if w := r.ask(http.MethodGet, "/v1/meta", ""); w.Code != http.StatusOK || w.Body.String() != before {
		t.Errorf("GET /v1/meta while the store is away = %d: %.300s, want what it was before: %.300s", w.Code, w.Body, before)
	}
}
