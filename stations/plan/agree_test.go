package plan_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	h3 "github.com/uber/h3-go/v4"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/geo/osm"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
	"yizhan/stations/sqlite"
)

// openStore opens the real embedded store in a fresh directory.
func openStore(t testing.TB) stations.Store {
	t.Helper()
	db, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// station makes the i-th station of a test; ids ascend with i.
func station(i int, p orb.Point) *stations.Station {
	return &stations.Station{
		ID: stations.ID(fmt.Sprintf("00000000-0000-7000-8000-%012d", i)), Name: fmt.Sprintf("站 %d", i),
		Kind: stations.UnionStation, Lifecycle: stations.Open,
		Position: stations.Position{Point: p, Quality: stations.Surveyed, Original: datum.Coord{Lon: p[0], Lat: p[1], Datum: datum.WGS84}},
	}
}

func putStations(t testing.TB, store stations.Store, all ...*stations.Station) {
	t.Helper()
	var writes []stations.Write
	for _, s := range all {
		writes = append(writes, stations.Write{Station: s, Expect: s.Revision})
	}
	if _, err := store.Apply(context.Background(), writes); err != nil {
		t.Fatal(err)
	}
}

func putDemand(t testing.TB, store stations.Store, rows ...stations.Demand) {
	t.Helper()
	if _, err := store.PutDemand(context.Background(), stations.DefaultLayer, rows); err != nil {
		t.Fatal(err)
	}
}

func coverage(t testing.TB, p *plan.Planner, r plan.Request) *plan.Coverage {
	t.Helper()
	c, err := p.Coverage(context.Background(), r)
	if err != nil {
		t.Fatalf("Coverage(%+v) error: %v", r, err)
	}
	return c
}

func planner(store stations.Store, networks ...*roads.Graph) *plan.Planner {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	return plan.NewPlanner(store, networks, func() time.Time { return now })
}

// scatter puts n places into the box, some of them onto nodes and some onto
// one another.
func scatter(r *rand.Rand, g *roads.Graph, n int) []orb.Point {
	b := g.Bounds()
	var out []orb.Point
	for i := range n {
		p := orb.Point{b.Left() + r.Float64()*(b.Right()-b.Left()), b.Bottom() + r.Float64()*(b.Top()-b.Bottom())}
		switch {
		case i%4 == 1:
			p = g.Point(roads.NodeID(r.IntN(g.NumNodes())))
		case i%7 == 6:
			p = out[i-1]
		}
		out = append(out, p)
	}
	return out
}

// try runs one question through the store and the planner and compares it
// with the oracle.
func try(t *testing.T, g *roads.Graph, net *network, seed uint64, minutes float64, k, res int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	store := openStore(t)
	q := question{net: net, minutes: minutes, horizon: max(60, minutes), k: k, weights: map[h3.Cell]float64{}}
	for i, p := range scatter(r, g, 2+r.IntN(8)) {
		q.stations = append(q.stations, station(i, p))
	}
	putStations(t, store, q.stations...)
	var rows []stations.Demand
	for _, p := range scatter(r, g, 60) {
		row := stations.Demand{Point: p, Weight: float64(r.IntN(50))}
		rows = append(rows, row)
		if row.Weight > 0 {
			c, _ := h3.LatLngToCell(h3.NewLatLng(p[1], p[0]), res)
			q.weights[c] += row.Weight
		}
	}
	putDemand(t, store, rows...)
	c := coverage(t, planner(store, g), plan.Request{Mode: net.mode, Profile: net.mode + "-15@1", Minutes: minutes, K: k, Res: res})
	q.agree(t, c, 1)
}

func TestDrawnNetworksAgreeWithTheOracle(t *testing.T) {
	drawings := map[string]struct {
		drawing string
		tags    []string
	}{
		"a cross of two streets":        {"A--B--C\n   |\n   D", nil},
		"a one-way ring with a spur":    {"A>>B--E\n^  v\nC<<D", nil},
		"a one-way trap":                {"A--B>>C--D", nil},
		"two nets that do not meet":     {"A--B\n\nC--D", nil},
		"footways beside a primary way": {"A==B==C\n:     :\nD~~E~~F", nil},
	}
	for name, d := range drawings {
		t.Run(name, func(t *testing.T) {
			net := roadstest.Draw(t, 60, d.drawing, d.tags...)
			for i, mode := range []string{"walk", "ride", "truck"} {
				for k := 1; k <= 3; k++ {
					try(t, net.Graph, networkOf(net.Graph, mode), uint64(10*i+k), 1.5, k, 11)
				}
			}
		})
	}
}

// tangle makes a random graph: parallel and crossing edges, one-ways, dead
// ends, classes of all sorts, several components.
func tangle(t *testing.T, r *rand.Rand) *roads.Graph {
	b := roads.NewBuilder(roads.Options{})
	n := 5 + r.IntN(40)
	for range n {
		b.AddNode(orb.Point{118.8 + r.Float64()*0.02, 32.06 + r.Float64()*0.02})
	}
	classes := []string{"residential", "primary", "motorway", "footway"}
	for way := range n + r.IntN(n) {
		b.AddEdge(roads.Edge{
			Tail: r.IntN(n), Head: r.IntN(n), Way: int64(way / 2), Segment: uint32(way % 2),
			Class: roads.ParseClass(classes[r.IntN(len(classes))]), Permit: roads.Permit(1 + r.IntN(63)),
		})
	}
	g, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestRandomNetworksAgreeWithTheOracle(t *testing.T) {
	modes := []string{"walk", "ride", "truck"}
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 2))
		g, mode := tangle(t, r), modes[seed%3]
		try(t, g, networkOf(g, mode), seed, 1+r.Float64()*30, 1+r.IntN(4), 8+r.IntN(4))
	}
}

