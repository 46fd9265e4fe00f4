package roads

import "slices"

// linking is the work of making chains.
type linking struct {
	g    *Graph
	m    Mode
	out  *Chains
	keep []bool      // by node: it is a junction
	at   [][2]EdgeID // by node that passes on: its two edges
}

// link makes the chains of a mode, in the order of the index, which is that of
// a curve over the ground:
//
//  1. find the nodes that only pass on;
//  2. follow the edges from each junction to the next one;
//  3. break the rings that have no junction;
//  4. number the junctions and lay out the stars.
func (g *Graph) link(m Mode) *Chains {
	l := linking{g: g, m: m, out: &Chains{by: make([]place, len(g.ends))}}
	for e := range l.out.by {
		l.out.by[e].chain = NoChain
	}
	l.sift()
	for pass := range 2 {
		for i := range g.tree.slots {
			e := g.tree.slots[i].Edge
			if l.done(e) {
				continue
			}
			tail, head := g.Ends(e)
			switch {
			case l.keep[tail]:
				l.follow(tail, e)
			case l.keep[head]:
				l.follow(head, e)
			case pass == 1:
				l.keep[tail] = true
				l.follow(tail, e)
			}
		}
	}
	l.out.list, l.out.edges = slices.Clone(l.out.list), slices.Clone(l.out.edges) // no room to grow
	l.lay()
	return l.out
}

// done reports whether an edge is closed, or in a chain already.
func (l *linking) done(e EdgeID) bool {
	return !l.g.permits[e].Open(l.m) || l.out.by[e].chain != NoChain
}

// sift finds the nodes that only pass on: two edges, equally open both ways or
// one in and one out, and no banned turn.
func (l *linking) sift() {
	g := l.g
	degree := make([]uint8, len(g.points))
	l.keep, l.at = make([]bool, len(g.points)), make([][2]EdgeID, len(g.points))
	for e, ends := range g.ends {
		if !g.permits[e].Open(l.m) {
			continue
		}
		for _, n := range ends {
			if degree[n] < 2 {
				l.at[n][degree[n]] = EdgeID(e)
			}
			degree[n] = min(degree[n]+1, 3)
		}
	}
	for n := range l.keep {
		l.keep[n] = degree[n] > 0 && (degree[n] != 2 || !l.passes(NodeID(n)))
	}
	l.keepGates()
}

// keepGates keeps the nodes with banned turns, and the next ones, where
// traffic may turn back to come again by another edge.
func (l *linking) keepGates() {
	list := l.g.gates[l.m].list
	if len(list) == 0 {
		return
	}
	gated := make([]bool, len(l.keep))
	for _, at := range list {
		gated[at.Node] = true
	}
	for e, ends := range l.g.ends {
		if (gated[ends[0]] || gated[ends[1]]) && l.g.permits[e].Open(l.m) {
			l.keep[ends[0]], l.keep[ends[1]] = true, true
		}
	}
}

// passes reports whether whoever comes to the node by one of its two edges may
// go on by the other, and that is the same both ways round or only one way.
func (l *linking) passes(n NodeID) bool {
	a, b := l.at[n][0], l.at[n][1]
	return l.g.enters(l.m, a, n) == l.g.leaves(l.m, b, n) && l.g.enters(l.m, b, n) == l.g.leaves(l.m, a, n)
}

// follow makes the chain that leaves a junction by an edge.
func (l *linking) follow(from NodeID, e EdgeID) {
	g := l.g
	first := len(l.out.edges)
	c := chain{first: uint32(first), a: from}
	forth, back := true, true
	n := from
	for {
		l.out.edges = append(l.out.edges, e)
		forth, back = forth && g.leaves(l.m, e, n), back && g.enters(l.m, e, n)
		c.total += g.costs[l.m][e]
		l.out.by[e].chain = uint32(len(l.out.list))
		n = g.across(e, n)
		if l.keep[n] {
			break
		}
		e = l.other(n, e)
		if c.total+g.costs[l.m][e] > longest {
			l.keep[n] = true
			break
		}
	}
	c.b, c.last = n, uint32(len(l.out.edges))
	if !forth { // traffic runs from b to a
		c.a, c.b = c.b, c.a
		slices.Reverse(l.out.edges[first:])
	}
	if forth != back {
		c.total |= oneWay
	}
	l.place(c)
	l.out.list = append(l.out.list, c)
}

