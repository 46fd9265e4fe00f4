package osm

import (
	"strings"

	"yizhan/geo/roads"
)

// Profile says which ways a mode may use and in which direction, from tags
// alone. Version 1 of the rules is docs/en/numbers.md, point 1; it ignores maxspeed, barriers and turn restrictions. Version
// 2 is in rules.go. A change of any rule takes a new version. Tag values are
// compared whole, in their case; of a repeated key the first counts.
type Profile struct{ Mode roads.Mode }

// Permit returns the permission bits of all modes for a way with these
// [key, value] tags, 0 for a way that is no road for anybody.
func Permit(tags [][2]string) roads.Permit {
	var all roads.Permit
	for m := range roads.Mode(roads.NumModes) {
		all |= Profile{m}.Permit(tags)
	}
	return all
}

// ClassOf returns the class of a way's highway tag, Other without one.
func ClassOf(tags [][2]string) roads.Class {
	highway, _ := find(tags, "highway")
	return roads.ParseClass(highway)
}

// Permit returns the permission bits of the profile's mode. Under version 1:
//
//  1. only ways with a highway tag are roads, and route=ferry closes one;
//  2. the first access key that is present may close the way;
//  3. else it must be of an open class, or opened by its own key or, a trunk
//     on foot, by a sidewalk;
//  4. ride and truck keep to one-way rules.
func (p Profile) Permit(tags [][2]string) roads.Permit {
	if p.Mode.Version() > 1 {
		return p.permit2(tags)
	}
	highway, ok := find(tags, "highway")
	if route, _ := find(tags, "route"); !ok || route == "ferry" {
		return 0
	}
	key, value := p.deciding(tags)
	if closes(value) {
		return 0
	}
	opened := key == p.keys()[0] && opens(value)
	if !opened && !p.openClass(highway) && !p.sidewalk(highway, tags) {
		return 0
	}
	return p.direction(highway, tags)
}

// keys returns the access keys of the mode, its own first.
func (p Profile) keys() []string {
	switch p.Mode.Base() {
	case roads.Walk:
		return []string{"foot", "access"}
	case roads.Ride:
		return []string{"bicycle", "vehicle", "access"}
	}
	return []string{"hgv", "motor_vehicle", "vehicle", "access"}
}

// deciding returns the first access key that is present, and its value.
func (p Profile) deciding(tags [][2]string) (key, value string) {
	for _, key := range p.keys() {
		if value, ok := find(tags, key); ok {
			return key, value
		}
	}
	return "", ""
}

// closes reports whether an access value closes a way.
func closes(value string) bool {
	switch value {
	case "no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath", "dismount":
		return true
	}
	return false
}

// opens reports whether the value of a mode's own key opens a closed class.
func opens(value string) bool {
	return value == "yes" || value == "designated" || value == "permissive"
}

// openClass reports whether the mode may use a class without further tags.
func (p Profile) openClass(highway string) bool {
	mode := p.Mode.Base()
	switch highway {
	case "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
		"unclassified", "residential", "service", "road":
		return true
	case "living_street", "track", "path", "cycleway":
		return mode == roads.Walk || mode == roads.Ride
	case "footway", "pedestrian", "steps", "corridor", "platform":
		return mode == roads.Walk
	case "motorway", "motorway_link", "trunk", "trunk_link":
		return mode == roads.Truck
	}
	return false
}

// sidewalk reports whether the way is a trunk that a sidewalk opens on foot.
func (p Profile) sidewalk(highway string, tags [][2]string) bool {
	if p.Mode.Base() != roads.Walk || highway != "trunk" && highway != "trunk_link" {
		return false
	}
	for _, key := range []string{"sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"} {
		switch value, _ := find(tags, key); value {
		case "yes", "both", "left", "right":
			return true
		}
	}
	return false
}

// direction returns the permission bits of a way that is open to the mode.
func (p Profile) direction(highway string, tags [][2]string) roads.Permit {
	along := roads.Permit(1) << (2 * p.Mode)
	against := along << 1
	if p.Mode == roads.Walk || p.Mode == roads.Ride && contraflow(tags) {
		return along | against
	}
	switch oneWay(highway, tags) {
	case "yes", "true", "1":
		return along
	case "-1":
		return against
	}
	return along | against
}

// oneWay returns the explicit oneway value or, without one, what a
// roundabout or a motorway implies.
func oneWay(highway string, tags [][2]string) string {
	if value, ok := find(tags, "oneway"); ok {
		return value
	}
	junction, _ := find(tags, "junction")
	if junction == "roundabout" || junction == "circular" || highway == "motorway" {
		return "yes"
	}
	return ""
}

// contraflow reports whether bicycles are freed from one-way rules.
func contraflow(tags [][2]string) bool {
	if value, _ := find(tags, "oneway:bicycle"); value == "no" {
		return true
	}
	for _, key := range []string{"cycleway", "cycleway:left", "cycleway:right"} {
		if value, _ := find(tags, key); strings.HasPrefix(value, "opposite") {
			return true
		}
	}
	return false
}

// find returns the value of the first tag with the key.
func find(tags [][2]string, key string) (value string, ok bool) {
	for _, t := range tags {
		if t[0] == key {
			return t[1], true
		}
	}
	return "", false
}
