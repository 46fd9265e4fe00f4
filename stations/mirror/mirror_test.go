package mirror_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
	"yizhan/stations/archive"
	"yizhan/stations/exchange"
	"yizhan/stations/mirror"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
	"yizhan/stations/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB, path string) stations.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// town is an origin: a registry that is written, and served with keys.
type town struct {
	t      testing.TB
	store  stations.Store
	api    *api.Server
	random *rand.Rand
	made   int
}

func newTown(t testing.TB, seed uint64) *town {
	s := open(t, filepath.Join(t.TempDir(), "origin.db"))
	quiet := slog.New(slog.DiscardHandler)
	return &town{t: t, store: s, random: rand.New(rand.NewPCG(seed, 2)), api: api.New(api.Config{
		Store: s, Finder: nearby.NewFinder(nil, time.Now), Planner: plan.NewPlanner(s, nil, time.Now),
		Log: quiet, Now: time.Now, Version: "test",
		KeyRate: access.Rate{PerSecond: 1e6, Burst: 1e6}, AddressRate: access.Rate{PerSecond: 1e6, Burst: 1e6},
	})}
}

// key makes a key for the origin.
func (o *town) key(role stations.Role) string {
	o.t.Helper()
	secret, key := access.Mint("mirror", role, "", time.Now())
	if err := o.store.CreateKey(o.t.Context(), key); err != nil {
		o.t.Fatal(err)
	}
	return secret
}

// station makes one, with all that a mirror gets and much that it must not.
func (o *town) station() *stations.Station {
	id, err := stations.NewID()
	if err != nil {
		o.t.Fatal(err)
	}
	o.made++
	at := orb.Point{118 + o.random.Float64(), 32 + o.random.Float64()}
	stages := []stations.Lifecycle{stations.Open, stations.Open, stations.Trial, stations.Planned}
	return &stations.Station{
		ID: id, Name: fmt.Sprintf("第%d号驿站 =\"<,>\"", o.made), Code: fmt.Sprintf("T-%d", o.made), Kind: stations.UnionStation,
		Lifecycle: stages[o.random.IntN(len(stages))], Hours: "Mo-Fr 08:30-17:00; PH off",
		Position:     stations.Position{Point: at, Original: datum.Out(at, datum.BD09), Quality: stations.GPS, Adcode: "320102", Address: "中山路1号\n二楼"},
		Contacts:     []stations.Contact{{Phone: "13900001111", Personal: true}, {Phone: "025-12351"}},
		Verification: &stations.Verification{At: time.Now().UTC(), By: "李四", Method: stations.VerificationMethod(stations.VerificationMethods()[0].Code)},
		Source:       "市", SourceRecord: fmt.Sprint(o.made),
	}
}

// found makes so many stations.
func (o *town) found(n int) {
	o.t.Helper()
	var writes []stations.Write
	for range n {
		writes = append(writes, stations.Write{Station: o.station()})
	}
	if _, err := o.store.Apply(o.t.Context(), writes); err != nil {
		o.t.Fatal(err)
	}
}

// write makes, changes, closes, merges or deletes a station.
func (o *town) write() {
	o.t.Helper()
	_, all, err := o.store.Snapshot(o.t.Context(), 0)
	if err != nil {
		o.t.Fatal(err)
	}
	w := stations.Write{Station: o.station()}
	if kind := o.random.IntN(8); len(all) > 5 && kind > 1 {
		s := *all[o.random.IntN(len(all))]
		w = stations.Write{Station: &s, Expect: s.Revision, Delete: kind == 2}
		s.MergedInto = ""
		switch kind {
		case 3:
			s.Lifecycle = stations.Closed
		case 4:
			s.Lifecycle, s.MergedInto = stations.Merged, all[0].ID
			if s.ID == all[0].ID {
				s.MergedInto = all[1].ID
			}
		case 5:
			s.Lifecycle = stations.Open
		default:
			if s.Lifecycle == stations.Merged {
				s.Lifecycle = stations.Suspended
			}
			s.Name = fmt.Sprintf("改名%d", o.random.IntN(1e6))
		}
	}
	if _, err := o.store.Apply(o.t.Context(), []stations.Write{w}); err != nil {
		o.t.Fatalf("Apply = %v", err)
	}
}

// restore puts the origin back to a backup of itself: a new epoch.
func (o *town) restore() {
	o.t.Helper()
	var file bytes.Buffer
	if _, err := archive.Write(o.t.Context(), &file, o.store, 1); err != nil {
		o.t.Fatal(err)
	}
	for range 3 {
		o.write() // which the restore undoes
	}
	if _, err := archive.Read(o.t.Context(), bytes.NewReader(file.Bytes()), o.store, archive.Options{Schema: 1, Replace: true}); err != nil {
		o.t.Fatal(err)
	}
}

// served is a real server of the handler.
func served(t testing.TB, h http.Handler) *url.URL {
	t.Helper()
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func newMirror(origin *url.URL, key string, s stations.Store) *mirror.Mirror {
	return &mirror.Mirror{Origin: origin, Key: key, Store: s, Log: slog.New(slog.DiscardHandler), Pause: time.Millisecond}
}

// exports writes what a reader, or who sees all, would be given.
func exports(t testing.TB, s stations.Store, scope stations.Scope) map[string]string {
	t.Helper()
	_, all, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var list []*stations.Station
	var records bytes.Buffer
	for _, station := range all {
		if scope == stations.ScopeAll || stations.Public().Match(station, time.Now()) {
			list = append(list, station)
			text, err := stations.EncodeRecord(station.Mirrored())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&records, "%s\n", text)
		}
	}
	files := map[string]string{"records": records.String()}
	for _, format := range []string{"csv", "geojson"} {
		for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02} {
			var file bytes.Buffer
			if err := exchange.Write(&file, format, d, list); err != nil {
				t.Fatal(err)
			}
			files[format+" "+d.String()] = file.String()
		}
	}
	return files
}

