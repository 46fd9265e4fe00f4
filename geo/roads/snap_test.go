package roads_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// checkTie holds Tie to the slow oracle at one point.
func checkTie(t *testing.T, g *roads.Graph, m roads.Mode, p orb.Point, large map[roads.EdgeID]float64, least float64) {
	t.Helper()
	got, ok := g.Tie(m, p)
	want, wantOK := slowTie(g, m, p, large, least)
	if ok != wantOK {
		t.Fatalf("Tie(%v) found %v, want %v", m, ok, wantOK)
	}
	if !ok {
		return
	}
	// An edge that passes through the point to within rounding may be found as
	// near as one that ends there; which of them is nearer is not defined.
	inside := got.Fraction != 0 && got.Fraction != 1 || want.Fraction != 0 && want.Fraction != 1
	if got.Edge != want.Edge && inside && math.Abs(got.Distance-want.Distance) < 1e-7 {
		return
	}
	if got.Edge != want.Edge || math.Abs(got.Distance-want.Distance) > 1e-6 || math.Abs(got.Fraction-want.Fraction) > 1e-7 {
		t.Fatalf("Tie(%v) = edge %d at %v, %v m; want edge %d at %v, %v m", m,
			got.Edge, got.Fraction, got.Distance, want.Edge, want.Fraction, want.Distance)
	}
	cost := g.Cost(m, got.Edge)
	if got.ToTail+got.ToHead != cost || got.ToTail != roads.Millis(math.Round(got.Fraction*float64(cost))) {
		t.Fatalf("Tie(%v) = %d ms to tail, %d to head; want round(%v·%d) and the rest", m, got.ToTail, got.ToHead, got.Fraction, cost)
	}
	v := map[roads.Mode]float64{roads.Walk: 1.2, roads.Ride: 1.2, roads.Truck: 10 / 3.6}[m%3]
	if got.Access != roads.Millis(math.Round(1300*got.Distance/v)) {
		t.Fatalf("Tie(%v).Access = %v, want round(1300·%v/%v)", m, got.Access, got.Distance, v)
	}
}

func TestTieAgreesWithEveryEdgeOnRandomGraphs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		least := float64(r.IntN(3)) * 6000
		g := random(t, r, 2+r.IntN(120), least)
		for m := range roads.Mode(roads.NumModes) {
			large := slowComponents(g, m)
			for range 30 {
				checkTie(t, g, m, somewhere(g, r), large, least)
			}
			for range 10 { // on the grid of the nodes, where ties are common
				p := orb.Point{118.8 + float64(r.IntN(40))/1e3, 32 + float64(r.IntN(40))/1e3}
				checkTie(t, g, m, p, large, least)
			}
		}
	}
}

func TestTieAgreesWithEveryEdgeOfARealNeighbourhood(t *testing.T) {
	g := neighbourhood(t)
	r := rand.New(rand.NewPCG(3, 4))
	for m := range roads.Mode(roads.NumModes) {
		large := slowComponents(g, m)
		for range 500 {
			checkTie(t, g, m, somewhere(g, r), large, roads.DefaultMinComponent)
		}
	}
}

func TestTieTakesTheLowestEdgeAtACommonEnd(t *testing.T) {
	net := roadstest.Draw(t, 100, `
		A--+--B
		   |
		   C
	`)
	p := roadstest.Shift(net.At('B'), 30, 0)
	tie, ok := net.Tie(roads.Walk, p)
	if !ok || tie.Fraction != 1 || tie.Point != net.At('B') || tie.ToHead != 0 || math.Abs(tie.Distance-30) > 0.01 {
		t.Errorf("Tie(30 m behind B) = %+v, want B itself", tie)
	}
	cross := roadstest.Shift(net.At('C'), 0, 200) // the junction, end of three edges
	if tie, ok = net.Tie(roads.Walk, cross); !ok || tie.Edge != 0 {
		t.Errorf("Tie(junction) = edge %d, want the lowest, 0", tie.Edge)
	}
}

