package nearby

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"yizhan/geo/near"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/calendar"
)

// Finder answers questions from the latest snapshot. It is safe for
// concurrent use.
type Finder struct {
	now      func() time.Time
	networks []*network
	spare    sync.Pool // of *asking
	compiler *compiler // its hours belong to Follow, its bits are read by all
	current  atomic.Pointer[Snapshot]
	lexicon  *lexicon
	pulse    pulse
}

// NewFinder returns a finder that knows no stations until Follow runs. The
// networks are for ByTime; there may be none. now is the clock.
func NewFinder(graphs []*roads.Graph, now func() time.Time) *Finder {
	f := &Finder{now: now, compiler: newCompiler(), lexicon: newLexicon()}
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
func (f *Finder) Find(ctx context.Context, q Query) (Answer, error) { return f.FindIn(ctx, q, nil) }

// FindIn is Find, but the answer's hits stand in room, as far as it reaches.
func (f *Finder) FindIn(ctx context.Context, q Query, room []Hit) (Answer, error) {
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
	defer f.spare.Put(a)
	defer a.forget()
	if err := a.collect(ctx); err != nil {
		return Answer{}, err
	}
	return a.answer(room), nil
}

// asking is one question under way.
type asking struct {
	Query
	snapshot *Snapshot
	network  *network // nil for straight estimates
	blur     *blur    // by road from an inexact position, else nil
	vague    bool     // an inexact position from which roads may or may not lead
	wish     near.Wish
	decided  bool // the wish and sure tags alone decide that a station is kept
	name     uint64
	now      time.Time
	moment   time.Time // at which doors and services are looked at, but for arrival
	after    *cursor
	part     group // that is being filled
	found    []found
	hits     []near.Hit
	touched  uint64 // see fetch

	// What the index asks back, made once and used by question after question.
	keep, passed func(slot int32) bool
	before       func(a, b int32) bool
}

func newAsking() *asking {
	a := new(asking)
	a.keep = func(slot int32) bool {
		e := a.snapshot.at(slot)
		return a.keeps(e) && a.belongs(e, a.part)
	}
	a.passed = func(slot int32) bool { return a.snapshot.id(slot) <= a.after.id }
	a.before = func(x, y int32) bool { return a.snapshot.id(x) < a.snapshot.id(y) }
	return a
}

// mostKept bounds the memory that an asking keeps for the next question, in
// stations.
const mostKept = 10_000

// forget makes room for the next question, and lets go of what this one saw.
func (a *asking) forget() {
	found := a.found[:cap(a.found)]
	if len(found) > mostKept {
		found = nil
	}
	clear(found)
	*a = asking{found: found[:0], hits: a.hits[:0], keep: a.keep, passed: a.passed, before: a.before}
}

// found is a station in an answer's order.
type found struct {
	entry    *entry
	group    group
	key      float64 // metres or seconds
	distance float64
	trip     trip
	window   window
}

func (f *Finder) begin(s *Snapshot, q Query) (*asking, error) {
	a, ok := f.spare.Get().(*asking)
	if !ok {
		a = newAsking()
	}
	a.Query, a.snapshot, a.name = q, s, q.name()
	a.Mode = q.Mode.Under(roads.Versions)
	a.wish, a.decided = f.compiler.wish(q.Filter), f.compiler.decides(q.Filter)
	a.now = f.now().Truncate(time.Millisecond) // a cursor keeps no more
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
		a.vague = q.AccuracyM > 0 && f.mixed(a.network, around(q.Point, q.AccuracyM))
	}
	return a, nil
}

// collect finds one station more than the page holds, so that a next page is
// promised only where there is one.
func (a *asking) collect(ctx context.Context) error {
	if a.By == ByTime && a.network != nil {
		return a.byRoad(ctx)
	}
	a.straight()
	return ctx.Err()
}

// keeps applies the filter, whose wish is fulfilled. Most stations need not be
// looked at for that: their sure tags tell.
func (a *asking) keeps(e *entry) bool {
	return a.decided && a.wish.Takes(e.sure) || a.Filter.Match(e.station, a.moment)
}

// answer cuts the page and says what follows.
func (a *asking) answer(room []Hit) Answer {
	answer := Answer{Revision: a.snapshot.Revision, ByRoad: a.network != nil, Mode: a.Mode}
	if len(a.found) > a.Limit {
		last := a.found[a.Limit-1]
		answer.Next = cursor{a.name, a.now, last.group, last.key, last.entry.station.ID}.String()
		a.found = a.found[:a.Limit]
	}
	answer.Hits = slices.Grow(room[:0], len(a.found))
	a.fetch()
	for i := range a.found {
		answer.Hits = append(answer.Hits, a.hit(&a.found[i]))
	}
	if len(a.found) == 0 && a.after == nil {
		answer.Nearest = a.nearest()
	}
	return answer
}

// fetch touches what the hits will show of their stations. No cache holds
// that, so all is asked for before any is used: the processor then waits for
// it side by side, not one after the other.
func (a *asking) fetch() {
	for i := range a.found {
		e := a.found[i].entry
		a.touched += uint64(e.tags)
		a.touched += e.memo.Load()
		if e.warning == (stations.Warning{}) {
			a.touched++
		}
	}
}

// nearest is the nearest public station, whatever was asked for.
func (a *asking) nearest() *Hit {
	hits := a.snapshot.nearest(near.Query{Point: a.Point, K: 1}, nil)
	if len(hits) == 0 {
		return nil
	}
	whatever := *a
	whatever.Door = AnyDoor
	hit := whatever.hit(&found{entry: a.snapshot.at(hits[0].Item), distance: hits[0].Distance})
	return &hit
}

func (a *asking) hit(f *found) Hit {
	e := f.entry
	h := Hit{Station: e.station, Memo: &e.memo, Distance: f.distance, Duration: f.seconds(a.Mode)}
	if f.trip.byRoad {
		h.ByRoad, h.RoadM = true, f.trip.metres
	}
	t := a.moment
	if a.Door == OpenOnArrival {
		t = a.arrival(h.Duration)
	}
	h.Open, h.Badge = a.state(e, f.window), e.warning.Badge(t)
	look := a.look(e, t)
	switch h.Open {
	case stations.StateOpen, stations.StateClosingSoon:
		h.ClosesAt = look.Change
	case stations.StateClosed:
		if look.Then != stations.StateUnknown {
			h.OpensAt = look.Change
		}
	}
	return h
}

// seconds is the travel time that is shown.
func (f *found) seconds(m roads.Mode) float64 {
	if f.trip.byRoad {
		return f.trip.seconds()
	}
	return estimate(f.distance, m)
}
