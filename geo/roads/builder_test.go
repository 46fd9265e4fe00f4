package roads_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

func TestBuildKeepsOnlyNodesOfOpenEdges(t *testing.T) {
	b := roads.NewBuilder(roads.Options{})
	for i := range 5 {
		b.AddNode(orb.Point{118 + float64(i), 32})
	}
	b.AddEdge(roads.Edge{Tail: 0, Head: 1, Way: 9, Permit: 1})
	b.AddEdge(roads.Edge{Tail: 1, Head: 1, Way: 9, Permit: 1}) // equal nodes
	b.AddEdge(roads.Edge{Tail: 2, Head: 3, Way: 9})            // closed
	g, err := b.Build(t.Context())
	if err != nil || g.NumNodes() != 2 || g.NumEdges() != 1 {
		t.Errorf("Build() = %d nodes, %d edges, %v; want 2 and 1", g.NumNodes(), g.NumEdges(), err)
	}
}

// TestAStretchIsItsEdgesOneByOne adds a way with a node twice in a row, and the
// edges of another, first at once and then one after another.
func TestAStretchIsItsEdgesOneByOne(t *testing.T) {
	points := [][2]int32{{1180000000, 320000000}, {1180010000, 320000000}, {1180020000, 320010000}, {1180030000, 320020000}}
	ways := [][]uint32{{0, 1, 1, 2}, {3, 2}, {3}, {}}
	at, one := roads.NewBuilder(roads.Options{}), roads.NewBuilder(roads.Options{})
	at.SetNodes(slices.Clone(points))
	for _, p := range points {
		one.AddNode(orb.Point{float64(p[0]) / 1e7, float64(p[1]) / 1e7})
	}
	for way, nodes := range ways {
		e := roads.Edge{Way: int64(way), Segment: 7, Class: roads.Service, Permit: 1 << way, Detail: &roads.Detail{Name: "路"}}
		at.AddStretch(e, nodes)
		for i := 1; i < len(nodes); i++ {
			e.Tail, e.Head, e.Segment = int(nodes[i-1]), int(nodes[i]), 7+uint32(i-1)
			one.AddEdge(e)
		}
	}
	got, err1 := at.Build(t.Context())
	want, err2 := one.Build(t.Context())
	if err := errors.Join(err1, err2); err != nil || got.NumEdges() != 3 || got.Checksum() != want.Checksum() {
		t.Errorf("Build(stretches) = %d edges with checksum %s, %v; want 3 with %s", got.NumEdges(), got.Checksum(), err, want.Checksum())
	}
}

func TestBuildNumbersEdgesByWayAndSegment(t *testing.T) {
	g := random(t, rand.New(rand.NewPCG(15, 16)), 200, 0)
	lastWay, lastSegment := int64(math.MinInt64), uint32(0)
	for e := range roads.EdgeID(g.NumEdges()) {
		way, segment := g.Way(e)
		if way < lastWay || way == lastWay && segment < lastSegment {
			t.Fatalf("edge %d is way %d:%d after %d:%d", e, way, segment, lastWay, lastSegment)
		}
		lastWay, lastSegment = way, segment
	}
}

