package plan_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// theSame compares hours: a sum may differ in the last bit.
var theSame = cmpopts.EquateApprox(1e-14, 0)

// aWeek is a quarter whose stations keep all sorts of hours.
func aWeek(t *testing.T, n int) quarter {
	t.Helper()
	q := newQuarter(t, n)
	for i, s := range q.stations {
		s.Hours = []string{"24/7", "Mo-Su 08:00-20:00", "Mo-Fr 09:00-17:30; PH off", "Sa,Su 20:00-06:00", ""}[i%5]
		if i%7 == 3 {
			s.Closures = []stations.Closure{{From: "2026-05-08", Until: "2026-05-09"}}
		}
		if i%4 == 1 {
			s.Services = []stations.ServiceState{{Code: "toilet", Status: stations.ServiceOK}}
		}
	}
	return q
}

func TestEachHourOfTheWeekIsTheCoverageOfThatHour(t *testing.T) {
	q := aWeek(t, 24)
	p := q.with(t, every)
	for _, r := range []plan.Request{
		{Minutes: 5, Res: 10},
		{Minutes: 8, Res: 9, K: 3, Mode: "ride"},
		{Minutes: 8, Res: 10, K: 2, Filter: plan.Filter{Services: []string{"toilet"}}},
	} {
		r.At = "2026-05-06T15:20"
		got, err := p.Week(t.Context(), r)
		if err != nil || len(got.Hours) != 7*24 {
			t.Fatalf("Week(%+v) = %d hours, %v; want 168", r, len(got.Hours), err)
		}
		covers := map[int]bool{}
		for h := 0; h < len(got.Hours); h += 5 {
			r.At = time.Date(2026, 5, 6, h, 0, 0, 0, stations.Zone()).Format(time.RFC3339)
			if diff := cmp.Diff(hour(r.At, coverage(t, p, r)), got.Hours[h], theSame); diff != "" {
				t.Errorf("k = %d, hour %d (-coverage +week):\n%s", r.K, h, diff)
			}
			covers[got.Hours[h].Cells] = true
		}
		if len(covers) < 3 {
			t.Errorf("k = %d: the hours have %d different covers, want day, night and weekend", r.K, len(covers))
		}
	}
}

func hour(at string, c *plan.Coverage) plan.Hour {
	return plan.Hour{At: at, Stations: c.Stations.Used, UnknownHours: len(c.Stations.UnknownHours), Cells: c.Counts.Covered, Demand: c.Demand}
}

func TestTheWeekWeighsEachHourByItself(t *testing.T) {
	q := aWeek(t, 12)
	store := openStore(t)
	putStations(t, store, q.stations...)
	putDemand(t, store, busy(rand.New(rand.NewPCG(43, 44)), q, 60)...)
	p := planner(store, q.graph)
	r := plan.Request{Minutes: 6, Res: 10, At: "2026-05-06T15:20"}
	week, err := p.Week(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for day := range 7 {
		r.At = fmt.Sprintf("2026-05-%02dT09:00", 6+day)
		atlas, err := p.Atlas(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(atlas.Hours, week.Hours[day*24:(day+1)*24], theSame); diff != "" {
			t.Errorf("day %d (-atlas +week):\n%s", day, diff)
		}
	}
}

// What a planner remembers of a week is of the stations and minutes asked for.
func TestARememberedWeekFollowsTheQuestion(t *testing.T) {
	q := aWeek(t, 15)
	store := openStore(t)
	putStations(t, store, q.stations...)
	p := planner(store, q.graph)
	ask := func(p *plan.Planner, r plan.Request) []plan.Hour {
		t.Helper()
		r.At = "2026-05-06T09:00"
		w, err := p.Week(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return w.Hours
	}
	first := ask(p, plan.Request{Minutes: 5, Res: 10})
	moved := *q.stations[0]
	moved.Position.Point = q.stations[7].Position.Point
	putStations(t, store, &moved)
	for _, r := range []plan.Request{{Minutes: 5, Res: 10}, {Minutes: 9, Res: 10}, {Minutes: 5, Res: 10, Mode: "ride"}} {
		got, want := ask(p, r), ask(planner(store, q.graph), r)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-fresh +remembering planner):\n%s", r, diff)
		}
		if cmp.Equal(first, got) {
			t.Errorf("%+v: as before a station moved and the question changed", r)
		}
	}
}
