package plan

import (
	"context"
	"slices"
	"sync"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// warm is a coverage that is kept ready for what-if: all that a change of a
// few stations leaves as it is. Stations are numbered as in inputs.stations,
// whether they count or not, so that one that opens has its place in the order.
type warm struct {
	in   *inputs
	base *Coverage

	mu    sync.Mutex           // one trial at a time; it guards what follows
	cells []spot               // those of base; a trial changes them and puts them back
	live  *reach.Live          // times up to the horizon
	trap  *reach.Live          // nearest stations however far; nil where there are no traps
	root  []roads.NodeID       // by node: its weak component; nil as trap
	near  map[roads.NodeID]int // by component: used stations

	bearers   bearers
	sure      *assured // nil when the base asks for no verified stations
	roles     []role   // by station
	whole     division
	divisions []division // in the order of base.Areas
	gapOf     []int32    // by cell: the index in base.Gaps, or −1
	marks     []bool     // by cell: a trial changed it; all false between trials
	open      []bool     // by cell: mend is to join it; all false between trials
}

// role is what a station is to a coverage.
type role uint8

const (
	idle      role = iota // does not count
	uncertain             // would count if its hours were known
	stranded              // counts, but no road is within reach
	useful                // counts and is tied
)

// warmUp prepares trials on a coverage that was computed from the inputs.
func (p *Planner) warmUp(ctx context.Context, in *inputs, base *Coverage) (*warm, error) {
	cells, err := p.cells(ctx, in)
	if err != nil {
		return nil, err
	}
	w := &warm{in: in, base: base, cells: cells, marks: make([]bool, len(cells))}
	if err := w.search(ctx, w.muster()); err != nil {
		return nil, err
	}
	w.label()
	w.divide()
	w.patch()
	return w, nil
}

// muster notes the role of each station and returns the useful ones. It seals
// the inputs, so that trials leave no trace in them.
func (w *warm) muster() []reach.Source {
	var sources []reach.Source
	screen := w.in.screen()
	w.roles = make([]role, len(w.in.stations))
	for i, s := range w.in.stations {
		r, tie := screen.role(s)
		if w.roles[i] = r; r == useful {
			sources = append(sources, reach.Source{Tie: tie, Station: int32(i)})
		}
	}
	w.in.sealed = true // texts that trials bring would pile up
	return sources
}

// role says what a station is to the coverage, and its tie when it is useful.
func (s screen) role(station *stations.Station) (role, roads.Tie) {
	switch s.state(station) {
	case stations.StateUnknown:
		return uncertain, roads.Tie{}
	case stations.StateOpen:
		if tie, ok := s.in.graph.Tie(s.in.mode, station.Position.Point); ok {
			return useful, tie
		}
		return stranded, roads.Tie{}
	}
	return idle, roads.Tie{}
}

func (w *warm) search(ctx context.Context, sources []reach.Source) error {
	in, places := w.in, make([]reach.Place, len(w.cells))
	for i := range places {
		places[i] = w.cells[i].from // nowhere when it is not tied
	}
	var err error
	field := reach.NewField(in.graph, in.mode, in.Request.depth())
	if w.live, err = reach.NewLive(ctx, field, sources, places, in.Request.horizon()); err != nil {
		return err
	}
	if in.Request.VerifiedDays > 0 {
		if err := w.assure(ctx, sources, places); err != nil {
			return err
		}
	}
	if !in.traps() {
		return nil
	}
	w.root, w.near = in.components(), map[roads.NodeID]int{}
	for _, s := range sources {
		w.near[w.root[in.tail(s.Tie)]]++
	}
	w.trap, err = reach.NewLive(ctx, reach.NewField(in.graph, in.mode, 1), sources, nil, roads.Never-1)
	return err
}

// label gives each cell what the base says about it.
func (w *warm) label() {
	depth := w.in.Request.depth()
	w.bearers = newBearers(len(w.cells), depth)
	labels, near := make([]reach.Label, 0, depth), make([]int32, 0, depth)
	for i := range w.cells {
		c := &w.cells[i]
		c.Cell = w.base.Cells[i]
		labels = w.live.From(c.from, labels[:0])
		c.reached = len(labels) > 0
		c.noWayOut = w.stuck(c, w.near)
		near = w.in.inTime(labels, near[:0])
		w.bearers.set(i, near)
	}
}

// stuck reports whether a cell has a road, no time and no way out, as far as
// the last trial of trap goes; near counts the used stations of each component.
func (w *warm) stuck(c *spot, near map[roads.NodeID]int) bool {
	if w.trap == nil || !c.tied || c.reached || near[w.root[w.in.tail(c.tie)]] == 0 {
		return false
	}
	var room [1]reach.Label
	return len(w.trap.From(c.from, room[:0])) == 0
}

// divide notes which cells each reported division holds.
func (w *warm) divide() {
	all := make([]int32, len(w.cells))
	for i := range all {
		all[i] = int32(i)
	}
	w.whole = division{members: all, order: byTime(w.cells, all)}
	w.divisions = w.in.divisions(w.cells)
}

// patch notes which gap each cell is in.
func (w *warm) patch() {
	w.gapOf, w.open = slices.Repeat([]int32{-1}, len(w.cells)), make([]bool, len(w.cells))
	for g := range w.base.Gaps {
		for _, c := range w.base.Gaps[g].Members {
			if i, ok := w.find(c); ok {
				w.gapOf[i] = int32(g)
			}
		}
	}
}
