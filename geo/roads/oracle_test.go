package roads_test

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// random builds a graph of n nodes in about 3 km, with edges between near
// and far ones, one-way streets, parallel edges and ends that coincide.
func random(t testing.TB, r *rand.Rand, n int, minComponent float64) *roads.Graph {
	t.Helper()
	b := roads.NewBuilder(roads.Options{MinComponent: minComponent, Source: "random"})
	for range n {
		// a coarse grid, so that places are often equally near to several edges
		b.AddNode(orb.Point{118.8 + float64(r.IntN(40))/1e3, 32 + float64(r.IntN(40))/1e3})
	}
	for i := range n * 3 / 2 {
		b.AddEdge(roads.Edge{
			Tail: r.IntN(n), Head: r.IntN(n), Way: int64(r.IntN(n)), Segment: uint32(i),
			Class: roads.Class(r.IntN(roads.NumClasses)), Permit: roads.Permit(r.IntN(1 << 12)),
		})
	}
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatalf("Build() = %v, want nil", err)
	}
	return g
}

// neighbourhood builds the real network of a Nanjing neighbourhood.
func neighbourhood(t testing.TB) *roads.Graph {
	t.Helper()
	return realRoads(t, "nanjing_xuanwu.osm.pbf")
}

// realRoads builds the graph of a real file, or skips the test.
func realRoads(t testing.TB, name string) *roads.Graph {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "roads", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real data %s is not here", name)
	}
	g, _, err := osm.Build(t.Context(), path, osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Fatalf("Build(%s) = %v, want nil", name, err)
	}
	return g
}

// somewhere returns a point in or a little around the graph's bounds.
func somewhere(g *roads.Graph, r *rand.Rand) orb.Point {
	b := g.Bounds()
	return orb.Point{
		b.Min[0] - 0.003 + r.Float64()*(b.Max[0]-b.Min[0]+0.006),
		b.Min[1] - 0.003 + r.Float64()*(b.Max[1]-b.Min[1]+0.006),
	}
}

// slowComponents returns, for each edge open to the mode, the metres of its
// component, found by walking over the edges again and again.
func slowComponents(g *roads.Graph, m roads.Mode) map[roads.EdgeID]float64 {
	name := map[roads.NodeID]roads.NodeID{}
	for n := range roads.NodeID(g.NumNodes()) {
		name[n] = n
	}
	for changed := true; changed; {
		changed = false
		for e := range roads.EdgeID(g.NumEdges()) {
			a, b := g.Ends(e)
			if g.Permit(e).Open(m) && name[a] != name[b] {
				least := min(name[a], name[b])
				name[a], name[b], changed = least, least, true
			}
		}
	}
	metres := map[roads.NodeID]float64{}
	for e := range roads.EdgeID(g.NumEdges()) {
		if a, b := g.Ends(e); g.Permit(e).Open(m) {
			metres[name[a]] += haversine(g.Point(a), g.Point(b))
		}
	}
	byEdge := map[roads.EdgeID]float64{}
	for e := range roads.EdgeID(g.NumEdges()) {
		if a, _ := g.Ends(e); g.Permit(e).Open(m) {
			byEdge[e] = metres[name[a]]
		}
	}
	return byEdge
}

const earth = 6371008.7714150598

func haversine(a, b orb.Point) float64 {
	rad := math.Pi / 180
	s := math.Pow(math.Sin((b[1]-a[1])*rad/2), 2) +
		math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*math.Pow(math.Sin((b[0]-a[0])*rad/2), 2)
	return 2 * earth * math.Asin(math.Sqrt(s))
}

// slowTie looks at every edge, as docs/en/numbers.md, point 4, is written.
func slowTie(g *roads.Graph, m roads.Mode, p orb.Point, large map[roads.EdgeID]float64, least float64) (best roads.Tie, ok bool) {
	rad := math.Pi / 180
	x := func(q orb.Point) float64 { return earth * math.Cos(p[1]*rad) * (q[0] - p[0]) * rad }
	y := func(q orb.Point) float64 { return earth * (q[1] - p[1]) * rad }
	for e := range roads.EdgeID(g.NumEdges()) {
		if metres, open := large[e]; !open || metres < least {
			continue
		}
		tail, head := g.Ends(e)
		a, b := g.Point(tail), g.Point(head)
		ux, uy := x(b)-x(a), y(b)-y(a)
		f := 0.0
		if l := ux*ux + uy*uy; l > 0 {
			f = min(1, max(0, -(x(a)*ux+y(a)*uy)/l))
		}
		q := orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
		if f == 1 {
			q = b
		}
		d := math.Hypot(x(q), y(q))
		if d <= 500 && (!ok || d < best.Distance) {
			best, ok = roads.Tie{Edge: e, Fraction: f, Point: q, Distance: d}, true
		}
	}
	return best, ok
}

// item and queue are a plain priority queue for slowTimes.
type item struct {
	n roads.NodeID
	t uint64
}
type queue []item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].t < q[j].t }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(item)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// slowTimes is a textbook Dijkstra over the edges, not over the stars.
func slowTimes(g *roads.Graph, m roads.Mode, sources []item) map[roads.NodeID]uint64 {
	next := map[roads.NodeID][]item{}
	for e := range roads.EdgeID(g.NumEdges()) {
		tail, head := g.Ends(e)
		cost := uint64(g.Cost(m, e))
		if g.Permit(e).Along(m) {
			next[tail] = append(next[tail], item{head, cost})
		}
		if g.Permit(e).Against(m) {
			next[head] = append(next[head], item{tail, cost})
		}
	}
	times := map[roads.NodeID]uint64{}
	q := queue{}
	for _, s := range sources {
		heap.Push(&q, s)
	}
	for len(q) > 0 {
		it := heap.Pop(&q).(item)
		if _, done := times[it.n]; done {
			continue
		}
		times[it.n] = it.t
		for _, a := range next[it.n] {
			heap.Push(&q, item{a.n, it.t + a.t})
		}
	}
	return times
}
