package unmet_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
	"yizhan/stations/unmet"
)

var (
	noon  = time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())
	rider = orb.Point{118.7961234, 32.0603456}
)

// shelf keeps what it is given, or fails.
type shelf struct {
	mu   sync.Mutex
	rows []stations.Unmet
	err  error
}

func (s *shelf) AddUnmet(_ context.Context, rows []stations.Unmet) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.rows = append(s.rows, rows...)
	}
	return s.err
}

func (s *shelf) Unmet(context.Context, stations.UnmetQuery, stations.Unmet, int) ([]stations.Unmet, error) {
	return nil, nil
}

func (s *shelf) ForgetUnmet(context.Context, time.Time) error { return nil }

func (s *shelf) sorted() []stations.Unmet {
	return slices.SortedFunc(slices.Values(s.rows), stations.Unmet.Compare)
}

func newTally(s stations.Unmets) *unmet.Tally {
	return unmet.NewTally(s, func() time.Time { return noon.Add(42 * time.Minute) }, slog.New(slog.DiscardHandler))
}

func row(kind stations.Kind, service stations.Service, searches int) stations.Unmet {
	return stations.Unmet{Hour: noon.UTC(), Cell: hex.At(rider, 8), Kind: kind, Service: service, Searches: searches}
}

func TestASearchIsHourCellKindAndService(t *testing.T) {
	for sentence, c := range map[string]struct {
		f    stations.Filter
		want []stations.Unmet
	}{
		"a search for anything": {stations.Filter{}, []stations.Unmet{row("", "", 1)}},
		"a search for a kind":   {stations.Filter{Kinds: []stations.Kind{"driver_home"}}, []stations.Unmet{row("driver_home", "", 1)}},
		"a search for a kind twice, with two services": {
			stations.Filter{Kinds: []stations.Kind{"driver_home", "driver_home"}, Services: []stations.Service{"toilet", "shower"}},
			[]stations.Unmet{row("driver_home", "shower", 1), row("driver_home", "toilet", 1)},
		},
		"a search for too much": {everything(), []stations.Unmet{row("", "", 1)}},
	} {
		s := &shelf{}
		tally := newTally(s)
		tally.Count(rider, c.f)
		if err := tally.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, s.sorted()); diff != "" {
			t.Errorf("%s is kept as (-want +got):\n%s", sentence, diff)
		}
	}
}

func everything() (f stations.Filter) {
	for _, w := range stations.Kinds() {
		f.Kinds = append(f.Kinds, stations.Kind(w.Code))
	}
	for _, w := range stations.Services() {
		f.Services = append(f.Services, stations.Service(w.Code))
	}
	return f
}

func TestCountsOutliveAStoreThatFails(t *testing.T) {
	s := &shelf{err: errors.New("the disk is full")}
	tally := newTally(s)
	tally.Count(rider, stations.Filter{})
	if err := tally.Flush(t.Context()); !errors.Is(err, s.err) {
		t.Errorf("Flush() = %v, want the store's error", err)
	}
	tally.Count(rider, stations.Filter{})
	s.err = nil
	for range 2 {
		if err := tally.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]stations.Unmet{row("", "", 2)}, s.rows); diff != "" {
		t.Errorf("after a failure the store has (-want +got):\n%s", diff)
	}
}

func TestAPlaceThatIsNoneAndATallyThatIsOffCountNothing(t *testing.T) {
	s := &shelf{}
	tally := newTally(s)
	tally.Count(orb.Point{399, 0}, stations.Filter{})
	if err := tally.Flush(t.Context()); err != nil || len(s.rows) > 0 {
		t.Errorf("Flush() = %v with %v, want nothing", err, s.rows)
	}
	var off *unmet.Tally
	off.Count(rider, stations.Filter{})
	off.Run(t.Context())
	if err := off.Flush(t.Context()); err != nil {
		t.Errorf("Flush() of no tally = %v, want nil", err)
	}
}

func TestNobodyFillsTheMemory(t *testing.T) {
	s := &shelf{}
	tally := newTally(s)
	for i := range 60_000 { // about as many cells: each is 0.7 km² of some 500 km × 500 km
		tally.Count(orb.Point{100 + float64(i%250)*0.02, 30 + float64(i/250)*0.02}, stations.Filter{})
	}
	if err := tally.Flush(t.Context()); err != nil || len(s.rows) != 50_000 {
		t.Errorf("Flush() of 60,000 cells = %v with %d rows, want 50000", err, len(s.rows))
	}
}

func TestManyCountAtOnce(t *testing.T) {
	s := &shelf{}
	tally := newTally(s)
	var busy sync.WaitGroup
	for range 8 {
		busy.Go(func() {
			for range 500 {
				tally.Count(rider, stations.Filter{})
				_ = tally.Flush(t.Context()) // the shelf never fails
			}
		})
	}
	busy.Wait()
	sum := 0
	for _, u := range s.rows {
		sum += u.Searches
	}
	if sum != 4000 {
		t.Errorf("8 × 500 searches add up to %d, want 4000", sum)
	}
}

func Example() {
	kept := &shelf{}
	tally := unmet.NewTally(kept, func() time.Time { return noon }, slog.New(slog.DiscardHandler))
	for range 12 {
		tally.Count(rider, stations.Filter{Kinds: []stations.Kind{stations.DriverHome}})
	}
	_ = tally.Flush(context.Background())
	for _, u := range kept.rows {
		fmt.Println(u.Hour.Format(time.RFC3339), u.Cell, u.Kind, u.Searches)
	}
	// Output: 2026-11-20T04:00:00Z 883091182dfffff driver_home 12
}
