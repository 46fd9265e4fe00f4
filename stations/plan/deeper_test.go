package plan_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// quarter is a real neighbourhood with stations in it.
type quarter struct {
	graph    *roads.Graph
	stations []*stations.Station
}

func newQuarter(t *testing.T, n int) quarter {
	t.Helper()
	q := quarter{graph: build(t, "nanjing_xuanwu.osm.pbf")}
	for i, p := range scatter(rand.New(rand.NewPCG(21, 22)), q.graph, n) {
		q.stations = append(q.stations, station(i, p))
	}
	return q
}

// with returns a planner over some of the stations.
func (q quarter) with(t *testing.T, keep func(*stations.Station) bool) *plan.Planner {
	t.Helper()
	store := openStore(t)
	for _, s := range q.stations {
		if keep(s) {
			fresh := *s
			fresh.Revision = 0
			putStations(t, store, &fresh)
		}
	}
	return planner(store, q.graph)
}

func every(*stations.Station) bool { return true }

func TestClosingAStationLosesWhatItCarriesAlone(t *testing.T) {
	q := newQuarter(t, 12)
	carrying := 0
	for _, r := range []plan.Request{{Minutes: 4, Res: 11}, {Minutes: 6, K: 2, Res: 11, Mode: "ride"}} {
		all := coverage(t, q.with(t, every), r)
		for _, load := range all.Loads {
			rest := coverage(t, q.with(t, func(s *stations.Station) bool { return s.ID != load.Station }), r)
			if lost := all.Demand.Covered - rest.Demand.Covered; lost != load.Alone || load.Cells != all.Counts.Covered-rest.Counts.Covered {
				t.Errorf("k = %d, station %s: alone = %v in %d cells, want %v", r.K, load.Station, load.Alone, load.Cells, lost)
			}
			if load.Alone > 0 {
				carrying++
			}
		}
		nearest := 0.0
		for _, load := range all.Loads {
			nearest += load.Nearest
		}
		if nearest != all.ByK[0].Demand {
			t.Errorf("all stations are the nearest to %v, want all that is in time of one, %v", nearest, all.ByK[0].Demand)
		}
	}
	if carrying == 0 {
		t.Error("no station carries anything alone")
	}
}

func TestEachHourOfTheAtlasIsTheCoverageOfThatHour(t *testing.T) {
	q := newQuarter(t, 20)
	for i, s := range q.stations {
		s.Hours = []string{"24/7", "Mo-Su 08:00-20:00", "Mo-Fr 09:00-17:30", "Mo-Su 20:00-06:00", ""}[i%5]
	}
	p := q.with(t, every)
	r := plan.Request{Minutes: 5, Res: 10, At: "2026-05-06T15:20"}
	atlas, err := p.Atlas(context.Background(), r)
	if err != nil || len(atlas.Hours) != 24 {
		t.Fatalf("Atlas = %d hours, %v; want 24", len(atlas.Hours), err)
	}
	different := map[int]bool{}
	for h, got := range atlas.Hours {
		r.At = fmt.Sprintf("2026-05-06T%02d:00:00+08:00", h)
		c := coverage(t, p, r)
		want := plan.Hour{At: r.At, Stations: c.Stations.Used, UnknownHours: len(c.Stations.UnknownHours), Cells: c.Counts.Covered, Demand: c.Demand}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("hour %d (-coverage +atlas):\n%s", h, diff)
		}
		different[got.Cells] = true
	}
	if len(different) < 3 {
		t.Errorf("the hours have %d different covers, want day, evening and night", len(different))
	}
}

func TestTheVerifiedCoverageIsThatOfTheVerifiedStations(t *testing.T) {
	q := newQuarter(t, 16)
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	ages := []time.Duration{89, 90, 91, -1}
	for i, s := range q.stations {
		if i%5 < len(ages) {
			s.Verification = &stations.Verification{At: now.Add(-ages[i%5] * 24 * time.Hour), Method: stations.OnSite}
		}
	}
	r := plan.Request{Minutes: 5, Res: 10, VerifiedDays: 90}
	got := coverage(t, q.with(t, every), r).Verified
	alone := coverage(t, q.with(t, func(s *stations.Station) bool {
		return s.Verification != nil && !s.Verification.At.After(now) && now.Sub(s.Verification.At) <= 90*24*time.Hour
	}), plan.Request{Minutes: 5, Res: 10})
	want := &plan.Verified{Days: 90, Stations: alone.Stations.Used, Cells: alone.Counts.Covered, Demand: alone.Demand}
	if diff := cmp.Diff(want, got); diff != "" || got.Stations == 0 || got.Stations == len(q.stations) {
		t.Errorf("Verified (-want +got):\n%s", diff)
	}
}

