package osm_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	paulmach "github.com/paulmach/osm"

	"yizhan/geo/roads"
)

// law is docs/en/rules.md read a second time, for one mode of version 2. It
// shares nothing with the package but the meaning.
type law struct {
	mode   roads.Mode
	access []string // keys, the own one first
	open   []string // classes
	class  map[string]float64
	other  float64  // km/h on other classes
	stop   []string // barriers
}

const (
	everyone = "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential service road "
	slow     = "living_street track path cycleway "
	wheels   = "stile kissing_gate turnstile full-height_turnstile horse_stile debris "
)

// laws are those of walk, ride and truck.
func laws() []law {
	return []law{
		{
			mode: roads.Walk2, access: []string{"foot", "access"}, open: strings.Fields(everyone + slow + "footway pedestrian steps corridor platform"),
			class: map[string]float64{"steps": 2.16}, other: 4.32,
		},
		{
			mode: roads.Ride2, access: []string{"bicycle", "vehicle", "access"}, open: strings.Fields(everyone + slow),
			class: map[string]float64{"living_street": 10, "track": 10, "path": 10}, other: 15, stop: strings.Fields(wheels),
		},
		{
			mode: roads.Truck2, access: []string{"hgv", "motor_vehicle", "vehicle", "access"}, open: strings.Fields(everyone + "motorway motorway_link trunk trunk_link"),
			class: map[string]float64{
				"motorway": 80, "motorway_link": 80, "trunk": 80, "trunk_link": 80,
				"primary": 55, "primary_link": 55, "secondary": 55, "secondary_link": 55,
			},
			other: 35,
			stop:  strings.Fields(wheels + "bollard block cycle_barrier motorcycle_barrier chain jersey_barrier log rope planter bus_trap sump_buster wicket_gate"),
		},
	}
}

// words are the tags of an object.
type words map[string]string

func wordsOf(tags paulmach.Tags) words {
	w := words{}
	for _, t := range slices.Backward(tags) {
		w[t.Key] = t.Value
	}
	return w
}

// is reports whether any of the keys has any of the values.
func (w words) is(keys, values string) bool {
	for key := range strings.FieldsSeq(keys) {
		if v, ok := w[key]; ok && slices.Contains(strings.Fields(values), v) {
			return true
		}
	}
	return false
}

// said returns the first of the keys that is there.
func (w words) said(keys ...string) (value string, ok bool) {
	for _, key := range keys {
		if value, ok = w[key]; ok {
			return value, true
		}
	}
	return "", false
}

const (
	shut  = "no private agricultural forestry military emergency use_sidepath dismount permit"
	never = "construction proposed planned abandoned disused razed demolished raceway bus_guideway escape via_ferrata rest_area services"
)

// lets reports whether the mode may go along a way, or against it.
func (l law) lets(w words, along bool) bool {
	road, isRoad := w["highway"]
	if !isRoad || w["route"] == "ferry" || w.is("highway", never) || l.mode != roads.Truck2 && w["motorroad"] == "yes" {
		return false
	}
	forth, back := l.ways(w)
	if along && !forth || !along && !back {
		return false
	}
	side := map[bool]string{true: ":forward", false: ":backward"}[along]
	for i, key := range l.access {
		value, ok := w.said(key+side, key)
		if !ok {
			continue
		}
		if i == 0 && l.mode == roads.Ride2 && value == "dismount" {
			return true
		}
		if slices.Contains(strings.Fields(shut), value) {
			return false
		}
		if i == 0 && slices.Contains([]string{"yes", "designated", "permissive", "official"}, value) {
			return true
		}
		break
	}
	trunk := w.is("highway", "trunk trunk_link")
	switch {
	case slices.Contains(l.open, road):
		return true
	case l.mode == roads.Walk2:
		return trunk && w.is("sidewalk sidewalk:both sidewalk:left sidewalk:right", "yes both left right")
	case l.mode == roads.Ride2:
		return trunk && w.is("cycleway cycleway:both cycleway:left cycleway:right", "lane track shared_lane shoulder share_busway") ||
			road == "steps" && w["ramp:bicycle"] == "yes"
	}
	return false
}

