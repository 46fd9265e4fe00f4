package roads

// join finds the weak components of a mode. It returns their figures and, for
// every edge, whether places may be tied to it: the edge is open to the mode
// and its component has at least minMetres of undirected edges.
func (g *Graph) join(m Mode, lengths []float64, minMetres float64) (ModeInfo, []bool) {
	sets := newSets(len(g.points))
	for e, p := range g.permits {
		if p.Open(m) {
			sets.union(g.ends[e][0], g.ends[e][1])
		}
	}
	metres := make([]float64, len(g.points))
	for e, p := range g.permits {
		if p.Open(m) {
			metres[sets.root(g.ends[e][0])] += lengths[e]
		}
	}
	large := make([]bool, len(g.ends))
	for e, p := range g.permits {
		large[e] = p.Open(m) && metres[sets.root(g.ends[e][0])] >= minMetres
	}
	return g.census(m, sets), large
}

// census counts a mode's arcs and components.
func (g *Graph) census(m Mode, sets sets) ModeInfo {
	var info ModeInfo
	seen := make([]bool, len(g.points))
	for e, p := range g.permits {
		if p.Open(m) {
			seen[g.ends[e][0]], seen[g.ends[e][1]] = true, true
		}
		info.Arcs += int(b2u(p.Along(m)) + b2u(p.Against(m)))
	}
	size := make([]int, len(g.points))
	nodes, largest := 0, 0
	for n, ok := range seen {
		if !ok {
			continue
		}
		nodes++
		r := sets.root(NodeID(n))
		if size[r]++; size[r] == 1 {
			info.Components++
		}
		largest = max(largest, size[r])
	}
	if nodes > 0 {
		info.LargestShare = float64(largest) / float64(nodes)
	}
	return info
}

// sets is a union-find forest over the nodes: each entry names its parent.
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
