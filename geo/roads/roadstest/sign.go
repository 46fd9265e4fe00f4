package roadstest

import (
	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// sign is what stands at a node: a barrier, or a restriction of the turn from
// the first way of its path into the second.
type sign struct {
	path string
	tags map[string]string
}

// put adds the sign to the graph.
func (s sign) put(p *page, b *roads.Builder) {
	p.t.Helper()
	if len(s.path) == 1 {
		if set := osm.Stopped(list(s.tags)); set != 0 {
			b.AddBarrier(p.names[s.path[0]], set)
		}
		return
	}
	if len(s.path) != 3 {
		p.t.Fatalf("a restriction takes three nodes, %q has %d", s.path, len(s.path))
	}
	if modes, only := osm.Restriction(list(s.tags)); modes != 0 {
		b.AddTurn(roads.Turn{From: p.number(s.path[:2]), To: p.number(s.path[1:]), Via: p.names[s.path[1]], Only: only, Modes: modes})
	}
}

// number returns the id of the way between two nodes, whatever its direction.
func (p *page) number(ends string) int64 {
	p.t.Helper()
	a, b := p.names[ends[0]], p.names[ends[1]]
	for i, w := range p.ways {
		if w.from == a && w.to == b || w.from == b && w.to == a {
			return int64(i + 1)
		}
	}
	p.t.Fatalf("the drawing has no way %s", ends)
	return 0
}
