package stations_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"yizhan/stations"
)

func TestAVisitNeedsADoorThatStaysOpen(t *testing.T) {
	for _, c := range []struct {
		name, hours, from, until string // the rider comes at some moment from … until
		stay                     time.Duration
		want                     stations.OpenState
	}{
		{"open for long", "Mo-Su 08:00-18:00", "2026-11-20 12:00", "2026-11-20 12:00", 10 * time.Minute, "open"},
		{"always open", "24/7", "2026-11-20 12:00", "2026-11-20 18:00", 10 * time.Minute, "open"},
		{"half an hour before closing", "Mo-Su 08:00-18:00", "2026-11-20 17:30", "2026-11-20 17:30", 10 * time.Minute, "closing_soon"},
		{"just long enough", "Mo-Su 08:00-18:00", "2026-11-20 17:50", "2026-11-20 17:50", 10 * time.Minute, "closing_soon"},
		{"a minute too late", "Mo-Su 08:00-18:00", "2026-11-20 17:51", "2026-11-20 17:51", 10 * time.Minute, "closed"},
		{"who only looks in", "Mo-Su 08:00-18:00", "2026-11-20 17:51", "2026-11-20 17:51", 0, "closing_soon"},
		{"a stay longer than the warning", "Mo-Su 08:00-18:00", "2026-11-20 17:01", "2026-11-20 17:01", time.Hour, "closed"},
		{"before it opens", "Mo-Su 08:00-18:00", "2026-11-20 07:55", "2026-11-20 07:55", 10 * time.Minute, "closed"},
		{"the early half comes before it opens", "Mo-Su 08:00-18:00", "2026-11-20 07:55", "2026-11-20 08:05", 10 * time.Minute, "unknown"},
		{"some come in time and some too late", "Mo-Su 08:00-18:00", "2026-11-20 17:45", "2026-11-20 17:55", 10 * time.Minute, "unknown"},
		{"all come too late, some after it closed", "Mo-Su 08:00-18:00", "2026-11-20 17:55", "2026-11-20 18:10", 10 * time.Minute, "closed"},
		{"the late half is warned", "Mo-Su 08:00-18:00", "2026-11-20 17:00", "2026-11-20 17:40", 10 * time.Minute, "closing_soon"},
		{"over a lunch break", "Mo-Su 08:00-12:00,12:05-18:00", "2026-11-20 11:00", "2026-11-20 13:00", 10 * time.Minute, "unknown"},
		{"within a break that is shorter than the window", "Mo-Su 08:00-12:00,13:00-18:00", "2026-11-20 12:10", "2026-11-20 12:50", 10 * time.Minute, "closed"},
		{"past midnight", "Mo-Su 18:00-02:00", "2026-11-20 23:50", "2026-11-21 00:20", 10 * time.Minute, "open"},
		{"a closure begins at midnight", "24/7", "2027-08-09 23:45", "2027-08-09 23:45", 10 * time.Minute, "closing_soon"},
		{"a closure begins too early", "24/7", "2027-08-09 23:55", "2027-08-09 23:55", 10 * time.Minute, "closed"},
		{"the first minutes after a closure", "24/7", "2027-08-21 00:00", "2027-08-21 00:00", 10 * time.Minute, "open"},
		{"some come before a closure ends", "24/7", "2027-08-20 23:50", "2027-08-21 00:10", 10 * time.Minute, "unknown"},
		{"nobody knows whether it stays open", "Mo-Su 00:00-24:00; PH off", "2026-12-31 23:55", "2026-12-31 23:55", 10 * time.Minute, "unknown"},
		{"nobody knows, but later", "Mo-Su 00:00-24:00; PH off", "2026-12-31 23:45", "2026-12-31 23:45", 10 * time.Minute, "closing_soon"},
		{"no hours that could be read", `"ask"`, "2026-11-20 12:00", "2026-11-20 12:00", 10 * time.Minute, "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := stations.Visit{Earliest: moment(t, c.from), Latest: moment(t, c.until), Stay: c.stay}
			if got := door(t, c.hours).Visit(v); got != c.want {
				t.Errorf("Visit from %s to %s for %v of %q = %v, want %v", c.from, c.until, c.stay, c.hours, got, c.want)
			}
		})
	}
}

// slowVisit asks the door at every minute of every stay.
func slowVisit(d stations.Door, v stations.Visit) stations.OpenState {
	seen := map[stations.OpenState]bool{}
	for at := v.Earliest; !at.After(v.Latest); at = at.Add(time.Minute) {
		state := d.State(at)
		for in := time.Minute; in < v.Stay && unhurried(state) == stations.StateOpen; in += time.Minute {
			if later := d.State(at.Add(in)); unhurried(later) != stations.StateOpen {
				state = later
			}
		}
		seen[state] = true
	}
	switch {
	case len(seen) == 1:
		for state := range seen {
			return state
		}
	case len(seen) == 2 && seen[stations.StateOpen] && seen[stations.StateClosingSoon]:
		return stations.StateClosingSoon
	}
	return stations.StateUnknown
}

func TestAVisitAgreesWithAskingAtEveryMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := postedHours[rapid.IntRange(0, len(postedHours)-1).Draw(t, "hours")].text
		s := stations.Station{Hours: text, Closures: []stations.Closure{{From: "2026-02-15", Until: "2026-02-16"}, {From: "2026-12-31", Until: "2027-01-01"}}}
		days := []time.Time{ // about a closure, about a holiday, about a year without notice
			time.Date(2026, 2, 14, 0, 0, 0, 0, stations.Zone()), time.Date(2026, 9, 30, 0, 0, 0, 0, stations.Zone()), time.Date(2026, 12, 30, 0, 0, 0, 0, stations.Zone()),
		}
		v := stations.Visit{
			Earliest: rapid.SampledFrom(days).Draw(t, "day").Add(time.Duration(rapid.IntRange(0, 4*1440).Draw(t, "minute")) * time.Minute),
			Stay:     time.Duration(rapid.IntRange(0, 45).Draw(t, "stay")) * time.Minute,
		}
		v.Latest = v.Earliest.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 5, 40, 400}).Draw(t, "span")) * time.Minute)
		if got, want := s.Door().Visit(v), slowVisit(s.Door(), v); got != want {
			t.Fatalf("Visit(%v) of %q = %v, want %v", v, text, got, want)
		}
	})
}
