package plan

import (
	"context"
	"slices"

	"yizhan/geo/hex"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// survey looks at the cells of the list that lie in the area, on all
// processors: ascending, with all that a run asks about them.
func (in *inputs) survey(ctx context.Context, list []hex.Cell, weight func(hex.Cell) float64) ([]spot, error) {
	in.graph.Chains(in.mode) // made once, not by each part
	parts := slices.Collect(slices.Chunk(list, partSize))
	looked := make([][]spot, len(parts))
	err := inTurn(ctx, len(parts), func() func(int) error {
		return func(i int) error {
			looked[i] = in.look(parts[i], weight)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	spots := slices.Concat(looked...)
	introduce(spots)
	return spots, nil
}

// look ties each cell in the area to the road by its centre.
func (in *inputs) look(list []hex.Cell, weight func(hex.Cell) float64) []spot {
	spots := make([]spot, 0, len(list))
	for _, c := range list {
		centre := c.Centre()
		if !in.scope.contains(centre) {
			continue
		}
		s := spot{Cell: Cell{Cell: c, Demand: weight(c), Time: roads.Never}, centre: centre, area: c.AreaKm2()}
		if s.tie, s.tied = in.graph.Tie(in.mode, centre); s.tied {
			s.from = reach.Locate(in.graph, in.mode, s.tie)
		}
		spots = append(spots, s)
	}
	return spots
}

// introduce tells each cell where its neighbours are.
func introduce(spots []spot) {
	at := make(map[hex.Cell]int32, len(spots))
	for i := range spots {
		at[spots[i].Cell.Cell] = int32(i)
	}
	for i := range spots {
		s := &spots[i]
		s.ring = [6]int32{-1, -1, -1, -1, -1, -1}
		for j, next := range s.Cell.Cell.Ring1() {
			if k, ok := at[next]; ok {
				s.ring[j] = k
			}
		}
	}
}
