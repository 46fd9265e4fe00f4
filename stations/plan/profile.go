package plan

import (
	"fmt"
	"strconv"
	"strings"

	"yizhan/geo/roads"
)

// Profile is a named, versioned meaning of "in time": who travels, by which
// rules and speeds (those of the mode in package osm, version 1), and how many
// minutes are meant when none are asked for. Every result names its profile.
type Profile struct {
	Name    string
	Version int
	Mode    roads.Mode
	Minutes float64
}

// String returns name@version.
func (p Profile) String() string { return fmt.Sprintf("%s@%d", p.Name, p.Version) }

// Profiles lists every profile. The first of each mode is the one that is
// meant when only a mode is given.
func Profiles() []Profile {
	return []Profile{
		{"walk-15", 1, roads.Walk, 15},
		{"ride-15", 1, roads.Ride, 15},
		{"ride-5", 1, roads.Ride, 5}, // a detour is no rest: five minutes from the way
		{"truck-15", 1, roads.Truck, 15},
	}
}

// profileOf returns the profile that NAME or NAME@V names; without a version
// the newest is meant.
func profileOf(text string) (Profile, bool) {
	name, version, stated := strings.Cut(text, "@")
	var found Profile
	for _, p := range Profiles() {
		if p.Name != name || stated && version != strconv.Itoa(p.Version) {
			continue
		}
		if p.Version > found.Version {
			found = p
		}
	}
	return found, found.Version > 0
}

// profileFor returns the first profile of the mode.
func profileFor(mode roads.Mode) Profile {
	for _, p := range Profiles() {
		if p.Mode == mode {
			return p
		}
	}
	return Profile{}
}

// profileNames lists the known profiles for an error text.
func profileNames() string {
	var names []string
	for _, p := range Profiles() {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}
