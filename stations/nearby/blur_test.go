package nearby_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// offset is the place so many metres from p, in a direction of radians.
func offset(p orb.Point, metres, direction float64) orb.Point {
	const degree = 111195
	return orb.Point{p[0] + metres*math.Sin(direction)/(degree*math.Cos(p[1]*math.Pi/180)), p[1] + metres*math.Cos(direction)/degree}
}

// TestNothingIsLeftOutFromAnywhereInTheCircle asks from a blurred position
// and from where the rider really is: what the exact question finds, by
// limits and doors, the blurred one lists too. Riders stand in a town of
// one-ways, at its edge and off its roads.
func TestNothingIsLeftOutFromAnywhereInTheCircle(t *testing.T) {
	f, _ := following(t, scatter(t, 300, 21), town(t, 22))
	found := 0
	rapid.Check(t, func(rt *rapid.T) {
		truth := nearby.Query{
			Point:      orb.Point{118.78 + rapid.Float64Range(-0.01, 0.05).Draw(rt, "lon"), 32.04 + rapid.Float64Range(-0.01, 0.05).Draw(rt, "lat")},
			Mode:       roads.Mode(rapid.IntRange(0, int(roads.Truck)).Draw(rt, "mode")),
			By:         nearby.By(rapid.IntRange(0, 1).Draw(rt, "by")),
			Door:       rapid.SampledFrom([]nearby.Door{nearby.AnyDoor, nearby.OpenNow, nearby.OpenOnArrival, nearby.OpenOnArrival}).Draw(rt, "door"),
			MaxMinutes: rapid.SampledFrom([]float64{2, 6, 25, 0}).Draw(rt, "minutes"),
			RadiusM:    rapid.SampledFrom([]float64{0, 0, 800}).Draw(rt, "radius"),
			Limit:      100,
		}
		blurred := truth
		blurred.AccuracyM = rapid.SampledFrom([]float64{1, 40, 200, 450, 1500, 5000}).Draw(rt, "accuracy")
		away := blurred.AccuracyM * 0.999 * rapid.Float64Range(0, 1).Draw(rt, "away")
		blurred.Point = offset(truth.Point, away, rapid.Float64Range(0, 2*math.Pi).Draw(rt, "direction"))
		listed := listOnce(t, f, blurred)
		for _, h := range everything(t, f, truth) {
			if truth.By == nearby.ByTime && h.Duration > 60*nearby.Horizon {
				continue // off the road there is no horizon
			}
			found++
			if !listed[h.Station.ID] {
				rt.Fatalf("Find(%+v) leaves out %s, %v s and %v m from %v: %s", blurred, h.Station.Name, h.Duration, h.Distance, truth.Point, h.Open)
			}
		}
	})
	if found < 200 { // the least of thousands; -short asks a fifth
		t.Errorf("the exact questions find %d stations: the test shows nothing", found)
	}
}

// listOnce returns the stations of an answer, and holds it to its order and
// to the times that the same question has from the exact point.
func listOnce(t *testing.T, f *nearby.Finder, blurred nearby.Query) map[stations.ID]bool {
	t.Helper()
	exact := blurred
	exact.AccuracyM, exact.Door = 0, nearby.AnyDoor
	seconds, listed := map[stations.ID]float64{}, map[stations.ID]bool{}
	for _, h := range everything(t, f, exact) {
		seconds[h.Station.ID] = h.Duration
	}
	var last timed
	for _, h := range everything(t, f, blurred) {
		if want, ok := seconds[h.Station.ID]; listed[h.Station.ID] || ok && h.Duration != want {
			t.Fatalf("Find(%+v) lists %s twice (%v) or at %v s, want %v s", blurred, h.Station.Name, listed[h.Station.ID], h.Duration, want)
		}
		listed[h.Station.ID] = true
		row := timed{part: part(blurred.Door, h.Open), seconds: h.Duration, id: h.Station.ID}
		if blurred.By == nearby.ByDistance {
			row.seconds = h.Distance
		}
		if _, reached := seconds[h.Station.ID]; reached {
			if row.before(last) {
				t.Fatalf("Find(%+v) lists %+v after %+v", blurred, row, last)
			}
			last = row
		}
	}
	return listed
}

// TestABlurWidensNoFurtherThanItMust holds the stations that only the blur
// lets in to those that somebody at its edge could reach: no more than a few
// blocks farther than the limit.
func TestABlurWidensNoFurtherThanItMust(t *testing.T) {
	f, _ := following(t, scatter(t, 300, 21), town(t, 22))
	for _, accuracy := range []float64{10, 60, 120} {
		q := nearby.Query{Point: orb.Point{118.8, 32.06}, Mode: roads.Walk, By: nearby.ByTime, MaxMinutes: 12, Limit: 100}
		exact := len(everything(t, f, q))
		q.AccuracyM = accuracy
		hits := everything(t, f, q)
		for _, h := range hits {
			if most := 12*60 + (6*accuracy+200)/1.2; h.ByRoad && h.Duration > most {
				t.Errorf("within %v m of the rider %s is listed, %v s away, want at most %v s", accuracy, h.Station.Name, h.Duration, most)
			}
		}
		t.Logf("accuracy %v m: %d stations, exactly %d", accuracy, len(hits), exact)
	}
}
