package reach

import (
	"context"

	"yizhan/geo/roads"
)

// Catchment finds the places from which a station is reached in time, one
// station after another. Where a Field keeps the k nearest stations of each
// place, a Catchment forgets none, and costs a bounded search for each station
// instead: the sum over all stations of the junctions that each reaches.
//
// It is reused: after the first stations it allocates nothing. It is not safe
// for concurrent use; several may share a graph.
type Catchment struct {
	field  *Field
	places []roads.Tie
	begin  []uint32 // the places on chain c are at[begin[c]:begin[c+1]]
	at     []int32
	seen   []uint32 // by chain: the last station that looked at it
	turn   uint32   // of this station, from 1
}

// NewCatchment prepares the places, which it keeps. It takes 8 bytes for each
// junction and for each chain, and 4 for each place.
func NewCatchment(g *roads.Graph, m roads.Mode, places []roads.Tie) *Catchment {
	c := &Catchment{field: NewField(g, m, 1), places: places}
	if c.field.chains == nil {
		return c // no such mode: Each says so
	}
	for _, t := range places {
		if spot, ok := c.spot(t); ok {
			for int(spot.Chain)+1 >= len(c.begin) {
				c.begin = append(c.begin, 0)
			}
			c.begin[spot.Chain+1]++
		}
	}
	for i := 1; i < len(c.begin); i++ {
		c.begin[i] += c.begin[i-1]
	}
	c.fill()
	return c
}

// fill lists the places of each chain, in their order.
func (c *Catchment) fill() {
	if len(c.begin) == 0 {
		return
	}
	c.at = make([]int32, c.begin[len(c.begin)-1])
	c.seen = make([]uint32, len(c.begin)-1)
	next := append([]uint32(nil), c.begin...)
	for i, t := range c.places {
		if spot, ok := c.spot(t); ok {
			c.at[next[spot.Chain]] = int32(i)
			next[spot.Chain]++
		}
	}
}

func (c *Catchment) spot(t roads.Tie) (roads.Spot, bool) {
	if int64(t.Edge) >= int64(c.field.g.NumEdges()) {
		return roads.Spot{}, false
	}
	return c.field.chains.Spot(t)
}

// Each calls visit with the index of every place from which the station is
// reached within the horizon, inclusive, and its time, which includes both
// accesses, as Field.At tells it. Each place comes once; equal calls visit in
// the same order. Errors are those of Field.Run; then nothing is visited.
func (c *Catchment) Each(ctx context.Context, station roads.Tie, horizon roads.Millis, visit func(place int, t roads.Millis)) error {
	f := c.field
	if err := f.Run(ctx, []Source{{Tie: station}}, horizon); err != nil {
		return err
	}
	if c.turn++; c.turn == 0 { // after four thousand million stations
		clear(c.seen)
		c.turn = 1
	}
	if spot, ok := f.chains.Spot(station); ok {
		c.along(spot.Chain, visit)
	}
	for _, j := range f.touched {
		node := f.g.Node(f.mode, f.chains.State(j))
		if at, ok := f.chains.Junction(node); ok {
			f.chains.Around(at, func(chain uint32) { c.along(chain, visit) })
		}
	}
	return nil
}

// along visits the places on a chain that are in time, at the first of its two
// ends that comes by.
func (c *Catchment) along(chain uint32, visit func(place int, t roads.Millis)) {
	if int(chain) >= len(c.seen) || c.seen[chain] == c.turn {
		return
	}
	c.seen[chain] = c.turn
	var room [1]Label
	for _, i := range c.at[c.begin[chain]:c.begin[chain+1]] {
		if labels := c.field.At(c.places[i], room[:0]); len(labels) > 0 {
			visit(int(i), labels[0].Time)
		}
	}
}
