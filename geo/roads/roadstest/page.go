package roadstest

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// page is a drawing while it is read.
type page struct {
	t     testing.TB
	step  float64
	rows  []string
	cells [][2]int       // by node: column, row
	nodes map[[2]int]int // node at a cell
	names map[byte]int
	ways  []way
	signs []sign
}

// way is one drawn run.
type way struct {
	from, to int
	tags     map[string]string
}

// at returns the character of a cell, a blank outside the drawing.
func (p *page) at(cell [2]int) byte {
	if cell[1] >= len(p.rows) || cell[0] >= len(p.rows[cell[1]]) {
		return ' '
	}
	return p.rows[cell[1]][cell[0]]
}

func isNode(c byte) bool {
	return c == '+' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' && c != 'v'
}

// readNodes numbers the nodes row by row.
func (p *page) readNodes() {
	p.t.Helper()
	for y, row := range p.rows {
		for x := range len(row) {
			c := row[x]
			if !isNode(c) {
				continue
			}
			if _, twice := p.names[c]; twice && c != '+' {
				p.t.Fatalf("the drawing has two nodes %c", c)
			}
			p.names[c] = len(p.cells)
			p.nodes[[2]int{x, y}] = len(p.cells)
			p.cells = append(p.cells, [2]int{x, y})
		}
	}
}

// readWays follows the runs to the right of each node, then those below.
func (p *page) readWays() {
	p.t.Helper()
	for _, cell := range p.cells {
		p.follow(cell, [2]int{1, 0}, "-=~<>")
	}
	for _, cell := range p.cells {
		p.follow(cell, [2]int{0, 1}, "|#:^v")
	}
}

// follow reads the run that leaves a node in a direction, if there is one.
func (p *page) follow(cell, by [2]int, marks string) {
	p.t.Helper()
	run := ""
	end := [2]int{cell[0] + by[0], cell[1] + by[1]}
	for strings.IndexByte(marks, p.at(end)) >= 0 {
		run += string(p.at(end))
		end = [2]int{end[0] + by[0], end[1] + by[1]}
	}
	to, ok := p.nodes[end]
	if run == "" {
		return
	}
	if !ok {
		p.t.Fatalf("the run %q of the drawing ends at no node", run)
	}
	w := way{from: p.nodes[cell], to: to, tags: map[string]string{"highway": "residential"}}
	if strings.ContainsAny(run, "=#") {
		w.tags["highway"] = "primary"
	} else if strings.ContainsAny(run, "~:") {
		w.tags["highway"] = "footway"
	}
	if strings.ContainsAny(run, "<>^v") {
		w.tags["oneway"] = "yes"
	}
	if strings.ContainsAny(run, "<^") {
		w.from, w.to = w.to, w.from
	}
	p.ways = append(p.ways, w)
}

// tag adds the tags of "ABC key=value …" to the ways along a path.
func (p *page) tag(line string) {
	p.t.Helper()
	fields := strings.Fields(line)
	path, tags := fields[0], p.pairs(fields[1:])
	if _, relation := tags["type"]; relation || len(path) == 1 {
		p.signs = append(p.signs, sign{path, tags})
		return
	}
	for i := range len(path) - 1 {
		maps.Copy(p.between(path[i], path[i+1]).tags, tags)
	}
}

// pairs reads key=value fields.
func (p *page) pairs(fields []string) map[string]string {
	p.t.Helper()
	tags := map[string]string{}
	for _, field := range fields {
		key, value, ok := strings.Cut(field, "=")
		if !ok {
			p.t.Fatalf("tag %q has no =", field)
		}
		tags[key] = value
	}
	return tags
}

// list returns tags as package osm takes them.
func list(tags map[string]string) (list [][2]string) {
	for key, value := range tags {
		list = append(list, [2]string{key, value})
	}
	return list
}

// between returns the way between two nodes, turned to go from a to b.
func (p *page) between(a, b byte) *way {
	p.t.Helper()
	from, ok1 := p.names[a]
	to, ok2 := p.names[b]
	for i := range p.ways {
		w := &p.ways[i]
		if ok1 && ok2 && (w.from == from && w.to == to || w.from == to && w.to == from) {
			w.from, w.to = from, to
			return w
		}
	}
	p.t.Fatalf("the drawing has no way %c%c", a, b)
	return nil
}

// build makes the graph and finds its named nodes again by their places.
func (p *page) build() *Net {
	p.t.Helper()
	b := roads.NewBuilder(roads.Options{Source: "drawing"})
	for _, cell := range p.cells {
		b.AddNode(p.place(cell))
	}
	for i, w := range p.ways {
		tags := list(w.tags)
		b.AddEdge(roads.Edge{
			Tail: w.from, Head: w.to, Way: int64(i + 1),
			Class: osm.ClassOf(tags), Permit: osm.Permit(tags), Detail: osm.DetailOf(tags),
		})
	}
	for _, s := range p.signs {
		s.put(p, b)
	}
	g, err := b.Build(context.Background())
	if err != nil {
		p.t.Fatalf("build the drawing: %v", err)
	}
	return p.name(g)
}

// place returns where a cell lies.
func (p *page) place(cell [2]int) orb.Point {
	return Shift(orb.Point{originLon, originLat}, float64(cell[0])*p.step, -float64(cell[1])*p.step)
}

// name matches the graph's nodes with the names of the drawing.
func (p *page) name(g *roads.Graph) *Net {
	net := &Net{Graph: g, t: p.t, nodes: map[byte]roads.NodeID{}}
	ids := map[[2]int64]roads.NodeID{}
	for n := range roads.NodeID(g.NumNodes()) {
		ids[rounded(g.Point(n))] = n
	}
	for name, i := range p.names {
		if id, ok := ids[rounded(p.place(p.cells[i]))]; ok && name != '+' {
			net.nodes[name] = id
		}
	}
	return net
}