func TestBuildReportsBadInput(t *testing.T) {
	for _, test := range []struct {
		name string
		add  func(*roads.Builder)
	}{
		{"a node beyond 90 degrees", func(b *roads.Builder) { b.AddNode(orb.Point{0, 90.1}) }},
		{"a node beyond 180 degrees", func(b *roads.Builder) { b.AddNode(orb.Point{-180.1, 0}) }},
		{"a node that is no number", func(b *roads.Builder) { b.AddNode(orb.Point{math.NaN(), 0}) }},
		{"a step beyond 90 degrees", func(b *roads.Builder) { b.SetNodes([][2]int32{{0, 0}, {0, -900000001}}) }},
		{"a step beyond 180 degrees", func(b *roads.Builder) { b.SetNodes([][2]int32{{1800000001, 0}}) }},
		{"an edge to a node that is not there", func(b *roads.Builder) { b.AddEdge(roads.Edge{Head: 1, Permit: 1}) }},
		{"an edge from a node that cannot be", func(b *roads.Builder) { b.AddEdge(roads.Edge{Tail: -1, Permit: 1}) }},
		{"a stretch over a node that is not there", func(b *roads.Builder) { b.AddStretch(roads.Edge{Permit: 1}, []uint32{0, 1}) }},
	} {
		b := roads.NewBuilder(roads.Options{})
		test.add(b)
		if _, err := b.Build(t.Context()); err == nil {
			t.Errorf("Build(%s) = nil, want an error", test.name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := roads.NewBuilder(roads.Options{}).Build(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Build(cancelled) = %v, want Canceled", err)
	}
}

func TestCostIsTheRoundedTimeOfTheContract(t *testing.T) {
	net := roadstest.Draw(t, 120, `
		A--B==C
		#
		D
	`, "AD highway=motorway", "AB highway=tertiary")
	speeds := map[string][3]float64{
		"AB": {1.2, 15 / 3.6, 35 / 3.6},
		"BC": {1.2, 15 / 3.6, 55 / 3.6},
		"AD": {1.2, 15 / 3.6, 80 / 3.6},
	}
	for edge, modes := range speeds {
		metres := haversine(net.At(edge[0]), net.At(edge[1]))
		for m, v := range modes {
			want := roads.Millis(math.Round(1000 * metres / v))
			if got := net.Cost(roads.Mode(m), net.Edge(edge)); got != want {
				t.Errorf("Cost(%v, %s) = %d, want %d", roads.Mode(m), edge, got, want)
			}
		}
	}
}

func TestCostIsAtLeastOneAndBounded(t *testing.T) {
	b := roads.NewBuilder(roads.Options{})
	b.AddNode(orb.Point{0, 0})
	b.AddNode(orb.Point{0, 0})
	b.AddNode(orb.Point{180, 0})
	b.AddEdge(roads.Edge{Tail: 0, Head: 1, Way: 1, Permit: 3})
	b.AddEdge(roads.Edge{Tail: 0, Head: 2, Way: 2, Permit: 3})
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Cost(roads.Walk, 0); got != 1 {
		t.Errorf("Cost(no length) = %d, want 1", got)
	}
	if got := g.Cost(roads.Walk, 1); got != 1<<30 {
		t.Errorf("Cost(half the world) = %d, want %d", got, 1<<30)
	}
}

func TestInIsOutReversed(t *testing.T) {
	g := random(t, rand.New(rand.NewPCG(17, 18)), 300, 0)
	for m := range roads.Mode(roads.NumModes) {
		var out, in [][3]uint32
		for n := range roads.NodeID(g.NumNodes()) {
			for _, a := range g.Out(m).Of(n) {
				out = append(out, [3]uint32{uint32(n), uint32(a.To), uint32(a.Cost)})
			}
			for _, a := range g.In(m).Of(n) {
				in = append(in, [3]uint32{uint32(a.To), uint32(n), uint32(a.Cost)})
			}
		}
		order := func(a, b [3]uint32) int { return slices.Compare(a[:], b[:]) }
		slices.SortFunc(out, order)
		slices.SortFunc(in, order)
		if !slices.Equal(out, in) {
			t.Errorf("In(%v) is not Out(%v) reversed", m, m)
		}
		arcs := 0
		for e := range roads.EdgeID(g.NumEdges()) {
			if g.Permit(e).Along(m) {
				arcs++
			}
			if g.Permit(e).Against(m) {
				arcs++
			}
		}
		if len(out) != arcs {
			t.Errorf("Out(%v) has %d arcs, want %d", m, len(out), arcs)
		}
	}
}

func TestInfoCountsWeakComponents(t *testing.T) {
	net := roadstest.Draw(t, 100, `
		A>>B--C  F~~G
		|
		D        H--I
	`)
	for _, test := range []struct {
		mode       string
		components int
		share      float64
	}{
		{"walk", 3, 0.5}, {"ride", 2, 4.0 / 6}, {"truck", 2, 4.0 / 6},
	} {
		got := net.Info().Modes[test.mode]
		if got.Components != test.components || got.LargestShare != test.share {
			t.Errorf("Info().Modes[%s] = %+v, want %d components, share %v", test.mode, got, test.components, test.share)
		}
	}
}

func TestModesAndClassesHaveNames(t *testing.T) {
	for m := range roads.Mode(roads.NumModes) {
		if got, err := roads.ParseMode(m.Base().String()); err != nil || got != m.Base() || got.Under(m.Version()) != m {
			t.Errorf("ParseMode(%v) = %v, %v", m.Base(), got, err)
		}
	}
	for _, name := range []string{"", "Walk", "car", "mode(6)", "walk@2"} {
		if _, err := roads.ParseMode(name); err == nil {
			t.Errorf("ParseMode(%q) = nil, want an error", name)
		}
	}
	for c := range roads.Class(roads.NumClasses) {
		if got := roads.ParseClass(c.String()); got != c {
			t.Errorf("ParseClass(%v) = %v", c, got)
		}
	}
	if roads.ParseClass("bridleway") != roads.Other || roads.Class(200).String() != "other" {
		t.Errorf("an unknown class is not other")
	}
	if !roads.TrunkLink.Link() || roads.Trunk.Link() {
		t.Errorf("Link() = %v, %v for trunk_link and trunk", roads.TrunkLink.Link(), roads.Trunk.Link())
	}
}
