package along

import (
	"cmp"
	"context"
	"slices"

	"yizhan/geo/course"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// partMetres is the least length of the parts of a way around each of which
// the index is asked.
const partMetres = 1_000.0

// collect lists the stations within the corridor, each once: at the pass of
// the way that is nearest to it, the first of those equally near.
func (a *asking) collect(f *nearby.Finder, s *nearby.Snapshot) {
	place := map[int32]int{} // in a.hits, by slot
	for _, part := range a.Course.Parts(max(partMetres, a.CorridorM)) {
		f.Within(s, part.Centre, part.Radius+a.CorridorM, a.Filter, func(n nearby.Neighbour) {
			foot := a.Course.Foot(n.Station.Position.Point, part)
			if foot.Offset > a.CorridorM {
				return
			}
			i, there := place[n.Slot]
			switch {
			case !there:
				place[n.Slot] = len(a.hits)
				a.hits = append(a.hits, Hit{Station: n.Station, Memo: n.Memo, door: n.Door, Foot: foot})
			case foot.Offset < a.hits[i].Foot.Offset:
				a.hits[i].Foot = foot
			}
		})
	}
	slices.SortFunc(a.hits, func(x, y Hit) int {
		return cmp.Or(cmp.Compare(x.Foot.At, y.Foot.At), cmp.Compare(x.Station.ID, y.Station.ID))
	})
}

// besideMetres is the length of the stretches of a way beside which the roads
// are searched in one go, and reachMetres how much of the way before and
// after takes part.
const (
	besideMetres = 20_000.0
	reachMetres  = 10_000.0
)

// budget is the longest way off the course, each way: there is room for a
// corridor twice as wide and three kilometres more, at the speed of a city,
// but nobody drives half an hour to rest.
func (a *asking) budget() roads.Millis {
	seconds := nearby.Detour * (2*a.CorridorM + 3_000) / nearby.Speed(a.Mode)
	const most = 30 * 60
	return roads.Millis(1000 * min(seconds, most))
}

// calls finds what a call at each station costs.
func (a *asking) calls(ctx context.Context) error {
	for i := range a.hits {
		a.straight(&a.hits[i])
	}
	for i, track := range a.tracks {
		if err := a.byRoad(ctx, track, a.graphs[i]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// straight is a call where no road is known: there and back as the crow
// flies, longer by Detour.
func (a *asking) straight(h *Hit) {
	way := nearby.Detour * h.Foot.Offset
	off := way / nearby.Speed(a.Mode)
	now := a.clock.At(h.Foot.At)
	h.Reached = true
	h.call = course.Call{Leave: h.Foot.At, Rejoin: h.Foot.At, In: now + off, Out: now - off, Metres: 2 * way}
}

// byRoad finds the calls at the stations that are tied to the graph beside
// its part of the way, stretch by stretch.
func (a *asking) byRoad(ctx context.Context, track *course.Track, graph *roads.Graph) error {
	for from := 0; from < len(a.hits); {
		begin := a.hits[from].Foot.At
		until := from
		for until < len(a.hits) && a.hits[until].Foot.At <= begin+besideMetres {
			until++
		}
		if track.Near(begin+besideMetres/2, besideMetres/2+reachMetres) {
			around, err := track.Around(ctx, a.clock, begin-reachMetres, begin+besideMetres+reachMetres, a.budget())
			if err != nil {
				return err
			}
			for i := from; i < until; i++ {
				a.callBy(around, track, graph, &a.hits[i])
			}
		}
		from = until
	}
	return nil
}

// callBy finds the call at one station, unless an earlier graph has it, there
// is no road to it, or the way to be left for it is not on the road.
func (a *asking) callBy(around *course.Around, track *course.Track, graph *roads.Graph, h *Hit) {
	if h.ByRoad || !track.Near(h.Foot.At, a.CorridorM+partMetres) {
		return
	}
	tie, ok := graph.Tie(a.Mode, h.Station.Position.Point)
	if !ok {
		return
	}
	call, reached := around.Call(tie)
	if reached && call.Astray > mostAstray {
		return
	}
	h.ByRoad = true
	if h.Reached = reached; reached {
		h.call = call
	}
}

// mostAstray is how many of the metres that a call leaves out may follow no
// road: a corner, or a new junction. What more would save is not known. A
// straight line between two towns meets roads here and there: calls from one of
// these places to the next would be compared with the flight of a crow.
const mostAstray = 300.0

// keep drops the hits that do not suit, and fills in what the way tells of
// the others.
func (a *asking) keep() {
	kept := a.hits[:0]
	for _, h := range a.hits {
		h.DetourM = h.call.Metres
		h.DetourS = a.takes(h.call.Detour()).Seconds()
		h.Arrival = a.Departure.Add(a.takes(h.call.In))
		if !a.Filter.Match(h.Station, h.Arrival) {
			continue
		}
		if h.Fits = fits(a.Vehicle, h.Station.Truck); h.Fits != nil && !*h.Fits {
			a.tooSmall++
			continue
		}
		kept = append(kept, h)
	}
	a.hits = kept
}

// fits reports whether the vehicle can enter and park; nil when the station
// does not say so for what is known of the vehicle, or nothing is known.
func fits(v roads.Vehicle, t *stations.Truck) *bool {
	if v.HeightM == 0 && v.LengthM == 0 { // no record tells a weight
		return nil
	}
	if t == nil {
		t = &stations.Truck{}
	}
	known, fits := true, true
	for _, c := range [][2]float64{{v.HeightM, t.MaxHeightM}, {v.LengthM, t.MaxLengthM}} {
		if own, most := c[0], c[1]; own > 0 {
			known = known && most > 0
			fits = fits && (most == 0 || own <= most)
		}
	}
	if fits && !known {
		return nil
	}
	return &fits
}
