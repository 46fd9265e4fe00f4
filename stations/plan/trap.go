package plan

import (
	"context"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// trap marks the tied cells that have no way out: the cell's road is weakly
// connected to a used station, yet nobody can travel from the cell to any
// used station. The search that decides it has no horizon. Where no road is
// one-way there is nothing to find.
func (in *inputs) trap(ctx context.Context, s sources, cells []spot) error {
	if !in.oneWays() {
		return nil
	}
	field := reach.NewField(in.graph, in.mode, 1)
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
		labels = field.At(c.tie, labels[:0])
		tail, _ := in.graph.Ends(c.tie.Edge)
		c.noWayOut = len(labels) == 0 && near[tail]
	}
	return nil
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
	near := make([]bool, in.graph.NumNodes())
	var queue []roads.NodeID
	visit := func(n roads.NodeID) {
		if !near[n] {
			near[n] = true
			queue = append(queue, n)
		}
	}
	for _, source := range s.ties {
		tail, head := in.graph.Ends(source.Tie.Edge)
		visit(tail)
		visit(head)
	}
	stars := []*roads.Star{in.graph.Out(in.mode), in.graph.In(in.mode)}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, star := range stars {
			for _, arc := range star.Of(n) {
				visit(arc.To)
			}
		}
	}
	return near
}
