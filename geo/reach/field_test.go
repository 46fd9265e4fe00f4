package reach_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
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

// tie ties a place to a fraction of an edge, as docs/en/numbers.md, point 4, rounds it.
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

// spot reads a place in a drawing: "AB 0.25" is a quarter of the way from A
// to B.
func spot(t *testing.T, n *roadstest.Net, m roads.Mode, text string, access roads.Millis) roads.Tie {
	t.Helper()
	var names string
	var f float64
	if _, err := fmt.Sscanf(text, "%2s %g", &names, &f); err != nil {
		t.Fatalf("place %q: %v", text, err)
	}
	e := n.Edge(names)
	if tail, _ := n.Ends(e); tail != n.Node(names[0]) {
		f = 1 - f
	}
	return tie(n.Graph, m, e, f, access)
}

func TestFieldOnDrawnRoads(t *testing.T) {
	const loop = `
		A->B
		^  v
		D<-C`
	for _, c := range []struct {
		name     string
		mode     roads.Mode
		drawing  string
		tags     []string
		stations []string
		place    string
		want     []int32 // stations in order
	}{
		{"two-way street, the nearer first", roads.Ride, "A--B--C--D", nil, []string{"CD 0.5", "AB 0.5"}, "BC 0.4", []int32{1, 0}},
		{"one-way street, only what lies ahead", roads.Ride, "A->B->C->D", nil, []string{"CD 0.5", "AB 0.5"}, "BC 0.4", []int32{0}},
		{"one-way street drawn against its way", roads.Ride, "A--B--C--D", []string{"DCBA oneway=-1"}, []string{"CD 0.5", "AB 0.5"}, "BC 0.4", []int32{0}},
		{"walkers ignore one-way", roads.Walk, "A->B->C->D", nil, []string{"CD 0.5", "AB 0.5"}, "BC 0.4", []int32{1, 0}},
		{"a trap: nobody gets out", roads.Ride, "A--B->C--D", nil, []string{"AB 0.5"}, "CD 0.5", nil},
		{"the way into a trap", roads.Ride, "A--B->C--D", nil, []string{"CD 0.5"}, "AB 0.5", []int32{0}},
		{"one-way loop, the station just behind is far", roads.Ride, loop, nil, []string{"AB 0.4", "BC 0.5"}, "AB 0.6", []int32{1, 0}},
		{"one-way loop, the station just ahead is near", roads.Ride, loop, nil, []string{"BC 0.5", "AB 0.7"}, "AB 0.6", []int32{1, 0}},
		{"a place at the end of a one-way street", roads.Ride, loop, nil, []string{"AB 0.5"}, "AB 1", []int32{0}},
		{"stations at one position, the lower first", roads.Walk, "A--B--C--D", nil, []string{"AB 0.5", "CD 0.5", "CD 0.5"}, "CD 0.9", []int32{1, 2}},
		{"a station at the corner of a street that nobody enters there", roads.Ride, "A--B<-C--D", nil, []string{"CB 1"}, "AB 0.5", []int32{0}},
		{"a place where nobody leaves but by the corner", roads.Ride, "A--B<-C--D", nil, []string{"AB 0.5"}, "CB 1", []int32{0}},
		{"a street closed to the mode", roads.Ride, "A--B~~C--D", nil, []string{"CD 0.5"}, "AB 0.5", nil},
		{"the main road round beats the lane itself", roads.Truck, `
			A-----------B
			#           #
			C===========D`, nil, []string{"AB 0.999"}, "AB 0.001", []int32{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := roadstest.Draw(t, 100, c.drawing, c.tags...)
			var sources []reach.Source
			for i, s := range c.stations {
				sources = append(sources, reach.Source{Tie: spot(t, n, c.mode, s, 1000), Station: int32(i)})
			}
			f := reach.NewField(n.Graph, c.mode, 2)
			if err := f.Run(context.Background(), sources, hour); err != nil {
				t.Fatal(err)
			}
			place := spot(t, n, c.mode, c.place, 500)
			got := f.At(place, nil)
			var order []int32
			for _, l := range got {
				order = append(order, l.Station)
			}
			if diff := cmp.Diff(c.want, order); diff != "" {
				t.Errorf("stations in order differ (-want +got):\n%s", diff)
			}
			want := newOracle(n.Graph, c.mode, sources).nearest(place, 2, hour)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("labels differ from the oracle (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMainRoadRoundIsTaken holds the same-edge rule to its second half: round
// by the network if that is less.
func TestMainRoadRoundIsTaken(t *testing.T) {
	n := roadstest.Draw(t, 100, `
		A-----------B
		#           #
		C===========D`)
	station, place := spot(t, n, roads.Truck, "AB 0.999", 0), spot(t, n, roads.Truck, "AB 0.001", 0)
	f := reach.NewField(n.Graph, roads.Truck, 1)
	if err := f.Run(context.Background(), []reach.Source{{Tie: station}}, hour); err != nil {
		t.Fatal(err)
	}
	round := place.ToTail + station.ToHead
	for _, names := range []string{"AC", "CD", "DB"} {
		round += n.Cost(roads.Truck, n.Edge(names))
	}
	if got := f.At(place, nil); len(got) != 1 || got[0].Time != round || round >= station.ToTail-place.ToTail {
		t.Errorf("At = %v, want %d ms by the main road (the lane takes %d)", got, round, station.ToTail-place.ToTail)
	}
}

// TestManyBlocksOfStations has more stations than are searched together, so
// that later blocks correct what earlier ones found.
func TestManyBlocksOfStations(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	g := maze(t, rng, 24)
	somewhere := func() roads.Tie {
		return tie(g, roads.Walk, roads.EdgeID(rng.IntN(g.NumEdges())), rng.Float64(), roads.Millis(rng.IntN(60_000)))
	}
	var sources []reach.Source
	for i := range 500 {
		sources = append(sources, reach.Source{Tie: somewhere(), Station: int32(i)})
	}
	f := reach.NewField(g, roads.Walk, 4)
	if err := f.Run(context.Background(), sources, 30*minute); err != nil {
		t.Fatal(err)
	}
	o := newOracle(g, roads.Walk, sources)
	for range 200 {
		place := somewhere()
		if diff := cmp.Diff(o.nearest(place, 4, 30*minute), f.At(place, nil)); diff != "" {
			t.Fatalf("At(edge %d, %v) differs (-want +got):\n%s", place.Edge, place.Fraction, diff)
		}
	}
}

// TestHorizonAtANode asks at the very node where the horizon ends.
func TestHorizonAtANode(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {300, 0}, {600, 0}}, []street{{0, 1, both}, {1, 2, both}})
	f := reach.NewField(g, roads.Walk, 1)
	station, place := tie(g, roads.Walk, 1, 1, 0), tie(g, roads.Walk, 0, 0, 0)
	total := g.Cost(roads.Walk, 0) + g.Cost(roads.Walk, 1)
	for horizon, want := range map[roads.Millis]int{total: 1, total - 1: 0} {
		if err := f.Run(context.Background(), []reach.Source{{Tie: station}}, horizon); err != nil {
			t.Fatal(err)
		}
		if got := f.At(place, nil); len(got) != want {
			t.Errorf("At with horizon %d = %v, want %d labels", horizon, got, want)
		}
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
	streets := []street{{0, 1, 0b111111}} // something is open to every mode
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
		m := roads.Mode(rapid.IntRange(0, 2).Draw(t, "mode"))
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
