package roads_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// steps returns a node as a corner has it.
func steps(g *roads.Graph, n roads.NodeID) [2]int32 {
	p := g.Point(n)
	return [2]int32{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}
}

// metresAside is how far a stored coordinate is from the piece between two.
func metresAside(from, to, p [2]int32) float64 {
	const perStep = sphere.Radius * math.Pi / 180 / 1e7
	squeeze := math.Cos(float64(p[1]) / 1e7 * math.Pi / 180)
	plane := func(q [2]int32) (x, y float64) {
		return float64(q[0]-from[0]) * perStep * squeeze, float64(q[1]-from[1]) * perStep
	}
	bx, by := plane(to)
	px, py := plane(p)
	f := 0.0
	if square := bx*bx + by*by; square > 0 {
		f = min(max((px*bx+py*by)/square, 0), 1)
	}
	return math.Hypot(px-f*bx, py-f*by)
}

// TestLinesPassTheirNodes follows each chain: a corner is a node at its time,
// and the nodes between two corners lie beside the piece between them.
func TestLinesPassTheirNodes(t *testing.T) {
	g := neighbourhood(t)
	c, l := g.Chains(roads.Ride2), g.Lines(roads.Ride2)
	nodes, corners := 0, 0
	for chain := range uint32(c.NumChains()) {
		n, _, _, _ := c.Ends(chain)
		line, at, now := l.Corners(chain), 0, roads.Millis(0)
		corners += len(line)
		for _, e := range c.Edges(chain) {
			if at+2 < len(line) && now == line[at+1].Time && steps(g, n) == line[at+1].At {
				at++
			}
			if d := metresAside(line[at].At, line[at+1].At, steps(g, n)); d > 1.6 || now < line[at].Time || now > line[at+1].Time {
				t.Fatalf("chain %d: a node at %d ms lies %.1f m beside the piece from %d to %d ms", chain, now, d, line[at].Time, line[at+1].Time)
			}
			nodes++
			tail, head := g.Ends(e)
			n, now = tail+head-n, now+g.Cost(roads.Ride2, e)
		}
		if end := line[len(line)-1]; end.Time != now || end.At != steps(g, n) {
			t.Fatalf("chain %d ends at %v, want the last node after %d ms", chain, end, now)
		}
	}
	if corners-c.NumChains() >= nodes {
		t.Errorf("%d corners for %d nodes: nothing was left out", corners, nodes)
	}
}

func TestLinesKnowWhereOneComesOut(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 50 {
		g := winding(t, r)
		c, l := g.Chains(roads.Truck2), g.Lines(roads.Truck2)
		for chain := range uint32(c.NumChains()) {
			a, b, first, last := c.Ends(chain)
			gotA, gotB := l.Junctions(chain)
			wantA, _ := c.Junction(g.Arrive(roads.Truck2, first, a))
			wantB, _ := c.Junction(g.Arrive(roads.Truck2, last, b))
			if gotA != wantA || gotB != wantB {
				t.Fatalf("Junctions(%d) = %d, %d, want %d, %d", chain, gotA, gotB, wantA, wantB)
			}
		}
	}
}

func TestVisitPaintsEachPieceOfTheBoxOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 40 {
		g := random(t, r, 2+r.IntN(300), 0)
		c, l := g.Chains(roads.Walk), g.Lines(roads.Walk)
		box := orb.MultiPoint{somewhere(g, r), somewhere(g, r)}.Bound()
		odd := func(chain uint32) bool { return chain%2 == 1 }
		type piece struct{ from, to roads.Corner }
		want, got := map[piece]int{}, map[piece]int{}
		for chain := range uint32(c.NumChains()) {
			line := l.Corners(chain)
			for i, to := range line[1:] {
				if !odd(chain) && box.Intersects(orb.MultiPoint{point(line[i]), point(to)}.Bound()) {
					want[piece{line[i], to}]++
				}
			}
		}
		l.Visit(box, odd, func(from, to roads.Corner) { got[piece{from, to}]++ })
		if len(got) != len(want) {
			t.Fatalf("Visit() painted %d pieces, want %d", len(got), len(want))
		}
		for p, n := range want {
			if got[p] != n {
				t.Fatalf("Visit() painted %v %d times, want %d", p, got[p], n)
			}
		}
	}
}

func point(c roads.Corner) orb.Point {
	return orb.Point{float64(c.At[0]) / 1e7, float64(c.At[1]) / 1e7}
}
