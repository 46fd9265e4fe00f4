// Package roads holds a city's road network for every mode at once: parallel
// arrays, built once, opened by mmap and shared read-only.
//
// An edge is one pair of consecutive OSM nodes of a way; it is stored once,
// in the direction of its way (tail → head), with a permission bit per mode
// and direction and a cost per mode. Edges are numbered in the order of
// (way id, segment index), so a lower EdgeID is the tie-break of
// docs/en/numbers.md, point 4. Searches run on each mode's own forward-star arrays.
package roads

import (
	"math"

	"github.com/paulmach/orb"
)

// Mode is how somebody travels, under one version of the way rules.
type Mode uint8

// The modes under version 1 of the rules, then under version 2. A graph holds
// all of them.
const (
	Walk Mode = iota
	Ride
	Truck
	Walk2
	Ride2
	Truck2
	NumModes = 6
)

// kinds is how many ways to travel there are, whatever the rules.
const kinds = 3

// Millis is a travel time in milliseconds. Times are integers, so that two
// runs never differ.
type Millis uint32

// Never is the time to a place that is not reached.
const Never Millis = math.MaxUint32

// NodeID numbers the nodes of a graph from 0.
type NodeID uint32

// EdgeID numbers the edges of a graph from 0, in order of way id and segment.
type EdgeID uint32

// Arc is one directed edge as a search sees it. To is a state (Graph.Arrive),
// which is a node in all modes but those with banned turns.
type Arc struct {
	To   NodeID
	Cost Millis
}

// Star is a forward star: the arcs of state n are Arcs[First[n]:First[n+1]].
// It is shared with the graph and must not be written to.
type Star struct {
	First []uint32
	Arcs  []Arc
}

// Of returns the arcs of state n.
func (s *Star) Of(n NodeID) []Arc { return s.Arcs[s.First[n]:s.First[n+1]] }

// Permit holds who may use an edge: bit 2m for mode m along the edge
// (tail → head), bit 2m+1 against it.
type Permit uint16

// Along reports whether the mode may travel from tail to head.
func (p Permit) Along(m Mode) bool { return p&(1<<(2*m)) != 0 }

// Against reports whether the mode may travel from head to tail.
func (p Permit) Against(m Mode) bool { return p&(2<<(2*m)) != 0 }

// Open reports whether the mode may use the edge in any direction.
func (p Permit) Open(m Mode) bool { return p&(3<<(2*m)) != 0 }

// modes returns the modes that may use the edge in any direction: the bits of
// both directions as one, moved together.
func (p Permit) modes() ModeSet {
	p = (p | p>>1) & 0x5555
	p = (p | p>>1) & 0x3333
	p = (p | p>>2) & 0x0f0f
	return ModeSet(p | p>>4)
}

// Tie is how a place is tied to the road: the nearest point of an open edge.
type Tie struct {
	Edge     EdgeID
	Fraction float64   // along the edge from its tail, in [0, 1]; exactly 0 or 1 is the node itself
	Point    orb.Point // WGS-84, on the edge
	Distance float64   // metres in the local plane, ≤ MaxTie
	Access   Millis    // between the place and Point
	ToTail   Millis    // round(Fraction·cost), in either direction
	ToHead   Millis    // cost − ToTail
}

// MaxTie is the farthest that a place is tied to the road, in metres,
// inclusive.
const MaxTie = 500.0
