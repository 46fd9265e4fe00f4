package nearby

import (
	"math"
	"time"

	"yizhan/stations"
)

// Stay is how long a door must stay open after the rider's arrival to count
// as open for OpenOnArrival.
const Stay = 10 * time.Minute

// group is a part of an answer. Parts are listed one after the other, each
// in its own order.
type group uint8

const (
	surely  group = iota // open then, or no rule asks
	barely               // open on arrival, but closing soon
	perhaps              // nobody knows
	groups
)

// lists reports whether the rule makes such a group.
func (d Door) lists(g group) bool {
	switch d {
	case AnyDoor:
		return g == surely
	case OpenOnArrival:
		return true
	}
	return g != barely
}

// window is when a rider arrives, in seconds from now: at some moment of it,
// or at its only one.
type window struct{ soonest, latest float64 }

// straightWindow is the window over a great circle of so many metres.
func (a *asking) straightWindow(metres float64) window {
	w := window{estimate(max(0, metres-a.AccuracyM), a.Mode), estimate(metres+a.AccuracyM, a.Mode)}
	if a.vague {
		w.soonest = soonest(a.Mode, metres-a.AccuracyM)
		w.latest = max(w.latest, float64(a.horizon())/1000)
	}
	return w
}

// state is the door's at the asked moment, or the one that holds whenever in
// the window the rider arrives.
func (a *asking) state(e *entry, w window) stations.OpenState {
	if a.Door == OpenOnArrival {
		return e.door.Visit(stations.Visit{Earliest: a.arrival(w.soonest), Latest: a.arrival(w.latest), Stay: Stay})
	}
	return e.door.Look(a.moment).State
}

// look is what the door shows at the asked moment, or on arrival.
func (a *asking) look(e *entry, t time.Time) stations.Look {
	if a.Door == OpenOnArrival {
		return e.door.LookOnce(t)
	}
	return e.door.Look(t)
}

// group applies the rule about doors; false drops the station.
func (a *asking) group(e *entry, w window) (group, bool) {
	if a.Door == AnyDoor {
		return surely, true
	}
	switch a.state(e, w) {
	case stations.StateClosed:
		return 0, false
	case stations.StateUnknown:
		return perhaps, true
	case stations.StateClosingSoon:
		if a.Door == OpenOnArrival {
			return barely, true
		}
	}
	return surely, true
}

func (a *asking) arrival(seconds float64) time.Time {
	return a.now.Add(time.Duration(math.Round(seconds * float64(time.Second))))
}
