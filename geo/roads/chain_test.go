package roads_test

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// winding builds a random network of long chains with one-way streets, rings,
// dead ends, banned turns and barriers.
func winding(t testing.TB, r *rand.Rand) *roads.Graph {
	t.Helper()
	b := roads.NewBuilder(roads.Options{})
	nodes := 5 + r.IntN(60)
	at := func() orb.Point {
		return orb.Point{118.8 + float64(r.IntN(4000))/1e5, 32 + float64(r.IntN(4000))/1e5}
	}
	for range nodes {
		b.AddNode(at())
	}
	both, along := roads.Permit(3<<(2*roads.Truck2)), roads.Permit(1<<(2*roads.Truck2))
	for way := range 2 + r.IntN(15) {
		permit := both
		if r.IntN(3) == 0 {
			permit = along
		}
		last := r.IntN(nodes)
		for segment := range 1 + r.IntN(8) {
			next := r.IntN(nodes)
			b.AddEdge(roads.Edge{Tail: last, Head: next, Way: int64(way), Segment: uint32(segment), Class: roads.Residential, Permit: permit})
			last = next
		}
		truck := roads.ModeSet(0).With(roads.Truck2)
		b.AddTurn(roads.Turn{From: int64(way), To: int64(r.IntN(way + 1)), Via: last, Only: r.IntN(4) == 0, Modes: truck})
		if r.IntN(8) == 0 {
			b.AddBarrier(last, truck)
		}
	}
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatalf("Build() = %v, want nil", err)
	}
	return g
}

// times are the least times from a state to all, by relaxing every arc until
// nothing changes.
func times(star *roads.Star, from roads.NodeID) []int64 {
	const never = 1 << 50
	best := make([]int64, len(star.First)-1)
	for i := range best {
		best[i] = never
	}
	best[from] = 0
	for changed := true; changed; {
		changed = false
		for n := range best {
			for _, a := range star.Of(roads.NodeID(n)) {
				if t := best[n] + int64(a.Cost); t < best[a.To] {
					best[a.To], changed = t, true
				}
			}
		}
	}
	return best
}

func TestJunctionsAreAsFarApartAsInTheWholeNetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	left, all := 0, 0
	for range 150 {
		g := winding(t, r)
		c := g.Chains(roads.Truck2)
		left, all = left+c.NumJunctions(), all+g.NumStates(roads.Truck2)
		for j := range int32(c.NumJunctions()) {
			got, want := times(&c.Out, roads.NodeID(j)), times(g.Out(roads.Truck2), c.State(j))
			back := times(&c.In, roads.NodeID(j))
			for k := range got {
				if got[k] != want[c.State(int32(k))] {
					t.Fatalf("from state %d to %d = %d ms by chains, want %d", c.State(j), c.State(int32(k)), got[k], want[c.State(int32(k))])
				}
				if k == 0 && back[0] != times(&c.Out, 0)[j] {
					t.Fatalf("backwards from state %d = %d ms, want what leads there", c.State(j), back[0])
				}
			}
		}
	}
	if left == all {
		t.Error("no node was left out")
	}
}

// Every open edge lies on one chain, and its start is the sum of what comes
// before it.
func TestEveryOpenEdgeHasItsPlaceOnAChain(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 100 {
		g := winding(t, r)
		c := g.Chains(roads.Truck2)
		for e := range roads.EdgeID(g.NumEdges()) {
			cost := g.Cost(roads.Truck2, e)
			spot, ok := c.Spot(roads.Tie{Edge: e, Fraction: 0.5, ToTail: cost / 2, ToHead: cost - cost/2})
			if ok != g.Permit(e).Open(roads.Truck2) {
				t.Fatalf("Spot on edge %d = %v, want %v", e, ok, !ok)
			}
			if !ok {
				continue
			}
			sum := roads.Millis(0)
			found := false
			for _, other := range c.Edges(spot.Chain) {
				if found = other == e; found {
					break
				}
				sum += g.Cost(roads.Truck2, other)
			}
			if into := spot.At - sum; !found || into != cost/2 && into != cost-cost/2 {
				t.Fatalf("Spot on edge %d = %d ms along its chain, want half its cost %d behind %d", e, spot.At, cost, sum)
			}
		}
	}
}

func TestANodeThatPassesOnIsNoJunction(t *testing.T) {
	net := roadstest.Draw(t, 100, `
		A--B--C--D
		      |
		      E`)
	c := net.Chains(roads.Walk)
	for name, want := range map[byte]bool{'A': true, 'B': false, 'C': true, 'D': true, 'E': true} {
		if _, got := c.Junction(net.Node(name)); got != want {
			t.Errorf("Junction(%c) = %v, want %v", name, got, want)
		}
	}
}

func BenchmarkChains(b *testing.B) {
	path := filepath.Join(b.TempDir(), "nanjing.roads")
	if err := roads.Write(path, realRoads(b, "nanjing.osm.pbf")); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		g, err := roads.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		b.ReportMetric(float64(g.Chains(roads.Walk).NumJunctions())/float64(g.NumNodes()), "junctions/node")
		b.StopTimer()
		if err := g.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
