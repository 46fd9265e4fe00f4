package nearby_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
	"yizhan/stations/sqlite"
)

// noon is Friday 2026-11-20 12:00 in China.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())

// station makes a valid station at p.
func station(t testing.TB, name string, p orb.Point) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	return &stations.Station{
		ID: id, Name: name, Kind: stations.UnionStation, Lifecycle: stations.Open, Hours: "24/7",
		Position: stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed},
	}
}

// scatter makes n varied stations around a town, some in one place.
func scatter(t testing.TB, n int, seed uint64) []*stations.Station {
	r := rand.New(rand.NewPCG(seed, 1))
	hours := []string{"24/7", "Mo-Su 08:00-12:20", "Mo-Su 08:00-18:00", "Mo-Fr 18:00-23:00", "ask", "Mo-Su 08:00-18:00; PH off", ""}
	kinds := []stations.Kind{stations.UnionStation, stations.DriverHome, stations.WarmStation}
	var list []*stations.Station
	for i := range n {
		p := orb.Point{118.8 + 0.02*r.NormFloat64(), 32.06 + 0.02*r.NormFloat64()}
		if i%5 == 0 && i > 0 {
			p = list[i-1].Position.Point
		}
		s := station(t, fmt.Sprint("站", i), p)
		s.Hours, s.Kind = hours[r.IntN(len(hours))], kinds[r.IntN(len(kinds))]
		for _, code := range []stations.Service{"water", "toilet", "warm"} {
			if r.IntN(3) > 0 {
				s.Services = append(s.Services, stations.ServiceState{Code: code, Status: stations.ServiceOK})
			}
		}
		list = append(list, s)
	}
	return list
}

func writes(list ...*stations.Station) []stations.Write {
	out := make([]stations.Write, len(list))
	for i, s := range list {
		out[i] = stations.Write{Station: s, Expect: s.Revision}
	}
	return out
}

// open opens a store in a file of its own.
func open(t testing.TB, path string) stations.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// following returns a finder that follows a store with these stations.
func following(t testing.TB, list []*stations.Station, graphs ...*roads.Graph) (*nearby.Finder, stations.Store) {
	t.Helper()
	store := open(t, filepath.Join(t.TempDir(), "test.db"))
	if _, err := store.Apply(t.Context(), writes(list...)); err != nil {
		t.Fatal(err)
	}
	return follow(t, store, graphs...), store
}

// follow starts a finder and waits for its first snapshot.
func follow(t testing.TB, store stations.Reader, graphs ...*roads.Graph) *nearby.Finder {
	t.Helper()
	return run(t, nearby.NewFinder(graphs, func() time.Time { return noon }), store)
}

func run(t testing.TB, f *nearby.Finder, store stations.Reader) *nearby.Finder {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Follow(ctx, store, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Follow = %v, want it to end with its context", err)
		}
	})
	until(t, func() bool { return f.Snapshot() != nil })
	return f
}

// until waits for a condition, for longer than the busiest machine needs.
func until(t testing.TB, holds func() bool) {
	t.Helper()
	const patience = 2 * time.Minute
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("the condition does not hold after %v", patience)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// roundSeconds is a travel time as a duration.
func roundSeconds(s float64) time.Duration {
	return time.Duration(math.Round(s * float64(time.Second)))
}