func TestTieKeepsToItsLimit(t *testing.T) {
	net := roadstest.Draw(t, 100, "A--------B", "AB hgv=no")
	at := net.At('A')
	for _, test := range []struct {
		name  string
		mode  roads.Mode
		point orb.Point
		want  bool
	}{
		{"499.9 m away", roads.Walk, roadstest.Shift(at, 0, 499.9), true},
		{"500.1 m away", roads.Walk, roadstest.Shift(at, 0, 500.1), false},
		{"a mode that may not use it", roads.Truck, at, false},
		{"no number", roads.Walk, orb.Point{math.NaN(), 32}, false},
		{"the other side of the world", roads.Walk, orb.Point{-61, -32}, false},
	} {
		if _, ok := net.Tie(test.mode, test.point); ok != test.want {
			t.Errorf("Tie(%s) found %v, want %v", test.name, ok, test.want)
		}
	}
}

func TestTiePassesOverSmallComponents(t *testing.T) {
	b := roads.NewBuilder(roads.Options{MinComponent: 1000})
	all := roads.Permit(0b111111)
	near, far := 32.001, 32.003
	for i, lat := range []float64{near, far} {
		west := b.AddNode(orb.Point{118.8, lat})
		east := b.AddNode(orb.Point{118.805 + 0.01*float64(i), lat}) // 472 m and 1,416 m long
		b.AddEdge(roads.Edge{Tail: west, Head: east, Way: int64(i), Permit: all})
	}
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tie, ok := g.Tie(roads.Walk, orb.Point{118.802, 32})
	if way, _ := g.Way(tie.Edge); !ok || way != 1 {
		t.Errorf("Tie() = way %d, %v; want the longer way 1, farther away", way, ok)
	}
}

func TestTieOfAnEmptyGraphFindsNothing(t *testing.T) {
	g, err := roads.NewBuilder(roads.Options{}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := g.Tie(roads.Walk, orb.Point{118.8, 32}); ok {
		t.Errorf("Tie(empty graph) found something")
	}
}

func TestTieAllocatesNothing(t *testing.T) {
	g := random(t, rand.New(rand.NewPCG(5, 6)), 500, 0)
	p := g.Point(7)
	if n := testing.AllocsPerRun(100, func() { g.Tie(roads.Walk, p) }); n != 0 {
		t.Errorf("Tie() allocates %v times, want 0", n)
	}
}

func TestVisitCallsEachEdgeOfTheBoxOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 40 {
		g := random(t, r, 2+r.IntN(300), 0)
		a, b := somewhere(g, r), somewhere(g, r)
		box := orb.MultiPoint{a, b}.Bound()
		want := map[roads.EdgeID]int{}
		for e := range roads.EdgeID(g.NumEdges()) {
			tail, head := g.Ends(e)
			if box.Intersects(orb.MultiPoint{g.Point(tail), g.Point(head)}.Bound()) {
				want[e] = 1
			}
		}
		got := map[roads.EdgeID]int{}
		g.Visit(box, func(e roads.EdgeID) bool { got[e]++; return true })
		if len(got) != len(want) {
			t.Fatalf("Visit() = %d edges, want %d", len(got), len(want))
		}
		for e, n := range got {
			if n != want[e] {
				t.Fatalf("Visit() called edge %d %d times, want %d", e, n, want[e])
			}
		}
		calls := 0
		g.Visit(box, func(roads.EdgeID) bool { calls++; return calls < 3 })
		if calls > 3 {
			t.Fatalf("Visit() went on after false: %d calls", calls)
		}
	}
}

func BenchmarkTie(b *testing.B) {
	for _, name := range []string{"nanjing.osm.pbf", "delaware.osm.pbf"} {
		b.Run(name, func(b *testing.B) {
			g := realRoads(b, name)
			r := rand.New(rand.NewPCG(1, 1))
			var points []orb.Point
			for range 4096 {
				p := g.Point(roads.NodeID(r.IntN(g.NumNodes())))
				points = append(points, orb.Point{p[0] + r.Float64()/300, p[1] + r.Float64()/300})
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				g.Tie(roads.Walk, points[i%len(points)])
			}
		})
	}
}
