package roads

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// ErrTooLarge is wrapped when a network has more nodes or edges than 32 bits
// can number.
var ErrTooLarge = errors.New("the road network is too large")

// Options say how a graph is built.
type Options struct {
	MinComponent float64 // metres: places are not tied to weak components with less (DefaultMinComponent; 0 in drawn tests)
	Source       string  // base name of the file that the graph is built from, for Info
}

// DefaultMinComponent is the least length in metres of a component that
// places are tied to: API.md, point 3.
const DefaultMinComponent = 1000.0

// Edge is one pair of consecutive nodes of a way, for a Builder.
type Edge struct {
	Tail, Head int    // as AddNode returned them
	Way        int64  // OSM id
	Segment    uint32 // index of Tail in the way
	Class      Class
	Permit     Permit
	Detail     *Detail // shared by the edges of a way; nil for none
}

// Builder collects nodes and edges and makes a Graph of them. The first
// error stays and is returned by Build. A Builder is for one goroutine and
// one Build.
type Builder struct {
	opts     Options
	points   [][2]int32
	edges    []Edge
	turns    []Turn
	barriers []barrier
	err      error
}

// NewBuilder returns an empty Builder.
func NewBuilder(opts Options) *Builder { return &Builder{opts: opts} }

// Grow makes room for so many more nodes and edges.
func (b *Builder) Grow(nodes, edges int) {
	b.points, b.edges = slices.Grow(b.points, nodes), slices.Grow(b.edges, max(0, edges))
}

// AddNode adds a WGS-84 point, rounded to 1e-7 degree, and returns its number
// for AddEdge: 0, 1, 2, … in order. A point beyond ±180, ±90 degrees or NaN
// makes Build fail.
func (b *Builder) AddNode(p orb.Point) int {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		b.fail(fmt.Errorf("node %d lies outside ±180, ±90 degrees", len(b.points)))
	}
	b.points = append(b.points, grid(p))
	return len(b.points) - 1
}

// AddEdge adds an edge. An edge between equal nodes, or one that is open to
// no mode, makes no edge; a node that was not added makes Build fail.
func (b *Builder) AddEdge(e Edge) {
	if e.Tail < 0 || e.Head < 0 || e.Tail >= len(b.points) || e.Head >= len(b.points) {
		b.fail(fmt.Errorf("way %d segment %d names a node that was not added", e.Way, e.Segment))
		return
	}
	if e.Tail != e.Head && e.Permit != 0 {
		b.edges = append(b.edges, e)
	}
}