const data = "../../../shared/data/"

// built are the graphs of real files: many tests read the same ones.
var built struct {
	sync.Mutex
	graphs map[string]*roads.Graph
}

// build builds a real graph, or skips the test.
func build(t testing.TB, name string) *roads.Graph {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if g := built.graphs[name]; g != nil {
		return g
	}
	g, _, err := osm.Build(context.Background(), data+"roads/"+name, osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Skipf("no real roads here: %v", err)
	}
	if built.graphs == nil {
		built.graphs = map[string]*roads.Graph{}
	}
	built.graphs[name] = g
	return g
}

func TestXuanwuAgreesWithTheOracle(t *testing.T) {
	for i, mode := range []string{"walk", "ride", "truck"} {
		net := readNetwork(t, data+"roads/nanjing_xuanwu.osm.pbf", mode)
		g := build(t, "nanjing_xuanwu.osm.pbf")
		try(t, g, net, uint64(i), 7.25, 1+i, 10)
	}
}

func TestPortoAlegreAgreesWithTheOracle(t *testing.T) {
	g := build(t, "poa.osm.pbf")
	rows := populationOf(t, data+"demand/poa_hexgrid.csv")
	for i, mode := range []string{"walk", "ride", "truck"} {
		store := openStore(t)
		q := question{net: readNetwork(t, data+"roads/poa.osm.pbf", mode), minutes: 15, horizon: 60, k: 1, weights: map[h3.Cell]float64{}}
		for j, p := range scatter(rand.New(rand.NewPCG(uint64(i), 3)), g, 60) {
			q.stations = append(q.stations, station(j, p))
		}
		putStations(t, store, q.stations...)
		putDemand(t, store, rows...)
		for _, row := range rows {
			if row.Weight > 0 {
				q.weights[h3.Cell(row.Cell)] += row.Weight
			}
		}
		c := coverage(t, planner(store, g), plan.Request{Mode: mode, Profile: mode + "-15@1"})
		if c.Demand.Total != 812935 {
			t.Errorf("Demand.Total = %v, want 812935", c.Demand.Total)
		}
		q.agree(t, c, 60)
	}
}

func TestCoarseAndFineDemandKeepTheTotal(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B--C")
	for _, from := range []int{7, 8, 9, 10, 12} {
		for res := 8; res <= 11; res++ {
			store := openStore(t)
			putDemand(t, store, stations.Demand{Cell: hex.At(net.At('B'), from), Weight: 577})
			c := coverage(t, planner(store, net.Graph), plan.Request{Res: res})
			if c.Demand.Total != 577 {
				t.Errorf("demand at %d seen at %d: total = %v, want 577", from, res, c.Demand.Total)
			}
		}
	}
}
