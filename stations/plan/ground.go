package plan

import (
	"context"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// Ground is a coverage with all that it takes to say what single changes
// would add to it, for who looks for the best ones. It is safe for concurrent
// use.
type Ground struct {
	planner *Planner
	warm    *warm
	missing []int32       // cells that are tied to a road and not covered, ascending
	places  []reach.Place // of missing
}

// Ground prepares the base. Errors are those of WhatIf for a base.
func (p *Planner) Ground(ctx context.Context, b Base) (*Ground, error) {
	w, err := p.warmBase(ctx, b)
	if err != nil {
		return nil, err
	}
	g := &Ground{planner: p, warm: w}
	w.mu.Lock() // a trial may be changing the cells
	defer w.mu.Unlock()
	for i := range w.cells {
		if c := &w.cells[i]; c.tied && !w.base.Cells[i].Covered {
			g.missing, g.places = append(g.missing, int32(i)), append(g.places, c.from)
		}
	}
	return g, nil
}

// Coverage returns the base. It is shared and must not be changed.
func (g *Ground) Coverage() *Coverage { return g.warm.base }

// Missing returns the cells that are not covered and tied to a road, as
// indexes in Coverage().Cells, ascending: all that a new station can gain. The
// list is shared and must not be changed.
func (g *Ground) Missing() []int32 { return g.missing }

// Division is an area of a coverage with the cells whose centre is in it.
type Division struct {
	AreaShare
	Cells []int32 // indexes in Coverage.Cells, ascending; shared
}

// Divisions returns the areas of the base, in its order.
func (g *Ground) Divisions() []Division {
	out := make([]Division, len(g.warm.divisions))
	for i, d := range g.warm.divisions {
		out[i] = Division{g.warm.base.Areas[i], d.members}
	}
	return out
}

// Adcode returns the smallest loaded division around a place, "" for none.
func (g *Ground) Adcode(p orb.Point) string { return g.warm.in.scope.smallestAround(p) }

// Road returns the point of the nearest road that the base's mode may use;
// false when there is none within roads.MaxTie.
func (g *Ground) Road(p orb.Point) (orb.Point, bool) {
	t, ok := g.warm.in.graph.Tie(g.warm.in.mode, p)
	return t.Point, ok
}

// Reach returns about how far one gets in the base's minutes, in metres: with
// the mode's speed on a main road.
func (g *Ground) Reach() float64 {
	return roads.SpeedOf(g.warm.in.mode, roads.Secondary) * g.warm.in.Request.Minutes * 60
}

// Moment returns the moment that the base asks about; false when there is none.
func (g *Ground) Moment() (time.Time, bool) { return g.warm.in.Request.moment() }

// Shut returns the stations that would count in the base, but are closed at
// its moment, or nobody knows. They ascend by id, are shared and must not be
// changed.
func (g *Ground) Shut() []*stations.Station {
	w := g.warm
	screen := w.in.screen()
	screen.doors = false
	var shut []*stations.Station
	for i, s := range w.in.stations {
		if r := w.roles[i]; (r == idle || r == uncertain) && screen.state(s) == stations.StateOpen {
			shut = append(shut, s)
		}
	}
	return shut
}

// Cover is what one change would add by itself.
type Cover struct {
	Reason string  // why it does nothing, as in Idle; "" when it does
	Cells  []int32 // the Missing cells from which the station is in time, ascending
}

// Covers says what each addition of e by itself would cover, and then each
// change of hours; the others are not looked at. A cell is in a Cover when
// a coverage with that station would count it for the cell: both give the same
// time to the millisecond. The searches run side by side on all processors and
// take one seat among the coverages under way.
//
// Errors: Invalid names the changes that cannot be, as WhatIf; ctx's error.
func (g *Ground) Covers(ctx context.Context, e Edits) ([]Cover, error) {
	if err := g.planner.results.Sit(ctx); err != nil {
		return nil, err
	}
	defer g.planner.results.Rise()
	cast, err := g.cast(Edits{Add: e.Add, Hours: e.Hours})
	if err != nil {
		return nil, err
	}
	covers := make([]Cover, len(cast))
	var ties []roads.Tie
	var whose []int
	for i, a := range cast {
		covers[i].Reason, _ = a.reason()
		if a.is == useful && a.was != useful {
			ties, whose = append(ties, a.tie), append(whose, i)
		}
	}
	lists, err := g.around(ctx, ties)
	if err != nil {
		return nil, err
	}
	for n, i := range whose {
		covers[i].Cells = lists[n]
	}
	return covers, nil
}

// cast finds the actors of the edits: the additions in their order, then the
// others.
func (g *Ground) cast(e Edits) ([]actor, error) {
	w := g.warm
	w.mu.Lock() // texts of hours are read and kept
	defer w.mu.Unlock()
	cast, _, err := w.perform(e)
	if err != nil {
		return nil, err
	}
	known := len(cast) - len(e.Add) // perform lists these first
	return slices.Concat(cast[known:], cast[:known]), nil
}

// around returns the missing cells from which each place is in time.
func (g *Ground) around(ctx context.Context, ties []roads.Tie) ([][]int32, error) {
	lists, limit := make([][]int32, len(ties)), g.warm.in.Request.limit()
	return lists, inTurn(ctx, len(ties), func() func(int) error {
		catchment := reach.NewCatchment(g.warm.in.graph, g.warm.in.mode, g.places)
		return func(i int) error {
			var cells []int32
			err := catchment.Each(ctx, ties[i], limit, func(place int, _ roads.Millis) {
				cells = append(cells, g.missing[place])
			})
			slices.Sort(cells)
			lists[i] = cells
			return err
		}
	})
}

// Door returns a station's door as the base reads it.
func (g *Ground) Door(s *stations.Station) stations.Door {
	g.warm.mu.Lock() // texts of hours are read and kept
	defer g.warm.mu.Unlock()
	return g.warm.in.door(s)
}
