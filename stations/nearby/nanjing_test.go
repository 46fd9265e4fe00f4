package nearby_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// nanjing builds the graph of the whole city, or skips.
func nanjing(t testing.TB) *roads.Graph {
	t.Helper()
	const path = "../../../shared/data/roads/nanjing.osm.pbf"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no road data: ", path)
	}
	g, _, err := osm.Build(context.Background(), path, osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

// beside returns n places within a hundred metres or so of crossings, where
// stations and riders are.
func beside(g *roads.Graph, n int, seed uint64) []orb.Point {
	r := rand.New(rand.NewPCG(seed, 7))
	places := make([]orb.Point, n)
	for i := range places {
		p := g.Point(roads.NodeID(r.IntN(g.NumNodes())))
		places[i] = orb.Point{p[0] + (r.Float64()-0.5)*0.002, p[1] + (r.Float64()-0.5)*0.002}
	}
	return places
}

// citywide is n stations beside the roads.
func citywide(t testing.TB, g *roads.Graph, n int) []*stations.Station {
	hours := []string{"24/7", "Mo-Su 08:00-12:20", "Mo-Fr 08:30-18:00; PH off", "Mo-Su 18:00-02:00", "ask"}
	list := make([]*stations.Station, n)
	for i, p := range beside(g, n, 1) {
		list[i] = station(t, fmt.Sprint("站", i), p)
		list[i].Hours = hours[i%len(hours)]
	}
	return list
}

// TestTheCityAgreesWithAPlainSearch holds the ten nearest by time of several
// riders to a search of the whole city without any bound.
func TestTheCityAgreesWithAPlainSearch(t *testing.T) {
	g := nanjing(t)
	list := citywide(t, g, 5000)
	f, _ := following(t, list, g)
	for _, mode := range []roads.Mode{roads.Walk, roads.Ride, roads.Truck} {
		for _, p := range beside(g, 3, uint64(mode)+2) {
			newest := mode.Under(roads.Versions)
			from, ok := g.Tie(newest, p)
			if !ok {
				continue
			}
			q := nearby.Query{Point: p, Mode: mode, By: nearby.ByTime, Limit: 10}
			want := slowAnswer(setOut(g, newest, from, allowed(g, newest)), list, q)
			answer, err := f.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			checkTimes(t, q, want[:min(10, len(want))], answer.Hits)
		}
	}
}

// BenchmarkFindByTime asks for the ten nearest among 5,000 stations of the
// city, from another place each time.
func BenchmarkFindByTime(b *testing.B) {
	g := nanjing(b)
	f, _ := following(b, citywide(b, g, 5000), g)
	riders := beside(g, 1000, 3)
	for _, c := range []struct {
		name string
		q    nearby.Query
	}{
		{"walk", nearby.Query{Mode: roads.Walk}},
		{"ride", nearby.Query{Mode: roads.Ride}},
		{"ride, open on arrival", nearby.Query{Mode: roads.Ride, Door: nearby.OpenOnArrival}},
		{"walk, open on arrival, within 50 m", nearby.Query{Mode: roads.Walk, Door: nearby.OpenOnArrival, AccuracyM: 50}},
		{"truck", nearby.Query{Mode: roads.Truck}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.q.By, c.q.Limit = nearby.ByTime, 10
			var took []time.Duration
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.q.Point = riders[i%len(riders)]
				began := time.Now()
				if _, err := f.Find(b.Context(), c.q); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}
