package roads

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// ModeSet is a set of modes: bit m is mode m.
type ModeSet uint8

// With returns the set and the mode.
func (s ModeSet) With(m Mode) ModeSet { return s | 1<<m }

// Has reports whether the mode is in the set.
func (s ModeSet) Has(m Mode) bool { return s&(1<<m) != 0 }

// Turn is a restriction at a node, for a Builder: OSM's relation
// type=restriction. It bans the turn from one way into another, or with Only
// every turn but that one.
type Turn struct {
	From, To int64 // OSM ways
	Via      int   // node, as AddNode returned it
	Only     bool
	Modes    ModeSet
}

// AddTurn adds a restriction. One whose From or To has not exactly one edge at
// Via says nothing clear, and is left out; Build counts it in Info.
func (b *Builder) AddTurn(t Turn) { b.turns = append(b.turns, t) }

// AddBarrier closes a node to modes: they may come to it and turn back, but
// not pass.
func (b *Builder) AddBarrier(node int, modes ModeSet) {
	b.barriers = append(b.barriers, barrier{node, modes})
}

type barrier struct {
	node  int
	modes ModeSet
}

// gate is a node as it is entered by an edge from which some turn is banned.
// Gate i of a mode is the state NumNodes+i of its searches. The edges that may
// not be taken from it are Banned[First[i]:First[i+1]], ascending.
type gate struct {
	Node NodeID
	Edge EdgeID
}

// gates are those of a mode, in order of node and edge.
type gates struct {
	list   []gate
	first  []uint32
	banned []EdgeID
}

func compareGates(a, b gate) int {
	return cmp.Or(cmp.Compare(a.Node, b.Node), cmp.Compare(a.Edge, b.Edge))
}

// of returns the index of the first gate of a node.
func (s *gates) of(n NodeID) int {
	return sort.Search(len(s.list), func(i int) bool { return s.list[i].Node >= n })
}

// nodes tells of each of so many nodes whether it has a gate; nil when none has.
func (s *gates) nodes(count int) []bool {
	if len(s.list) == 0 {
		return nil
	}
	gated := make([]bool, count)
	for _, at := range s.list {
		gated[at.Node] = true
	}
	return gated
}

// bans reports whether an edge may not be taken from a gate.
func (s *gates) bans(i int, e EdgeID) bool {
	_, banned := slices.BinarySearch(s.banned[s.first[i]:s.first[i+1]], e)
	return banned
}

// NumStates returns the number of states of a mode's searches. States below
// NumNodes are the nodes themselves, as one who starts there or comes freely
// stands at them; those above are nodes entered by an edge from which some
// turn is banned.
func (g *Graph) NumStates(m Mode) int { return len(g.points) + len(g.gates[m].list) }

// Node returns the node of a state.
func (g *Graph) Node(m Mode, state NodeID) NodeID {
	if i := int(state) - len(g.points); i >= 0 {
		return g.gates[m].list[i].Node
	}
	return state
}

// Arrive returns the state in which one stands who enters node n, an end of
// the edge, by that edge.
func (g *Graph) Arrive(m Mode, e EdgeID, n NodeID) NodeID {
	s := &g.gates[m]
	if len(s.list) == 0 {
		return n
	}
	if i, found := slices.BinarySearchFunc(s.list, gate{n, e}, compareGates); found {
		return NodeID(len(g.points) + i)
	}
	return n
}

// Gates calls visit with every state at node n but n itself; e is the edge by
// which it was entered.
func (g *Graph) Gates(m Mode, n NodeID, visit func(state NodeID, e EdgeID)) {
	s := &g.gates[m]
	for i := s.of(n); i < len(s.list) && s.list[i].Node == n; i++ {
		visit(NodeID(len(g.points)+i), s.list[i].Edge)
	}
}

// Bans reports whether an edge at the node of a state may not be taken from it.
func (g *Graph) Bans(m Mode, state NodeID, e EdgeID) bool {
	i := int(state) - len(g.points)
	return i >= 0 && g.gates[m].bans(i, e)
}

// bans are banned turns while a graph is built: the edges that may not be
// taken after a node was entered by an edge.
type bans map[gate]map[EdgeID]bool

func (b bans) add(n NodeID, from, to EdgeID) {
	at := gate{n, from}
	if b[at] == nil {
		b[at] = map[EdgeID]bool{}
	}
	b[at][to] = true
}

