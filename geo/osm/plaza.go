package osm

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/geo/roads"
)

// maxEntrances bounds the entrances of a plaza that are joined with each
// other; one with more keeps only its outline.
const maxEntrances = 24

// crossed reports whether people of version 2 walk straight across a way.
func (w road) crossed() bool { return w.plaza && w.permit.Open(roads.Walk2) }

// addPlaza lets people walk straight across a plaza, a closed way with
// area=yes that is open on foot: it gets an edge between each two of its
// entrances whose line lies inside. An entrance is a node that another way
// uses too. Their segments count on behind those of the outline.
func (r *reader) addPlaza(b *roads.Builder, w road, uses []uint32) {
	nodes := r.nodes[w.from:w.to]
	if len(nodes) < 4 || nodes[0] != nodes[len(nodes)-1] {
		return
	}
	p := plaza{outline: make(orb.Ring, 0, len(nodes))}
	for i, at := range nodes {
		if !r.found[at] {
			return // its outline is not whole
		}
		p.outline = append(p.outline, orb.Point{float64(r.places[at][0]) / unit, float64(r.places[at][1]) / unit})
		if uses[at] > 2 && i < len(nodes)-1 {
			p.entrances = append(p.entrances, i)
		}
	}
	p.join(b, nodes, r.edge(w, len(nodes)))
}

// uses counts how many ways that are open on foot use each node of a plaza,
// one more than there are, and 0 for other nodes. It is nil without plazas.
func (r *reader) uses() []uint32 {
	var uses []uint32
	for _, w := range r.roads {
		if !w.crossed() {
			continue
		}
		if uses == nil {
			uses = make([]uint32, len(r.wanted))
		}
		for _, at := range r.nodes[w.from:w.to] {
			uses[at] = 1
		}
	}
	if uses == nil {
		return nil
	}
	for _, w := range r.roads {
		if !w.permit.Open(roads.Walk2) {
			continue
		}
		nodes := r.nodes[w.from:w.to]
		for i, at := range nodes {
			if uses[at] > 0 && !slices.Contains(nodes[:i], at) {
				uses[at]++
			}
		}
	}
	return uses
}

// plaza is an area that people walk across.
type plaza struct {
	outline   orb.Ring
	entrances []int // places in the outline
}

// join adds the edges between entrances, the first of them e; nodes are those
// of the outline.
func (p plaza) join(b *roads.Builder, nodes []uint32, e roads.Edge) {
	if len(p.entrances) > maxEntrances {
		return
	}
	e.Permit &= roads.Permit(3) << (2 * roads.Walk2)
	for i, from := range p.entrances {
		for _, to := range p.entrances[i+1:] {
			if !p.inside(from, to) {
				continue
			}
			b.AddStretch(e, []uint32{nodes[from], nodes[to]})
			e.Segment++
		}
	}
}

// inside reports whether the line between two places of the outline lies
// inside: it crosses no side, and its middle is inside. Neighbours are joined
// by the outline already.
func (p plaza) inside(from, to int) bool {
	last := len(p.outline) - 1
	if to-from == 1 || from == 0 && to == last-1 {
		return false
	}
	a, b := p.outline[from], p.outline[to]
	for i := range last {
		c, d := p.outline[i], p.outline[i+1]
		if c == a || c == b || d == a || d == b {
			continue
		}
		if side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0 {
			return false
		}
	}
	return planar.RingContains(p.outline, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
}

// side is positive when c lies to the left of the line from a to b, negative
// to the right, 0 on it.
func side(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}