func TestTheSpreadOfTimesIsThatOfThePeople(t *testing.T) {
	q := newQuarter(t, 3)
	store := openStore(t)
	putStations(t, store, q.stations...)
	r := rand.New(rand.NewPCG(31, 32))
	var rows []stations.Demand
	for _, p := range scatter(r, q.graph, 60) {
		rows = append(rows, stations.Demand{Point: p, Weight: float64(1 + r.IntN(9))})
	}
	putDemand(t, store, rows...)
	c := coverage(t, planner(store, q.graph), plan.Request{Minutes: 3, HorizonMinutes: 12, Res: 10})
	var people []float64 // the minutes of each, one by one
	total, timed := 0.0, 0.0
	for _, cell := range c.Cells {
		total += cell.Demand
		if cell.Time != roads.Never {
			timed += cell.Demand
			for range int(cell.Demand) {
				people = append(people, float64(cell.Time)/60000)
			}
		}
	}
	slices.Sort(people)
	mean := 0.0
	for _, m := range people {
		mean += m / float64(len(people))
	}
	rounded := func(v float64) *float64 { v = math.Round(v*1000) / 1000; return &v }
	share := timed / total
	want := plan.Spread{
		Timed: &share, Mean: rounded(mean),
		Median: rounded(people[(len(people)+1)/2-1]), P90: rounded(people[int(math.Ceil(0.9*float64(len(people))))-1]),
	}
	if diff := cmp.Diff(want, c.Times.Spread, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("spread (-want +got):\n%s", diff)
	}
	for i, bin := range c.Times.Bins {
		count := 0
		for _, m := range people {
			if m <= bin.To && (i == 0 || m > c.Times.Bins[i-1].To) {
				count++
			}
		}
		if math.Abs(bin.Demand-float64(count)) > 1e-9 {
			t.Errorf("bin to %v minutes = %v, want %d", bin.To, bin.Demand, count)
		}
	}
}

func TestCompareTellsWhatWasGainedAndLost(t *testing.T) {
	q := newQuarter(t, 14)
	r := plan.Request{Minutes: 4, Res: 10}
	before := coverage(t, q.with(t, func(s *stations.Station) bool { return s.ID > q.stations[3].ID }), r)
	after := coverage(t, q.with(t, func(s *stations.Station) bool { return s.ID < q.stations[10].ID }), r)
	got := plan.Compare(before, after)
	was := map[hex.Cell]bool{}
	for _, c := range before.Cells {
		was[c.Cell] = c.Covered
	}
	want := plan.CellChange{}
	for _, c := range after.Cells {
		switch {
		case c.Covered && !was[c.Cell]:
			want.Gained++
		case !c.Covered && was[c.Cell]:
			want.Lost++
		}
	}
	if got.Cells != want || want.Gained == 0 || want.Lost == 0 {
		t.Errorf("cells = %+v, want %+v", got.Cells, want)
	}
	if change := after.Demand.Covered - before.Demand.Covered; got.Demand.Gained-got.Demand.Lost != change {
		t.Errorf("gained %v and lost %v, want a difference of %v", got.Demand.Gained, got.Demand.Lost, change)
	}
	if len(got.Differs) != 0 || len(got.Changed) != want.Gained+want.Lost {
		t.Errorf("differs = %v with %d changed cells, want nothing else and %d", got.Differs, len(got.Changed), want.Gained+want.Lost)
	}
	r.Profile, r.Minutes = "walk-15@1", 5
	if other := plan.Compare(before, coverage(t, q.with(t, every), r)); !slices.Equal(other.Differs, []string{"minutes", "profile"}) {
		t.Errorf("differs = %v, want minutes and profile", other.Differs)
	}
	r.Mode, r.Profile, r.Minutes = "truck", "", 4
	lorry := coverage(t, q.with(t, every), r)
	r.Vehicle, r.VerifiedDays = roads.Vehicle{HeightM: 4}, 90
	if other := plan.Compare(lorry, coverage(t, q.with(t, every), r)); !slices.Equal(other.Differs, []string{"vehicle", "verified_within_days"}) {
		t.Errorf("differs = %v, want vehicle and verified_within_days", other.Differs)
	}
}
