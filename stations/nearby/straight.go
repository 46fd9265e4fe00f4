package nearby

import (
	"yizhan/geo/near"
	"yizhan/geo/sphere"
)

// straight fills the page group by group with the nearest stations by great
// circle. Straight travel times grow with distance, so both orders are one.
func (a *asking) straight() {
	for g := surely; g < groups && len(a.found) <= a.Limit; g++ {
		if a.Door.lists(g) && (a.after == nil || a.after.group <= g) {
			a.straightIn(g)
		}
	}
}

func (a *asking) straightIn(g group) {
	a.part = g
	q := near.Query{Point: a.Point, K: a.Limit + 1 - len(a.found), Radius: a.radius(), Wish: a.wish, Keep: a.keep, Before: a.before}
	if a.decided && a.Door == AnyDoor {
		q.Sure = settled
	}
	if a.after != nil && a.after.group == g {
		q.After = &near.Mark{Distance: a.after.key, Passed: a.passed}
	}
	a.hits = a.snapshot.index.Nearest(q, a.hits[:0])
	for _, h := range a.hits {
		a.found = append(a.found, found{entry: a.snapshot.at(h.Item), group: g, key: h.Distance, distance: h.Distance, window: a.straightWindow(h.Distance)})
	}
}

// belongs reports whether the door rule puts the station into the group.
func (a *asking) belongs(e *entry, g group) bool {
	var w window
	switch a.Door {
	case AnyDoor:
		return true
	case OpenOnArrival:
		w = a.straightWindow(sphere.Distance(a.Point, e.station.Position.Point))
	}
	got, kept := a.group(e, w)
	return kept && got == g
}

// radius is how far a straight answer goes, 0 for no limit.
func (a *asking) radius() float64 {
	radius := a.RadiusM
	if a.MaxMinutes > 0 {
		reach := a.MaxMinutes * 60 * Speed(a.Mode) / Detour
		if a.vague {
			reach = farthest(a.Mode, a.horizon())
		}
		if radius == 0 || reach < radius {
			radius = reach
		}
	}
	if radius > 0 {
		radius += a.AccuracyM
	}
	return radius
}
