package plan

import (
	"fmt"
	"strconv"
	"strings"

	"yizhan/geo/roads"
	"yizhan/stations"
)

// Profile is a named, versioned meaning of "in time": who travels, by which
// rules and speeds (those of the mode in package osm), and how many minutes
// are meant when none are asked for. Every result names its profile.
type Profile struct {
	Name    string
	Version int
	Mode    roads.Mode // under the rules of Version
	Minutes float64
}

// String returns name@version.
func (p Profile) String() string { return fmt.Sprintf("%s@%d", p.Name, p.Version) }

// Profiles lists every profile, newest versions first. The first of each mode
// is the one that is meant when only a mode is given (ADR 012).
func Profiles() []Profile {
	var all []Profile
	for version := roads.Versions; version > 0; version-- {
		all = append(
			all,
			Profile{"walk-15", version, roads.Walk.Under(version), 15},
			Profile{"ride-15", version, roads.Ride.Under(version), 15},
			Profile{"ride-5", version, roads.Ride.Under(version), 5}, // a detour is no rest: five minutes from the way
			Profile{"truck-15", version, roads.Truck.Under(version), 15},
		)
	}
	return all
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

// ProfileUnder returns the first profile of the mode under just that version of
// the rules: the one to name where times are by these roads.
func ProfileUnder(mode roads.Mode) Profile {
	for _, p := range Profiles() {
		if p.Mode == mode {
			return p
		}
	}
	return Profile{}
}

// profileFor returns the first profile of the mode, whatever its version.
func profileFor(mode roads.Mode) Profile {
	for _, p := range Profiles() {
		if p.Mode.Base() == mode.Base() {
			return p
		}
	}
	return Profile{}
}

// pickProfile returns the profile that a request names by its mode, its
// profile or both. After a complaint it is one whose defaults raise no further
// ones.
func pickProfile(modeName, name string, bad *stations.Problems) Profile {
	mode, modeErr := roads.ParseMode(modeName)
	if modeName != "" && modeErr != nil {
		bad.Add("mode", "must be walk, ride or truck")
	}
	if name == "" {
		return profileFor(mode) // walk when no mode is named
	}
	profile, ok := profileOf(name)
	switch {
	case !ok:
		bad.Add("profile", "is not known; known are "+profileNames())
		return profileFor(roads.Walk)
	case modeName != "" && modeErr == nil && mode != profile.Mode.Base():
		bad.Add("profile", fmt.Sprintf("%s is for mode %s, not %s", profile, profile.Mode.Base(), mode))
	}
	return profile
}

// profileNames lists the known profiles for an error text.
func profileNames() string {
	var names []string
	for _, p := range Profiles() {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}

// vehicle checks that a vehicle may be asked about.
func (p Profile) vehicle(v roads.Vehicle, bad *stations.Problems) roads.Vehicle {
	switch {
	case v == (roads.Vehicle{}):
	case !v.Plausible():
		bad.Add("vehicle", fmt.Sprintf("height_m, length_m and weight_t must be more than 0 and at most %v, %v and %v", roads.MaxHeight, roads.MaxLength, roads.MaxWeight))
	case p.Mode.Base() != roads.Truck || p.Version < 2:
		bad.Add("vehicle", "is for mode truck, from truck-15@2 on")
	}
	return v
}
