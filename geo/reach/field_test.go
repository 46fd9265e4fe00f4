package reach_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

const (
	both    = roads.Permit(0b11)      // walk
	forth   = roads.Permit(0b01)      // walk, along the edge
	back    = roads.Permit(0b10)      // walk, against it
	rideOne = roads.Permit(0b01 << 2) // ride, along the edge
	minute  = roads.Millis(60 * 1000)
	hour    = 60 * minute
	metre   = 1 / 111194.926644 // degrees of latitude
)

// street is an edge for build: between two corners, by number.
type street struct {
	from, to int
	permit   roads.Permit
}

// build makes a network of corners, given in metres east and north of a place
// in Nanjing, and streets; street i is way i+1.
func build(t interface{ Fatal(...any) }, corners [][2]float64, streets []street) *roads.Graph {
	b := roads.NewBuilder(roads.Options{})
	for _, c := range corners {
		b.AddNode(orb.Point{118.78 + c[0]*metre/math.Cos(32.04*math.Pi/180), 32.04 + c[1]*metre})
	}
	for i, s := range streets {
		b.AddEdge(roads.Edge{Tail: s.from, Head: s.to, Way: int64(i + 1), Class: roads.Residential, Permit: s.permit})
	}
	g, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// tie ties a place to a fraction of an edge, as API.md point 4 rounds it.
func tie(g *roads.Graph, m roads.Mode, e roads.EdgeID, f float64, access roads.Millis) roads.Tie {
	cost := g.Cost(m, e)
	toTail := roads.Millis(math.Round(f * float64(cost)))
	a, b := g.Ends(e)
	p, q := g.Point(a), g.Point(b)
	return roads.Tie{
		Edge: e, Fraction: f, Access: access, ToTail: toTail, ToHead: cost - toTail,
		Point: orb.Point{p[0] + f*(q[0]-p[0]), p[1] + f*(q[1]-p[1])},
	}
}

// spot is a place in a table: an edge and a fraction.
type spot struct {
	edge roads.EdgeID
	f    float64
}

func TestFieldOnDrawnRoads(t *testing.T) {
	line := [][2]float64{{0, 0}, {300, 0}, {600, 0}, {900, 0}}
	square := [][2]float64{{0, 0}, {300, 0}, {300, 300}, {0, 300}}
	loop := []street{{0, 1, forth}, {1, 2, forth}, {2, 3, forth}, {3, 0, forth}}
	for _, c := range []struct {
		name     string
		corners  [][2]float64
		streets  []street
		stations []spot
		place    spot
		want     []int32 // stations in order
	}{
		{"two-way street, the nearer first", line, []street{{0, 1, both}, {1, 2, both}, {2, 3, both}}, []spot{{2, 0.5}, {0, 0.5}}, spot{1, 0.4}, []int32{1, 0}},
		{"one-way street, only what lies ahead", line, []street{{0, 1, forth}, {1, 2, forth}, {2, 3, forth}}, []spot{{2, 0.5}, {0, 0.5}}, spot{1, 0.4}, []int32{0}},
		{"one-way street drawn backwards", line, []street{{1, 0, back}, {2, 1, back}, {3, 2, back}}, []spot{{2, 0.5}, {0, 0.5}}, spot{1, 0.4}, []int32{0}},
		{"a trap: nobody gets out", line, []street{{0, 1, both}, {1, 2, forth}, {2, 3, both}}, []spot{{0, 0.5}}, spot{2, 0.5}, nil},
		{"the way into a trap", line, []street{{0, 1, both}, {1, 2, forth}, {2, 3, both}}, []spot{{2, 0.5}}, spot{0, 0.5}, []int32{0}},
		{"one-way loop, the station just behind is far", square, loop, []spot{{0, 0.4}, {1, 0.5}}, spot{0, 0.6}, []int32{1, 0}},
		{"one-way loop, the station just ahead is near", square, loop, []spot{{1, 0.5}, {0, 0.7}}, spot{0, 0.6}, []int32{1, 0}},
		{"stations at one position, the lower first", line, []street{{0, 1, both}, {1, 2, both}, {2, 3, both}}, []spot{{0, 0.5}, {2, 0.5}, {2, 0.5}}, spot{2, 0.9}, []int32{1, 2}},
		{"a station at a node of a street that the mode leaves only", line, []street{{0, 1, both}, {2, 1, forth}, {2, 3, both}}, []spot{{1, 1}}, spot{0, 0.5}, []int32{0}},
		{"a place at the end of a one-way street", square, loop, []spot{{0, 0.5}}, spot{0, 1}, []int32{0}},
		{"short way round beats the edge itself", [][2]float64{{0, 0}, {300, 0}, {150, 10}}, []street{{0, 1, both}, {0, 2, both}, {2, 1, both}}, []spot{{0, 0.99}}, spot{0, 0.01}, []int32{0}},
		{"a street closed to walkers", line, []street{{0, 1, both}, {1, 2, rideOne}, {2, 3, both}}, []spot{{2, 0.5}}, spot{0, 0.5}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := build(t, c.corners, c.streets)
			var sources []reach.Source
			for i, s := range c.stations {
				sources = append(sources, reach.Source{Tie: tie(g, roads.Walk, s.edge, s.f, 1000), Station: int32(i)})
			}
			f := reach.NewField(g, roads.Walk, 2)
			if err := f.Run(context.Background(), sources, hour); err != nil {
				t.Fatal(err)
			}
			place := tie(g, roads.Walk, c.place.edge, c.place.f, 500)
			got := f.At(place, nil)
			var order []int32
			for _, l := range got {
				order = append(order, l.Station)
			}
			if diff := cmp.Diff(c.want, order); diff != "" {
				t.Errorf("stations in order differ (-want +got):\n%s", diff)
			}
			want := newOracle(g, roads.Walk, sources).nearest(place, 2, hour)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("labels differ from the oracle (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTimesAddUp(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {300, 0}, {600, 0}}, []street{{0, 1, both}, {1, 2, both}})
	f := reach.NewField(g, roads.Walk, 1)
	station := tie(g, roads.Walk, 1, 0.5, 7000)
	place := tie(g, roads.Walk, 0, 0.25, 3000)
	total := roads.Millis(7000) + station.ToTail + place.ToHead + 3000
	for _, c := range []struct {
		name    string
		horizon roads.Millis
		want    []reach.Label
	}{
		{"far horizon", hour, []reach.Label{{Time: total}}},
		{"the horizon is inclusive", total, []reach.Label{{Time: total}}},
		{"one millisecond short", total - 1, nil},
		{"horizon zero", 0, nil},
		{"no horizon", roads.Never - 1, []reach.Label{{Time: total}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := f.Run(context.Background(), []reach.Source{{Tie: station}}, c.horizon); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, f.At(place, nil)); diff != "" {
				t.Errorf("At differs (-want +got):\n%s", diff)
			}
		})
	}
}

// network draws a random graph of few corners, so that ties in time, parallel
// streets and one-way traps are common.
func network(t *rapid.T) *roads.Graph {
	n := rapid.IntRange(2, 10).Draw(t, "corners")
	corners := make([][2]float64, n)
	for i := range corners {
		corners[i] = [2]float64{float64(rapid.IntRange(0, 4).Draw(t, "x") * 100), float64(rapid.IntRange(0, 4).Draw(t, "y")*100 + i)}
	}
	streets := []street{{0, 1, both}}
	for range rapid.IntRange(0, 24).Draw(t, "streets") {
		s := street{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to"), roads.Permit(rapid.IntRange(1, 63).Draw(t, "permit"))}
		streets = append(streets, s)
	}
	return build(t, corners, streets)
}

func someTie(t *rapid.T, g *roads.Graph, m roads.Mode) roads.Tie {
	var open []roads.EdgeID
	for e := range roads.EdgeID(g.NumEdges()) {
		if g.Permit(e).Open(m) {
			open = append(open, e)
		}
	}
	f := rapid.SampledFrom([]float64{0, 1, 0.5, 0.25, 0.001, 0.0011, 0.999, 1. / 3}).Draw(t, "fraction")
	e := rapid.SampledFrom(open).Draw(t, "edge")
	return tie(g, m, e, f, roads.Millis(rapid.SampledFrom([]int{0, 0, 1000, 77777}).Draw(t, "access")))
}

func TestFieldAgreesWithOneDijkstraPerPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := network(t)
		m := roads.Walk
		k := rapid.IntRange(1, 5).Draw(t, "k")
		f := reach.NewField(g, m, k)
		for range rapid.IntRange(1, 3).Draw(t, "runs") { // reuse must forget
			horizon := roads.Millis(rapid.SampledFrom([]int{0, 200_000, 500_000, 3_600_000, math.MaxUint32 - 1}).Draw(t, "horizon"))
			var sources []reach.Source
			for i := range rapid.IntRange(0, 6).Draw(t, "stations") {
				sources = append(sources, reach.Source{Tie: someTie(t, g, m), Station: int32(i)})
			}
			if err := f.Run(context.Background(), sources, horizon); err != nil {
				t.Fatal(err)
			}
			o := newOracle(g, m, sources)
			for range 4 {
				place := someTie(t, g, m)
				if diff := cmp.Diff(o.nearest(place, k, horizon), f.At(place, nil)); diff != "" {
					t.Fatalf("At(%+v) with k=%d differs (-want +got):\n%s", place, k, diff)
				}
			}
		}
	})
}

func TestRunRefusesBadInput(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {300, 0}}, []street{{0, 1, both}})
	good := tie(g, roads.Walk, 0, 0.5, 0)
	for _, c := range []struct {
		name    string
		mode    roads.Mode
		k       int
		sources []reach.Source
	}{
		{"k of nothing", roads.Walk, 0, nil},
		{"k over the limit", roads.Walk, reach.MaxK + 1, nil},
		{"a mode that is none", roads.NumModes, 1, nil},
		{"an edge off the graph", roads.Walk, 1, []reach.Source{{Tie: roads.Tie{Edge: 1}}}},
		{"a negative station", roads.Walk, 1, []reach.Source{{Tie: good, Station: -1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := reach.NewField(g, c.mode, c.k)
			if err := f.Run(context.Background(), c.sources, hour); !errors.Is(err, reach.ErrInput) {
				t.Errorf("Run = %v, want ErrInput", err)
			}
			if got := f.At(good, nil); got != nil {
				t.Errorf("At after a failed Run = %v, want none", got)
			}
		})
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	g := grid(t, 60)
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	f := reach.NewField(g, roads.Walk, 2)
	here := tie(g, roads.Walk, 0, 0.5, 0)
	if err := f.Run(ctx, []reach.Source{{Tie: here}}, hour); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Run = %v, want DeadlineExceeded", err)
	}
	if got := f.At(here, nil); got != nil {
		t.Errorf("At after a stopped Run = %v, want none", got)
	}
	if err := f.Run(context.Background(), []reach.Source{{Tie: here}}, hour); err != nil || len(f.At(here, nil)) != 1 {
		t.Errorf("Run again = %v, %v, want one label", err, f.At(here, nil))
	}
}

