package osm_test

import (
	"strings"
	"testing"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// tags reads "key=value key=value".
func tags(line string) (list [][2]string) {
	for _, field := range strings.Fields(line) {
		key, value, _ := strings.Cut(field, "=")
		list = append(list, [2]string{key, value})
	}
	return list
}

// arrows writes what a mode may do: "=" both ways, ">" along, "<" against,
// "-" nothing.
func arrows(p roads.Permit, m roads.Mode) string {
	switch {
	case p.Along(m) && p.Against(m):
		return "="
	case p.Along(m):
		return ">"
	case p.Against(m):
		return "<"
	}
	return "-"
}

// TestPermit holds every rule of docs/en/numbers.md, point 1. want is walk,
// ride, truck.
func TestPermit(t *testing.T) {
	for _, test := range []struct{ name, tags, want string }{
		{"a residential street is open to all", "highway=residential", "==="},
		{"a way without highway is no road", "railway=rail foot=yes", "---"},
		{"a ferry is closed", "route=ferry foot=yes", "---"},
		{"a ferry with a highway tag is closed, also by its own key", "highway=primary route=ferry foot=yes hgv=yes", "---"},
		{"another route leaves a road open", "highway=primary route=bus", "==="},
		{"primary_link is open to all", "highway=primary_link", "==="},
		{"secondary is open to all", "highway=secondary", "==="},
		{"secondary_link is open to all", "highway=secondary_link", "==="},
		{"tertiary is open to all", "highway=tertiary", "==="},
		{"tertiary_link is open to all", "highway=tertiary_link", "==="},
		{"unclassified is open to all", "highway=unclassified", "==="},
		{"service is open to all", "highway=service", "==="},
		{"road is open to all", "highway=road", "==="},
		{"living_street is closed to trucks", "highway=living_street", "==-"},
		{"track is closed to trucks", "highway=track", "==-"},
		{"path is closed to trucks", "highway=path", "==-"},
		{"cycleway is closed to trucks", "highway=cycleway", "==-"},
		{"footway is for walking", "highway=footway", "=--"},
		{"pedestrian is for walking", "highway=pedestrian", "=--"},
		{"steps are for walking", "highway=steps", "=--"},
		{"corridor is for walking", "highway=corridor", "=--"},
		{"platform is for walking", "highway=platform", "=--"},
		{"motorway is for trucks and one-way", "highway=motorway", "-->"},
		{"motorway_link is for trucks and implies no one-way", "highway=motorway_link", "--="},
		{"trunk is for trucks", "highway=trunk", "--="},
		{"trunk_link is for trucks", "highway=trunk_link", "--="},
		{"construction is closed", "highway=construction", "---"},
		{"bridleway is closed", "highway=bridleway", "---"},
		{"a class is compared whole", "highway=residential;service", "---"},
		{"a class is compared in its case", "highway=Residential", "---"},

		{"access=no closes all", "highway=residential access=no", "---"},
		{"access=private closes all", "highway=service access=private", "---"},
		{"access=agricultural closes all", "highway=track access=agricultural", "---"},
		{"access=forestry closes all", "highway=track access=forestry", "---"},
		{"access=military closes all", "highway=road access=military", "---"},
		{"access=emergency closes all", "highway=service access=emergency", "---"},
		{"access=destination leaves the class", "highway=residential access=destination", "==="},
		{"a list that holds no is another value", "highway=residential access=no;private", "==="},
		{"access=yes opens no closed class", "highway=footway access=yes", "=--"},
		{"foot goes before access", "highway=residential access=no foot=destination", "=--"},
		{"foot=no closes walk only", "highway=residential foot=no", "-=="},
		{"foot=use_sidepath closes walk", "highway=secondary foot=use_sidepath", "-=="},
		{"bicycle=dismount closes ride", "highway=cycleway bicycle=dismount", "=--"},
		{"bicycle goes before vehicle", "highway=residential vehicle=no bicycle=yes", "==-"},
		{"vehicle goes before access for ride and truck", "highway=residential access=no vehicle=destination", "-=="},
		{"motor_vehicle is for trucks only", "highway=residential motor_vehicle=no", "==-"},
		{"motor_vehicle goes before vehicle", "highway=residential vehicle=no motor_vehicle=destination", "=-="},
		{"hgv goes before motor_vehicle", "highway=residential motor_vehicle=no hgv=delivery", "==="},
		{"hgv=no closes truck only", "highway=residential hgv=no", "==-"},

		{"foot=yes opens a motorway to walk, both ways", "highway=motorway foot=yes", "=->"},
		{"foot=designated opens an unknown class", "highway=bridleway foot=designated", "=--"},
		{"foot=permissive opens construction", "highway=construction foot=permissive", "=--"},
		{"foot=destination opens nothing", "highway=trunk foot=destination", "--="},
		{"an own key is compared whole", "highway=trunk foot=yes;designated", "--="},
		{"bicycle=yes opens a footway to ride", "highway=footway bicycle=yes", "==-"},
		{"vehicle=yes opens nothing", "highway=footway vehicle=yes motor_vehicle=yes", "=--"},
		{"hgv=designated opens a track to trucks", "highway=track hgv=designated", "==="},
		{"a sidewalk opens a trunk to walk", "highway=trunk sidewalk=both", "=-="},
		{"a sidewalk=yes opens a trunk_link to walk", "highway=trunk_link sidewalk=yes", "=-="},
		{"sidewalk=left opens a trunk", "highway=trunk sidewalk=left", "=-="},
		{"sidewalk:right=yes opens a trunk", "highway=trunk sidewalk:right=yes", "=-="},
		{"sidewalk:left=right opens a trunk", "highway=trunk sidewalk:left=right", "=-="},
		{"sidewalk:both=yes opens a trunk", "highway=trunk sidewalk:both=yes", "=-="},
		{"sidewalk=separate opens nothing", "highway=trunk sidewalk=separate", "--="},
		{"sidewalk=no beside sidewalk:left=yes opens", "highway=trunk sidewalk=no sidewalk:left=yes", "=-="},
		{"a sidewalk opens no motorway", "highway=motorway sidewalk=both", "-->"},
		{"foot=no closes a trunk with a sidewalk", "highway=trunk sidewalk=both foot=no", "--="},
		{"access=no closes a trunk with a sidewalk", "highway=trunk sidewalk=both access=no", "---"},

		{"area=yes is its outline", "highway=pedestrian area=yes", "=--"},

		{"oneway=yes is for ride and truck", "highway=residential oneway=yes", "=>>"},
		{"oneway=true is oneway", "highway=residential oneway=true", "=>>"},
		{"oneway=1 is oneway", "highway=residential oneway=1", "=>>"},
		{"oneway=-1 is against the way", "highway=residential oneway=-1", "=<<"},
		{"oneway=no is none", "highway=residential oneway=no", "==="},
		{"oneway=reversible is none", "highway=residential oneway=reversible", "==="},
		{"a roundabout is one-way", "highway=tertiary junction=roundabout", "=>>"},
		{"a circular junction is one-way", "highway=tertiary junction=circular", "=>>"},
		{"another junction is not", "highway=tertiary junction=yes", "==="},
		{"an explicit oneway goes before a roundabout", "highway=tertiary junction=roundabout oneway=no", "==="},
		{"an explicit oneway=-1 goes before a roundabout", "highway=tertiary junction=roundabout oneway=-1", "=<<"},
		{"an explicit oneway goes before motorway", "highway=motorway oneway=no", "--="},
		{"a motorway opened to ride is one-way for it", "highway=motorway bicycle=yes", "->>"},
		{"oneway:bicycle=no frees ride", "highway=residential oneway=yes oneway:bicycle=no", "==>"},
		{"oneway:bicycle=no frees ride from -1", "highway=residential oneway=-1 oneway:bicycle=no", "==<"},
		{"oneway:bicycle=no frees ride from a roundabout", "highway=residential junction=circular oneway:bicycle=no", "==>"},
		{"oneway:bicycle=yes frees nothing", "highway=residential oneway=yes oneway:bicycle=yes", "=>>"},
		{"oneway:bicycle=yes implies nothing", "highway=residential oneway:bicycle=yes", "==="},
		{"cycleway=opposite frees ride", "highway=residential oneway=yes cycleway=opposite", "==>"},
		{"cycleway=opposite_lane frees ride", "highway=residential oneway=yes cycleway=opposite_lane", "==>"},
		{"cycleway:left=opposite_track frees ride", "highway=residential oneway=yes cycleway:left=opposite_track", "==>"},
		{"cycleway:right=opposite frees ride", "highway=residential oneway=yes cycleway:right=opposite", "==>"},
		{"cycleway:both=opposite is not named", "highway=residential oneway=yes cycleway:both=opposite", "=>>"},
		{"cycleway=lane frees nothing", "highway=residential oneway=yes cycleway=lane", "=>>"},
		{"maxspeed and barriers are ignored", "highway=residential maxspeed=5 barrier=gate", "==="},
		{"of a repeated key the first counts", "highway=residential foot=no foot=yes", "-=="},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := osm.Permit(tags(test.tags))
			got := arrows(p, roads.Walk) + arrows(p, roads.Ride) + arrows(p, roads.Truck)
			if got != test.want {
				t.Errorf("Permit(%s) = %s, want %s", test.tags, got, test.want)
			}
		})
	}
}

func TestProfilePermitKeepsToItsMode(t *testing.T) {
	line := "highway=residential oneway=yes"
	var all roads.Permit
	for m := range roads.Mode(roads.NumModes) {
		p := osm.Profile{Mode: m}.Permit(tags(line))
		if p&^(3<<(2*m)) != 0 {
			t.Errorf("Profile{%v}.Permit(%s) = %b, want bits of %v only", m, line, p, m)
		}
		all |= p
	}
	if got := osm.Permit(tags(line)); got != all {
		t.Errorf("Permit(%s) = %b, want %b", line, got, all)
	}
}

func TestClassOf(t *testing.T) {
	for _, test := range []struct {
		tags string
		want roads.Class
	}{
		{"highway=motorway_link", roads.MotorwayLink},
		{"highway=steps foot=yes", roads.Steps},
		{"highway=bridleway", roads.Other},
		{"building=yes", roads.Other},
	} {
		if got := osm.ClassOf(tags(test.tags)); got != test.want {
			t.Errorf("ClassOf(%s) = %v, want %v", test.tags, got, test.want)
		}
	}
}