func (b *Builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Build makes the graph:
//
//  1. number the edges in order of (way, segment);
//  2. keep the nodes that have an edge and number them along a Hilbert curve;
//  3. turn restrictions and barriers into states (turn.go);
//  4. price every edge for every mode;
//  5. find each mode's components and which of them are large enough;
//  6. lay out the forward stars and the index of edges.
//
// Equal input in equal order makes an equal graph. Build fails with the first
// error of the Add methods, ErrTooLarge, or the context's.
func (b *Builder) Build(ctx context.Context) (*Graph, error) {
	if b.err != nil {
		return nil, b.err
	}
	if len(b.points) > math.MaxInt32 || len(b.edges) > math.MaxInt32/2 {
		return nil, ErrTooLarge
	}
	b.sortEdges()
	g := &Graph{chains: new(chainsByMode)}
	ids := b.number(g)
	g.take(b.edges, ids)
	g.describe(b.edges)
	g.restrict(b, ids)
	lengths := g.measure()
	g.summarise(b.opts, lengths)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.open(lengths, b.opts.MinComponent)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.checksum = lazyChecksum(g)
	return g, nil
}

// open makes what each mode has of its own, all modes and the order of the
// index at a time, and then the index. Modes that may use the same edges share
// their components; versions with the same costs too share all.
func (g *Graph) open(lengths []float64, minMetres float64) {
	var infos [NumModes]ModeInfo
	var large [NumModes][]bool
	var curve []spot
	var wait sync.WaitGroup
	wait.Go(func() { curve = g.curve() })
	like := g.alike()
	for m := range Mode(NumModes) {
		wait.Go(func() {
			g.price(m, lengths)
			if like[m] == m {
				infos[m], large[m] = g.join(m, lengths, minMetres)
			}
		})
	}
	wait.Wait()
	g.layStars(like)
	ties := make([]uint8, len(g.ends))
	g.info.Modes, g.info.Rules.Modes = map[string]ModeInfo{}, map[string]ModeInfo{}
	for m := range Mode(NumModes) {
		g.info.of(m)[m.Base().String()] = infos[like[m]]
		for e, ok := range large[like[m]] {
			ties[e] |= uint8(b2u(ok)) << m
		}
	}
	g.tree = g.plant(curve, ties)
}

// layStars makes the stars of the modes. A later version that sees what the
// first one sees has its costs and stars.
func (g *Graph) layStars(like [NumModes]Mode) {
	var wait sync.WaitGroup
	var twins []Mode
	for m := range Mode(NumModes) {
		n := m.Base()
		if m != n && like[m] == like[n] && len(g.gates[m].list)+len(g.gates[n].list) == 0 && slices.Equal(g.costs[m], g.costs[n]) {
			twins = append(twins, m)
			continue
		}
		wait.Go(func() {
			g.out[m] = g.outward(m)
			g.in[m] = g.out[m]
			if g.hasOneWay(m) || len(g.gates[m].list) > 0 {
				g.in[m] = g.out[m].reversed()
			}
		})
	}
	wait.Wait()
	for _, m := range twins {
		n := m.Base()
		g.costs[m], g.out[m], g.in[m] = g.costs[n], g.out[n], g.in[n]
	}
}

// alike returns for each mode the first one that may use the same edges in the
// same directions.
func (g *Graph) alike() (like [NumModes]Mode) {
	for m := range Mode(NumModes) {
		like[m] = m
		for n := range m {
			if like[n] == n && !slices.ContainsFunc(g.permits, func(p Permit) bool { return p.Along(m) != p.Along(n) || p.Against(m) != p.Against(n) }) {
				like[m] = n
				break
			}
		}
	}
	return like
}

// sortEdges puts the edges in order of (way, segment); a file that repeats a
// way keeps the order of the file.
func (b *Builder) sortEdges() {
	byWay := func(x, y Edge) int {
		return cmp.Or(cmp.Compare(x.Way, y.Way), cmp.Compare(x.Segment, y.Segment))
	}
	if !slices.IsSortedFunc(b.edges, byWay) {
		slices.SortStableFunc(b.edges, byWay)
	}
}

// nowhere is the id of a node that has no edge.
const nowhere NodeID = math.MaxUint32

// number gives g the nodes that have an edge, in Hilbert order, and returns
// the id of each added node, nowhere for one without an edge.
func (b *Builder) number(g *Graph) []NodeID {
	used := make([]bool, len(b.points))
	for _, e := range b.edges {
		used[e.Tail], used[e.Head] = true, true
	}
	curve := make([]spot, 0, len(b.points))
	for n := range b.points {
		if used[n] {
			curve = append(curve, spot{id: uint32(n)})
		}
	}
	sortAlong(curve, func(n uint32) [2]int32 { return b.points[n] })
	ids := slices.Repeat([]NodeID{nowhere}, len(b.points))
	g.points = make([][2]int32, len(curve))
	for id, c := range curve {
		ids[c.id] = NodeID(id)
		g.points[id] = b.points[c.id]
	}
	return ids
}

// take copies the edges into the graph's arrays.
func (g *Graph) take(edges []Edge, ids []NodeID) {
	n := len(edges)
	g.ends = make([][2]NodeID, n)
	g.permits, g.classes = make([]Permit, n), make([]Class, n)
	g.ways, g.segments = make([]int64, n), make([]uint32, n)
	for i, e := range edges {
		g.ends[i] = [2]NodeID{ids[e.Tail], ids[e.Head]}
		g.permits[i], g.classes[i] = e.Permit, e.Class
		g.ways[i], g.segments[i] = e.Way, e.Segment
	}
}

// maxCost caps the cost of one edge at 12 days, so that the times of the
// longest possible edges still add up without overflow.
const maxCost = 1 << 30

// measure returns the length of every edge in metres.
func (g *Graph) measure() []float64 {
	lengths := make([]float64, len(g.ends))
	inParts(len(lengths), func(from, to int) {
		for e := from; e < to; e++ {
			lengths[e] = sphere.Distance(g.Point(g.ends[e][0]), g.Point(g.ends[e][1]))
		}
	})
	return lengths
}

// price fills the costs of a mode: max(1, round(1000·L/v)).
func (g *Graph) price(m Mode, lengths []float64) {
	g.costs[m] = make([]Millis, len(lengths))
	for e, metres := range lengths {
		ms := math.Round(1000 * metres / g.speed(m, e))
		g.costs[m][e] = Millis(min(max(1, ms), maxCost))
	}
}

// speed is that of the way, under version 2, or of its class.
func (g *Graph) speed(m Mode, e int) float64 {
	if m.Version() > 1 {
		if pace := g.paces[m.Base()][e]; pace > 0 {
			return pace.Speed()
		}
	}
	return SpeedOf(m, g.classes[e])
}

// hasOneWay reports whether some edge is open to the mode in one direction
// only. Without one, the reversed star is the star itself.
func (g *Graph) hasOneWay(m Mode) bool {
	for _, p := range g.permits {
		if p.Along(m) != p.Against(m) {
			return true
		}
	}
	return false
}
