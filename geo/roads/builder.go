package roads

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
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
	edges    columns
	details  []*Detail // distinct neighbours
	turns    []Turn
	barriers []barrier
	err      error
}

// columns are the edges, an array for each of their parts: those of the graph
// that comes of them.
type columns struct {
	ends     [][2]NodeID // as they were added
	permits  []Permit
	classes  []Class
	ways     []int64
	segments []uint32
	details  []uint32 // 1 + index in Builder.details; 0 for none
}

// NewBuilder returns an empty Builder.
func NewBuilder(opts Options) *Builder { return &Builder{opts: opts} }

// Grow makes room for so many more nodes and edges.
func (b *Builder) Grow(nodes, edges int) {
	b.points = slices.Grow(b.points, nodes)
	c, edges := &b.edges, max(0, edges)
	c.ends, c.permits, c.classes = slices.Grow(c.ends, edges), slices.Grow(c.permits, edges), slices.Grow(c.classes, edges)
	c.ways, c.segments, c.details = slices.Grow(c.ways, edges), slices.Grow(c.segments, edges), slices.Grow(c.details, edges)
}

// AddNode adds a WGS-84 point, rounded to 1e-7 degree, and returns its number
// for AddEdge: 0, 1, 2, … in order. A point beyond ±180, ±90 degrees or NaN
// makes Build fail.
func (b *Builder) AddNode(p orb.Point) int {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		b.fail(fmt.Errorf("node %d lies outside ±180, ±90 degrees", len(b.points)))
	}
	return b.addStep(grid(p))
}

// AddStep adds a WGS-84 point as AddNode does, in steps of 1e-7 degree east
// and north.
func (b *Builder) AddStep(p [2]int32) int {
	if max(p[0], -p[0]) > 180*unit || max(p[1], -p[1]) > 90*unit {
		b.fail(fmt.Errorf("node %d lies outside ±180, ±90 degrees", len(b.points)))
	}
	return b.addStep(p)
}

func (b *Builder) addStep(p [2]int32) int {
	b.points = append(b.points, p)
	return len(b.points) - 1
}

// AddEdge adds an edge. An edge between equal nodes, or one that is open to
// no mode, makes no edge; a node that was not added makes Build fail.
func (b *Builder) AddEdge(e Edge) {
	if e.Tail < 0 || e.Head < 0 || e.Tail >= len(b.points) || e.Head >= len(b.points) {
		b.fail(fmt.Errorf("way %d segment %d names a node that was not added", e.Way, e.Segment))
		return
	}
	if e.Tail == e.Head || e.Permit == 0 {
		return
	}
	c := &b.edges
	c.ends = append(c.ends, [2]NodeID{NodeID(e.Tail), NodeID(e.Head)})
	c.permits, c.classes = append(c.permits, e.Permit), append(c.classes, e.Class)
	c.ways, c.segments = append(c.ways, e.Way), append(c.segments, e.Segment)
	c.details = append(c.details, b.detail(e.Detail))
}

// detail returns the number of a detail; that of the edge before is known.
func (b *Builder) detail(d *Detail) uint32 {
	switch last := len(b.details); {
	case d == nil:
		return 0
	case last == 0 || b.details[last-1] != d:
		b.details = append(b.details, d)
	}
	return uint32(len(b.details))
}

func (b *Builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}
