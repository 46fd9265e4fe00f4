package roads

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// Graph is the road network of one city, read-only and safe for concurrent
// use. It comes from a Builder or from Open. Every edge is open to at least
// one mode, every node has an edge. Node and edge numbers that did not come
// from the same graph panic, as a slice index does.
type Graph struct {
	points   [][2]int32  // by node: lon, lat in 1e-7 degree
	ends     [][2]NodeID // by edge: tail, head
	permits  []Permit
	classes  []Class
	ways     []int64
	segments []uint32
	costs    [NumModes][]Millis // by edge
	out, in  [NumModes]Star
	gates    [NumModes]gates
	named    []uint32  // by edge: where its name stands in names; 0 for none
	names    []byte    // each: its length in two bytes, then the name
	limits   []limited // ascending
	tree     tree
	info     Info
	derived  *derived
	checksum func() string
	unmap    func() error // nil for a graph that was built
}

// derived is what is made of a graph when it is first asked for.
type derived struct {
	once, drawn [NumModes]sync.Once
	chains      [NumModes]*Chains
	lines       [NumModes]*Lines
	called      sync.Once
	names       []bool // by box of the tree: some edge in it has a name
}

// unit is how many steps of a stored coordinate make one degree.
const unit = 1e7

// NumNodes returns the number of nodes; their ids are 0 … NumNodes−1.
func (g *Graph) NumNodes() int { return len(g.points) }

// NumEdges returns the number of undirected edges; ids are 0 … NumEdges−1.
func (g *Graph) NumEdges() int { return len(g.ends) }

// Point returns where a node is, WGS-84, on the grid of 1e-7 degree.
func (g *Graph) Point(n NodeID) orb.Point { return degrees(g.points[n]) }

// Ends returns the nodes of an edge in the direction of its way.
func (g *Graph) Ends(e EdgeID) (tail, head NodeID) { return g.ends[e][0], g.ends[e][1] }

// Permit returns who may use an edge, and in which direction.
func (g *Graph) Permit(e EdgeID) Permit { return g.permits[e] }

// Cost returns the time along the whole edge,
// max(1, round(1000·L/v)) ms, L on geo/sphere, v as SpeedOf or, under version
// 2, as the way says. It is defined also for a mode that may not use the edge.
func (g *Graph) Cost(m Mode, e EdgeID) Millis { return g.costs[m][e] }

// Class returns the highway class of an edge.
func (g *Graph) Class(e EdgeID) Class { return g.classes[e] }

// Way returns the OSM way of an edge and the index of its first node in that
// way, counted in the way as it was written (missing and repeated nodes
// included).
func (g *Graph) Way(e EdgeID) (id int64, segment uint32) { return g.ways[e], g.segments[e] }

// Out returns the arcs that leave each state; there are NumStates.
func (g *Graph) Out(m Mode) *Star { return &g.out[m] }

// In returns the arcs that arrive at each state, reversed: an arc's To is
// where it comes from. A search over it finds times *to* its sources.
func (g *Graph) In(m Mode) *Star { return &g.in[m] }

// Bounds returns the box of all nodes, the empty bound at (0, 0) for a graph
// without nodes.
func (g *Graph) Bounds() orb.Bound {
	b := g.info.Bounds
	return orb.Bound{Min: orb.Point{b[0], b[1]}, Max: orb.Point{b[2], b[3]}}
}

// Checksum returns the SHA-256 of the graph's file in hex, whether it was
// opened or built; equal checksums are equal graphs.
func (g *Graph) Checksum() string { return g.checksum() }

// Close gives the file's mapping back. No method of the graph, and no Star
// taken from it, may be used after Close or while it runs. A graph that was
// built has nothing to give back. A second Close does nothing.
func (g *Graph) Close() error {
	if g.unmap == nil {
		return nil
	}
	unmap := g.unmap
	g.unmap = nil
	return unmap()
}

// degrees turns a stored coordinate into a point.
func degrees(p [2]int32) orb.Point {
	return orb.Point{float64(p[0]) / unit, float64(p[1]) / unit}
}

// grid turns a point into a stored coordinate.
func grid(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Round(p[0] * unit)), int32(math.Round(p[1] * unit))}
}
