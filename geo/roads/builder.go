package roads

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"yizhan/geo/radix"
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
// places are tied to: docs/en/numbers.md, point 3.
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
	sorting  sync.WaitGroup
	sorted   []radix.Item // the points of SetNodes along the curve; whole when sorting is done
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

// Grow makes room for so many more edges.
func (b *Builder) Grow(edges int) {
	c, edges := &b.edges, max(0, edges)
	c.ends, c.permits, c.classes = grown(c.ends, edges), grown(c.permits, edges), grown(c.classes, edges)
	c.ways, c.segments, c.details = grown(c.ways, edges), grown(c.segments, edges), grown(c.details, edges)
}

// grown is slices.Grow, which writes zeros into all the room that it makes.
func grown[T any](list []T, more int) []T {
	if cap(list) > 0 {
		return slices.Grow(list, more)
	}
	return make([]T, 0, more)
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

// SetNodes makes the points the nodes 0, 1, 2, …, in place of any that were
// added: WGS-84 in steps of 1e-7 degree east and north. The Builder keeps the
// slice, and begins to put it in order while edges are added. A point beyond
// ±180, ±90 degrees makes Build fail.
func (b *Builder) SetNodes(points [][2]int32) {
	for n, p := range points {
		if max(p[0], -p[0]) > 180*unit || max(p[1], -p[1]) > 90*unit {
			b.fail(fmt.Errorf("node %d lies outside ±180, ±90 degrees", n))
		}
	}
	b.sorting.Wait()
	b.points = points
	b.sorting.Go(func() { b.sorted = alongCurve(points) })
}

// AddEdge adds an edge. An edge between equal nodes, or one that is open to
// no mode, makes no edge; a node that was not added makes Build fail.
func (b *Builder) AddEdge(e Edge) {
	if e.Tail < 0 || e.Head < 0 || max(e.Tail, e.Head) >= len(b.points) {
		b.fail(fmt.Errorf("way %d segment %d names a node that was not added", e.Way, e.Segment))
		return
	}
	b.AddStretch(e, []uint32{uint32(e.Tail), uint32(e.Head)})
}

// AddStretch adds the edges between consecutive nodes of a way, as AddEdge
// does. The first is e, but for its Tail and Head; the segments count on.
func (b *Builder) AddStretch(e Edge, nodes []uint32) {
	if e.Permit == 0 || len(nodes) < 2 {
		return
	}
	c := &b.edges
	before := len(c.ends)
	c.resize(before + len(nodes) - 1)
	ends, segments, added := c.ends[before:], c.segments[before:], 0
	for i, head := range nodes[1:] {
		tail := nodes[i]
		if int(max(tail, head)) >= len(b.points) {
			b.fail(fmt.Errorf("way %d segment %d names a node that was not added", e.Way, e.Segment+uint32(i)))
		} else if tail != head {
			ends[added], segments[added] = [2]NodeID{NodeID(tail), NodeID(head)}, e.Segment+uint32(i)
			added++
		}
	}
	c.resize(before + added)
	if added > 0 {
		fill(c.permits[before:], e.Permit)
		fill(c.classes[before:], e.Class)
		fill(c.ways[before:], e.Way)
		fill(c.details[before:], b.detail(e.Detail))
	}
}

// resize makes every column n edges long. Edges that come to it are to be
// written by the caller.
func (c *columns) resize(n int) {
	c.ends, c.permits, c.classes = resized(c.ends, n), resized(c.permits, n), resized(c.classes, n)
	c.ways, c.segments, c.details = resized(c.ways, n), resized(c.segments, n), resized(c.details, n)
}

func resized[T any](list []T, n int) []T {
	return grown(list, max(0, n-len(list)))[:n]
}

func fill[T any](list []T, v T) {
	for i := range list {
		list[i] = v
	}
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