// other returns the second edge of a node that passes on.
func (l *linking) other(n NodeID, e EdgeID) EdgeID {
	if l.at[n][0] == e {
		return l.at[n][1]
	}
	return l.at[n][0]
}

// place notes where each edge of a chain stands in it.
func (l *linking) place(c chain) {
	n, at := c.a, Millis(0)
	for _, e := range l.out.edges[c.first:c.last] {
		p := &l.out.by[e]
		p.start = at
		if l.g.ends[e][0] != n {
			p.start |= turned
		}
		at += l.g.costs[l.m][e]
		n = l.g.across(e, n)
	}
}

// lay numbers the junctions and lays out the arcs between them.
func (l *linking) lay() {
	g, out := l.g, l.out
	out.number = slices.Repeat([]int32{-1}, g.NumStates(l.m))
	add := func(state NodeID) {
		out.number[state] = int32(len(out.states))
		out.states = append(out.states, state)
	}
	gates := g.gates[l.m].list // ascending nodes
	for n := range NodeID(len(g.points)) {
		if l.keep[n] {
			add(n)
		}
		for ; len(gates) > 0 && gates[0].Node == n; gates = gates[1:] {
			add(NodeID(len(out.number) - len(gates)))
		}
	}
	first := make([]uint32, len(out.states)+1)
	l.arcs(func(from, _ int32, _ Millis) { first[from]++ })
	arcs := make([]Arc, begin(first))
	l.arcs(func(from, to int32, cost Millis) {
		arcs[first[from]] = Arc{NodeID(to), cost}
		first[from]++
	})
	out.Out = Star{First: ends(first), Arcs: arcs}
	out.In = out.Out.reversed()
	if len(g.gates[l.m].list) == 0 && !slices.ContainsFunc(out.list, func(c chain) bool { return c.total&oneWay != 0 }) {
		out.Out = out.In // the same arcs at each junction, in another order
	}
	out.gather()
}

// gather lists the chains at each junction.
func (c *Chains) gather() {
	c.begin = make([]uint32, len(c.states)+1)
	for _, l := range c.list {
		c.begin[c.number[l.a]]++
		c.begin[c.number[l.b]]++
	}
	c.at = make([]uint32, begin(c.begin))
	for i, l := range c.list {
		for _, n := range [2]NodeID{l.a, l.b} {
			j := c.number[n]
			c.at[c.begin[j]] = uint32(i)
			c.begin[j]++
		}
	}
	c.begin = ends(c.begin)
}

// arcs calls add with every arc between junctions: from each state at one end
// that may take the chain's edge there to the state of arrival at the other. A
// chain from a junction back to itself is of no use to a search.
func (l *linking) arcs(add func(from, to int32, cost Millis)) {
	g, out := l.g, l.out
	run := func(from, to NodeID, leave, arrive EdgeID, cost Millis) {
		end := out.number[g.Arrive(l.m, arrive, to)]
		if end != out.number[from] {
			add(out.number[from], end, cost)
		}
		g.Gates(l.m, from, func(state NodeID, _ EdgeID) {
			if !g.Bans(l.m, state, leave) {
				add(out.number[state], end, cost)
			}
		})
	}
	for i := range out.list {
		c := &out.list[i]
		first, last := out.edges[c.first], out.edges[c.last-1]
		total, closed := out.Total(uint32(i))
		run(c.a, c.b, first, last, total)
		if !closed {
			run(c.b, c.a, last, first, total)
		}
	}
}
