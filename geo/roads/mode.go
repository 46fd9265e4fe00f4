package roads

import "fmt"

// modeNames are the names that requests use, by Mode.
func modeNames() [kinds]string { return [kinds]string{"walk", "ride", "truck"} }

// ParseMode returns the mode called "walk", "ride" or "truck", under version 1
// of the rules. Other names, also in another case, are an error.
func ParseMode(name string) (Mode, error) {
	for m, known := range modeNames() {
		if name == known {
			return Mode(m), nil
		}
	}
	return 0, fmt.Errorf("mode %q is not walk, ride or truck", name)
}

// Versions is how many versions of the rules there are.
const Versions = NumModes / kinds

// Base returns the mode under version 1 of the rules.
func (m Mode) Base() Mode { return m % kinds }

// Version returns the version of the rules, from 1.
func (m Mode) Version() int { return 1 + int(m/kinds) }

// Under returns the same way to travel under another version of the rules; a
// version that does not exist gives the last.
func (m Mode) Under(version int) Mode {
	return m.Base() + Mode(kinds*(min(max(version, 1), Versions)-1))
}

// String returns the mode's name, from version 2 on with the version
// ("walk@2"), or "mode(N)" for a number that is none.
func (m Mode) String() string {
	switch {
	case m >= NumModes:
		return fmt.Sprintf("mode(%d)", uint8(m))
	case m.Version() > 1:
		return fmt.Sprintf("%s@%d", modeNames()[m.Base()], m.Version())
	}
	return modeNames()[m]
}

// AccessSpeed returns the speed in metres per second between a place and the
// road: 1.2 m/s for walk and ride (a rider pushes the bike), 10 km/h for
// truck. docs/en/numbers.md, point 4.
func AccessSpeed(m Mode) float64 {
	if m.Base() == Truck {
		return 10 / 3.6
	}
	return 1.2
}

// SpeedOf returns the speed in metres per second of a mode on a class of
// road, where the way says nothing else. Version 1 of every profile: walk 1.2
// m/s, ride 15 km/h, truck 80 km/h on motorway and trunk, 55 on primary and
// secondary, 35 on the rest; a link takes the speed of its class
// (docs/en/numbers.md, point 2). Version 2 is slower on some classes:
// docs/en/rules.md. It says nothing about whether the mode may use the class.
func SpeedOf(m Mode, c Class) float64 {
	switch {
	case m == Walk2 && c == Steps:
		return 0.6
	case m == Ride2 && (c == LivingStreet || c == Track || c == Path):
		return 10 / 3.6
	}
	switch m.Base() {
	case Walk:
		return 1.2
	case Ride:
		return 15 / 3.6
	}
	switch c {
	case Motorway, MotorwayLink, Trunk, TrunkLink:
		return 80 / 3.6
	case Primary, PrimaryLink, Secondary, SecondaryLink:
		return 55 / 3.6
	}
	return 35 / 3.6
}
