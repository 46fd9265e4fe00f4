package roads

import (
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/cone"
)

// Lines are the chains of a mode as somebody draws them: corners instead of
// nodes, and an index of them by place.
type Lines struct {
	lines   []line // by chain, and one more
	corners []Corner
	tree    tree     // without slots: its leaves are the pieces from fan corners each
	begin   []uint32 // by leaf: the chain of its first corner
}

// line is a chain: where its corners begin, and the junctions to which one
// comes at its ends.
type line struct {
	first uint32
	a, b  int32
}

// Corner is a place on a chain: where it is, in steps of 1e-7 degree, and the
// time from A.
type Corner struct {
	At   [2]int32
	Time Millis
}

const (
	// bend is how far, in metres, nodes may lie beside the straight piece
	// between two corners, and mostPiece how long a piece of several edges is:
	// on one the time runs evenly, whatever the speed of each edge.
	bend      = 1.5
	mostPiece = 100.0
)

// Lines returns the lines of a mode. They are made at the first call, some
// time longer than the chains took, and shared from then on: 12 bytes for each
// chain and as many for each corner.
func (g *Graph) Lines(m Mode) *Lines {
	c := g.Chains(m)
	g.derived.drawn[m].Do(func() { g.derived.lines[m] = g.draw(m, c) })
	return g.derived.lines[m]
}

// Corners returns the corners of a chain from A to B, two at least. They are
// shared.
func (l *Lines) Corners(chain uint32) []Corner {
	return l.corners[l.lines[chain].first:l.lines[chain+1].first]
}

// Junctions returns the junctions to which one comes who leaves a chain by A
// and by B.
func (l *Lines) Junctions(chain uint32) (a, b int32) { return l.lines[chain].a, l.lines[chain].b }

// Visit calls paint with the straight pieces whose bounding box meets a box of
// the ground, each once, in the order of chains and along each, but for those
// of chains that skip reports.
func (l *Lines) Visit(b orb.Bound, skip func(chain uint32) bool, paint func(from, to Corner)) {
	v := visit{l, within(b), skip, paint}
	if top := l.tree.top(); top >= 0 {
		v.look(top, 0)
	}
}

// visit is one search for pieces.
type visit struct {
	*Lines
	inside box
	skip   func(chain uint32) bool
	paint  func(from, to Corner)
}

// look goes through box i of level k.
func (v *visit) look(k, i int) {
	if k == 0 {
		v.leaf(i)
		return
	}
	from, to := v.tree.children(k, i)
	below := v.tree.boxes[v.tree.first[k-1]:]
	for c := from; c < to; c++ {
		if below[c].meets(v.inside) {
			v.look(k-1, c)
		}
	}
}

// leaf goes through the pieces of a leaf.
func (v *visit) leaf(i int) {
	chain := v.begin[i]
	skip := v.skip(chain)
	for at := i * fan; at < min((i+1)*fan, len(v.corners)-1); at++ {
		if uint32(at+1) == v.lines[chain+1].first { // the end of the chain
			chain++
			skip = v.skip(chain)
			continue
		}
		if from, to := v.corners[at], v.corners[at+1]; !skip && pieceBox(from, to).meets(v.inside) {
			v.paint(from, to)
		}
	}
}

func pieceBox(from, to Corner) box { return slot{A: from.At, B: to.At}.box() }

// draw makes the lines of the chains.
func (g *Graph) draw(m Mode, c *Chains) *Lines {
	l := &Lines{lines: make([]line, 0, len(c.list)+1), corners: make([]Corner, 0, 3*len(c.list))}
	for chain := range uint32(len(c.list)) {
		a, b, first, last := c.Ends(chain)
		l.lines = append(l.lines, line{uint32(len(l.corners)), c.number[g.Arrive(m, first, a)], c.number[g.Arrive(m, last, b)]})
		g.trace(m, a, c.Edges(chain), l)
		for leaf := len(l.begin); leaf*fan < len(l.corners); leaf++ {
			l.begin = append(l.begin, chain)
		}
	}
	l.lines = append(l.lines, line{first: uint32(len(l.corners))})
	l.corners = slices.Clone(l.corners) // no room to grow
	l.index()
	return l
}

// index lays the tree over the pieces. A leaf's box holds the corner behind
// it too, whether that is of its last chain or not.
func (l *Lines) index() {
	l.tree.first, l.tree.boxes = levels(len(l.corners)), make([]box, len(l.begin))
	for leaf := range l.begin {
		b := pieceBox(l.corners[leaf*fan], l.corners[leaf*fan])
		for _, c := range l.corners[leaf*fan : min((leaf+1)*fan+1, len(l.corners))] {
			b = b.with(pieceBox(c, c))
		}
		l.tree.boxes[leaf] = b
	}
	l.tree.climb()
}

// trace adds the corners of a chain that begins at a node. A node in between
// is a corner where no straight piece from the last one passes all nodes
// before the next.
func (g *Graph) trace(m Mode, n NodeID, edges []EdgeID, l *Lines) {
	p := newPlane(g.Point(n))
	at := func(n NodeID) orb.Point {
		x, y := p.of(g.points[n])
		return orb.Point{x, y}
	}
	last, point := Corner{At: g.points[n]}, orb.Point{}
	l.corners = append(l.corners, last)
	from, side := last.Time, cone.From(point)
	for _, e := range edges {
		n = g.across(e, n)
		next := at(n)
		if last.Time != from {
			if side.Narrow(point, bend); !side.Holds(next) || side.Farthest() > mostPiece*mostPiece {
				l.corners = append(l.corners, last)
				from, side = last.Time, cone.From(point)
			}
		}
		last, point = Corner{g.points[n], last.Time + g.costs[m][e]}, next
	}
	l.corners = append(l.corners, last)
}