// caughtUp catches up until the mirror stands where the origin does: an answer
// of before may have said that it did, also of the areas.
func (o *town) caughtUp(m *mirror.Mirror) (mark stations.Mark) {
	o.t.Helper()
	last, err := o.store.Revision(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	areas, err := o.store.AreasVersion(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	for range 20 {
		if mark, err = m.CatchUp(o.t.Context()); err != nil {
			o.t.Fatalf("CatchUp = %v", err)
		}
		if has, err := m.Store.AreasVersion(o.t.Context()); err == nil && has == areas && mark.Revision == last {
			break
		}
	}
	return mark
}

// wantEqual compares the exports, byte by byte.
func wantEqual(t *testing.T, origin, copied stations.Store, scope stations.Scope) {
	t.Helper()
	want, got := exports(t, origin, scope), exports(t, copied, scope)
	for name := range want {
		if want[name] != got[name] {
			t.Errorf("the mirror's export %s differs (-origin +mirror):\n%.2000s", name, cmp.Diff(want[name], got[name]))
		}
	}
	if all := exports(t, copied, stations.ScopeAll); all["records"] != got["records"] {
		t.Errorf("the mirror of scope %s holds more than that", scope)
	}
}

// The mirror is under way while its origin is written and restored, its
// network fails in every way, and it is stopped and started again.
func TestAMirrorIsByteEqualAfterFaults(t *testing.T) {
	for _, c := range []struct {
		sentence string
		role     stations.Role
		scope    stations.Scope
		seed     uint64
	}{
		{"of what riders see", stations.RoleReader, stations.ScopePublic, 1},
		{"of every stage of life", stations.RoleAdmin, stations.ScopeAll, 2},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if testing.Short() && c.scope == stations.ScopeAll {
				t.Skip("one is enough for a short run")
			}
			o := newTown(t, c.seed)
			o.found(40)
			sky := newWeather(o.api, c.seed)
			path, key, origin := filepath.Join(t.TempDir(), "mirror.db"), o.key(c.role), served(t, sky)
			legs := 4
			if testing.Short() {
				legs = 2
			}
			for leg := range legs {
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				copied := open(t, path)
				go func() { ended <- newMirror(origin, key, copied).Follow(ctx) }()
				o.survey()
				for range 10 {
					o.write()
					o.photograph()
					time.Sleep(2 * time.Millisecond)
				}
				if leg == 1 {
					o.restore()
				}
				stop()
				if err := <-ended; !errors.Is(err, context.Canceled) {
					t.Fatalf("Follow = %v, want it to end with its context only", err)
				}
				copied.Close()
			}
			copied := open(t, path)
			mark := o.caughtUp(newMirror(origin, key, copied))
			if epoch, err := o.store.Epoch(t.Context()); err != nil || mark.Epoch != epoch {
				t.Errorf("the mirror is of epoch %q, its origin of %q (%v)", mark.Epoch, epoch, err)
			}
			wantEqual(t, o.store, copied, c.scope)
			wantBeside(t, o.store, copied, c.scope)
			t.Logf("at revision %d after %v", mark.Revision, sky.faults)
		})
	}
}

func TestAMirrorOfAMirrorIsTheSame(t *testing.T) {
	o := newTown(t, 3)
	o.found(30)
	o.survey()
	for range 20 {
		o.photograph()
	}
	middle, last := newTown(t, 4), open(t, filepath.Join(t.TempDir(), "last.db"))
	first := newMirror(served(t, o.api), o.key(stations.RoleReader), middle.store)
	second := newMirror(served(t, middle.api), middle.key(stations.RoleAdmin), last)
	for range 2 {
		for _, m := range []*mirror.Mirror{first, second} {
			if _, err := m.CatchUp(t.Context()); err != nil {
				t.Fatalf("CatchUp = %v", err)
			}
		}
		wantEqual(t, o.store, last, stations.ScopePublic)
		wantBeside(t, o.store, last, stations.ScopePublic)
		o.write()
		o.photograph()
	}
}

func TestWhatAMirrorDoesNotTryAgain(t *testing.T) {
	o := newTown(t, 5)
	o.write()
	own := open(t, filepath.Join(t.TempDir(), "own.db"))
	if _, err := own.Apply(t.Context(), []stations.Write{{Station: o.station()}}); err != nil {
		t.Fatal(err)
	}
	reader, admin := o.key(stations.RoleReader), o.key(stations.RoleAdmin)
	reading := open(t, filepath.Join(t.TempDir(), "reading.db"))
	origin := served(t, o.api)
	if _, err := newMirror(origin, reader, reading).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	elsewhere := served(t, http.RedirectHandler(origin.String(), http.StatusFound))
	fresh := open(t, filepath.Join(t.TempDir(), "fresh.db"))
	for _, c := range []struct {
		sentence string
		m        *mirror.Mirror
		want     stations.Code
		says     string
	}{
		{"a store of its own", newMirror(origin, reader, own), stations.Conflict, "empty one"},
		{"no key", newMirror(origin, "", fresh), stations.Forbidden, "refuses the key"},
		{"another scope than before", newMirror(origin, admin, reading), stations.Conflict, "begin with an empty store"},
		{"no yizhan", newMirror(served(t, http.NotFoundHandler()), "", fresh), stations.Invalid, "no yizhan"},
		{"a redirect", newMirror(elsewhere, "secret", fresh), stations.Invalid, "redirects"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			if err := c.m.Follow(ctx); stations.CodeOf(err) != c.want || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Errorf("Follow = %v, want code %s and %q", err, c.want, c.says)
			}
		})
	}
}
