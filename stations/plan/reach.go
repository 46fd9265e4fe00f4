package plan

import (
	"context"

	"yizhan/geo/reach"
)

// reach gives each cell the times to its nearest stations: one search from
// all stations at once on the reversed graph, then a look-up per cell. It
// returns what each station carries.
func (in *inputs) reach(ctx context.Context, s sources, cells []spot) ([]Load, error) {
	depth := in.Request.depth()
	field := reach.NewField(in.graph, in.mode, depth)
	if err := field.Run(ctx, s.ties, in.Request.horizon()); err != nil {
		return nil, err
	}
	labels := make([]reach.Label, 0, depth)
	burdens := make([]burden, len(s.used))
	timeless := 0
	for i := range cells {
		if !cells[i].tied {
			continue
		}
		labels = field.From(cells[i].from, labels[:0])
		in.label(&cells[i].Cell, labels, s)
		in.carry(cells[i].Demand, labels, burdens)
		if cells[i].reached = len(labels) > 0; !cells[i].reached {
			timeless++
		}
	}
	if timeless > 0 && len(s.used) > 0 {
		if err := in.trap(ctx, s, cells); err != nil {
			return nil, err
		}
	}
	return s.loads(burdens), nil
}

// label sets what the labels, ascending in time, say about the cell.
func (in *inputs) label(c *Cell, labels []reach.Label, s sources) {
	limit := in.Request.limit()
	for _, l := range labels {
		if l.Time <= limit && c.K < in.Request.levels() {
			c.K++
		}
	}
	k := in.Request.K
	c.Covered = c.K >= k
	if len(labels) >= k {
		c.Time, c.Station = labels[k-1].Time, s.used[labels[k-1].Station].ID
	}
}
