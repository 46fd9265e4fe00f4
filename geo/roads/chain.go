package roads

import "math"

// Chains is the network of one mode with every node left out that only passes
// on: a search over its junctions settles a third as many nodes, and loses
// nothing, because a place on a chain is known by how far along it lies.
//
// A chain is a run of edges between two junctions, A and B, that traffic
// enters and leaves at its ends only. It may be travelled from A to B, and
// back unless it is one-way. An edge with junctions at both ends is a chain of
// one. Junctions are the states (Graph.Arrive) that are left, numbered in the
// order of their nodes.
type Chains struct {
	Out, In Star // over junctions; parallel chains are parallel arcs. Without one-way chains and banned turns both are one
	list    []chain
	edges   []EdgeID // of all chains, each from A to B
	by      []place  // by edge
	number  []int32  // by state: its junction, −1 for none
	states  []NodeID // by junction
	begin   []uint32 // the chains at junction j are at[begin[j]:begin[j+1]]
	at      []uint32
}

// NoChain is the chain of an edge that is closed to the mode.
const NoChain = math.MaxUint32

// chain is one run of edges.
type chain struct {
	first, last uint32 // its edges are edges[first:last]
	a, b        NodeID // the nodes at its ends
	total       Millis // bit 31: closed from B to A
}

// place is where an edge stands in its chain.
type place struct {
	chain uint32
	start Millis // from A to the edge's nearer end; bit 31: the edge's head is nearer to A
}

// turned marks a place whose edge runs from B to A.
const turned Millis = 1 << 31

// oneWay marks the total of a chain that is closed from B to A.
const oneWay Millis = 1 << 31

// longest bounds the time along a chain, so that it keeps clear of the marks.
const longest Millis = 1 << 30

// Spot is a place on a chain.
type Spot struct {
	Chain uint32
	At    Millis // from A along the chain
	edge  Millis // where its edge starts
	part  float64
}

// Before reports whether s comes before o on the way from A to B. It tells
// apart places that rounding puts at the same At.
func (s Spot) Before(o Spot) bool {
	return s.edge < o.edge || s.edge == o.edge && s.part < o.part
}

// Chains returns the chains of a mode. They are made at the first call, which
// takes about as long as a sweep over the network for each edge thrice, and
// shared from then on.
func (g *Graph) Chains(m Mode) *Chains {
	g.derived.once[m].Do(func() { g.derived.chains[m] = g.link(m) })
	return g.derived.chains[m]
}

// NumJunctions returns the number of junctions.
func (c *Chains) NumJunctions() int { return len(c.states) }

// NumChains returns the number of chains.
func (c *Chains) NumChains() int { return len(c.list) }

// Junction returns the junction of a state; false for a state that only
// passes on, or has no edge of the mode.
func (c *Chains) Junction(state NodeID) (int32, bool) {
	n := c.number[state]
	return n, n >= 0
}

// State returns the state of a junction.
func (c *Chains) State(junction int32) NodeID { return c.states[junction] }

// Ends returns the nodes at A and B, and the edges of the chain there.
func (c *Chains) Ends(chain uint32) (a, b NodeID, first, last EdgeID) {
	l := &c.list[chain]
	return l.a, l.b, c.edges[l.first], c.edges[l.last-1]
}

// Edges returns the edges of a chain from A to B. They are shared.
func (c *Chains) Edges(chain uint32) []EdgeID {
	return c.edges[c.list[chain].first:c.list[chain].last]
}

// Total returns the time from A to B, and whether B to A is closed.
func (c *Chains) Total(chain uint32) (t Millis, closed bool) {
	t = c.list[chain].total
	return t &^ oneWay, t&oneWay != 0
}

// Around calls visit with every chain that ends at the junction's node; one
// that ends there twice comes twice. States that are no nodes have none.
func (c *Chains) Around(junction int32, visit func(chain uint32)) {
	for _, chain := range c.at[c.begin[junction]:c.begin[junction+1]] {
		visit(chain)
	}
}

// First returns a chain that ends at the junction's node; false for a state
// that is no node, or a junction without chains.
func (c *Chains) First(junction int32) (uint32, bool) {
	if c.begin[junction] == c.begin[junction+1] {
		return 0, false
	}
	return c.at[c.begin[junction]], true
}

// Spot returns where a place that is tied to an edge lies on its chain; false
// when the edge is closed to the mode.
func (c *Chains) Spot(t Tie) (Spot, bool) {
	p := c.by[t.Edge]
	if p.chain == NoChain {
		return Spot{}, false
	}
	s := Spot{Chain: p.chain, edge: p.start &^ turned, part: t.Fraction}
	s.At = s.edge + t.ToTail
	if p.start&turned != 0 {
		s.At, s.part = s.edge+t.ToHead, 1-t.Fraction
	}
	if s.part == 1 { // the end of an edge is the beginning of the next
		s.edge, s.part = s.At, 0
	}
	return s, true
}
