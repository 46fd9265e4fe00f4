//go:build bench

package bench

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// rivals prints what other programs take for the same unions, on the same
// network, beside our engine, and notes what the goals say. One that is not
// installed skips its rows with a line that says so. It returns Valhalla's
// milliseconds for 5,000 stations, 0 without Valhalla.
func rivals(t *testing.T, c *city, results map[int]contest, g *goals) (theirs float64) {
	fmt.Printf("\n### The same beside other programs, %s, least milliseconds of 2\n\n| program | stations | ms | × ours |\n|---|---|---|---|\n", c.name)
	counts := []int{500, 5000}
	if everything() {
		counts = stationCounts
	}
	t.Run("Valhalla", func(t *testing.T) {
		v := newValhalla(t, c.pbf, raised)
		fmt.Printf("| Valhalla, build of its tiles | – | %.0f | %.1f of our build |\n", v.Tiles.Seconds()*1000, v.Tiles.Seconds()/c.built.Seconds())
		if c.g.NumNodes() > 400_000 {
			g.atLeast("PBF → graph, "+c.name+": Valhalla's tiles beside ours", 18, v.Tiles.Seconds()/c.built.Seconds())
		}
		for _, n := range counts {
			took := min(v.union(t, c.stationsIn(n)), v.union(t, c.stationsIn(n)))
			ratio := took / results[n].least(oursNearest)
			fmt.Printf("| Valhalla, isochrone of all locations | %d | %.0f | %.0f |\n", n, took, ratio)
			if n == 5000 {
				theirs = took
				g.atLeast("union of 5,000, engine, "+c.name+": Valhalla's multi-location beside ours", 100, ratio)
			}
		}
	})
	t.Run("pgRouting", func(t *testing.T) {
		p := newPgRouting(t, c)
		n := 500 // with 5,000 it runs out of memory in half a million nodes
		sources := c.stationsIn(n)
		took, found := p.union(t, sources)
		if again, _ := p.union(t, sources); again < took {
			took = again
		}
		ratio := took / results[n].least(oursNearest)
		fmt.Printf("| pgRouting, pgr_drivingDistance with equicost, %d of %d nodes found | %d | %.0f | %.0f |\n", found, checkNodes(c, sources), n, took, ratio)
		g.atLeast("union of 500, engine, "+c.name+": pgRouting's equicost beside ours", 150, ratio)
	})
	return theirs
}

// raised are limits of Valhalla that let it take all stations in one request.
func raised(limits map[string]any) {
	isochrone := limits["isochrone"].(map[string]any)
	isochrone["max_locations"] = 20_000
	isochrone["max_distance"] = 1e7
	limits["pedestrian"].(map[string]any)["max_distance"] = 1e7
}

// union asks for one area around all stations, and returns milliseconds.
func (v *valhalla) union(t *testing.T, sources []reach.Source) float64 {
	t.Helper()
	locations := make([]map[string]any, len(sources))
	for i, s := range sources {
		locations[i] = map[string]any{"lon": s.Tie.Point[0], "lat": s.Tie.Point[1]}
	}
	text, took := v.ask(t, walk(locations))
	if area, err := parseArea(text); err != nil || len(area) == 0 {
		t.Fatalf("Valhalla's answer for %d locations: %v in %.300s", len(sources), err, text)
	}
	return took.Seconds() * 1000
}

// walk is a request for the places that a walker reaches in 15 minutes at the
// speed of ours, with nothing that makes a way dearer than it is long.
func walk(locations []map[string]any) map[string]any {
	return map[string]any{
		"locations": locations,
		"costing":   "pedestrian",
		"costing_options": map[string]any{"pedestrian": map[string]any{
			"walking_speed": 4.32, "walkway_factor": 1, "sidewalk_factor": 1, "step_penalty": 0, "use_hills": 0.5,
		}},
		"contours": []map[string]any{{"time": within / 60_000}},
		"polygons": true,
	}
}

// pgRouting is a city's network in a database with pgRouting.
type pgRouting struct {
	conn *pgx.Conn
	g    *roads.Graph
}

// newPgRouting fills a table of edges with the network. It skips the test
// where the extension is not installed.
func newPgRouting(t *testing.T, c *city) *pgRouting {
	t.Helper()
	dsn := os.Getenv("YIZHAN_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("YIZHAN_TEST_POSTGRES is not set: no rows for pgRouting; scripts/bench sets it")
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(ctx) })
	if _, err := conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS pgrouting CASCADE"); err != nil {
		t.Skipf("pgRouting is not installed (%v): no rows for it", err)
	}
	_, err = conn.Exec(ctx, `DROP TABLE IF EXISTS street; CREATE TABLE street (id bigint, source bigint, target bigint, cost float8, reverse_cost float8)`)
	if err != nil {
		t.Fatal(err)
	}
	e := roads.EdgeID(0)
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"street"}, []string{"id", "source", "target", "cost", "reverse_cost"},
		pgx.CopyFromFunc(func() ([]any, error) {
			for ; int(e) < c.g.NumEdges(); e++ {
				if c.g.Permit(e).Open(roads.Walk2) {
					break
				}
			}
			if int(e) >= c.g.NumEdges() {
				return nil, nil
			}
			tail, head := c.g.Ends(e)
			seconds := float64(c.g.Cost(roads.Walk2, e)) / 1000
			e++
			return []any{int64(e), int64(tail), int64(head), seconds, seconds}, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	return &pgRouting{conn, c.g}
}

// union searches from the node next to each station, which is all that
// pgr_drivingDistance can begin at, and returns milliseconds and nodes.
func (p *pgRouting) union(t *testing.T, sources []reach.Source) (ms float64, found int) {
	t.Helper()
	began := time.Now()
	err := p.conn.QueryRow(context.Background(), `SELECT count(DISTINCT node) FROM pgr_drivingDistance(
		'SELECT id, source, target, cost, reverse_cost FROM street', $1::bigint[], 900.0, directed => false, equicost => true)`,
		nodesOf(p.g, sources)).Scan(&found)
	if err != nil {
		t.Fatal(err)
	}
	return time.Since(began).Seconds() * 1000, found
}

// nodesOf returns the nearer end of each station's edge, each once.
func nodesOf(g *roads.Graph, sources []reach.Source) []int64 {
	var nodes []int64
	for _, s := range sources {
		tail, head := g.Ends(s.Tie.Edge)
		if s.Tie.ToHead < s.Tie.ToTail {
			tail = head
		}
		nodes = append(nodes, int64(tail))
	}
	slices.Sort(nodes)
	return slices.Compact(nodes)
}

// checkNodes counts the nodes that really are within 15 minutes of the nodes
// that pgRouting begins at.
func checkNodes(c *city, sources []reach.Source) int {
	s := roads.NewSearch(c.g, roads.Walk2)
	for _, n := range nodesOf(c.g, sources) {
		s.AddSource(roads.NodeID(n), 0)
	}
	for count := 0; ; count++ {
		if _, at, ok := s.Settle(); !ok || at > within {
			return count
		}
	}
}
