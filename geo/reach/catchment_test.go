package reach_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// caught collects what a catchment visits, and fails when a place comes twice.
func caught(t testing.TB, c *reach.Catchment, station roads.Tie, horizon roads.Millis) map[int]int64 {
	t.Helper()
	got := map[int]int64{}
	err := c.Each(t.Context(), station, horizon, func(place int, ms roads.Millis) {
		if _, twice := got[place]; twice {
			t.Fatalf("place %d is visited twice", place)
		}
		got[place] = int64(ms)
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestACatchmentIsAllThatReachTheStation(t *testing.T) {
	g := city(t, "nanjing_xuanwu")
	places := append(scatter(g, roads.Ride, 120, 4), scatter(g, roads.Ride, 12, 5)...) // some where stations are
	for _, at := range places[:3] {                                                    // and some at nodes
		places = append(places, tie(g, roads.Ride, at.Edge, 0, 0), tie(g, roads.Ride, at.Edge, 1, 7))
	}
	c := reach.NewCatchment(g, roads.Ride, located(g, roads.Ride, places))
	total := 0
	for i, station := range append(scatter(g, roads.Ride, 12, 5), places[len(places)-5:]...) {
		got := caught(t, c, station, 6*minute)
		o := newOracle(g, roads.Ride, []reach.Source{{Tie: station}})
		want := map[int]int64{}
		for p, place := range places {
			for _, l := range o.nearest(place, 1, 6*minute) {
				want[p] = int64(l.Time)
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("station %d: %d places are in time, want %d, or times differ", i, len(got), len(want))
		}
		total += len(want)
	}
	if total == 0 || total == 17*len(places) {
		t.Errorf("%d pairs are in time, want some and not all", total)
	}
}

func TestACatchmentKeepsToTurnRestrictions(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 40 {
		w := newTown(t, r)
		ties := w.ties(t, r)
		c := reach.NewCatchment(w.graph, roads.Truck2, located(w.graph, roads.Truck2, ties))
		for _, station := range ties[:3] {
			want := map[int]int64{}
			for p, from := range ties {
				if ms, ok := w.time(from, station); ok {
					want[p] = ms
				}
			}
			if got := caught(t, c, station, 1<<30); !maps.Equal(got, want) {
				t.Fatalf("Each(edge %d, %v) = %v, want %v", station.Edge, station.Fraction, got, want)
			}
		}
	}
}

func TestACatchmentRefusesBadInput(t *testing.T) {
	g := grid(t, 3)
	here := tie(g, roads.Walk, 0, 0.5, 0)
	visit := func(int, roads.Millis) { t.Error("something is visited") }
	for name, err := range map[string]error{
		"a mode that is none":   reach.NewCatchment(g, roads.NumModes, nil).Each(t.Context(), here, hour, visit),
		"an edge off the graph": reach.NewCatchment(g, roads.Walk, located(g, roads.Walk, []roads.Tie{here, {Edge: 1 << 20}})).Each(t.Context(), roads.Tie{Edge: 1 << 20}, hour, visit),
	} {
		if !errors.Is(err, reach.ErrInput) {
			t.Errorf("%s: Each = %v, want ErrInput", name, err)
		}
	}
	if got := caught(t, reach.NewCatchment(g, roads.Walk, nil), here, hour); len(got) > 0 {
		t.Errorf("Each over no places visits %v", got)
	}
}

// BenchmarkCatchment is one pass over all stations of Nanjing, 10,000 places.
func BenchmarkCatchment(b *testing.B) {
	g := city(b, "nanjing")
	for _, m := range []roads.Mode{roads.Walk, roads.Ride, roads.Truck} {
		places := scatter(g, m, 10_000, 6)
		c := reach.NewCatchment(g, m, located(g, m, places))
		stations := scatter(g, m, 500, 7)
		b.Run(fmt.Sprint(m, "/stations=500"), func(b *testing.B) {
			b.ReportAllocs()
			pairs := 0
			for b.Loop() {
				pairs = 0
				for _, s := range stations {
					if err := c.Each(b.Context(), s, 15*minute, func(int, roads.Millis) { pairs++ }); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(pairs), "pairs")
		})
	}
}
