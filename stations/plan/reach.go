package plan

import (
	"context"

	"yizhan/geo/reach"
)

// reach gives each cell the times to its nearest stations: one search from
// all stations at once on the reversed graph, then a look-up per cell. It
// returns what each station carries.
func (in *inputs) reach(ctx context.Context, s sources, cells []spot) ([]Load, error) {
	burdens, timeless := make([]burden, len(s.used)), 0
	err := in.searchers.lend(in.graph, in.mode, in.Request.depth(), func(field *reach.Field) error {
		if err := field.Run(ctx, s.ties, in.Request.horizon()); err != nil {
			return err
		}
		timeless = in.read(field, s, cells, burdens)
		return nil
	})
	if err == nil && timeless > 0 && len(s.used) > 0 {
		err = in.trap(ctx, s, cells)
	}
	return s.loads(burdens), err
}

// read looks up the cells, and returns how many are tied and have no time.
func (in *inputs) read(field *reach.Field, s sources, cells []spot, burdens []burden) (timeless int) {
	labels, near := make([]reach.Label, 0, in.Request.depth()), make([]int32, 0, in.Request.depth())
	for i := range cells {
		if !cells[i].tied {
			continue
		}
		labels = field.From(cells[i].from, labels[:0])
		in.label(&cells[i].Cell, labels, s)
		near = in.inTime(labels, near[:0])
		in.carry(cells[i].Demand, near, burdens)
		if cells[i].reached = len(labels) > 0; !cells[i].reached {
			timeless++
		}
	}
	return timeless
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
