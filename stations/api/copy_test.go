package api_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
	"yizhan/stations/exchange"
)

// countedReads counts how often a store's stations were all read, how often
// one of them, and how often the areas.
type countedReads struct {
	stations.Store
	whole, single, areas atomic.Int64
}

// Areas implements stations.Areas.
func (s *countedReads) Areas(ctx context.Context, adcode string) ([]stations.Area, error) {
	s.areas.Add(1)
	return s.Store.Areas(ctx, adcode)
}

// Snapshot implements stations.Reader.
func (s *countedReads) Snapshot(ctx context.Context, at stations.Revision) (stations.Revision, []*stations.Station, error) {
	s.whole.Add(1)
	return s.Store.Snapshot(ctx, at)
}

// Station implements stations.Reader.
func (s *countedReads) Station(ctx context.Context, id stations.ID) (*stations.Station, error) {
	s.single.Add(1)
	return s.Store.Station(ctx, id)
}

// Many mirrors begin at once, and those that were cut off come back: the
// registry is read and written once for each revision.
func TestACopyIsMadeOnceForAllWhoAsk(t *testing.T) {
	var store *countedReads
	r := newRig(t, func(c *api.Config) {
		store = &countedReads{Store: c.Store}
		c.Store = store
	})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			head := "Accept-Encoding: identity"
			if i%2 == 0 {
				head = "Accept-Encoding: gzip"
			}
			if w := r.ask(http.MethodGet, "/v1/changes/snapshot", "", head); w.Code != http.StatusOK {
				t.Errorf("asker %d gets %d: %s", i, w.Code, w.Body)
			}
		})
	}
	wg.Wait()
	all := r.lines("/v1/changes/snapshot")
	r.lines("/v1/changes/snapshot?epoch=" + all.head.Epoch + "&at=3&after=" + string(all.ids[0]))
	if reads := store.whole.Load(); reads != 1 {
		t.Errorf("18 askers made %d readings of all stations, want one", reads)
	}
	r.write("later")
	if r.lines("/v1/changes/snapshot"); store.whole.Load() != 2 {
		t.Errorf("after a write there were %d readings of all stations, want two", store.whole.Load())
	}
	w := r.ask(http.MethodGet, "/v1/exports", "")
	before := store.whole.Load()
	if again := r.ask(http.MethodGet, "/v1/exports", "", "If-None-Match: "+w.Header().Get("ETag")); again.Code != http.StatusNotModified || store.whole.Load() != before {
		t.Errorf("an export that has not changed = %d after %d more readings, want 304 and none", again.Code, store.whole.Load()-before)
	}
}

// What riders see stands in memory: an export of it reads nothing from the
// store, is the same to the byte, and still holds what was written a moment
// ago.
func TestReadersExportsComeFromMemory(t *testing.T) {
	var store *countedReads
	r := newRig(t, func(c *api.Config) {
		c.Loopback = false
		c.AddressRate = access.Rate{PerSecond: 1e6, Burst: 1e6}
		store = &countedReads{Store: c.Store}
		c.Store = store
	})
	key := r.key(api.Reader, "")
	export := func() (body []byte, readings int64) {
		before := store.whole.Load()
		w := r.ask(http.MethodGet, "/v1/exports?format=csv&datum=wgs84", "", key)
		if w.Code != http.StatusOK {
			t.Fatalf("an export = %d: %s", w.Code, w.Body)
		}
		return w.Body.Bytes(), store.whole.Load() - before
	}
	for i := range 20 {
		name := fmt.Sprint("新名", i, "号")
		if r.write(name); !bytes.Contains(first(export()), []byte(name)) {
			t.Fatalf("an export at once after a write has no %s", name)
		}
	}
	body, readings := export()
	for began := time.Now(); readings > 0 && time.Since(began) < 5*time.Second; body, readings = export() {
		time.Sleep(50 * time.Millisecond)
	}
	if readings > 0 {
		t.Error("exports for readers read all stations from the store, want none to")
	}
	_, all, err := r.store.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := exchange.Write(&want, "csv", datum.WGS84, all); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(body, want.Bytes()) {
		t.Errorf("an export from memory =\n%s\nwant that of the store\n%s", body, want.Bytes())
	}
}

func first(body []byte, _ int64) []byte { return body }

// A registry of some chunks goes on after any station, packed or not.
func TestALongCopyGoesOn(t *testing.T) {
	r := newRig(t, nil)
	manyStations(t, r, 600)
	all := r.lines("/v1/changes/snapshot")
	const cut = 301
	rest := r.lines("/v1/changes/snapshot?after=" + string(all.ids[cut]))
	if len(all.ids) != 603 || len(rest.ids) != 603-cut-1 || rest.ids[0] != all.ids[cut+1] || rest.head != all.head {
		t.Errorf("the rest of %d stations after the %dth = %d stations of %+v", len(all.ids), cut+1, len(rest.ids), rest.head)
	}
}
