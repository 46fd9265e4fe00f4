package nearby_test

import (
	"container/heap"
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

// plain is a textbook search: a binary heap, all nodes, no bound.
type plain []struct {
	node roads.NodeID
	time int64
}

func (p plain) Len() int           { return len(p) }
func (p plain) Less(i, j int) bool { return p[i].time < p[j].time }
func (p plain) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *plain) Push(x any)        { *p = append(*p, x.(plain)[0]) }
func (p *plain) Pop() any {
	last := (*p)[len(*p)-1:]
	*p = (*p)[:len(*p)-1]
	return last
}

// plainTimes are the milliseconds from a tie to every node that it reaches.
func plainTimes(g *roads.Graph, m roads.Mode, from roads.Tie) map[roads.NodeID]int64 {
	edges := make([][]roads.EdgeID, g.NumNodes())
	for e := range g.NumEdges() {
		tail, head := g.Ends(roads.EdgeID(e))
		edges[tail], edges[head] = append(edges[tail], roads.EdgeID(e)), append(edges[head], roads.EdgeID(e))
	}
	times, queue := map[roads.NodeID]int64{}, &plain{}
	offer := func(n roads.NodeID, t int64) { heap.Push(queue, plain{{n, t}}) }
	tail, head := g.Ends(from.Edge)
	if g.Permit(from.Edge).Against(m) || from.Fraction == 0 {
		offer(tail, int64(from.Access+from.ToTail))
	}
	if g.Permit(from.Edge).Along(m) || from.Fraction == 1 {
		offer(head, int64(from.Access+from.ToHead))
	}
	for queue.Len() > 0 {
		at := heap.Pop(queue).(plain)[0]
		if _, settled := times[at.node]; settled {
			continue
		}
		times[at.node] = at.time
		for _, e := range edges[at.node] {
			tail, head := g.Ends(e)
			if at.node == tail && g.Permit(e).Along(m) {
				offer(head, at.time+int64(g.Cost(m, e)))
			}
			if at.node == head && g.Permit(e).Against(m) {
				offer(tail, at.time+int64(g.Cost(m, e)))
			}
		}
	}
	return times
}

// TestTheCityAgreesWithAPlainSearch holds the ten nearest by time of several
// riders to a search of the whole city without any bound.
func TestTheCityAgreesWithAPlainSearch(t *testing.T) {
	g := nanjing(t)
	list := citywide(t, g, 5000)
	f, _ := following(t, list, g)
	for _, mode := range []roads.Mode{roads.Walk, roads.Ride, roads.Truck} {
		for _, p := range beside(g, 3, uint64(mode)+2) {
			from, ok := g.Tie(mode, p)
			if !ok {
				continue
			}
			q := nearby.Query{Point: p, Mode: mode, By: nearby.ByTime, Limit: 10}
			want := slowAnswer(travel{g, mode, from, plainTimes(g, mode, from)}, list, q)
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
