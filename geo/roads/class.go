package roads

// Class is the value of an edge's OSM highway tag, for drawing and for the
// speed of trucks. Its numbers are part of the file format: append only.
type Class uint8

// The classes. Other is every value that has none of its own.
const (
	Other Class = iota
	Motorway
	MotorwayLink
	Trunk
	TrunkLink
	Primary
	PrimaryLink
	Secondary
	SecondaryLink
	Tertiary
	TertiaryLink
	Unclassified
	Residential
	Service
	Road
	LivingStreet
	Track
	Path
	Cycleway
	Footway
	Pedestrian
	Steps
	Corridor
	Platform
	NumClasses = iota
)

// classNames are the highway values by Class.
func classNames() [NumClasses]string {
	return [NumClasses]string{
		"other", "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
		"secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
		"service", "road", "living_street", "track", "path", "cycleway", "footway", "pedestrian",
		"steps", "corridor", "platform",
	}
}

// ParseClass returns the class of a highway value, compared whole; Other for
// any value that has no class of its own.
func ParseClass(highway string) Class {
	for c, name := range classNames() {
		if name == highway {
			return Class(c)
		}
	}
	return Other
}

// String returns the highway value of the class, "other" for Other and for
// numbers that are no class.
func (c Class) String() string {
	if c >= NumClasses {
		return "other"
	}
	return classNames()[c]
}

// Link reports whether the class is a slip road (…_link).
func (c Class) Link() bool {
	switch c {
	case MotorwayLink, TrunkLink, PrimaryLink, SecondaryLink, TertiaryLink:
		return true
	}
	return false
}
