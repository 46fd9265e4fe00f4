package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is Friday 2026-11-20 12:00 in China.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())

// rig is a server over a real store with a drawn town.
type rig struct {
	t     testing.TB
	api   *api.Server
	store stations.Store
	net   *roadstest.Net
	list  []*stations.Station // near the nodes B, E and far away
	log   *logged
}

// logged is a log that several goroutines write.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newRig(t testing.TB, change func(*api.Config)) *rig {
	t.Helper()
	r := &rig{t: t, log: &logged{}, net: roadstest.Draw(t, 100, `
		A--B==C
		|     |
		D-----E
	`)}
	store := openStore(t)
	r.store = store
	r.fill()
	log := slog.New(slog.NewTextHandler(r.log, nil))
	finder := nearby.NewFinder([]*roads.Graph{r.net.Graph}, func() time.Time { return noon })
	c := api.Config{
		Store: store, Finder: finder, Planner: plan.NewPlanner(store, []*roads.Graph{r.net.Graph}, func() time.Time { return noon }),
		Roads: []*roads.Graph{r.net.Graph}, Log: log, Now: func() time.Time { return noon }, Version: "test", Loopback: true,
		Pages: fstest.MapFS{
			"index.html": {Data: []byte("<html>rider")}, "plan.html": {Data: []byte("<html>plan")}, "embed.html": {Data: []byte("<html>framed")}, "embed.js": {Data: []byte("(()=>{})()")}, "favicon.svg": {Data: []byte("<svg/>")},
			"drive.html": {Data: []byte("<html>drive")}, "sw.js": {Data: []byte("// worker")}, "manifest.webmanifest": {Data: []byte("{}")},
			"assets/main-abc.js": {Data: []byte("export {}")}, "client/yizhan.d.ts": {Data: []byte("export {}")},
		},
	}
	if change != nil {
		change(&c)
	}
	r.api = api.New(c)
	r.follow(finder, store, log)
	return r
}

func (r *rig) follow(f *nearby.Finder, store stations.Reader, log *slog.Logger) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Follow(ctx, store, log) }()
	r.t.Cleanup(func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			r.t.Errorf("Follow = %v, want it to end with its context", err)
		}
	})
	for f.Snapshot() == nil {
		time.Sleep(time.Millisecond)
	}
}

func (r *rig) fill() {
	r.t.Helper()
	free := true
	for i, s := range []struct {
		name string
		at   orb.Point
		kind stations.Kind
	}{
		{"示例驿站 <甲>", roadstest.Shift(r.net.At('B'), 3, 20), stations.UnionStation},
		{"乙站", roadstest.Shift(r.net.At('E'), 0, -15), stations.DriverHome},
		{"远站", roadstest.Shift(r.net.At('A'), 30000, 0), stations.UnionStation},
	} {
		id, err := stations.NewID()
		if err != nil {
			r.t.Fatal(err)
		}
		r.list = append(r.list, &stations.Station{
			ID: id, Name: s.name, Kind: s.kind, Lifecycle: stations.Open, Hours: []string{"24/7", "Mo-Su 08:00-12:10", ""}[i],
			Position: stations.Position{Point: s.at, Original: datum.Out(s.at, datum.WGS84), Quality: stations.Surveyed, Adcode: "320102", Address: "中山路1号"},
			Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceOK, Free: &free}},
			Contacts: []stations.Contact{{Phone: "13900001111", Personal: true}, {Phone: "025-12351"}},
			Source:   "office",
		})
	}
	var writes []stations.Write
	for _, s := range r.list {
		writes = append(writes, stations.Write{Station: s})
	}
	if _, err := r.store.Apply(r.t.Context(), writes); err != nil {
		r.t.Fatal(err)
	}
	area := stations.Area{Adcode: "320102", Name: "玄武区", Geometry: orb.MultiPolygon{orb.Bound{Min: orb.Point{118.7, 32}, Max: orb.Point{118.9, 32.1}}.ToPolygon()}}
	if err := r.store.PutAreas(r.t.Context(), []stations.Area{area}); err != nil {
		r.t.Fatal(err)
	}
}

// ask sends a request from this machine. header is "Name: value".
func (r *rig) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	req.Host = "127.0.0.1:8080"
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			req.Host = value
		} else {
			req.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	r.api.ServeHTTP(w, req)
	return w
}

// get asks for JSON and decodes it.
func (r *rig) get(target string, into any) {
	r.t.Helper()
	r.decode(r.ask(http.MethodGet, target, ""), into)
}

func (r *rig) decode(w *httptest.ResponseRecorder, into any) {
	r.t.Helper()
	if w.Code != http.StatusOK {
		r.t.Fatalf("status = %v, body %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		r.t.Fatalf("the answer is not JSON: %v\n%s", err, w.Body)
	}
}

// fields returns the fields that a problem blames.
func (r *rig) fields(w *httptest.ResponseRecorder) string {
	r.t.Helper()
	var p struct {
		Type, Title, Detail string
		Status              int
		Errors              []stations.Problem
		RequestID           string `json:"request_id"`
	}
	if got := w.Header().Get("Content-Type"); got != api.MediaProblem {
		r.t.Fatalf("status %d has type %q, want a problem: %s", w.Code, got, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		r.t.Fatalf("the problem is not JSON: %v", err)
	}
	if p.Type == "" || p.Title == "" || p.Detail == "" || p.Status != w.Code || p.RequestID != w.Header().Get("X-Request-Id") {
		r.t.Errorf("problem lacks a member: %s", w.Body)
	}
	var fields []string
	for _, e := range p.Errors {
		if e.Problem == "" {
			r.t.Errorf("field %s has no text", e.Field)
		}
		fields = append(fields, e.Field)
	}
	return strings.Join(fields, " ")
}
