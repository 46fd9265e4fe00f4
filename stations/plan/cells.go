package plan

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// spot is a cell of the result with what it takes to compute it.
type spot struct {
	Cell
	centre   orb.Point
	tie      roads.Tie
	tied     bool
	from     reach.Place // of tie
	area     float64     // km²
	ring     [6]int32    // the cells next to it by their index, −1 for one that is not in the result
	reached  bool        // has a time to some station within the horizon
	noWayOut bool
}

// cells finds the cells in the area and ties each to the road by its centre.
// Neither depends on the stations nor on times, so a planner remembers them:
// the next question is often about the same ground. The result is the
// caller's own.
func (p *Planner) cells(ctx context.Context, in *inputs) ([]spot, error) {
	spots, err := p.groundOf(ctx, in)
	return slices.Clone(spots), err
}

// groundOf is cells for who only reads them: they are everybody's.
func (p *Planner) groundOf(ctx context.Context, in *inputs) ([]spot, error) {
	key := in.ground()
	if spots, ok := p.grounds.Get(key); ok {
		return spots, nil
	}
	spots, err := in.findCells(ctx)
	if err == nil {
		p.grounds.Put(key, spots)
	}
	return spots, err
}

// ground names what findCells depends on.
func (in *inputs) ground() string {
	return strings.Join([]string{
		in.graph.Checksum(), in.mode.String(), strconv.Itoa(in.Request.Res),
		in.demand.version, in.scope.version, in.Request.Area, fmt.Sprint(in.Request.Vehicle),
	}, " ")
}

// findCells returns the cells, ascending. With demand they are those of
// weight > 0; without, those that the roads touch, of weight 1.
func (in *inputs) findCells(ctx context.Context) ([]spot, error) {
	list, weight, err := in.listCells()
	if err != nil {
		return nil, err
	}
	return in.survey(ctx, list, weight)
}

// listCells returns candidates, ascending, and the weight of each.
func (in *inputs) listCells() ([]hex.Cell, func(hex.Cell) float64, error) {
	res := in.Request.Res
	if in.demand.version == "" {
		one := func(hex.Cell) float64 { return 1 }
		list := reach.RoadCells(in.graph, in.mode, res, in.scope.contains)
		if len(list) > MaxCells {
			return nil, nil, tooFine(MaxCells)
		}
		return list, one, nil
	}
	w, err := weights(in.demand.rows, res, MaxCells)
	if err != nil {
		return nil, nil, err
	}
	return sortedCells(w), func(c hex.Cell) float64 { return w[c] }, nil
}
