package roads

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// fan is how many children a box of the tree has.
const fan = 16

// tree is a packed R-tree over the edges: slots in Hilbert order of the
// edges' lower nodes, boxes over each 16 slots, boxes over each 16 of those,
// and so on up to one root. Level k's boxes are boxes[first[k]:first[k+1]].
//
// Nothing wraps: edges across the antimeridian are long boxes around the
// world, and a place near ±180 degrees does not see edges on the other side.
type tree struct {
	slots []slot
	boxes []box
	first []int // by level, from the leaves up; one more than there are levels
}

// slot is an edge with its ends beside it, so that a search touches no other
// array.
type slot struct {
	A, B [2]int32 // tail and head, stored coordinates
	Edge EdgeID
	Ties uint32 // bit m: places may be tied to it by mode m
}

// box bounds slots or boxes.
type box struct {
	Min, Max [2]int32
	Ties     uint32 // all bits of its children
}

func (s slot) box() box {
	return box{
		Min:  [2]int32{min(s.A[0], s.B[0]), min(s.A[1], s.B[1])},
		Max:  [2]int32{max(s.A[0], s.B[0]), max(s.A[1], s.B[1])},
		Ties: s.Ties,
	}
}

// with returns the box around both.
func (b box) with(c box) box {
	return box{
		Min:  [2]int32{min(b.Min[0], c.Min[0]), min(b.Min[1], c.Min[1])},
		Max:  [2]int32{max(b.Max[0], c.Max[0]), max(b.Max[1], c.Max[1])},
		Ties: b.Ties | c.Ties,
	}
}

// along returns the slots of the edges, without ties, in the order of the
// nodes' curve: by their lower node, then by number. Those of node n are
// slots[first[n]:first[n+1]].
func (g *Graph) along() (slots []slot, first []uint32) {
	first = make([]uint32, len(g.points)+1)
	for _, e := range g.ends {
		first[min(e[0], e[1])]++
	}
	slots = make([]slot, begin(first))
	var here [2]int32 // at node n, where the edge before ended: most begin there
	n := nowhere
	for e, nodes := range g.ends {
		tail := here
		if nodes[0] != n {
			tail = g.points[nodes[0]]
		}
		n, here = nodes[1], g.points[nodes[1]]
		at := &first[min(nodes[0], nodes[1])]
		slots[*at] = slot{A: tail, B: here, Edge: EdgeID(e)}
		*at++
	}
	return slots, ends(first)
}

// plant builds the tree over the slots that along made; tied are by node the
// modes by which places may be tied there, at both ends of an open edge the
// same.
func (g *Graph) plant(slots []slot, first []uint32, tied []ModeSet) tree {
	inParts(len(tied), func(from, to int) {
		for n := from; n < to; n++ {
			for i := first[n]; i < first[n+1]; i++ {
				slots[i].Ties = uint32(g.permits[slots[i].Edge].modes() & tied[n])
			}
		}
	})
	t := tree{slots: slots}
	t.raise()
	return t
}

// raise builds the boxes over the slots, level by level.
func (t *tree) raise() {
	t.first = levels(len(t.slots))
	t.boxes = make([]box, t.first[min(1, len(t.first)-1)], t.first[len(t.first)-1])
	inParts(len(t.boxes), func(from, to int) {
		for i := from; i < to; i++ {
			b := t.slots[i*fan].box()
			for _, s := range t.slots[i*fan : min((i+1)*fan, len(t.slots))] {
				b = b.with(s.box())
			}
			t.boxes[i] = b
		}
	})
	t.climb()
}

// climb builds the boxes over those of the leaves.
func (t *tree) climb() {
	for k := 1; k+1 < len(t.first); k++ {
		below := t.boxes[t.first[k-1]:t.first[k]]
		for i := 0; i < len(below); i += fan {
			b := below[i]
			for _, c := range below[i:min(i+fan, len(below))] {
				b = b.with(c)
			}
			t.boxes = append(t.boxes, b)
		}
	}
}

// marked returns the tree with other edges that places may be tied to by a
// mode; ties says which.
func (t *tree) marked(m Mode, ties func(EdgeID) bool) tree {
	fresh := tree{slots: slices.Clone(t.slots)}
	for i := range fresh.slots {
		s := &fresh.slots[i]
		s.Ties &^= 1 << m
		s.Ties |= b2u(ties(s.Edge)) << m
	}
	fresh.raise()
	return fresh
}

// levels returns where each level of boxes begins over n slots, and the
// number of all boxes last. It is {0} for no slots.
func levels(n int) []int {
	first := []int{0}
	for total := 0; n > 0; {
		n = (n + fan - 1) / fan
		total += n
		first = append(first, total)
		if n == 1 {
			break
		}
	}
	return first
}

// top returns the number of the root's level, -1 for an empty tree.
func (t *tree) top() int { return len(t.first) - 2 }

// children returns the range of the children of box i of level k: boxes of
// level k−1 by their place in that level, or slots for the leaves (k = 0).
func (t *tree) children(k, i int) (from, to int) {
	n := len(t.slots)
	if k > 0 {
		n = t.first[k] - t.first[k-1]
	}
	return i * fan, min((i+1)*fan, n)
}

// Visit calls fn with every edge whose bounding box meets b, borders
// included, each once and in no promised order, until fn returns false. Edges
// in small components are visited too: all edges are open to some mode.
func (g *Graph) Visit(b orb.Bound, fn func(EdgeID) bool) {
	if top := g.tree.top(); top >= 0 {
		g.tree.visit(top, 0, within(b), func(s *slot) bool { return fn(s.Edge) })
	}
}

// visit goes through box i of level k and reports whether to go on.
func (t *tree) visit(k, i int, b box, fn func(*slot) bool) bool {
	from, to := t.children(k, i)
	if k == 0 {
		for c := from; c < to; c++ {
			if s := &t.slots[c]; s.box().meets(b) && !fn(s) {
				return false
			}
		}
		return true
	}
	below := t.boxes[t.first[k-1]:]
	for c := from; c < to; c++ {
		if below[c].meets(b) && !t.visit(k-1, c, b, fn) {
			return false
		}
	}
	return true
}

// meets reports whether the boxes share a point.
func (b box) meets(o box) bool {
	return b.Min[0] <= o.Max[0] && b.Max[0] >= o.Min[0] && b.Min[1] <= o.Max[1] && b.Max[1] >= o.Min[1]
}

// within returns the stored coordinates whose degrees lie in b; with a NaN it
// holds none.
func within(b orb.Bound) box {
	return box{
		Min: [2]int32{-floorUnit(-b.Min[0]), -floorUnit(-b.Min[1])},
		Max: [2]int32{floorUnit(b.Max[0]), floorUnit(b.Max[1])},
	}
}

// floorUnit returns the largest stored coordinate of at most v degrees; for
// NaN one below all.
func floorUnit(v float64) int32 {
	const most = 214 // degrees that an int32 holds
	if !(v > -most) {
		return -most * unit
	}
	c := int32(math.Floor(min(v, most-1)*unit)) + 1
	for float64(c)/unit > v {
		c--
	}
	return c
}
