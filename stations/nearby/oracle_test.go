package nearby_test

import (
	"math"
	"sort"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// metresBetween is the great circle by the angle between two vectors.
func metresBetween(p, q orb.Point) float64 {
	a, b := vector(p), vector(q)
	x := [3]float64{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
	return 6371008.7714150598 * math.Atan2(math.Sqrt(x[0]*x[0]+x[1]*x[1]+x[2]*x[2]), a[0]*b[0]+a[1]*b[1]+a[2]*b[2])
}

func vector(p orb.Point) [3]float64 {
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// paces are the metres per second of a straight estimate.
var paces = map[roads.Mode]float64{roads.Walk: 1.2, roads.Ride: 15.0 / 3.6, roads.Truck: 35.0 / 3.6}

// part is where the rule about doors puts a station: 0, 1 or 2, or −1 for
// nowhere.
func part(door nearby.Door, state stations.OpenState) int {
	switch {
	case door == nearby.AnyDoor:
		return 0
	case state == stations.StateClosed:
		return -1
	case state == stations.StateUnknown:
		return 2
	case state == stations.StateClosingSoon && door == nearby.OpenOnArrival:
		return 1
	}
	return 0
}

// stateFor asks the door by the query's rule, for a rider who arrives between
// two numbers of seconds from noon.
func stateFor(s *stations.Station, q nearby.Query, soonest, latest float64) stations.OpenState {
	door := s.Door()
	switch q.Door {
	case nearby.OpenAt:
		return door.State(q.At)
	case nearby.OpenOnArrival:
		return onArrival(door, noon.Add(roundSeconds(soonest)), noon.Add(roundSeconds(latest)))
	}
	return door.State(noon)
}

// onArrival asks for every arrival that could find something new: the first,
// the last, and those at and right after each full minute between.
func onArrival(door stations.Door, first, last time.Time) stations.OpenState {
	seen := map[stations.OpenState]bool{tenMinutes(door, first): true, tenMinutes(door, last): true}
	for m := first.Truncate(time.Minute).Add(time.Minute); m.Before(last); m = m.Add(time.Minute) {
		seen[tenMinutes(door, m)] = true
		if after := m.Add(time.Nanosecond); after.Before(last) {
			seen[tenMinutes(door, after)] = true
		}
	}
	if seen[stations.StateUnknown] || seen[stations.StateClosed] && len(seen) > 1 {
		return stations.StateUnknown
	}
	for _, state := range []stations.OpenState{stations.StateClosed, stations.StateClosingSoon} {
		if seen[state] {
			return state
		}
	}
	return stations.StateOpen
}

// tenMinutes is the state at t, unless the door is open then and not for ten
// minutes more: then what it becomes.
func tenMinutes(door stations.Door, t time.Time) stations.OpenState {
	state := door.State(t)
	if state != stations.StateOpen && state != stations.StateClosingSoon {
		return state
	}
	for m := t.Truncate(time.Minute).Add(time.Minute); m.Before(t.Add(10 * time.Minute)); m = m.Add(time.Minute) {
		if later := door.State(m); later == stations.StateClosed || later == stations.StateUnknown {
			return later
		}
	}
	return state
}

// row is a station of an answer.
type row struct {
	ID       stations.ID
	Open     stations.OpenState
	part     int
	distance float64 // to a micrometre: stations in one place are equally far
}

func sorted(rows []row) []row {
	sort.Slice(rows, func(i, j int) bool {
		a, b := rows[i], rows[j]
		switch {
		case a.part != b.part:
			return a.part < b.part
		case a.distance != b.distance:
			return a.distance < b.distance
		}
		return a.ID < b.ID
	})
	return rows
}

// bruteRows answers by looking at every station, without roads. It shares
// nothing with the finder but the domain: stations, filters and doors.
func bruteRows(list []*stations.Station, q nearby.Query) []row {
	moment := noon
	if q.Door == nearby.OpenAt {
		moment = q.At
	}
	var rows []row
	for _, s := range list {
		d := metresBetween(q.Point, s.Position.Point)
		nearest, farthest := math.Max(0, d-q.AccuracyM), d+q.AccuracyM
		soonest, latest := 1.3*nearest/paces[q.Mode], 1.3*farthest/paces[q.Mode]
		if !stations.Public().Match(s, moment) || !q.Filter.Match(s, moment) ||
			q.RadiusM > 0 && nearest > q.RadiusM || q.MaxMinutes > 0 && soonest > 60*q.MaxMinutes {
			continue
		}
		state := stateFor(s, q, soonest, latest)
		if p := part(q.Door, state); p >= 0 {
			rows = append(rows, row{s.ID, state, p, math.Round(d * 1e6)})
		}
	}
	return sorted(rows)
}

// brute is the ids of bruteRows.
func brute(list []*stations.Station, q nearby.Query) []stations.ID {
	ids := []stations.ID{}
	for _, r := range bruteRows(list, q) {
		ids = append(ids, r.ID)
	}
	return ids
}

// drawQuery draws a question with every field, without roads.
func drawQuery(t *rapid.T) nearby.Query {
	q := nearby.Query{
		Point:      orb.Point{118.8 + rapid.Float64Range(-0.06, 0.06).Draw(t, "lon"), 32.06 + rapid.Float64Range(-0.06, 0.06).Draw(t, "lat")},
		Mode:       roads.Mode(rapid.IntRange(0, int(roads.Truck)).Draw(t, "mode")),
		By:         nearby.By(rapid.IntRange(0, 1).Draw(t, "by")),
		Door:       nearby.Door(rapid.IntRange(0, 3).Draw(t, "door")),
		RadiusM:    rapid.SampledFrom([]float64{0, 0, 300, 2500}).Draw(t, "radius"),
		MaxMinutes: rapid.SampledFrom([]float64{0, 0, 4, 15, 60}).Draw(t, "minutes"),
		AccuracyM:  rapid.SampledFrom([]float64{0, 0, 15, 300, 5000}).Draw(t, "accuracy"),
		Limit:      rapid.SampledFrom([]int{3, 17, 100}).Draw(t, "limit"),
		At:         noon.Add(time.Duration(rapid.IntRange(-1000, 1000).Draw(t, "at")) * time.Minute),
	}
	q.Filter.Kinds = rapid.SampledFrom([][]stations.Kind{nil, {stations.DriverHome}, {stations.DriverHome, stations.WarmStation}}).Draw(t, "kinds")
	q.Filter.Services = rapid.SampledFrom([][]stations.Service{nil, nil, {"water"}, {"toilet", "warm"}}).Draw(t, "services")
	return q
}

// TestEveryAnswerAgreesWithLookingAtEveryStation draws questions and pages
// through their answers to the end.
func TestEveryAnswerAgreesWithLookingAtEveryStation(t *testing.T) {
	list := scatter(t, 400, 11)
	for i, s := range list {
		if i%9 == 0 {
			s.Closures = []stations.Closure{{From: "2026-11-20", Until: "2026-11-20"}}
		}
	}
	list[7].Lifecycle, list[8].Position.Quality = stations.Suspended, stations.AddressOnly
	f, _ := following(t, list)
	rapid.Check(t, func(rt *rapid.T) {
		q := drawQuery(rt)
		got := []row{}
		for _, h := range everything(t, f, q) {
			got = append(got, row{ID: h.Station.ID, Open: h.Open})
			metres := metresBetween(q.Point, h.Station.Position.Point)
			if seconds := 1.3 * metres / paces[q.Mode]; h.ByRoad || math.Abs(h.Distance-metres) > 1e-6 || math.Abs(h.Duration-seconds) > 1e-6 {
				rt.Fatalf("hit = %v m in %v s by road %v, want %v m in %v s", h.Distance, h.Duration, h.ByRoad, metres, seconds)
			}
		}
		if diff := cmp.Diff(bruteRows(list, q), got, cmpopts.IgnoreUnexported(row{}), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("Find(%+v) (-want +got):\n%s", q, diff)
		}
	})
}
