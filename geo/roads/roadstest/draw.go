// Package roadstest draws small road networks for tests.
package roadstest

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// The top left character of a drawing lies in Nanjing, WGS-84.
const (
	originLon = 118.8
	originLat = 32.06
)

// Net is a drawn network: a graph whose nodes have names.
type Net struct {
	*roads.Graph
	t     testing.TB
	nodes map[byte]roads.NodeID
}

// Draw builds the graph of a drawing. One character is one step of so many
// metres, to the right (east) and down (south); common indentation and empty
// lines around the drawing do not count.
//
//		A--B==C
//		|     :
//		D<----E
//
//	  - A letter (not v) or a digit is a node of that name; + is a node without
//	    a name, for corners.
//	  - A run of characters between two nodes in a row or a column is one way of
//	    one edge: - and | draw highway=residential, = and # highway=primary,
//	    ~ and : highway=footway (across and down).
//	  - One of > < ^ v inside a run makes it oneway=yes that way; a run of
//	    nothing but these is residential.
//	  - Ways are numbered from 1: rows from the top first, then columns from the
//	    left. A way goes to the right or down, a one-way in its direction.
//
// Each of tags adds to the edges of one path: "ABC highway=service foot=no"
// sets these tags on the ways A–B and B–C, and makes them go from A to B and
// from B to C; name=… is the name of the way. Tags of one node, "B
// barrier=bollard", stand at the node, and "ABC type=restriction
// restriction=no_left_turn" restricts the turn from A–B into B–C. Ways get
// their permissions by osm.Permit; one that is closed to all modes is not
// there. Components are never too small.
func Draw(t testing.TB, step float64, drawing string, tags ...string) *Net {
	t.Helper()
	p := &page{t: t, step: step, rows: trim(drawing), nodes: map[[2]int]int{}, names: map[byte]int{}}
	p.readNodes()
	p.readWays()
	for _, tag := range tags {
		p.tag(tag)
	}
	return p.build()
}

// Node returns the node with the name; it fails the test if there is none.
func (n *Net) Node(name byte) roads.NodeID {
	n.t.Helper()
	id, ok := n.nodes[name]
	if !ok {
		n.t.Fatalf("the drawing has no open way at node %c", name)
	}
	return id
}

// At returns where the node with the name lies, on the graph's grid.
func (n *Net) At(name byte) orb.Point {
	n.t.Helper()
	return n.Point(n.Node(name))
}

// Edge returns the edge between the two nodes of "AB", in either direction.
func (n *Net) Edge(names string) roads.EdgeID {
	n.t.Helper()
	a, b := n.Node(names[0]), n.Node(names[1])
	for e := range roads.EdgeID(n.NumEdges()) {
		tail, head := n.Ends(e)
		if tail == a && head == b || tail == b && head == a {
			return e
		}
	}
	n.t.Fatalf("the drawing has no open way %s", names)
	return 0
}

// Shift returns the point so many metres east and north of another.
func Shift(p orb.Point, east, north float64) orb.Point {
	const rad = math.Pi / 180
	return orb.Point{
		p[0] + east/(sphere.Radius*math.Cos(p[1]*rad)*rad),
		p[1] + north/(sphere.Radius*rad),
	}
}

// rounded returns a point on the grid of 1e-7 degree.
func rounded(p orb.Point) [2]int64 {
	return [2]int64{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

// trim cuts common indentation and the empty lines around a drawing.
func trim(drawing string) []string {
	rows := strings.Split(strings.Trim(drawing, "\n"), "\n")
	indent := math.MaxInt
	for i, row := range rows {
		rows[i] = strings.TrimRight(strings.ReplaceAll(row, "\t", "    "), " ")
		if rows[i] != "" {
			indent = min(indent, len(rows[i])-len(strings.TrimLeft(rows[i], " ")))
		}
	}
	for i, row := range rows {
		rows[i] = row[min(indent, len(row)):]
	}
	return rows
}
