package features_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
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
		Access:       stations.Access{Method: "walk_in", Eligibility: "货车司机"},
		Services:     []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}, {Code: "toilet", Status: stations.ServiceBroken}},
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
	if got := fmt.Sprint(f.Value("services")); got != "[water]" {
		t.Errorf("services = %s, want those that work", got)
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
