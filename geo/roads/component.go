package roads

import "slices"

// weak are the weak components of a mode.
type weak struct {
	info  ModeInfo
	large []bool // by node: places may be tied to the edges of its component
}

// ties reports whether places may be tied to an edge by the mode: it is open
// to it and its component is large enough.
func (w *weak) ties(g *Graph, m Mode, e EdgeID) bool {
	return g.permits[e].Open(m) && w.large[g.ends[e][0]]
}

// join finds the weak components of a mode, and which of them have at least
// minMetres of undirected edges.
func (g *Graph) join(m Mode, lengths []float64, minMetres float64) *weak {
	w := &weak{large: make([]bool, len(g.points))}
	if !slices.ContainsFunc(g.permits, func(p Permit) bool { return p.Open(m) }) {
		return w
	}
	sets := newSets(len(g.points))
	for e, p := range g.permits {
		if p.Open(m) {
			sets.union(g.ends[e][0], g.ends[e][1])
		}
	}
	sets.flatten()
	metres, seen := make([]float64, len(g.points)), make([]bool, len(g.points))
	for e, p := range g.permits {
		if p.Open(m) {
			metres[sets[g.ends[e][0]]] += lengths[e]
			seen[g.ends[e][0]], seen[g.ends[e][1]] = true, true
			w.info.Arcs += int(b2u(p.Along(m)) + b2u(p.Against(m)))
		}
	}
	for n := range w.large {
		w.large[n] = metres[sets[n]] >= minMetres
	}
	w.census(sets, seen)
	return w
}

// census counts the components of the nodes that were seen on an open edge.
func (w *weak) census(root sets, seen []bool) {
	size := make([]int32, len(seen))
	nodes, largest := 0, int32(0)
	for n, ok := range seen {
		if !ok {
			continue
		}
		nodes++
		r := root[n]
		if size[r]++; size[r] == 1 {
			w.info.Components++
		}
		largest = max(largest, size[r])
	}
	if nodes > 0 {
		w.info.LargestShare = float64(largest) / float64(nodes)
	}
}

// sets is a union-find forest over the nodes: each entry names its parent,
// which is never the greater one.
type sets []NodeID

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = NodeID(i)
	}
	return s
}

// root returns the name of n's set, halving the path on its way.
func (s sets) root(n NodeID) NodeID {
	for s[n] != n {
		s[n] = s[s[n]]
		n = s[n]
	}
	return n
}

// union joins two sets; the smaller root wins, so the names depend on the
// sets only.
func (s sets) union(a, b NodeID) {
	a, b = s.root(a), s.root(b)
	s[max(a, b)] = min(a, b)
}

// flatten lets every entry name its root.
func (s sets) flatten() {
	for n, parent := range s {
		s[n] = s[parent]
	}
}
