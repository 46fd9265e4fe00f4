//go:build bench

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

const (
	circlePlaces = 40
	circleRounds = 5
	circleLimit  = 15 * 60_000 // milliseconds
)

// TestCircle prints milliseconds and F1 of one 15-minute walk as a polygon,
// ours beside Valhalla's, in a city of long streets and in one of short ones.
// Both read the same extract, in which every way that our profile opens to
// walkers is a plain footway, and walk 1.2 m/s; neither has anything else to
// differ in. F1 is over all nodes of the extract, true = the exact time of a
// Dijkstra that shares no code with either is within 15 minutes. The engines
// take turns at each place; a place's figure is the best of the rounds, from
// the request to the text of the geometry.
func TestCircle(t *testing.T) {
	var goals goals
	for _, extract := range []string{"nanjing", "hk_island"} {
		t.Run(extract, func(t *testing.T) { drawIn(t, extract, &goals) })
	}
	goals.print()
}

func drawIn(t *testing.T, extract string, g *goals) {
	pbf := filepath.Join(t.TempDir(), "walk.osm.pbf")
	writeFootways(t, extract, pbf)
	v := newValhalla(t, pbf, func(map[string]any) {})
	graph, _, err := osm.Build(context.Background(), pbf, osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Fatal(err)
	}
	truth := newWalks(t, pbf)
	engines := []*drawer{
		ours(graph),
		theirs(v, "Valhalla, as it comes (denoise 1, its own generalize)", nil),
		theirs(v, "Valhalla, denoise 0, generalize 0: nothing dropped", map[string]any{"denoise": 0, "generalize": 0}),
	}
	for _, at := range spotsOn(graph, circlePlaces) {
		truth.from(at)
		compete(t, engines, at)
		for _, e := range engines {
			e.judge(truth)
		}
	}
	fmt.Printf("\n### One 15-minute walk as a polygon, %s (%d nodes), %d places, milliseconds\n\n", extract, len(truth.points), circlePlaces)
	fmt.Println("| engine | p50 ms | × ours | F1 median | F1 least | F1 of all nodes | farthest reached node outside, m | corners |\n|---|---|---|---|---|---|---|---|")
	for _, e := range engines {
		fmt.Println(e.row(engines[0]))
	}
	several(t, graph)
	for _, e := range engines[1:] {
		g.atLeast("circle of 25 m, "+extract+": p50 of "+e.name+" beside ours", 4, e.median()/engines[0].median())
	}
	g.atLeast("circle of 25 m, "+extract+": F1 over all nodes", 0.97, engines[0].all.f1())
	g.atMost("circle of 25 m, "+extract+": farthest reached node outside, m", 25, engines[0].all.farthest)
}

// compete draws the circle of a place with each engine, in turns.
func compete(t *testing.T, engines []*drawer, at orb.Point) {
	t.Helper()
	for _, e := range engines {
		e.took = append(e.took, time.Hour)
	}
	for range circleRounds {
		for _, e := range engines {
			e.turn(t, at)
		}
	}
}

// several prints what four limits at once cost beside the four one by one.
func several(t *testing.T, g *roads.Graph) {
	f := reach.NewField(g, roads.Walk2, 1)
	limits := []roads.Millis{5 * 60_000, 10 * 60_000, 15 * 60_000, 20 * 60_000}
	circle := func(tie roads.Tie, limits ...roads.Millis) time.Duration {
		began := time.Now()
		if _, err := f.Circle(context.Background(), tie, limits...); err != nil {
			t.Fatal(err)
		}
		return time.Since(began)
	}
	var together, apart time.Duration
	for _, at := range spotsOn(g, circlePlaces) {
		tie, _ := g.Tie(roads.Walk2, at)
		best, sum := time.Hour, time.Hour
		for range circleRounds {
			best = min(best, circle(tie, limits...))
			one := time.Duration(0)
			for _, limit := range limits {
				one += circle(tie, limit)
			}
			sum = min(sum, one)
		}
		together, apart = together+best, apart+sum
	}
	fmt.Printf("\n5, 10, 15 and 20 minutes at once: %.2f ms, one by one: %.2f ms (means of %d places)\n",
		together.Seconds()*1000/circlePlaces, apart.Seconds()*1000/circlePlaces, circlePlaces)
}

// spotsOn makes n places on the roads, from which much can be reached.
func spotsOn(g *roads.Graph, n int) []orb.Point {
	rng := rand.New(rand.NewPCG(9, 1))
	spots := make([]orb.Point, 0, n)
	for len(spots) < n {
		near := g.Point(roads.NodeID(rng.IntN(g.NumNodes())))
		if tie, ok := g.Tie(roads.Walk2, near); ok { // none in a component that is too small
			spots = append(spots, tie.Point)
		}
	}
	return spots
}
