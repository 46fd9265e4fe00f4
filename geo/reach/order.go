package reach

import "yizhan/geo/roads"

// order puts sources in the order of the stretches of the curve of nodes that
// they are tied to, by counting. Within a stretch their order does not matter:
// it is for the cache alone.
type order struct {
	begin  []uint32 // by stretch
	sorted []Source
}

// lengths is into how many stretches the curve is cut.
const lengths = 1 << 12

// arrange returns the sources in order. They are the order's own, until the
// next call, or the caller's where they make up one block.
func (o *order) arrange(g *roads.Graph, sources []Source) []Source {
	if len(sources) <= leastBlock {
		return sources
	}
	if o.begin == nil {
		o.begin = make([]uint32, lengths+1)
	}
	clear(o.begin)
	for i := range sources {
		o.begin[stretchOf(g, &sources[i])+1]++
	}
	for i := range lengths {
		o.begin[i+1] += o.begin[i]
	}
	if cap(o.sorted) < len(sources) {
		o.sorted = make([]Source, len(sources))
	}
	o.sorted = o.sorted[:len(sources)]
	for i := range sources {
		at := &o.begin[stretchOf(g, &sources[i])]
		o.sorted[*at] = sources[i]
		*at++
	}
	return o.sorted
}

func stretchOf(g *roads.Graph, s *Source) int {
	n, _ := g.Ends(s.Tie.Edge)
	return int(n) * lengths / g.NumNodes()
}
