package osm

import (
	"slices"
	"strings"

	"yizhan/geo/roads"
)

// Version 2 of the way rules: docs/en/rules.md has the table with the source
// of each. What is written there in words is written here once in code.

// permit2 returns the permission bits of the profile's mode under version 2:
//
//  1. only ways with a highway tag are roads; route=ferry, a motor road on
//     foot or by bike, and what is not built or no longer there are closed;
//  2. in each direction the first access key that is present decides, its
//     :forward or :backward form before the plain one;
//  3. else the way must be of an open class, or opened by what lies beside it;
//  4. one-way rules take a direction away.
func (p Profile) permit2(tags [][2]string) roads.Permit {
	highway, ok := find(tags, "highway")
	if route, _ := find(tags, "route"); !ok || route == "ferry" || unbuilt(highway) || p.barredByMotorRoad(tags) {
		return 0
	}
	var permit roads.Permit
	if p.open2(highway, tags, ":forward") && !p.against2(highway, tags) {
		permit |= 1 << (2 * p.Mode)
	}
	if p.open2(highway, tags, ":backward") && !p.along2(highway, tags) {
		permit |= 2 << (2 * p.Mode)
	}
	return permit
}

// unbuilt reports whether a highway value is no road, whatever its tags say.
func unbuilt(highway string) bool {
	switch highway {
	case "construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished",
		"raceway", "bus_guideway", "escape", "via_ferrata", "rest_area", "services":
		return true
	}
	return false
}

func (p Profile) barredByMotorRoad(tags [][2]string) bool {
	value, _ := find(tags, "motorroad")
	return value == "yes" && p.Mode != roads.Truck2
}

// open2 reports whether the mode may use the way in a direction, but for
// one-way rules.
func (p Profile) open2(highway string, tags [][2]string, direction string) bool {
	for i, key := range p.keys() {
		value, ok := find(tags, key+direction)
		if !ok {
			value, ok = find(tags, key)
		}
		if !ok {
			continue
		}
		switch {
		case i == 0 && p.pushed(value):
			return true
		case closes2(value):
			return false
		case i == 0 && (opens(value) || value == "official"):
			return true
		}
		break
	}
	return p.openClass(highway) || p.sidewalk(highway, tags) || p.cycleway(highway, tags) || p.ramp(highway, tags)
}

// closes2 reports whether an access value closes a way under version 2.
func closes2(value string) bool { return closes(value) || value == "permit" }

// pushed reports whether the value of the bicycle key lets riders push only.
func (p Profile) pushed(value string) bool {
	return p.Mode == roads.Ride2 && value == "dismount"
}

// cycleway reports whether a lane or track beside a trunk opens it to riders.
func (p Profile) cycleway(highway string, tags [][2]string) bool {
	if p.Mode != roads.Ride2 || highway != "trunk" && highway != "trunk_link" {
		return false
	}
	for _, key := range []string{"cycleway", "cycleway:both", "cycleway:left", "cycleway:right"} {
		switch value, _ := find(tags, key); value {
		case "lane", "track", "shared_lane", "shoulder", "share_busway":
			return true
		}
	}
	return false
}

// ramp reports whether bikes can be pushed up the steps.
func (p Profile) ramp(highway string, tags [][2]string) bool {
	value, _ := find(tags, "ramp:bicycle")
	return p.Mode == roads.Ride2 && highway == "steps" && value == "yes"
}

// along2 and against2 report whether the mode may only travel along the way,
// or only against it.
func (p Profile) along2(highway string, tags [][2]string) bool {
	switch p.oneWay2(highway, tags) {
	case "yes", "true", "1", "forward", "reversible":
		return true
	}
	return false
}

func (p Profile) against2(highway string, tags [][2]string) bool {
	switch p.oneWay2(highway, tags) {
	case "-1", "reverse", "backward", "reversible":
		return true
	}
	return false
}

// oneWay2 returns the one-way value that holds for the mode, "" for none. A
// reversible way has both, so it is closed: nobody knows its hour.
func (p Profile) oneWay2(highway string, tags [][2]string) string {
	switch p.Mode {
	case roads.Walk2:
		return first(tags, "oneway:foot", "conveying")
	case roads.Ride2:
		if value, ok := find(tags, "oneway:bicycle"); ok {
			return value
		}
		if value, _ := find(tags, "bicycle"); value == "dismount" || contraflow(tags) || contraflow2(tags) {
			return ""
		}
	default:
		if value := first(tags, "oneway:hgv", "oneway:motor_vehicle", "oneway:vehicle"); value != "" {
			return value
		}
	}
	return oneWay(highway, tags)
}

// contraflow2 reports whether a cycle lane runs against a one-way way.
func contraflow2(tags [][2]string) bool {
	for _, key := range []string{"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway", "cycleway:oneway"} {
		if value, _ := find(tags, key); value == "no" || value == "-1" {
			return true
		}
	}
	value, _ := find(tags, "cycleway:both")
	return strings.HasPrefix(value, "opposite")
}

// first returns the value of the first key that is present.
func first(tags [][2]string, keys ...string) string {
	for _, key := range keys {
		if value, ok := find(tags, key); ok {
			return value
		}
	}
	return ""
}

// Stopped returns the modes of version 2 that a barrier node with these tags
// stops. Its own access tags go before what its kind stops.
func Stopped(tags [][2]string) roads.ModeSet {
	barrier, ok := find(tags, "barrier")
	if !ok {
		return 0
	}
	var set roads.ModeSet
	for _, m := range []roads.Mode{roads.Walk2, roads.Ride2, roads.Truck2} {
		p := Profile{m}
		switch _, value := p.deciding(tags); {
		case value == "":
			if p.stoppedBy(barrier) {
				set = set.With(m)
			}
		case closes2(value) && !p.pushed(value):
			set = set.With(m)
		}
	}
	return set
}

// stoppedBy reports whether a barrier without access tags stops the mode.
func (p Profile) stoppedBy(barrier string) bool {
	trucks := []string{
		"bollard", "block", "cycle_barrier", "motorcycle_barrier", "chain", "jersey_barrier", "log", "rope",
		"planter", "debris", "stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile",
		"bus_trap", "sump_buster", "wicket_gate",
	}
	riders := []string{"stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile", "debris"}
	switch p.Mode {
	case roads.Ride2:
		return slices.Contains(riders, barrier)
	case roads.Truck2:
		return slices.Contains(trucks, barrier)
	}
	return false
}
