package sites_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
	"yizhan/stations/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// town is a store with people, stations and divisions on a network.
type town struct {
	t       testing.TB
	graph   *roads.Graph
	store   stations.Store
	planner *plan.Planner
	finder  *sites.Finder
	people  []stations.Demand
	list    []*stations.Station
	areas   []stations.Area
}

func clock() time.Time { return time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC) }

func newTown(t testing.TB, g *roads.Graph, people []stations.Demand, list []*stations.Station, areas ...stations.Area) *town {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	w := &town{t: t, graph: g, store: store, people: people, list: list, areas: areas}
	if _, err := store.PutDemand(ctx, stations.DefaultLayer, people); err != nil {
		t.Fatal(err)
	}
	if err := store.PutAreas(ctx, areas); err != nil {
		t.Fatal(err)
	}
	w.put(list...)
	w.planner = plan.NewPlanner(store, []*roads.Graph{g}, clock)
	w.finder = sites.NewFinder(w.planner, store, clock)
	return w
}

func (w *town) put(list ...*stations.Station) {
	w.t.Helper()
	var writes []stations.Write
	for _, s := range list {
		writes = append(writes, stations.Write{Station: s})
	}
	if len(writes) == 0 {
		return
	}
	if _, err := w.store.Apply(context.Background(), writes); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) find(r sites.Request) *sites.Answer {
	w.t.Helper()
	a, err := w.finder.Find(w.t.Context(), r, nil)
	if err != nil {
		w.t.Fatalf("Find(%+v) error: %v", r, err)
	}
	return a
}

// opened is the coverage of another store that holds the sites as stations.
func (w *town) opened(r plan.Request, a *sites.Answer) *plan.Coverage {
	w.t.Helper()
	other := newTown(w.t, w.graph, w.people, w.list, w.areas...)
	for i, s := range a.Sites {
		at := datum.In(datum.Coord{Lon: s.Lon, Lat: s.Lat, Datum: a.Datum})
		one := station(1000+i, at)
		if one.Hours = s.Hours; one.Hours == "" {
			one.Hours = "24/7"
		}
		other.put(one)
	}
	c, err := other.planner.Coverage(w.t.Context(), r)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// station makes the i-th station of a test; ids ascend with i.
func station(i int, p orb.Point) *stations.Station {
	return &stations.Station{
		ID: stations.ID(fmt.Sprintf("00000000-0000-7000-8000-%012d", i)), Name: fmt.Sprintf("站 %d", i),
		Kind: stations.UnionStation, Lifecycle: stations.Open,
		Position: stations.Position{Point: p, Quality: stations.Surveyed, Original: datum.Coord{Lon: p[0], Lat: p[1], Datum: datum.WGS84}},
	}
}

func host(name string, p orb.Point) exchange.Host {
	return exchange.Host{Name: name, Place: datum.Out(p, datum.WGS84)}
}

// square is a box as a division.
func square(adcode string, b orb.Bound) stations.Area {
	return stations.Area{Adcode: adcode, Name: "区" + adcode, Geometry: orb.MultiPolygon{b.ToPolygon()}}
}

// streets is a random town of n × n corners, some 300 m apart, of which some
// roads are missing and some are one-way.
func streets(t testing.TB, r *rand.Rand, n int) *roads.Graph {
	t.Helper()
	b := roads.NewBuilder(roads.Options{})
	corners := make([]int, n*n)
	for i := range corners {
		east, north := float64(i%n)*300+r.Float64()*150, float64(i/n)*300+r.Float64()*150
		corners[i] = b.AddNode(roadstest.Shift(orb.Point{118.8, 32.06}, east, north))
	}
	way := int64(0)
	road := func(i, j int) {
		if r.IntN(6) == 0 {
			return
		}
		way++
		permit := roads.Permit(1<<12 - 1) // open to all, both ways
		if way%7 == 0 {
			permit = 0x555 // along only
		}
		b.AddEdge(roads.Edge{Tail: corners[i], Head: corners[j], Way: way, Class: roads.ParseClass("residential"), Permit: permit})
	}
	for i := range corners {
		if i%n < n-1 {
			road(i, i+1)
		}
		if i/n < n-1 {
			road(i, i+n)
		}
	}
	g, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// scatter returns n places in the box.
func scatter(r *rand.Rand, b orb.Bound, n int) []orb.Point {
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = orb.Point{b.Left() + r.Float64()*(b.Right()-b.Left()), b.Bottom() + r.Float64()*(b.Top()-b.Bottom())}
	}
	return out
}

// fieldOf is the field that an error blames first.
func fieldOf(err error) string {
	var ours *stations.Error
	if !errors.As(err, &ours) || len(ours.Fields) == 0 {
		return ""
	}
	return ours.Fields[0].Field
}

// seeds is how many random towns a test draws: one under the race detector,
// where the store is slow.
func seeds(n uint64) uint64 {
	if testing.Short() {
		return 1
	}
	return n
}
