package roads

import "fmt"

// modeNames are the names of the modes in the contract, by Mode.
func modeNames() [NumModes]string { return [NumModes]string{"walk", "ride", "truck"} }

// ParseMode returns the mode called "walk", "ride" or "truck". Other names,
// also in another case, are an error.
func ParseMode(name string) (Mode, error) {
	for m, known := range modeNames() {
		if name == known {
			return Mode(m), nil
		}
	}
	return 0, fmt.Errorf("mode %q is not walk, ride or truck", name)
}

// String returns the mode's name, or "mode(N)" for a number that is none.
func (m Mode) String() string {
	if m >= NumModes {
		return fmt.Sprintf("mode(%d)", uint8(m))
	}
	return modeNames()[m]
}

// AccessSpeed returns the speed in metres per second between a place and the
// road: 1.2 m/s for walk and ride (a rider pushes the bike), 10 km/h for
// truck. API.md, point 4.
func AccessSpeed(m Mode) float64 {
	if m == Truck {
		return 10 / 3.6
	}
	return 1.2
}

// SpeedOf returns the speed in metres per second of a mode on a class of
// road, version 1 of every profile: walk 1.2 m/s, ride 15 km/h, truck 80 km/h
// on motorway and trunk, 55 on primary and secondary, 35 on the rest; a link
// takes the speed of its class. API.md, points 2 and 9. It says nothing about
// whether the mode may use the class.
func SpeedOf(m Mode, c Class) float64 {
	switch m {
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
