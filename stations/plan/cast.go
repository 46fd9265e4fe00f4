package plan

import (
	"fmt"
	"slices"
	"strings"

	"yizhan/geo/roads"
	"yizhan/stations"
)

// actor is a station that edits name, before and after them.
type actor struct {
	number  int32             // of the station; new ones follow those of inputs
	station *stations.Station // after; nil when it is gone
	edits   []string          // as add[0]
	was, is role
	moved   bool
	tie     roads.Tie // when it is useful
}

// Idle is an edit without effect on who is covered, and why.
type Idle struct {
	Edit   string `json:"edit"`   // as hours[0]
	Reason string `json:"reason"` // no_moment, not_counted, off_road, unknown_hours, unchanged
	Text   string `json:"text"`
}

// casting finds the stations that edits name.
type casting struct {
	in    *inputs
	edits Edits
	list  []actor
	index map[stations.ID]int // in list, of stations that exist
	idle  []Idle
	bad   stations.Problems
}

// perform works out what the edits make of which stations: the actors in
// order of their numbers, and the edits that can have no effect. The error is
// Invalid: a station does not exist, or is named twice where it may not be.
func (w *warm) perform(e Edits) ([]actor, []Idle, error) {
	c := &casting{in: w.in, edits: e, index: map[stations.ID]int{}, idle: []Idle{}}
	c.name()
	if err := c.bad.Err(); err != nil {
		return nil, nil, err
	}
	for i, a := range e.Add {
		c.list = append(c.list, actor{
			number: int32(len(w.in.stations) + i), station: w.in.draft(a, i), edits: []string{fmt.Sprintf("add[%d]", i)},
		})
	}
	screen := w.in.screen()
	for i := range c.list {
		a := &c.list[i]
		if int(a.number) < len(w.roles) {
			a.was = w.roles[a.number]
		}
		if a.station != nil {
			a.is, a.tie = screen.role(a.station)
		}
		c.explain(a)
	}
	return c.list, c.idle, nil
}

// name goes through the edits of stations that exist.
func (c *casting) name() {
	for i, id := range c.edits.Remove {
		if a := c.find(id, "remove", i, ""); a != nil {
			a.station = nil
		}
	}
	for i, m := range c.edits.Move {
		if a := c.find(m.ID, "move", i, ".id"); a != nil {
			a.station.Position.Point, a.moved = m.Point, true
			if a.station.Position.Quality == stations.AddressOnly {
				a.station.Position.Quality = stations.Geocoded // it has a place now
			}
		}
	}
	_, asked := c.in.Request.moment()
	for i, h := range c.edits.Hours {
		a := c.find(h.ID, "hours", i, ".id")
		if a == nil {
			continue
		}
		a.station.Hours = h.Hours
		if !asked {
			c.note(a.edits[len(a.edits)-1], "no_moment", "没有问时刻，营业时间不起作用 the base names no moment (at), so hours do not matter")
			a.edits = a.edits[:len(a.edits)-1]
		}
	}
}

// find returns the actor of a station, with a copy of its record to change;
// nil, with a complaint, when an edit of the same list, or its removal, was
// named before, or there is no such station.
func (c *casting) find(id stations.ID, list string, i int, field string) *actor {
	edit := fmt.Sprintf("%s[%d]", list, i)
	if at, ok := c.index[id]; ok {
		a := &c.list[at]
		for _, other := range a.edits {
			if strings.HasPrefix(other, list) || strings.HasPrefix(other, "remove") {
				c.bad.Add(edit+field, "names the same station as "+other)
				return nil
			}
		}
		a.edits = append(a.edits, edit)
		return a
	}
	number, ok := slices.BinarySearchFunc(c.in.stations, id, func(s *stations.Station, id stations.ID) int {
		return strings.Compare(string(s.ID), string(id))
	})
	if !ok {
		c.bad.Add(edit+field, "没有这个站点 is no station of the base")
		return nil
	}
	copied := *c.in.stations[number]
	c.index[id] = len(c.list)
	c.list = append(c.list, actor{number: int32(number), station: &copied, edits: []string{edit}})
	return &c.list[len(c.list)-1]
}

// draft is the record of a station that is tried. Its id names the edit; new
// stations come after all others wherever two are equally near, as they would
// when they were registered.
func (in *inputs) draft(a Addition, i int) *stations.Station {
	s := &stations.Station{
		ID: stations.ID(fmt.Sprintf("add[%d]", i)), Kind: a.Kind, Lifecycle: stations.Open, Hours: a.Hours,
		Position: stations.Position{Point: a.Point, Quality: stations.Geocoded},
	}
	if s.Kind == "" {
		s.Kind = stations.UnionStation
		if kinds := in.Request.Filter.Kinds; len(kinds) > 0 {
			s.Kind = stations.Kind(kinds[0])
		}
	}
	if s.Hours == "" {
		s.Hours = "24/7"
	}
	services := a.Services
	if services == nil {
		for _, code := range in.Request.Filter.Services {
			services = append(services, stations.Service(code))
		}
	}
	for _, code := range services {
		s.Services = append(s.Services, stations.ServiceState{Code: code, Status: stations.ServiceOK})
	}
	return s
}

// explain notes the edits of an actor that change nothing.
func (c *casting) explain(a *actor) {
	reason, text := a.reason()
	if reason == "" {
		return
	}
	for _, edit := range a.edits {
		c.note(edit, reason, text)
	}
}

// reason says why the edits of an actor change nothing, "" when they do.
func (a *actor) reason() (reason, text string) {
	switch {
	case a.was == useful && a.is == useful && !a.moved:
		return "unchanged", "该时刻照样开门 the station is open at that moment before and after"
	case a.was == useful || a.is == useful:
		return "", ""
	case a.is == stranded:
		return "off_road", "500 米内没有道路 there is no road within 500 m"
	case a.is == uncertain:
		return "unknown_hours", "营业时间不明 nobody can tell whether it is open at that moment"
	}
	return "not_counted", "不在统计之列 the station does not count: its kind, services, state or hours"
}

func (c *casting) note(edit, reason, text string) {
	c.idle = append(c.idle, Idle{edit, reason, text})
}
