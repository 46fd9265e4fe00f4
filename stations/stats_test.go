package stations_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/storetest"
)

// history makes changes and reports over three years, in order of time.
func history(random *rand.Rand) ([]stations.Change, []stations.Report) {
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	begin := time.Date(2025, 1, 1, 3, 0, 0, 0, time.UTC)
	var changes []stations.Change
	created := map[stations.ID]time.Time{}
	gone := map[stations.ID]bool{}
	for at := begin; at.Before(begin.AddDate(1, 6, 0)); at = at.Add(time.Duration(random.IntN(30)) * time.Hour) {
		id := stations.ID(fmt.Sprint(random.IntN(40)))
		if gone[id] {
			continue
		}
		if _, known := created[id]; !known {
			created[id] = at
		} else if random.IntN(12) == 0 {
			gone[id] = true
			changes = append(changes, stations.Change{ID: id, At: at})
			continue
		}
		s := &stations.Station{ID: id, CreatedAt: created[id], Kind: stations.Kind(pick("union_station", "driver_home"))}
		s.Position.Adcode = pick("320102", "320106001", "110101", "")
		s.Lifecycle = stations.Lifecycle(pick("open", "trial", "closed", "merged", "suspended"))
		if random.IntN(2) == 0 {
			s.Verification = &stations.Verification{At: at.Add(-time.Duration(random.IntN(2000)) * time.Hour)}
		}
		if random.IntN(4) == 0 {
			s.Doubt = &stations.Doubt{Since: at}
		}
		changes = append(changes, stations.Change{ID: id, At: at, Station: s})
	}
	var reports []stations.Report
	for range 200 {
		day := begin.AddDate(0, 0, random.IntN(600))
		r := stations.Report{Day: stations.DayOf(day), Adcode: pick("320102", "320106001", ""), StationKind: stations.UnionStation}
		if random.IntN(2) == 0 {
			r.Answer = &stations.ReportAnswer{Day: stations.DayOf(day.AddDate(0, 0, random.IntN(40)))}
		}
		reports = append(reports, r)
	}
	return changes, reports
}

// tallied feeds a tally as a store does.
func tallied(t *testing.T, changes []stations.Change, reports []stations.Report, q stations.StatsQuery) []stations.StatsRow {
	t.Helper()
	tally, err := stations.NewTally(q)
	if err != nil {
		t.Fatalf("NewTally = %v", err)
	}
	for _, c := range changes {
		step := stations.Step{ID: c.ID, At: c.At, Gone: c.Station == nil}
		if s := c.Station; s != nil {
			step.Kind, step.Adcode, step.Lifecycle, step.Doubted = s.Kind, s.Position.Adcode, s.Lifecycle, s.Doubt != nil
			if s.Verification != nil {
				step.VerifiedAt = s.Verification.At
			}
		}
		tally.Step(step)
	}
	for _, r := range reports {
		tally.Report(r)
	}
	return tally.Rows()
}

func TestTallyAgreesWithASlowCount(t *testing.T) {
	months := []string{"2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01"}
	weeks := []string{"2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19"}
	days := []string{"2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"}
	for seed := range uint64(4) {
		changes, reports := history(rand.New(rand.NewPCG(seed, 1)))
		for _, c := range []struct {
			periods []string
			q       stations.StatsQuery
		}{
			{months, stations.StatsQuery{By: stations.ByMonth, From: "2024-12-15", Until: "2025-05-02"}},
			{months, stations.StatsQuery{By: stations.ByMonth, From: "2024-12-15", Until: "2025-05-02", Adcode: "320106", Level: stations.ByStreet}},
			{weeks, stations.StatsQuery{By: stations.ByWeek, From: "2026-01-04", Until: "2026-01-12", Kinds: []stations.Kind{stations.DriverHome}}},
			{weeks, stations.StatsQuery{By: stations.ByWeek, From: "2025-12-29", Until: "2026-01-18", Now: time.Date(2026, 1, 7, 0, 0, 0, 0, time.UTC)}},
			{days, stations.StatsQuery{By: stations.ByDay, From: "2026-02-27", Until: "2026-03-01", Level: stations.ByCity}},
		} {
			past := changes
			if c.q.Now.IsZero() {
				c.q.Now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
			} else {
				past = slices.DeleteFunc(slices.Clone(changes), func(x stations.Change) bool { return x.At.After(c.q.Now) })
			}
			if c.q.Level == "" {
				c.q.Level = stations.ByDistrict
			}
			want := storetest.CountSlowly(past, reports, c.periods, c.q)
			if diff := cmp.Diff(want, tallied(t, past, reports, c.q)); diff != "" {
				t.Errorf("seed %d, %+v: Tally (-want +got):\n%s", seed, c.q, diff)
			}
		}
	}
}

