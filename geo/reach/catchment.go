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
// for concurrent use; several may share a graph and places.
type Catchment struct {
	field  *Field
	places []Place
	begin  []uint32 // the places with a way to junction j are at[begin[j]:begin[j+1]]
	at     []int32
	seen   []uint32 // by place: the last station that looked at it
	turn   uint32   // of this station, from 1
}

// NewCatchment prepares the places, which are of the graph and mode and must
// not change. It takes 12 bytes for each junction and for each place.
func NewCatchment(g *roads.Graph, m roads.Mode, places []Place) *Catchment {
	c := &Catchment{field: NewField(g, m, 1), places: places, seen: make([]uint32, len(places))}
	if c.field.chains == nil {
		return c // no such mode: Each says so
	}
	c.begin = make([]uint32, c.field.chains.NumJunctions()+1)
	for i := range places {
		for _, way := range places[i].ways[:places[i].used] {
			c.begin[way.junction+1]++
		}
	}
	for j := 1; j < len(c.begin); j++ {
		c.begin[j] += c.begin[j-1]
	}
	c.at = make([]int32, c.begin[len(c.begin)-1])
	next := append([]uint32(nil), c.begin...)
	for i := range places {
		for _, way := range places[i].ways[:places[i].used] {
			c.at[next[way.junction]] = int32(i)
			next[way.junction]++
		}
	}
	return c
}

// Each calls visit with the index of every place from which the station is
// reached within the horizon, inclusive, and its time, which includes both
// accesses, as Field.From tells it. Each place comes once; equal calls visit in
// the same order. Errors are those of Field.Run; then nothing is visited.
//
// A place is looked at when a junction that it leaves to is reached. One on the
// station's own chain need not leave it: it has a way to the same junctions as
// the station.
func (c *Catchment) Each(ctx context.Context, station roads.Tie, horizon roads.Millis, visit func(place int, t roads.Millis)) error {
	f := c.field
	if err := f.Run(ctx, []Source{{Tie: station}}, horizon); err != nil {
		return err
	}
	if c.turn++; c.turn == 0 { // after four thousand million stations
		clear(c.seen)
		c.turn = 1
	}
	own := Locate(f.g, f.mode, station)
	for _, way := range own.ways[:own.used] {
		c.look(way.junction, visit)
	}
	for _, j := range f.touched {
		c.look(j, visit)
	}
	return nil
}

// look visits the places with a way to the junction that are in time and were
// not looked at before.
func (c *Catchment) look(junction int32, visit func(place int, t roads.Millis)) {
	var room [1]Label
	for _, i := range c.at[c.begin[junction]:c.begin[junction+1]] {
		if c.seen[i] == c.turn {
			continue
		}
		c.seen[i] = c.turn
		if labels := c.field.From(c.places[i], room[:0]); len(labels) > 0 {
			visit(int(i), labels[0].Time)
		}
	}
}
