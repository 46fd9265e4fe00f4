package nearby

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/geo/roads"
)

// Horizon is how far, in minutes, an answer by time looks along the roads
// when the question sets no limit, and the most that it may set.
const Horizon = 60

// firstReach is how far the roads are searched at first, in milliseconds;
// each further round doubles it.
const firstReach roads.Millis = 5 * 60_000

// trip is the way to one station along the roads.
type trip struct {
	byRoad bool
	time   roads.Millis
	metres float64 // along the road, and straight between road and doors
}

func (t trip) seconds() float64 { return float64(t.time) / 1000 }

// ties remember how a station is tied to the road, per mode. They are filled
// when first asked for.
type ties [roads.NumModes]atomic.Pointer[tied]

type tied struct {
	network *network
	tie     roads.Tie
	ok      bool
}

// tieOf returns the station's tie to the network.
func (e *entry) tieOf(n *network, m roads.Mode) *tied {
	if t := e.ties[m].Load(); t != nil && t.network == n {
		return t
	}
	t := &tied{network: n}
	t.tie, t.ok = n.graph.Tie(m, e.station.Position.Point)
	e.ties[m].Store(t)
	return t
}

// networkAt returns the network whose bounds hold p, nil when none does.
func (f *Finder) networkAt(p orb.Point) *network {
	for _, n := range f.networks {
		if n.graph.Bounds().Contains(p) {
			return n
		}
	}
	return nil
}

// mixed reports whether a rider somewhere in the box may stand in another
// network than this one, or in none; for nil, in any.
func (f *Finder) mixed(in *network, box orb.Bound) bool {
	for _, n := range f.networks {
		bounds := n.graph.Bounds()
		leaves := !bounds.Contains(box.Min) || !bounds.Contains(box.Max)
		if n == in && leaves || n != in && bounds.Intersects(box) {
			return true
		}
	}
	return false
}

// byRoad finds the stations of least travel time:
//
//  1. Search the roads from the rider as far as a reach of time.
//  2. Measure every wanted station that could be as near as that.
//  3. If that fills the page it is complete: all others are farther.
//     Otherwise double the reach, up to the horizon.
//
// A station without a road is listed by its straight estimate. From an
// inexact position the reach goes beyond the horizon, for the times of
// stations that only others in the circle have within it.
func (a *asking) byRoad(ctx context.Context) error {
	j, ok := a.network.depart(a.Mode, a.Point)
	if !ok { // the rider is off the road
		a.network, a.vague = nil, a.AccuracyM > 0
		return a.collect(ctx)
	}
	defer a.network.release(j)
	if err := a.widen(ctx, j.from); err != nil {
		return err
	}
	defer a.blur.release()
	if err := a.search(ctx, j); err != nil {
		return err
	}
	slices.SortFunc(a.found, found.compare)
	a.found = a.found[:min(len(a.found), a.Limit+1)]
	for i := range a.found {
		if f := &a.found[i]; f.trip.byRoad {
			f.trip.metres = j.metres(f.entry.tieOf(a.network, a.Mode).tie)
		}
	}
	return nil
}

// search is the rounds of byRoad.
func (a *asking) search(ctx context.Context, j *journey) error {
	last := a.lastReach()
	for reach := min(firstReach, last); ; reach = min(2*reach, last) {
		if err := j.settle(ctx, reach); err != nil {
			return err
		}
		if err := a.blur.settle(ctx, min(reach, a.horizon())); err != nil {
			return err
		}
		a.measure(j, reach)
		if reach == last || a.complete() {
			return nil
		}
	}
}

// lastReach is how far the roads are searched. From an inexact position that
// is as far as most stations can be that somebody in the circle has within
// the horizon, two hours at most; those beyond it are listed last.
func (a *asking) lastReach() roads.Millis {
	if a.AccuracyM == 0 {
		return a.horizon()
	}
	const most, spare = 2 * Horizon * 60_000, 10 * 60_000
	return min(most, a.horizon()+spare+roads.Millis(3*1000*estimate(a.AccuracyM, a.Mode)))
}

func (a *asking) horizon() roads.Millis {
	minutes := a.MaxMinutes
	if minutes == 0 {
		minutes = Horizon
	}
	return roads.Millis(math.Floor(minutes*60_000 + 1e-6))
}

// measure lists the wanted stations within reach; at the last one, those
// that are within the horizon from anywhere the rider may be.
func (a *asking) measure(j *journey, reach roads.Millis) {
	a.found = a.found[:0]
	radius := farthest(a.Mode, min(reach, a.horizon())) + a.AccuracyM
	if a.RadiusM > 0 {
		radius = min(radius, a.RadiusM+a.AccuracyM)
	}
	horizon, all := float64(a.horizon()), reach == a.lastReach()
	a.snapshot.index.Within(a.Point, radius, a.wish, func(h near.Hit) {
		e := a.snapshot.at(h.Item)
		if !a.keeps(e) {
			return
		}
		f := a.reckon(j, e, h.Distance)
		if (all || f.key*1000 <= float64(reach)) && f.window.soonest*1000 <= horizon && a.admits(&f) && a.later(f) {
			a.found = append(a.found, f)
		}
	})
}

// farthest bounds the great circle that anyone travels in the time: no road
// is faster than the fastest class, and rounding an edge to whole
// milliseconds, at least one, takes off less than a third of its time.
func farthest(m roads.Mode, reach roads.Millis) float64 {
	fastest := max(roads.SpeedOf(m, roads.Motorway), Speed(m))
	return 1.5 * fastest * float64(reach) / 1000
}

// soonest is the inverse of farthest, in seconds.
func soonest(m roads.Mode, metres float64) float64 {
	return max(0, metres) / farthest(m, 1000)
}

// reckon finds the travel time to one station, and when the rider may arrive.
func (a *asking) reckon(j *journey, e *entry, distance float64) found {
	f := found{entry: e, distance: distance, key: estimate(distance, a.Mode)}
	t := e.tieOf(a.network, a.Mode)
	if t.ok {
		f.trip = trip{byRoad: true, time: j.time(t.tie)}
		f.key = f.trip.seconds()
	}
	if a.AccuracyM == 0 {
		f.window = window{f.key, f.key}
		return f
	}
	if last := a.lastReach(); t.ok && f.trip.time > last {
		f.trip, f.key = trip{}, float64(last)/1000+estimate(distance, a.Mode) // listed after all that are reached from Point
	}
	f.window = a.blurredWindow(&f, t)
	return f
}

// admits applies the rule about doors.
func (a *asking) admits(f *found) bool {
	g, kept := a.group(f.entry, f.window)
	f.group = g
	return kept
}

// later reports whether f comes after the page before.
func (a *asking) later(f found) bool {
	if a.after == nil {
		return true
	}
	return a.after.compare(f) < 0
}

// complete reports whether the page is full of stations that no farther one
// can come before.
func (a *asking) complete() bool {
	first := surely
	if a.after != nil {
		first = a.after.group
	}
	count := 0
	for _, f := range a.found {
		if f.group == first {
			count++
		}
	}
	return count > a.Limit
}

// compare orders: by group, then the key, then the id.
func (f found) compare(g found) int {
	return cursor{group: f.group, key: f.key, id: f.entry.station.ID}.compare(g)
}

// compare says where the end of a page lies in the order of found.compare.
func (c cursor) compare(f found) int {
	return cmp.Or(cmp.Compare(c.group, f.group), cmp.Compare(c.key, f.key), cmp.Compare(c.id, f.entry.station.ID))
}
