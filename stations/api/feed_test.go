package api_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
)

type feedAnswer struct {
	LastUpdated string `json:"last_updated"`
	TTL         int
	Version     string
	Data        struct {
		Feeds    []struct{ Name, URL string }
		Stations []feedRow
	}
}

// feedRow is a station in either feed.
type feedRow struct {
	ID       string `json:"station_id"`
	Name     []struct{ Text, Language string }
	Lon, Lat float64
	State    string
	Open     bool   `json:"is_open"`
	Next     string `json:"next_change"`
}

func TestFeedsHoldEveryPublicStation(t *testing.T) {
	r := newRig(t, nil)
	planned := *r.list[0]
	planned.ID, planned.Revision, planned.Lifecycle = mustID(t), 0, stations.Planned
	revision, err := r.store.Apply(t.Context(), []stations.Write{{Station: &planned}})
	if err != nil {
		t.Fatal(err)
	}
	r.settle(revision)
	var index, information, status feedAnswer
	r.get("/feeds/gbfs.json", &index)
	for _, f := range index.Data.Feeds {
		into := map[string]*feedAnswer{"station_information": &information, "station_status": &status}[f.Name]
		r.get(path(t, f.URL), into)
	}
	if information.Version != "3.0" || information.TTL != 300 || status.TTL != 60 || status.LastUpdated != "2026-11-20T12:00:00+08:00" {
		t.Errorf("the envelopes are %+v and %+v", information, status)
	}
	if len(information.Data.Stations) != 3 || len(status.Data.Stations) != 3 {
		t.Fatalf("the feeds hold %d and %d stations, want the 3 public ones", len(information.Data.Stations), len(status.Data.Stations))
	}
	for i, s := range r.list {
		at := slices.IndexFunc(information.Data.Stations, func(row feedRow) bool { return row.ID == string(s.ID) })
		told, stands := information.Data.Stations[at], status.Data.Stations[at]
		if told.Name[0].Text != s.Name || math.Abs(told.Lon-s.Position.Point[0]) > 1e-6 || stands.ID != told.ID {
			t.Errorf("station %d is told as %+v", i, told)
		}
		want := []string{"open true ", "closing_soon true 2026-11-20T12:10:00+08:00", "unknown false "}[i]
		if got := fmt.Sprint(stands.State, " ", stands.Open, " ", stands.Next); got != want {
			t.Errorf("station %d stands at %q, want %q", i, got, want)
		}
	}
}

// A long feed is sent in chunks that join to one JSON text, without what is
// nobody's business.
func TestALongFeedIsWhole(t *testing.T) {
	r := newRig(t, nil)
	manyStations(t, r, 600)
	w := r.ask(http.MethodGet, "/feeds/station_information.json?datum=gcj02", "")
	var got feedAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Data.Stations) != 603 || w.Body.Len() < 2*64<<10 {
		t.Fatalf("a feed of %d bytes holds %d stations: %v", w.Body.Len(), len(got.Data.Stations), err)
	}
	if strings.Contains(w.Body.String(), "13900001111") {
		t.Error("the feed tells a personal number")
	}
	again := r.ask(http.MethodGet, "/feeds/station_information.json?datum=gcj02", "", "If-None-Match: "+w.Header().Get("ETag"))
	other := r.ask(http.MethodGet, "/feeds/station_information.json", "", "If-None-Match: "+w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || other.Code != http.StatusOK {
		t.Errorf("asked again = %d, in another datum = %d, want 304 and 200", again.Code, other.Code)
	}
}

// Caches keep what they get: a feed is never sent in half.
func TestAFeedWhoseAskerLeftIsWholeOrNone(t *testing.T) {
	r := newRig(t, nil)
	for _, target := range []string{"/feeds/station_information.json", "/feeds/station_status.json"} {
		ctx, leave := context.WithCancel(t.Context())
		leave()
		request := httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil)
		request.Host = "127.0.0.1"
		w := httptest.NewRecorder()
		r.api.ServeHTTP(w, request)
		if !json.Valid(w.Body.Bytes()) || w.Code == http.StatusOK && !strings.Contains(w.Body.String(), "station_id") {
			t.Errorf("GET %s = %d, want the whole feed or none: %.200s", target, w.Code, w.Body)
		}
	}
}

// Many ask for the same feed at once, each second: one is made for all, and
// tells when that was. Who unpacks gets it packed; the text is the same.
func TestAFeedIsMadeOnceForAllWhoAsk(t *testing.T) {
	var seconds atomic.Int64
	r := newRig(t, func(c *api.Config) {
		c.Now = func() time.Time { return noon.Add(time.Duration(seconds.Add(1)) * time.Second) }
	})
	epoch, err := r.store.Epoch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const target = "/feeds/station_information.json"
	var wg sync.WaitGroup
	texts := make([]string, 16)
	for i := range texts {
		wg.Go(func() {
			if i%2 == 0 {
				texts[i] = r.ask(http.MethodGet, target, "").Body.String()
				return
			}
			w := r.ask(http.MethodGet, target, "", "Accept-Encoding: gzip")
			if z, err := gzip.NewReader(w.Body); err == nil && w.Header().Get("Content-Encoding") == "gzip" {
				text, _ := io.ReadAll(z)
				texts[i] = string(text)
			}
		})
	}
	wg.Wait()
	for i, text := range texts {
		if text != texts[0] || !json.Valid([]byte(text)) {
			t.Fatalf("asker %d got another text than the first, want one for all:\n%.300s\n%.300s", i, text, texts[0])
		}
	}
	if tag := r.ask(http.MethodGet, target, "").Header().Get("ETag"); !strings.Contains(tag, epoch) {
		t.Errorf("ETag = %s, want the store's epoch %s in it: a restore counts revisions anew", tag, epoch)
	}
}
