// Package drive plans where a driver rests: the fewest rests such that nobody
// drives longer than allowed without one.
//
// The rule behind it is article 62 (7) of the regulation on the road traffic
// safety law, 道路交通安全法实施条例第六十二条: 不得连续驾驶机动车超过4小时未停车
// 休息或者停车休息时间少于20分钟. It holds at both ends of a trip: hours driven
// before the departure count, and so does the last stretch.
package drive

import (
	"math"
	"time"
)

// What the law says, both inclusive: no stretch is longer, no rest shorter.
const (
	LongestStretch = 4 * time.Hour
	ShortestRest   = 20 * time.Minute
)

// Trip is what a driver is about to do.
type Trip struct {
	Departure time.Time
	Driving   time.Duration // of the whole way, without calls and rests
	Driven    time.Duration // without a rest, before the departure
	Longest   time.Duration // stretch without a rest, inclusive; more than 0
	Rest      time.Duration // of each rest
}

// Stop is a place beside the way where the driver may rest.
//
// Times are those of the way: a driver who has called nowhere else gets there
// after In, and drives on as one who is Out along the way. In − Out is what
// the call adds. Places stand along the way likewise, in metres.
type Stop struct {
	In, Out       time.Duration // Out ≤ In
	Leave, Rejoin float64       // metres from the start

	// Offer reports whether the driver can rest there all the while, and how
	// welcome that is: more is better.
	Offer func(from, until time.Time) (merit int, ok bool)
}

// Halt is a rest of a plan.
type Halt struct {
	Stop           int           // its place in the list of stops
	Stretch        time.Duration // driven since the rest before
	Arrive, Depart time.Time
}

// Plan says where to rest. With a Gap its halts lead to the last stop before
// the gap, and the rest of it is zero; there are none when no door on the way
// there is open in time.
type Plan struct {
	Halts   []Halt
	Longest time.Duration // the longest stretch, what was driven before the departure included
	Driving time.Duration // in all, calls included
	Arrival time.Time     // at the end of the way
	Gap     *Gap          // why there is no plan; nil when there is one
}

// Gap is the first stretch for which there is no way to keep the rule.
type Gap struct {
	From   int           // the last stop that can be had by the rule, Start for the departure
	To     int           // the next stop after it, End for the end of the way
	Need   time.Duration // the driving between them, before the departure included
	Closed bool          // there are stops that are near enough, but none lets the driver rest in time
}

// The ends of a trip, in a Gap.
const (
	Start = -1
	End   = -2
)

// step is what drivers count detours by: who saves less than this is not
// better off.
const step = 5 // minutes

// spare is how many rests a plan may have more than the distances alone
// demand, to get round closed doors. Nobody rests more often just to arrive
// later.
const spare = 4

// Find returns the best plan: of all that keep the rule the one with
//
//  1. the fewest rests,
//  2. the least time added by calls, counted in five minutes begun,
//  3. the most merit, summed over the rests,
//  4. the least time added by calls, in minutes begun by each, and then exactly.
//
// The calls of a plan follow each other along the way: one joins it again
// before the next one leaves it; those that leave it at one place come in
// order of In, then of the list. Each call is counted in whole minutes begun,
// so that arrivals are exact and the search is too: what matters of the past
// at a stop is how many rests and how many minutes of calls came before, and
// Find keeps the best plan for each (dynamic programming over stop × rests ×
// minutes). A plan has at most four rests more than the distances demand.
func Find(t Trip, stops []Stop) Plan {
	p := newPlanner(t, stops)
	plan := p.find()
	if plan.Gap != nil && plan.Gap.From != Start {
		plan.Halts = p.until(plan.Gap.From)
	}
	return plan
}

// minutes rounds up.
func minutes(d time.Duration) int { return int(math.Ceil(d.Minutes())) }
