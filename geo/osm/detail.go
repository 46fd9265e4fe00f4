package osm

import (
	"strconv"
	"strings"

	"yizhan/geo/roads"
)

// pushing is the pace of a rider who pushes the bike, in km/h: that of walking.
const pushing = 4.32

// DetailOf returns what a way says beyond its class, nil for nothing.
func DetailOf(tags [][2]string) *roads.Detail {
	d := roads.Detail{Name: nameOf(tags), Limits: limitsOf(tags)}
	d.Paces[roads.Ride] = ridePace(tags)
	d.Paces[roads.Truck] = truckPace(tags)
	if d == (roads.Detail{}) {
		return nil
	}
	return &d
}

// nameOf returns what the way is called.
func nameOf(tags [][2]string) string { return first(tags, "name", "name:zh", "ref") }

// ridePace is the pace of a rider where it is not that of the class: pushing,
// or a posted limit below it.
func ridePace(tags [][2]string) roads.Pace {
	class := ClassOf(tags)
	bicycle, _ := find(tags, "bicycle")
	if class == roads.Steps {
		return roads.PaceOf(pushing / 2)
	}
	if bicycle == "dismount" {
		return roads.PaceOf(pushing)
	}
	limit, ok := speedOf(first(tags, "maxspeed:bicycle", "maxspeed"))
	if ok && limit < 3.6*roads.SpeedOf(roads.Ride2, class) {
		return roads.PaceOf(limit)
	}
	return 0
}

// truckPace is a posted limit below the speed of the class.
func truckPace(tags [][2]string) roads.Pace {
	limit, ok := speedOf(first(tags, "maxspeed:hgv", "maxspeed"))
	if ok && limit < 3.6*roads.SpeedOf(roads.Truck2, ClassOf(tags)) {
		return roads.PaceOf(limit)
	}
	return 0
}

// speedOf reads a speed in km/h: "50", "30 mph", "walk". Other words say
// nothing.
func speedOf(value string) (kmh float64, ok bool) {
	if value == "walk" {
		return 5, true
	}
	v, unit, ok := quantity(value)
	switch {
	case !ok || v <= 0:
		return 0, false
	case unit == "" || unit == "km/h" || unit == "kmh" || unit == "kph":
		return v, true
	case unit == "mph":
		return v * 1.609344, true
	case unit == "knots":
		return v * 1.852, true
	}
	return 0, false
}

// limitsOf reads the largest truck that may use a way.
func limitsOf(tags [][2]string) roads.Limits {
	return roads.Limits{
		HeightCm: uint16(centimetres(first(tags, "maxheight", "maxheight:physical"))),
		LengthCm: uint16(centimetres(first(tags, "maxlength:hgv", "maxlength"))),
		WeightKg: uint32(kilograms(first(tags, "maxweight:hgv", "maxweight", "maxweightrating:hgv", "maxweightrating"))),
	}
}

// centimetres reads a length: "4", "4.2 m", "420 cm", "13'6\"", "12 ft". 0 for
// what is no length; at most 65,535.
func centimetres(value string) float64 {
	if feet, rest, ok := strings.Cut(value, "'"); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(feet), 64)
		inches := 0.0
		if rest = strings.TrimSpace(strings.TrimRight(rest, "\"' ")); rest != "" && err == nil {
			inches, err = strconv.ParseFloat(rest, 64)
		}
		if err != nil {
			return 0
		}
		return bounded((f*12+inches)*2.54, 65535)
	}
	v, unit, _ := quantity(value)
	switch unit {
	case "", "m":
		return bounded(v*100, 65535)
	case "cm":
		return bounded(v, 65535)
	case "ft", "feet":
		return bounded(v*30.48, 65535)
	}
	return 0
}

// kilograms reads a weight: "7.5", "7.5 t", "7500 kg", "8 st" (short tons),
// "16000 lbs". 0 for what is no weight.
func kilograms(value string) float64 {
	v, unit, _ := quantity(value)
	switch unit {
	case "", "t":
		return bounded(v*1000, 4e9)
	case "kg":
		return bounded(v, 4e9)
	case "st":
		return bounded(v*907.18474, 4e9)
	case "lbs", "lb":
		return bounded(v*0.45359237, 4e9)
	}
	return 0
}

// bounded returns v in 0 … most, 0 for NaN.
func bounded(v, most float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, most)
}

// quantity parts a number from the unit behind it.
func quantity(value string) (v float64, unit string, ok bool) {
	value = strings.TrimSpace(value)
	end := strings.IndexFunc(value, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(value)
	}
	v, err := strconv.ParseFloat(value[:end], 64)
	if err != nil {
		return 0, "", false
	}
	return v, strings.ToLower(strings.TrimSpace(value[end:])), true
}
