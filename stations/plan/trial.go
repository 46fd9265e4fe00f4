package plan

import (
	"context"
	"maps"
	"slices"

	"yizhan/geo/hex"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// trial is one what-if under way. It ends with all cells as the base has them.
type trial struct {
	*warm
	cast    []actor
	roster  sources // who is who in labels: used holds every station, the new ones too
	saved   []saved // cells as they were, in the order of their changes
	changed []int32 // cells with another time, station or k; ascending
}

type saved struct {
	cell int32
	was  spot
}

// try computes the coverage with the stations as the cast leaves them:
//
//  1. the stations that come and go change the labels of some places;
//  2. their cells are labelled again, and cells without a time looked at for
//     a way out;
//  3. all cells are added up, what each station carries, and the divisions
//     that hold a changed cell;
//  4. the gaps that a changed cell is in or beside are joined anew.
//
// The result equals, to the bit, the coverage of a store that holds these
// stations, but for ID, Revision and TookMS, which it has not.
func (w *warm) try(ctx context.Context, cast []actor) (*Coverage, GapChange, error) {
	t := &trial{warm: w, cast: cast, roster: sources{used: slices.Clone(w.in.stations)}}
	for _, a := range cast {
		if int(a.number) >= len(t.roster.used) {
			t.roster.used = append(t.roster.used, a.station)
		} else if a.station != nil {
			t.roster.used[a.number] = a.station
		}
	}
	defer t.putBack()
	if err := t.travel(ctx); err != nil {
		return nil, GapChange{}, err
	}
	verified, err := t.verified(ctx)
	if err != nil {
		return nil, GapChange{}, err
	}
	roles := t.rolesAfter()
	c := w.in.totals(t.roll(roles), w.cells, tripsIn(w.cells, w.whole.members, t.reorder(w.whole)))
	c.ID, c.Areas, c.Verified, c.Loads = "", t.shares(), verified, t.loads(t.roster.used, roles)
	var gaps GapChange
	c.Gaps, gaps = t.mend()
	return c, gaps, nil
}

// edit is the change of those stations that are counted as a search sees it.
func (t *trial) edit(counted func(*stations.Station) bool) reach.Edit {
	var e reach.Edit
	for _, a := range t.cast {
		if a.was == useful && (a.is != useful || a.moved) && counted(t.in.stations[a.number]) {
			e.Remove = append(e.Remove, a.number)
		}
		if a.is == useful && (a.was != useful || a.moved) && counted(a.station) {
			e.Add = append(e.Add, reach.Source{Tie: a.tie, Station: a.number})
		}
	}
	return e
}

// travel labels the cells that the edit touches.
func (t *trial) travel(ctx context.Context) error {
	edit := t.edit(func(*stations.Station) bool { return true })
	places, err := t.live.Try(ctx, edit)
	if err != nil {
		return err
	}
	labels, near := make([]reach.Label, 0, t.in.Request.depth()), make([]int32, 0, t.in.Request.depth())
	for _, place := range places {
		labels = t.live.From(t.cells[place].from, labels[:0])
		t.relabel(place, labels)
		near = t.in.inTime(labels, near[:0])
		t.bearers.try(int(place), near)
	}
	slices.Sort(t.changed)
	for _, i := range t.changed {
		t.marks[i] = true
	}
	if t.trap == nil {
		return nil
	}
	return t.escape(ctx, edit)
}

func (t *trial) relabel(i int32, labels []reach.Label) {
	c := &t.cells[i]
	was := *c
	c.Cell = Cell{Cell: c.Cell.Cell, Demand: c.Demand, Time: roads.Never}
	t.in.label(&c.Cell, labels, t.roster)
	c.reached = len(labels) > 0
	c.noWayOut = c.noWayOut && !c.reached
	if *c != was {
		t.saved = append(t.saved, saved{i, was})
	}
	if c.Cell != was.Cell {
		t.changed = append(t.changed, i)
	}
}

// escape looks again at the cells without a time.
func (t *trial) escape(ctx context.Context, edit reach.Edit) error {
	if _, err := t.trap.Try(ctx, edit); err != nil {
		return err
	}
	near := t.nearAfter()
	for i := range t.cells {
		c := &t.cells[i]
		if c.reached || !c.tied {
			continue
		}
		if stuck := t.stuck(c, near); stuck != c.noWayOut {
			t.saved = append(t.saved, saved{int32(i), *c})
			c.noWayOut = stuck
		}
	}
	return nil
}

// nearAfter counts the used stations of each component after the edit.
func (t *trial) nearAfter() map[roads.NodeID]int {
	near := maps.Clone(t.near)
	for _, a := range t.cast {
		if a.was == useful {
			before, _ := t.in.graph.Tie(t.in.mode, t.in.stations[a.number].Position.Point)
			near[t.root[t.in.tail(before)]]--
		}
		if a.is == useful {
			near[t.root[t.in.tail(a.tie)]]++
		}
	}
	return near
}

// rolesAfter returns the roles of all stations after the edit, by number.
func (t *trial) rolesAfter() []role {
	roles := append(slices.Clone(t.roles), make([]role, len(t.roster.used)-len(t.roles))...)
	for _, a := range t.cast {
		roles[a.number] = a.is
	}
	return roles
}

// roll lists the stations by their roles.
func (t *trial) roll(roles []role) sources {
	s := sources{offRoad: []stations.ID{}, unknown: []stations.ID{}}
	for i, r := range roles {
		station := t.roster.used[i]
		switch r {
		case uncertain:
			s.unknown = append(s.unknown, station.ID)
		case stranded:
			s.offRoad = append(s.offRoad, station.ID)
		case useful:
			s.used = append(s.used, station)
		}
	}
	return s
}

// reorder returns the division's cells with a time, shortest first: the
// changed ones are taken out of the base's order and merged in again.
func (t *trial) reorder(d division) []int32 {
	var fresh []int32
	for _, i := range d.members {
		if t.marks[i] {
			fresh = append(fresh, i)
		}
	}
	fresh = byTime(t.cells, fresh)
	order := make([]int32, 0, len(d.order)+len(fresh))
	for _, i := range d.order {
		if t.marks[i] {
			continue
		}
		for len(fresh) > 0 && t.sooner(fresh[0], i) {
			order, fresh = append(order, fresh[0]), fresh[1:]
		}
		order = append(order, i)
	}
	return append(order, fresh...)
}

func (t *trial) sooner(i, j int32) bool {
	a, b := t.cells[i].Time, t.cells[j].Time
	return a < b || a == b && i < j
}

// shares reports the divisions; those without a changed cell as in the base.
func (t *trial) shares() []AreaShare {
	out := slices.Clone(t.base.Areas)
	for i, d := range t.divisions {
		if slices.ContainsFunc(d.members, func(m int32) bool { return t.marks[m] }) {
			d.order = t.reorder(d)
			out[i] = d.share(t.cells)
		}
	}
	return out
}

// putBack makes the cells those of the base again.
func (t *trial) putBack() {
	for _, s := range slices.Backward(t.saved) {
		t.cells[s.cell] = s.was
	}
	for _, i := range t.changed {
		t.marks[i] = false
	}
	t.bearers.putBack()
}

// find returns the number of a cell; false when it is not in the result.
func (w *warm) find(c hex.Cell) (int32, bool) {
	i, ok := slices.BinarySearchFunc(w.cells, c, func(s spot, c hex.Cell) int {
		switch {
		case s.Cell.Cell < c:
			return -1
		case s.Cell.Cell > c:
			return 1
		}
		return 0
	})
	return int32(i), ok
}
