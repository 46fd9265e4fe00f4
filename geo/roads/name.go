package roads

import "github.com/paulmach/orb"

// NameNear returns the name of the nearest edge that has one, of any mode,
// within so many metres of p, inclusive; of edges equally near that of the
// lowest EdgeID. "" when there is none. Distances are those of Tie, and so is
// the search, but that it leaves out boxes without a name.
func (g *Graph) NameNear(p orb.Point, metres float64) string {
	if len(g.names) == 0 {
		return ""
	}
	g.derived.called.Do(func() { g.derived.names = g.tree.named(g.named) })
	near := nearest{tree: &g.tree, at: newPlane(p), best: metres, named: g.named, names: g.derived.names}
	if near.search(g.tree.top(), 0); !near.found {
		return ""
	}
	return g.Name(near.edge)
}

// named tells of each box whether some edge in it has a name.
func (t *tree) named(names []uint32) []bool {
	has := make([]bool, len(t.boxes))
	for k := range len(t.first) - 1 {
		for i := range t.first[k+1] - t.first[k] {
			from, to := t.children(k, i)
			for c := from; c < to && !has[t.first[k]+i]; c++ {
				has[t.first[k]+i] = k == 0 && names[t.slots[c].Edge] != 0 || k > 0 && has[t.first[k-1]+c]
			}
		}
	}
	return has
}
