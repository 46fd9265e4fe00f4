package along

import (
	"time"

	"yizhan/stations"
	"yizhan/stations/nearby"
)

// listed returns the hits that the rule about doors keeps, each with the
// state of its door: all rules but AnyDoor drop the closed ones, and none drops
// those of unknown hours. OpenNow is about the moment of asking.
func (a *asking) listed() []Hit {
	var list []Hit
	for _, h := range a.hits {
		switch a.Door {
		case nearby.OpenNow:
			h.look(a.now, 0)
		case nearby.OpenAt:
			h.look(a.At, 0)
		case nearby.OpenOnArrival:
			h.look(h.Arrival, nearby.Stay)
		default:
			h.look(h.Arrival, 0)
		}
		if a.Door == nearby.AnyDoor || h.Open != stations.StateClosed {
			list = append(list, h)
		}
	}
	return list
}

// look fills in the state of the door at t, for a stay.
func (h *Hit) look(t time.Time, stay time.Duration) {
	h.Open, h.Badge = h.door.State(t), h.Station.Badge(t)
	if stay > 0 {
		h.Open = h.door.Visit(stations.Visit{Earliest: t, Latest: t, Stay: stay})
	}
	switch h.Open {
	case stations.StateOpen, stations.StateClosingSoon:
		h.ClosesAt = h.door.NextChange(t)
	case stations.StateClosed:
		if change := h.door.NextChange(t); !change.IsZero() && h.door.State(change) != stations.StateUnknown {
			h.OpensAt = change
		}
	}
}

// rests tells whether a driver can be at a station all the while, and whether
// that is sure: hours that are not known, or become so, are no obstacle, but
// no certainty either.
func rests(d stations.Door, from, until time.Time) (sure, ok bool) {
	switch d.State(from) {
	case stations.StateClosed:
		return false, false
	case stations.StateUnknown:
		return false, true
	}
	change := d.NextChange(from)
	if change.IsZero() || !change.Before(until) {
		return true, true
	}
	return false, d.State(change) != stations.StateClosed
}
