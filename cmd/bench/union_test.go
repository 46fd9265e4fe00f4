//go:build bench

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yizhan/geo/osm"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// everything reports whether the rows are measured that take minutes each.
func everything() bool { return os.Getenv("BENCH") == "all" }

// city is a network on which engines are compared.
type city struct {
	name  string
	pbf   string
	g     *roads.Graph
	built time.Duration // from PBF to graph
}

// newCity builds the graph of an extract.
func newCity(t *testing.T, name, pbf string) *city {
	t.Helper()
	began := time.Now()
	g, _, err := osm.Build(context.Background(), pbf, osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Fatal(err)
	}
	return &city{fmt.Sprintf("%s, %d nodes", name, g.NumNodes()), pbf, g, time.Since(began)}
}

// nanjing is the real city with every walkable way as a footway.
func nanjing(t *testing.T, dir string) *city {
	t.Helper()
	pbf := filepath.Join(dir, "nanjing.osm.pbf")
	writeFootways(t, "nanjing", pbf)
	return newCity(t, "Nanjing", pbf)
}

// synthetic is a grid of side × side crossings.
func synthetic(t *testing.T, dir string, side int) *city {
	t.Helper()
	pbf := filepath.Join(dir, fmt.Sprint("grid-", side, ".osm.pbf"))
	newGrid(side).write(t, pbf)
	return newCity(t, "synthetic", pbf)
}

// nanjingOr is the synthetic city of that side, and Nanjing for 0.
func nanjingOr(t *testing.T, dir string, side int) *city {
	t.Helper()
	if side == 0 {
		return nanjing(t, dir)
	}
	return synthetic(t, dir, side)
}

// The sides of the synthetic cities: 0.5, 1 and 2 million nodes.
const (
	halfMillion = 702
	million     = 1000
	twoMillion  = 1415
)

// stationsIn ties n stations near crossings of the city.
func (c *city) stationsIn(n int) []reach.Source {
	rng := rand.New(rand.NewPCG(11, uint64(n)))
	sources := make([]reach.Source, 0, n)
	for len(sources) < n {
		p := c.g.Point(roads.NodeID(rng.IntN(c.g.NumNodes())))
		p[0], p[1] = p[0]+(rng.Float64()-0.5)*0.001, p[1]+(rng.Float64()-0.5)*0.001
		if tie, ok := c.g.Tie(roads.Walk2, p); ok {
			sources = append(sources, reach.Source{Tie: tie, Station: int32(len(sources))})
		}
	}
	return sources
}

// contest is the times of engines that take turns.
type contest map[string][]time.Duration

// quick is up to how long an engine has its turn twice in a row: the first
// finds the cache full of what another engine left.
const quick = 100 * time.Millisecond

// turns runs each engine in its turn, until the rounds are over or the engines
// have taken too long together.
func turns(all []engine, rounds int, most time.Duration) contest {
	c, began := contest{}, time.Now()
	for round := range rounds {
		if round > 2 && time.Since(began) > most {
			break
		}
		for _, e := range all {
			for range 2 {
				start := time.Now()
				e.run()
				took := time.Since(start)
				c[e.name] = append(c[e.name], took)
				if took > quick {
					break
				}
			}
		}
	}
	return c
}

func (c contest) least(name string) float64 { return slices.Min(c[name]).Seconds() * 1000 }

func (c contest) median(name string) float64 {
	sorted := slices.Sorted(slices.Values(c[name]))
	return sorted[len(sorted)/2].Seconds() * 1000
}

// stationCounts are how many stations a union is measured for.
var stationCounts = []int{500, 5000, 20000}

// TestUnion prints milliseconds for "who is within 15 minutes on foot of any
// of n stations" in three cities: our engine beside other ways to search the
// same graph, all held to the same answer first; then the goals.
func TestUnion(t *testing.T) {
	dir := t.TempDir()
	var goals goals
	var growth []string
	for i, side := range []int{0, halfMillion, million, twoMillion} {
		c := nanjingOr(t, dir, side)
		results := map[int]contest{}
		for _, n := range stationCounts {
			sources := c.stationsIn(n)
			inTime := checkEngine(t, c, sources)
			results[n] = turns(engines(t, c, sources), 9, 8*time.Second)
			if n == 5000 {
				growth = append(growth, growthRow(c, results[n], inTime))
			}
		}
		goals.union(c, results)
		if i == 2 { // a million is for the growth only
			continue
		}
		printUnion(c, results)
		theirs := 0.0
		if i < 2 || everything() {
			theirs = rivals(t, c, results, &goals)
		}
		overHTTP(t, c, theirs, &goals)
	}
	fmt.Println("\n### Growth: 5,000 stations, 15 minutes on foot\n\n| city | arcs | nodes in time | PBF → graph, s | union, ms | × one sweep | ns per node in time |\n|---|---|---|---|---|---|---|")
	for _, row := range growth {
		fmt.Println(row)
	}
	goals.print()
}

func printUnion(c *city, results map[int]contest) {
	fmt.Printf("\n### Union of 15-minute walks, %s, engine, least milliseconds of up to 9 rounds\n\n| engine |", c.name)
	for _, n := range stationCounts {
		fmt.Printf(" %d stations | × ours |", n)
	}
	fmt.Print("\n|---|---|---|---|---|---|---|\n")
	for _, name := range []string{oursNearest, oursTwo, onePass, perStation, plainHeap, arcSweep} {
		fmt.Printf("| %s |", name)
		for _, n := range stationCounts {
			fmt.Printf(" %.2f | %.2f |", results[n].least(name), results[n].least(name)/results[n].least(oursNearest))
		}
		fmt.Println()
	}
}

func growthRow(c *city, r contest, inTime int) string {
	ours := r.least(oursNearest)
	return fmt.Sprintf("| %s | %d | %d | %.2f | %.1f | %.1f | %.0f |", c.name, len(c.g.In(roads.Walk2).Arcs), inTime,
		c.built.Seconds(), ours, ours/r.least(arcSweep), ours*1e6/float64(inTime))
}

// union notes what the goals say about one city.
func (g *goals) union(c *city, results map[int]contest) {
	for _, n := range stationCounts {
		r := results[n]
		what := fmt.Sprintf("union of %d, %s", n, c.name)
		g.atMost(what+": beside the better of one pass and one search per station, medians", 1.25,
			r.median(oursNearest)/min(r.median(onePass), r.median(perStation)))
		if n == 5000 {
			g.atMost(what+": sweeps over all arcs", 8, r.least(oursNearest)/r.least(arcSweep))
			g.atLeast(what+": container/heap beside ours", 6, r.least(plainHeap)/r.least(oursNearest))
		}
	}
}
