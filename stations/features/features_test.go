package features_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/archive"
	"yizhan/stations/features"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
	"yizhan/stations/sqlite"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func catalogue(t testing.TB, list ...*stations.Station) *features.Catalogue {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "features.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	var writes []stations.Write
	for _, s := range list {
		writes = append(writes, stations.Write{Station: s})
	}
	if _, err := store.Apply(t.Context(), writes); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	return features.NewCatalogue(store, nearby.NewFinder(nil, clock), plan.NewPlanner(store, nil, clock), clock)
}

// whole is a station with every property that the collection has.
func whole() *stations.Station {
	return &stations.Station{
		ID: "01890000-0000-7000-8000-000000000001", Code: "NJ-1", Name: "示例驿站", Kind: stations.DriverHome, Lifecycle: stations.Open, Host: "bank", Hours: "24/7",
		Position: stations.Position{
			Point: orb.Point{118.8, 32.05}, Quality: stations.Surveyed, Adcode: "320102", Address: "中山路1号", Floor: "B1", EntranceNote: "北门", BikeParking: "门口",
		},
		Access: stations.Access{Method: "walk_in", Eligibility: "货车司机"},
		Services: []stations.ServiceState{
			{Code: "water", Status: stations.ServiceOK},
			{Code: "toilet", Status: stations.ServiceBroken},
			{Code: "cool", Status: stations.ServiceOK, ExpiresAt: new(now)},
			{Code: "warm", Status: stations.ServiceLimited, ExpiresAt: new(now.Add(time.Minute))},
		},
		Contacts:     []stations.Contact{{Phone: "13900001111", Personal: true}, {Phone: "025-12351"}},
		Truck:        &stations.Truck{Spaces: 12},
		Verification: &stations.Verification{At: now.Add(-time.Hour), Method: stations.OnSite},
	}
}

func TestAWholeStationHasEveryProperty(t *testing.T) {
	c, err := catalogue(t, whole()).Find(t.Context(), features.Sight{}, "stations")
	if err != nil {
		t.Fatal(err)
	}
	f, err := c.Feature(t.Context(), string(whole().ID))
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range c.Columns {
		if f.Value(column.Name) == nil {
			t.Errorf("%s has no value", column.Name)
		}
	}
	for column, want := range map[string]any{"phone": "025-12351", "truck_spaces": 12.0, "doubted": false} {
		if got := f.Value(column); got != want {
			t.Errorf("%s = %v, want %v", column, got, want)
		}
	}
	if got := fmt.Sprint(f.Value("services")); got != "[water warm]" {
		t.Errorf("services = %s, want those that work now", got)
	}
	if got := f.Value("contacts"); got != nil {
		t.Errorf("contacts = %v, want no such property", got)
	}
}

func TestAStationThatRidersDoNotSeeIsFoundInsideOnly(t *testing.T) {
	planned := whole()
	planned.Lifecycle = stations.Planned
	all := catalogue(t, planned)
	for name, c := range map[string]struct {
		sight features.Sight
		want  stations.Code
	}{
		"a rider":              {features.Sight{}, stations.NotFound},
		"who sees plans":       {features.Sight{Plans: true}, stations.NotFound},
		"who keeps the record": {features.Sight{Inside: true}, ""},
	} {
		collection, err := all.Find(t.Context(), c.sight, "stations")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := collection.Feature(t.Context(), string(planned.ID)); stations.CodeOf(err) != c.want {
			t.Errorf("Feature of a planned station, for %s = %v, want code %q", name, err, c.want)
		}
	}
}

// After a restore the store may stand at a revision of before with other
// stations: what was counted and measured then must not be given.
func TestARestoreIsSeenByACatalogueThatRuns(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "features.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, store, 1); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	finder := nearby.NewFinder(nil, clock)
	all := features.NewCatalogue(store, finder, plan.NewPlanner(store, nil, clock), clock)

	type seen struct {
		revision stations.Revision
		matched  int
		extent   orb.Bound
	}
	look := func(list ...*stations.Station) (s seen) {
		t.Helper()
		if _, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), store, archive.Options{Schema: 1, Replace: true}); err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			if s.revision, err = store.Apply(t.Context(), []stations.Write{{Station: one}}); err != nil {
				t.Fatal(err)
			}
		}
		follow(t, finder, store)
		c, err := all.Find(t.Context(), features.Sight{}, "stations")
		if err != nil {
			t.Fatal(err)
		}
		page, err := c.Page(t.Context(), features.Query{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if s.extent, _, err = c.Extent(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.matched = page.Matched
		return s
	}
	there, planned := whole(), whole()
	there.ID, there.Code, there.Position.Point = "01890000-0000-7000-8000-000000000002", "NJ-2", orb.Point{118.9, 32.1}
	planned.Lifecycle = stations.Planned
	before, after := look(whole(), there), look(planned, there)
	want := seen{before.revision, 1, there.Position.Point.Bound()}
	if before.matched != 2 || after != want {
		t.Errorf("before a restore %+v, after it %+v; want 2 matched, then %+v", before, after, want)
	}
}

// follow lets the finder load what the store holds now.
func follow(t *testing.T, finder *nearby.Finder, store stations.Reader) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	last, done := finder.Snapshot(), make(chan error)
	go func() { done <- finder.Follow(ctx, store, slog.New(slog.DiscardHandler)) }()
	for ctx.Err() == nil && finder.Snapshot() == last {
		time.Sleep(time.Millisecond)
	}
	if ctx.Err() != nil {
		t.Error("the finder did not load the stations within 10 s")
	}
	stop()
	if err := <-done; !errors.Is(err, ctx.Err()) {
		t.Errorf("Follow = %v, want that it was told to stop", err)
	}
}

func TestWhatIsNoCollection(t *testing.T) {
	c := catalogue(t)
	for _, id := range []string{"", "station", "cells", "cells-", "cells-0123456789ABCDEF", "cells-0123456789abcdef", "gaps-x"} {
		if _, err := c.Find(context.Background(), features.Sight{Plans: true}, id); stations.CodeOf(err) != stations.NotFound {
			t.Errorf("Find(%q) error = %v, want not found", id, err)
		}
	}
}

func Example() {
	c := features.Collection{ID: "areas", Columns: []features.Column{{Name: "adcode", Title: "区划代码 division code"}}}
	fmt.Println(c.Columns[0].Title, c.Loaded())
	// Output: 区划代码 division code false
}