func TestTallyRefuses(t *testing.T) {
	good := stations.StatsQuery{By: stations.ByDay, Level: stations.ByCity, From: "2026-01-01", Until: "2026-01-02"}
	for name, change := range map[string]func(*stations.StatsQuery){
		"an unknown span":       func(q *stations.StatsQuery) { q.By = "year" },
		"an unknown level":      func(q *stations.StatsQuery) { q.Level = "planet" },
		"a day that is none":    func(q *stations.StatsQuery) { q.From = "2026-02-30" },
		"an end before it":      func(q *stations.StatsQuery) { q.Until = "2025-12-31" },
		"an adcode that is bad": func(q *stations.StatsQuery) { q.Adcode = "32" },
		"too many periods":      func(q *stations.StatsQuery) { q.Until = "2999-01-01" },
	} {
		q := good
		change(&q)
		if _, err := stations.NewTally(q); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("NewTally(%s) = %v, want an invalid error", name, err)
		}
	}
}

func TestBadgeAtItsMoments(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	verified := &stations.Station{Lifecycle: stations.Open, Verification: &stations.Verification{At: at}}
	entered := &stations.Station{Lifecycle: stations.Open, CreatedAt: at}
	doubted := &stations.Station{Lifecycle: stations.Open, Verification: &stations.Verification{At: at}, Doubt: &stations.Doubt{Since: at}}
	const day = 24 * time.Hour
	for _, c := range []struct {
		name    string
		s       *stations.Station
		after   time.Duration
		badge   stations.Badge
		overdue bool
	}{
		{"just verified", verified, 0, stations.NoBadge, false},
		{"a moment before 90 days", verified, 90*day - time.Millisecond, stations.NoBadge, false},
		{"at 90 days", verified, 90 * day, stations.NoBadge, true},
		{"a moment before 180 days", verified, 180*day - 1, stations.NoBadge, true},
		{"at 180 days", verified, 180 * day, stations.VerifyDue, true},
		{"never verified, counted from its entry", entered, 180 * day, stations.VerifyDue, true},
		{"in doubt", doubted, 0, stations.MaybeClosed, false},
		{"in doubt and stale", doubted, 200 * day, stations.MaybeClosed, true},
	} {
		if got := c.s.Badge(at.Add(c.after)); got != c.badge {
			t.Errorf("%s: Badge = %v, want %v", c.name, got, c.badge)
		}
		if got := c.s.Overdue(at.Add(c.after)); got != c.overdue {
			t.Errorf("%s: Overdue = %v, want %v", c.name, got, c.overdue)
		}
	}
	if n := testing.AllocsPerRun(100, func() { verified.Badge(at) }); n > 0 {
		t.Errorf("Badge allocates %v times, want 0", n)
	}
}

func TestSendersHideTheirAddress(t *testing.T) {
	s := stations.SenderOf("203.0.113.77")
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(format, s); got != "sender" {
			t.Errorf("Sprintf(%q, a sender) = %q, want it hidden", format, got)
		}
	}
	if unknown := stations.SenderOf("no address"); unknown != (stations.Sender{}) {
		t.Errorf("SenderOf(no address) = another sender than the zero one")
	}
}

// 200,000 stations in 90 districts, by week over twelve weeks and by day over
// a year.
func BenchmarkTally(b *testing.B) {
	begin := time.Date(2026, 1, 1, 3, 0, 0, 0, time.UTC)
	steps := make([]stations.Step, 200_000)
	for i := range steps {
		steps[i] = stations.Step{
			ID: stations.ID(fmt.Sprintf("0198c0de-0000-7000-8000-%012d", i)), At: begin, Lifecycle: stations.Open,
			Kind: stations.UnionStation, Adcode: fmt.Sprintf("3201%02d", 10+i%90), VerifiedAt: begin.Add(-time.Duration(i%2400) * time.Hour),
		}
	}
	for _, q := range []stations.StatsQuery{
		{By: stations.ByWeek, Level: stations.ByDistrict, From: "2026-01-05", Until: "2026-03-29"},
		{By: stations.ByDay, Level: stations.ByDistrict, From: "2026-01-05", Until: "2026-12-31"},
	} {
		q.Now = begin.AddDate(1, 0, 0)
		b.Run(string(q.By), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tally, err := stations.NewTally(q)
				if err != nil {
					b.Fatal(err)
				}
				for _, s := range steps {
					tally.Step(s)
				}
				if rows := tally.Rows(); len(rows) < 90 {
					b.Fatalf("%d rows, want one for each district at least", len(rows))
				}
			}
		})
	}
}