// restrict works out the gates of every mode, and counts them for Info.
func (g *Graph) restrict(b *Builder, ids []NodeID) {
	if len(b.turns)+len(b.barriers) == 0 {
		return
	}
	var all [NumModes]bans
	for m := range all {
		all[m] = bans{}
	}
	around := g.around(b, ids)
	for _, t := range b.turns {
		if g.turn(&all, t, ids[t.Via], around) {
			g.info.Rules.Turns++
		} else {
			g.info.Rules.Unclear++
		}
	}
	for _, at := range b.barriers {
		n := ids[at.node]
		if n != nowhere {
			g.info.Rules.Barriers++
		}
		for _, from := range around[n] {
			for _, to := range around[n] {
				g.ban(&all, at.modes, n, [2]EdgeID{from, to})
			}
		}
	}
	for m := range all {
		g.gates[m] = all[m].settle()
	}
}

// around lists the edges at each node that a turn or a barrier names.
func (g *Graph) around(b *Builder, ids []NodeID) map[NodeID][]EdgeID {
	named := make([]bool, len(g.points))
	name := func(n NodeID) {
		if n != nowhere {
			named[n] = true
		}
	}
	for _, t := range b.turns {
		name(ids[t.Via])
	}
	for _, at := range b.barriers {
		name(ids[at.node])
	}
	edges := map[NodeID][]EdgeID{}
	for e, ends := range g.ends {
		for _, n := range ends {
			if named[n] {
				edges[n] = append(edges[n], EdgeID(e))
			}
		}
	}
	return edges
}

// turn enters a restriction, and reports whether it is clear.
func (g *Graph) turn(all *[NumModes]bans, t Turn, via NodeID, around map[NodeID][]EdgeID) bool {
	from, ok1 := g.only(around[via], t.From)
	to, ok2 := g.only(around[via], t.To)
	if !ok1 || !ok2 {
		return false
	}
	if !t.Only {
		g.ban(all, t.Modes, via, [2]EdgeID{from, to})
		return true
	}
	for _, e := range around[via] {
		if e != to {
			g.ban(all, t.Modes, via, [2]EdgeID{from, e})
		}
	}
	return true
}

// only returns the one edge of the way among the edges.
func (g *Graph) only(edges []EdgeID, way int64) (found EdgeID, ok bool) {
	for _, e := range edges {
		if g.ways[e] != way {
			continue
		}
		if ok {
			return 0, false
		}
		found, ok = e, true
	}
	return found, ok
}

// ban bans a turn to the modes that could make it. To turn back at a barrier
// is never of use, so that is banned like the rest.
func (g *Graph) ban(all *[NumModes]bans, modes ModeSet, n NodeID, turn [2]EdgeID) {
	for m := range Mode(NumModes) {
		if modes.Has(m) && g.enters(m, turn[0], n) && g.leaves(m, turn[1], n) {
			all[m].add(n, turn[0], turn[1])
		}
	}
}

// enters reports whether the mode may come to the node by the edge.
func (g *Graph) enters(m Mode, e EdgeID, n NodeID) bool {
	p := g.permits[e]
	return g.ends[e][1] == n && p.Along(m) || g.ends[e][0] == n && p.Against(m)
}

// leaves reports whether the mode may go from the node along the edge.
func (g *Graph) leaves(m Mode, e EdgeID, n NodeID) bool {
	p := g.permits[e]
	return g.ends[e][0] == n && p.Along(m) || g.ends[e][1] == n && p.Against(m)
}

// settle lays the bans out as arrays.
func (b bans) settle() gates {
	s := gates{first: []uint32{0}}
	for at := range b {
		s.list = append(s.list, at)
	}
	slices.SortFunc(s.list, compareGates)
	for _, at := range s.list {
		from := len(s.banned)
		for e := range b[at] {
			s.banned = append(s.banned, e)
		}
		slices.Sort(s.banned[from:])
		s.first = append(s.first, uint32(len(s.banned)))
	}
	return s
}

// sound reports whether the gates fit a graph of so many nodes and edges.
func (s *gates) sound(nodes, edges int) bool {
	if len(s.list) == 0 && len(s.first) == 0 && len(s.banned) == 0 {
		return true
	}
	if len(s.first) != len(s.list)+1 || s.first[0] != 0 || int(s.first[len(s.list)]) != len(s.banned) || nodes+len(s.list) > math.MaxInt32 {
		return false
	}
	for i, at := range s.list {
		if int(at.Node) >= nodes || int(at.Edge) >= edges || s.first[i] > s.first[i+1] || i > 0 && compareGates(s.list[i-1], at) >= 0 {
			return false
		}
	}
	for _, e := range s.banned {
		if int(e) >= edges {
			return false
		}
	}
	return true
}
