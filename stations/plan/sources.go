package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// sources is the first step's result: the stations from which times run.
type sources struct {
	used    []*stations.Station // counted and tied, ascending id
	ties    []reach.Source      // of used, in its order; Station is the index in used
	offRoad []stations.ID       // counted, with no road within reach
	unknown []stations.ID       // passed the filter, but nobody knows their hours
}

// sources ties every counted station to the road.
func (in *inputs) sources() sources {
	s := sources{offRoad: []stations.ID{}, unknown: []stations.ID{}}
	screen := in.screen()
	for _, station := range in.stations {
		switch screen.state(station) {
		case stations.StateUnknown:
			s.unknown = append(s.unknown, station.ID)
		case stations.StateOpen:
			s.add(in, station)
		}
	}
	return s
}

// screen says how stations count. What it takes from the question is worked
// out once, not for each station.
type screen struct {
	in     *inputs
	filter stations.Filter
	mobile bool      // mobile stations count: one is nowhere for long, so only when asked for
	moment time.Time // when services are looked at
	doors  bool      // doors are looked at too, then
	at     time.Time // when doors are
}

func (in *inputs) screen() screen {
	kinds := in.Request.Filter.Kinds
	s := screen{in: in, filter: stations.Public(), mobile: slices.Contains(kinds, string(stations.MobileStation))}
	for _, kind := range kinds {
		s.filter.Kinds = append(s.filter.Kinds, stations.Kind(kind))
	}
	for _, service := range in.Request.Filter.Services {
		s.filter.Services = append(s.filter.Services, stations.Service(service))
	}
	s.moment = in.moment()
	if s.doors = in.Request.At != ""; s.doors {
		s.at, _ = in.Request.moment()
	}
	return s
}

// state says how a station counts: open, unknown when it would if its hours
// were known, else closed.
func (s screen) state(station *stations.Station) stations.OpenState {
	if !s.counts(station) {
		return stations.StateClosed
	}
	if !s.doors {
		return stations.StateOpen
	}
	state := s.in.door(station).State(s.at)
	if state == stations.StateClosingSoon {
		return stations.StateOpen
	}
	return state
}

// counts reports whether a station counts while its door is open.
func (s screen) counts(station *stations.Station) bool {
	return (station.Kind != stations.MobileStation || s.mobile) && s.filter.Match(station, s.moment)
}

// anchor is how a station is tied to the road, if it is.
type anchor struct {
	tie roads.Tie
	ok  bool
}

// listed returns the anchors of the stations in their order.
func listed(anchors map[stations.ID]anchor, all []*stations.Station) []anchor {
	list := make([]anchor, len(all))
	for i, s := range all {
		list[i] = anchors[s.ID]
	}
	return list
}

// fasten ties all stations, unless the planner remembers how they are tied:
// that depends on nothing but the stations and the roads.
func (p *Planner) fasten(ctx context.Context, in *inputs) error {
	key := fmt.Sprint(in.graph.Checksum(), " ", in.mode, " ", in.mark(), " ", in.Request.Vehicle)
	if known, ok := p.anchors.Get(key); ok {
		in.anchors = known
		return nil
	}
	ties := make([]anchor, len(in.stations))
	err := inParts(ctx, len(ties), func(i int) {
		ties[i].tie, ties[i].ok = in.graph.Tie(in.mode, in.stations[i].Position.Point)
	})
	if err != nil {
		return err
	}
	in.anchors = make(map[stations.ID]anchor, len(ties))
	for i, s := range in.stations {
		in.anchors[s.ID] = ties[i]
	}
	p.anchors.Put(key, in.anchors)
	return nil
}

// anchor ties a station to the road.
func (in *inputs) anchor(s *stations.Station) (roads.Tie, bool) {
	if a, ok := in.anchors[s.ID]; ok {
		return a.tie, a.ok
	}
	return in.graph.Tie(in.mode, s.Position.Point)
}

func (s *sources) add(in *inputs, station *stations.Station) {
	tie, ok := in.anchor(station)
	if !ok {
		s.offRoad = append(s.offRoad, station.ID)
		return
	}
	s.ties = append(s.ties, reach.Source{Tie: tie, Station: int32(len(s.used))})
	s.used = append(s.used, station)
}

// door returns the station's door. Many stations share one text of hours, so
// those that were read are kept, unless the inputs are sealed.
func (in *inputs) door(s *stations.Station) stations.Door {
	hours, known := in.hours[s.Hours]
	if !known {
		var err error
		if hours, err = stations.ParseHours(s.Hours); err != nil {
			hours = stations.Hours{} // unknown
		}
		hours = hours.In(in.calendar)
		if !in.sealed {
			in.hours[s.Hours] = hours
		}
	}
	return s.DoorWith(hours)
}
