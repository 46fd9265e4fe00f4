package roads

// outward lays out the arcs of a mode by counting sort, in order of edge ids
// within a state: first those of the nodes, then those of the gates, each with
// the turns that it does not ban.
func (g *Graph) outward(m Mode) Star {
	star := g.nodeArcs(m)
	s := &g.gates[m]
	if len(s.list) == 0 {
		return star
	}
	edges := g.leaving(m)
	for i, at := range s.list {
		for _, e := range edges[at.Node] {
			if !s.bans(i, e) {
				to := g.across(e, at.Node)
				star.Arcs = append(star.Arcs, Arc{To: g.Arrive(m, e, to), Cost: g.costs[m][e]})
			}
		}
		star.First = append(star.First, uint32(len(star.Arcs)))
	}
	return star
}

// across returns the other end of an edge.
func (g *Graph) across(e EdgeID, n NodeID) NodeID {
	if g.ends[e][0] == n {
		return g.ends[e][1]
	}
	return g.ends[e][0]
}

// leaving lists, for every node with a gate of the mode, the edges that the
// mode may take from it.
func (g *Graph) leaving(m Mode) map[NodeID][]EdgeID {
	edges := map[NodeID][]EdgeID{}
	gated := g.gates[m].nodes(len(g.points))
	for e, ends := range g.ends {
		for _, n := range ends {
			if gated[n] && g.leaves(m, EdgeID(e), n) {
				edges[n] = append(edges[n], EdgeID(e))
			}
		}
	}
	return edges
}

// nodeArcs lays out the arcs that leave the nodes themselves. An edge gives an
// arc tail → head where it is open along, and head → tail where it is open
// against.
func (g *Graph) nodeArcs(m Mode) Star {
	first := make([]uint32, len(g.points)+1)
	for e, p := range g.permits {
		if p.Open(m) {
			first[g.ends[e][0]] += b2u(p.Along(m))
			first[g.ends[e][1]] += b2u(p.Against(m))
		}
	}
	arcs, costs := make([]Arc, begin(first)), g.costs[m]
	gated := g.gates[m].nodes(len(g.points))
	for e, p := range g.permits {
		if !p.Open(m) {
			continue
		}
		tail, head := g.ends[e][0], g.ends[e][1]
		to, back := head, tail
		if gated != nil {
			to, back = g.arrive(m, e, head, gated), g.arrive(m, e, tail, gated)
		}
		if p.Along(m) {
			arcs[first[tail]] = Arc{To: to, Cost: costs[e]}
			first[tail]++
		}
		if p.Against(m) {
			arcs[first[head]] = Arc{To: back, Cost: costs[e]}
			first[head]++
		}
	}
	return Star{First: ends(first), Arcs: arcs}
}

// arrive is Arrive; gated tells which nodes have gates.
func (g *Graph) arrive(m Mode, e int, n NodeID, gated []bool) NodeID {
	if !gated[n] {
		return n
	}
	return g.Arrive(m, EdgeID(e), n)
}

// reversed returns the star with every arc turned round, in order of where the
// arcs came from.
func (s *Star) reversed() Star {
	first := make([]uint32, len(s.First))
	for _, a := range s.Arcs {
		first[a.To]++
	}
	arcs := make([]Arc, begin(first))
	for from := range len(s.First) - 1 {
		for _, a := range s.Of(NodeID(from)) {
			arcs[first[a.To]] = Arc{To: NodeID(from), Cost: a.Cost}
			first[a.To]++
		}
	}
	return Star{First: ends(first), Arcs: arcs}
}

// begin turns counts into where each begins, and returns their total. While
// the arcs are put in, each begin moves to its end.
func begin(counts []uint32) uint32 {
	total := uint32(0)
	for n, count := range counts {
		counts[n] = total
		total += count
	}
	return total
}

// ends turns the ends of all but the last, which begin and the arcs left
// behind, into begins again.
func ends(first []uint32) []uint32 {
	copy(first[1:], first)
	first[0] = 0
	return first
}
