package plan

import (
	"context"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// trap marks the tied cells that have no way out: the cell's road is weakly
// connected to a used station, yet nobody can travel from the cell to any
// used station. The search that decides it has no horizon. Where no road is
// one-way and no turn banned there is nothing to find.
func (in *inputs) trap(ctx context.Context, s sources, cells []spot) error {
	if !in.traps() {
		return nil
	}
	return in.searchers.lend(in.graph, in.mode, 1, func(field *reach.Field) error {
		if err := field.Run(ctx, s.ties, roads.Never-1); err != nil {
			return err
		}
		near := in.weaklyNear(s)
		labels := make([]reach.Label, 0, 1)
		for i := range cells {
			c := &cells[i]
			if !c.tied || c.reached {
				continue
			}
			labels = field.From(c.from, labels[:0])
			c.noWayOut = len(labels) == 0 && near[in.tail(c.tie)]
		}
		return nil
	})
}

// traps reports whether a place may have a way in and none out.
func (in *inputs) traps() bool {
	return in.oneWays() || in.graph.NumStates(in.mode) > in.graph.NumNodes()
}

// oneWays reports whether some edge is open to the mode in one direction only.
func (in *inputs) oneWays() bool {
	for e := range in.graph.NumEdges() {
		p := in.graph.Permit(roads.EdgeID(e))
		if p.Along(in.mode) != p.Against(in.mode) {
			return true
		}
	}
	return false
}

// weaklyNear reports, by node, who is joined to a used station by edges that
// are open to the mode in any direction.
func (in *inputs) weaklyNear(s sources) []bool {
	root := in.components()
	near := make([]bool, len(root))
	for _, source := range s.ties {
		near[root[in.tail(source.Tie)]] = true
	}
	for n := range near {
		near[n] = near[root[n]]
	}
	return near
}

func (in *inputs) tail(t roads.Tie) roads.NodeID {
	tail, _ := in.graph.Ends(t.Edge)
	return tail
}

// components names the weak component of each node by one of its nodes: the
// nodes of each are a tree that points at its root.
func (in *inputs) components() []roads.NodeID {
	parent := make([]roads.NodeID, in.graph.NumNodes())
	for n := range parent {
		parent[n] = roads.NodeID(n)
	}
	root := func(n roads.NodeID) roads.NodeID {
		for parent[n] != n {
			parent[n] = parent[parent[n]]
			n = parent[n]
		}
		return n
	}
	for e := range roads.EdgeID(in.graph.NumEdges()) {
		if in.graph.Permit(e).Open(in.mode) {
			tail, head := in.graph.Ends(e)
			parent[root(tail)] = root(head)
		}
	}
	for n := range parent {
		parent[n] = root(roads.NodeID(n))
	}
	return parent
}
