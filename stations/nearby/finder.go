package nearby

import (
	"context"
	"math"
	"sync/atomic"
	"time"

	"yizhan/geo/near"
	"yizhan/geo/roads"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/calendar"
)

// Finder answers questions from the latest snapshot. It is safe for
// concurrent use.
type Finder struct {
	now      func() time.Time
	networks []*network
	compiler *compiler // its hours belong to Follow, its bits are read by all
	current  atomic.Pointer[Snapshot]
}

// NewFinder returns a finder that knows no stations until Follow runs. The
// networks are for ByTime; there may be none. now is the clock.
func NewFinder(graphs []*roads.Graph, now func() time.Time) *Finder {
	f := &Finder{now: now, compiler: newCompiler()}
	for _, g := range graphs {
		f.networks = append(f.networks, newNetwork(g))
	}
	return f
}

// ReadBy lets the finder read hours by another calendar than
// calendar.China, and returns it. It is for before Follow runs.
func (f *Finder) ReadBy(c *calendar.Calendar) *Finder {
	f.compiler.calendar = c
	return f
}

// Calendar returns the calendar by which hours are read.
func (f *Finder) Calendar() *calendar.Calendar { return f.compiler.calendar }

// Snapshot returns what riders see now, nil before the first load.
func (f *Finder) Snapshot() *Snapshot { return f.current.Load() }

// Find answers one question.
//
// Errors: Invalid names each field that breaks a rule, also a cursor of
// another question; Unavailable before the first snapshot; ctx's error.
func (f *Finder) Find(ctx context.Context, q Query) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	s := f.current.Load()
	if s == nil {
		return Answer{}, stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	a, err := f.begin(s, q)
	if err != nil {
		return Answer{}, err
	}
	if err := a.collect(ctx); err != nil {
		return Answer{}, err
	}
	return a.answer(), nil
}

// asking is one question under way.
type asking struct {
	Query
	snapshot *Snapshot
	network  *network // nil for straight estimates
	wish     near.Wish
	name     uint64
	now      time.Time
	moment   time.Time // at which doors and services are looked at, but for arrival
	after    *cursor
	found    []found
}

// found is a station in an answer's order.
type found struct {
	entry    *entry
	unknown  bool
	key      float64 // metres or seconds
	distance float64
	trip     trip
}

func (f *Finder) begin(s *Snapshot, q Query) (*asking, error) {
	a := &asking{Query: q, snapshot: s, name: q.name(), now: f.now(), wish: f.compiler.wish(q.Filter)}
	if q.Cursor != "" {
		after, err := parseCursor(q.Cursor, a.name)
		if err != nil {
			return nil, err
		}
		a.after, a.now = &after, after.moment
	}
	a.moment = a.now
	if q.Door == OpenAt {
		a.moment = q.At
	}
	if q.By == ByTime {
		a.network = f.networkAt(q.Point)
	}
	return a, nil
}

// collect finds one station more than the page holds, so that a next page is
// promised only where there is one.
func (a *asking) collect(ctx context.Context) error {
	switch {
	case a.By == ByTime && a.network != nil:
		return a.byRoad(ctx)
	case a.Door == AnyDoor:
		a.straight(false, func(*entry) bool { return true })
	default:
		a.straight(false, a.known)
		a.straight(true, func(e *entry) bool { return a.state(e) == stations.StateUnknown })
	}
	return ctx.Err()
}

// straight adds the nearest stations by great circle that the door rule
// keeps. Straight travel times grow with distance, so both orders are one.
func (a *asking) straight(unknown bool, door func(e *entry) bool) {
	q := near.Query{
		Point:  a.Point,
		K:      a.Limit + 1 - len(a.found),
		Radius: a.radius(),
		Wish:   a.wish,
		Keep:   func(slot int32) bool { e := a.snapshot.at(slot); return a.keeps(e) && door(e) },
	}
	if a.after != nil {
		switch {
		case a.after.unknown && !unknown:
			return // that part was listed on pages before
		case a.after.unknown == unknown:
			q.After = &near.Mark{Distance: a.after.key, Passed: func(slot int32) bool { return a.snapshot.at(slot).station.ID <= a.after.id }}
		}
	}
	for _, hit := range a.snapshot.nearest(q, make([]near.Hit, 0, q.K)) {
		a.found = append(a.found, found{entry: a.snapshot.at(hit.Item), unknown: unknown, key: hit.Distance, distance: hit.Distance})
	}
}

// radius is how far a straight answer goes, 0 for no limit.
func (a *asking) radius() float64 {
	radius := a.RadiusM
	if a.MaxMinutes > 0 {
		reach := a.MaxMinutes * 60 * Speed(a.Mode) / Detour
		if radius == 0 || reach < radius {
			radius = reach
		}
	}
	return radius
}

// keeps applies the filter, whose wish is fulfilled.
func (a *asking) keeps(e *entry) bool { return a.Filter.Match(e.station, a.moment) }

// known reports whether the door is surely open.
func (a *asking) known(e *entry) bool {
	state := a.state(e)
	return state == stations.StateOpen || state == stations.StateClosingSoon
}

// state is the door's state at the asked moment or on arrival over the great
// circle.
func (a *asking) state(e *entry) stations.OpenState {
	t := a.moment
	if a.Door == OpenOnArrival {
		t = a.arrival(estimate(sphere.Distance(a.Point, e.station.Position.Point), a.Mode))
	}
	return e.door.State(t)
}

func (a *asking) arrival(seconds float64) time.Time {
	return a.now.Add(time.Duration(math.Round(seconds * float64(time.Second))))
}

// answer cuts the page and says what follows.
func (a *asking) answer() Answer {
	answer := Answer{Revision: a.snapshot.Revision, Hits: make([]Hit, 0, min(len(a.found), a.Limit))}
	if len(a.found) > a.Limit {
		last := a.found[a.Limit-1]
		answer.Next = cursor{a.name, a.now, last.unknown, last.key, last.entry.station.ID}.String()
		a.found = a.found[:a.Limit]
	}
	for _, f := range a.found {
		answer.Hits = append(answer.Hits, a.hit(f))
	}
	if len(a.found) == 0 && a.after == nil {
		answer.Nearest = a.nearest()
	}
	return answer
}

// nearest is the nearest public station, whatever was asked for.
func (a *asking) nearest() *Hit {
	hits := a.snapshot.nearest(near.Query{Point: a.Point, K: 1}, nil)
	if len(hits) == 0 {
		return nil
	}
	hit := a.hit(found{entry: a.snapshot.at(hits[0].Item), distance: hits[0].Distance})
	return &hit
}

func (a *asking) hit(f found) Hit {
	e := f.entry
	h := Hit{Station: e.station, Memo: &e.memo, Distance: f.distance, Duration: estimate(f.distance, a.Mode)}
	if f.trip.byRoad {
		h.ByRoad, h.Duration, h.RoadM = true, f.trip.seconds(), f.trip.metres
	}
	t := a.moment
	if a.Door == OpenOnArrival {
		t = a.arrival(h.Duration)
	}
	h.Open, h.Badge = e.door.State(t), e.station.Badge(t)
	switch h.Open {
	case stations.StateOpen, stations.StateClosingSoon:
		h.ClosesAt = e.door.NextChange(t)
	case stations.StateClosed:
		if change := e.door.NextChange(t); !change.IsZero() && e.door.State(change) != stations.StateUnknown {
			h.OpensAt = change
		}
	}
	return h
}