// ways reports which directions one-way rules leave.
func (l law) ways(w words) (forth, back bool) {
	switch l.mode {
	case roads.Walk2:
		return arrow(w.said("oneway:foot", "conveying"))
	case roads.Ride2:
		if value, ok := w.said("oneway:bicycle"); ok {
			return arrow(value, ok)
		}
		for _, key := range []string{"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"} {
			if strings.HasPrefix(w[key], "opposite") {
				return true, true
			}
		}
		if w.is("cycleway:oneway cycleway:left:oneway cycleway:right:oneway cycleway:both:oneway", "no -1") || w["bicycle"] == "dismount" {
			return true, true
		}
	default:
		if value, ok := w.said("oneway:hgv", "oneway:motor_vehicle", "oneway:vehicle"); ok {
			return arrow(value, ok)
		}
	}
	if value, ok := w.said("oneway"); ok {
		return arrow(value, ok)
	}
	return true, !w.is("junction", "roundabout circular") && w["highway"] != "motorway"
}

func arrow(value string, ok bool) (forth, back bool) {
	switch {
	case !ok:
		return true, true
	case value == "reversible":
		return false, false
	case slices.Contains([]string{"yes", "true", "1", "forward"}, value):
		return true, false
	case slices.Contains([]string{"-1", "reverse", "backward"}, value):
		return false, true
	}
	return true, true
}

var posted = regexp.MustCompile(`^\s*([0-9.]+)\s*(|km/h|kmh|kph|mph|knots)\s*$`)

// kmh is the speed on a way: that of the class, a lower limit, or pushing.
func (l law) kmh(w words) float64 {
	speed, ok := l.class[w["highway"]]
	if !ok {
		speed = l.other
	}
	keys := []string{"maxspeed:hgv", "maxspeed"}
	switch {
	case l.mode == roads.Walk2:
		return speed
	case l.mode == roads.Ride2 && w["highway"] == "steps":
		return 2.16
	case l.mode == roads.Ride2 && w["bicycle"] == "dismount":
		return 4.32
	case l.mode == roads.Ride2:
		keys[0] = "maxspeed:bicycle"
	}
	text, _ := w.said(keys...)
	limit, m := 0.0, posted.FindStringSubmatch(strings.ToLower(text))
	if m != nil {
		limit, _ = strconv.ParseFloat(m[1], 64)
		limit *= map[string]float64{"mph": 1.609344, "knots": 1.852}[m[2]] + map[bool]float64{true: 1}[m[2] != "mph" && m[2] != "knots"]
	} else if text == "walk" {
		limit = 5
	}
	if limit > 0 && limit < speed {
		return float64(int(limit*100+0.5)) / 100 // kept to a hundredth
	}
	return speed
}

// stops reports whether a node with these tags cannot be passed.
func (l law) stops(w words) bool {
	barrier, ok := w["barrier"]
	if !ok {
		return false
	}
	for i, key := range l.access {
		if value, there := w[key]; there && value != "" {
			pushed := i == 0 && l.mode == roads.Ride2 && value == "dismount"
			return slices.Contains(strings.Fields(shut), value) && !pushed
		}
	}
	return slices.Contains(l.stop, barrier)
}

// restricts returns "no", "only" or "" for a relation's tags.
func (l law) restricts(w words) string {
	kind, vehicle, special := strings.Cut(w["type"], ":")
	own := l.access[:len(l.access)-1]
	if kind != "restriction" || l.mode == roads.Walk2 || special && !slices.Contains(own, vehicle) {
		return ""
	}
	for e := range strings.FieldsFuncSeq(w["except"], func(r rune) bool { return strings.ContainsRune(";, ", r) }) {
		if slices.Contains(own, e) {
			return ""
		}
	}
	value := w["restriction"]
	if !special {
		for _, key := range slices.Backward(own) {
			if v, ok := w["restriction:"+key]; ok {
				value = v
			}
		}
	}
	head, _, _ := strings.Cut(value, "_")
	if head == "no" || head == "only" {
		return head
	}
	return ""
}