// grid is a network of n × n corners, 100 m apart.
func grid(t interface{ Fatal(...any) }, n int) *roads.Graph {
	var corners [][2]float64
	var streets []street
	for y := range n {
		for x := range n {
			corners = append(corners, [2]float64{float64(x) * 100, float64(y) * 100})
			if x > 0 {
				streets = append(streets, street{y*n + x - 1, y*n + x, both})
			}
			if y > 0 {
				streets = append(streets, street{y*n + x - n, y*n + x, both})
			}
		}
	}
	return build(t, corners, streets)
}

func TestReuseDoesNotAllocate(t *testing.T) {
	g := grid(t, 40)
	f := reach.NewField(g, roads.Walk, 2)
	sources := []reach.Source{{Tie: tie(g, roads.Walk, 5, 0.5, 0)}, {Tie: tie(g, roads.Walk, 900, 0.25, 0), Station: 1}}
	place := tie(g, roads.Walk, 100, 0.5, 0)
	buf := make([]reach.Label, 0, 2)
	run := func() {
		if err := f.Run(context.Background(), sources, hour); err != nil {
			t.Fatal(err)
		}
		buf = f.At(place, buf[:0])
	}
	run()
	if got := testing.AllocsPerRun(10, run); got != 0 {
		t.Errorf("a second Run allocates %v times, want 0", got)
	}
}
