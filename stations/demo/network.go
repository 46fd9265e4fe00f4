package demo

import (
	"cmp"
	"math"
	"slices"

	"yizhan/geo/osm"
)

// network is the drawing as OpenStreetMap would hold it: streets of one level
// share a node where they cross.
type network struct {
	nodes  []osm.Node
	ways   []osm.Way
	places []xy // of the nodes
	doors  []xy // nodes of streets that a station may stand at
	yards  []xy // nodes of the lorries' ring
}

// join makes the network of the streets:
//
//  1. every segment is registered in the squares of a board that it touches
//  2. segments that share a square and a level are cut where they cross
//  3. each street becomes a way through its vertices and its cuts, in order
func join(streets []street) *network {
	b := newBoard(streets)
	b.cutAll()
	n := &network{}
	ids := map[[2]int64]int64{}
	for i, s := range streets {
		way := osm.Way{ID: int64(i + 1), Tags: s.tags}
		for _, p := range b.vertices(i, s) {
			id := n.node(ids, p)
			if len(way.Nodes) == 0 || way.Nodes[len(way.Nodes)-1] != id {
				way.Nodes = append(way.Nodes, id)
				n.sort(s, p)
			}
		}
		n.ways = append(n.ways, way)
	}
	return n
}

// node returns the id of the node at p; places within half a metre are one.
func (n *network) node(ids map[[2]int64]int64, p xy) int64 {
	key := [2]int64{int64(math.Round(p.X * 2)), int64(math.Round(p.Y * 2))}
	id, ok := ids[key]
	if !ok {
		id = int64(len(n.nodes) + 1)
		ids[key] = id
		n.nodes = append(n.nodes, osm.Node{ID: id, Point: p.point()})
		n.places = append(n.places, p)
	}
	return id
}

// sort remembers which places stations may stand at.
func (n *network) sort(s street, p xy) {
	switch s.tags[0] {
	case [2]string{"highway", "trunk"}:
		n.yards = append(n.yards, p)
	case [2]string{"highway", "residential"}, [2]string{"highway", "unclassified"},
		[2]string{"highway", "tertiary"}, [2]string{"highway", "secondary"}, [2]string{"highway", "primary"}:
		if !p.wet() {
			n.doors = append(n.doors, p)
		}
	}
}

// square is the side of the board's squares, metres.
const square = 60.0

// board finds crossings.
type board struct {
	segments []segment
	squares  map[[2]int][]int // segments by square
	order    [][2]int         // squares in order of first use
	first    []int            // the first segment of each street
}

type segment struct {
	a, b  xy
	level int
	cuts  []cut
}

// cut is a place on a segment, at the fraction f from a to b.
type cut struct {
	f float64
	p xy
}

func newBoard(streets []street) *board {
	b := &board{squares: map[[2]int][]int{}}
	for _, s := range streets {
		b.first = append(b.first, len(b.segments))
		for i := 1; i < len(s.line); i++ {
			b.register(segment{a: s.line[i-1], b: s.line[i], level: s.level})
		}
	}
	return b
}

func (b *board) register(s segment) {
	n := len(b.segments)
	b.segments = append(b.segments, s)
	if s.level == areaLevel {
		return
	}
	column := func(v float64) int { return int(math.Floor(v / square)) }
	for x := column(min(s.a.X, s.b.X)); x <= column(max(s.a.X, s.b.X)); x++ {
		for y := column(min(s.a.Y, s.b.Y)); y <= column(max(s.a.Y, s.b.Y)); y++ {
			key := [2]int{x, y}
			if len(b.squares[key]) == 0 {
				b.order = append(b.order, key)
			}
			b.squares[key] = append(b.squares[key], n)
		}
	}
}

// cutAll cuts every pair of segments that cross. A pair that shares two
// squares is cut twice at one place, which becomes one node.
func (b *board) cutAll() {
	for _, key := range b.order {
		here := b.squares[key]
		for i, m := range here {
			for _, n := range here[i+1:] {
				cross(&b.segments[m], &b.segments[n])
			}
		}
	}
}

// cross cuts both segments where they cross, ends left out: there they share
// a vertex already or end at one another's vertex.
func cross(s, t *segment) {
	sx, sy := s.b.X-s.a.X, s.b.Y-s.a.Y
	tx, ty := t.b.X-t.a.X, t.b.Y-t.a.Y
	area := sx*ty - sy*tx
	if s.level != t.level || math.Abs(area) < 1e-9 {
		return
	}
	dx, dy := t.a.X-s.a.X, t.a.Y-s.a.Y
	f := (dx*ty - dy*tx) / area
	g := (dx*sy - dy*sx) / area
	if f <= 0 || f >= 1 || g <= 0 || g >= 1 {
		return
	}
	p := xy{s.a.X + f*sx, s.a.Y + f*sy}
	s.cuts = append(s.cuts, cut{f, p})
	t.cuts = append(t.cuts, cut{g, p})
}

// vertices returns the places along street i: its own and its cuts.
func (b *board) vertices(i int, s street) []xy {
	line := []xy{s.line[0]}
	for k := range len(s.line) - 1 {
		cuts := b.segments[b.first[i]+k].cuts
		slices.SortFunc(cuts, func(a, b cut) int { return cmp.Compare(a.f, b.f) })
		for _, c := range cuts {
			line = append(line, c.p)
		}
		line = append(line, s.line[k+1])
	}
	return line
}
