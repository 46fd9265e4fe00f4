package stations

import (
	"testing"
	"time"

	"github.com/paulmach/orb"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func sample() *Station {
	expired, later := noon.Add(-time.Minute), noon.Add(time.Minute)
	return &Station{
		Name:      "大桥 Ｎｏ．１ 驿站",
		Code:      "NJ-001",
		Aliases:   []string{"桥头小站"},
		Kind:      UnionStation,
		Lifecycle: Open,
		Source:    "office",
		Position:  Position{Point: orb.Point{118.75, 32.1}, Quality: GPS, Adcode: "320106", Address: "大桥南路1号"},
		Services: []ServiceState{
			{Code: "water", Status: ServiceOK},
			{Code: "wifi", Status: ServiceLimited, ExpiresAt: &later},
			{Code: "nap", Status: ServiceOK, ExpiresAt: &expired},
			{Code: "shower", Status: ServiceBroken},
		},
	}
}

func TestFilterMatch(t *testing.T) {
	box := func(w, s, e, n float64) *orb.Bound { return &orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}} }
	tests := []struct {
		name   string
		filter Filter
		want   bool
	}{
		{"the zero filter keeps every station", Filter{}, true},
		{"one of several kinds is enough", Filter{Kinds: []Kind{DriverHome, UnionStation}}, true},
		{"another kind is left out", Filter{Kinds: []Kind{DriverHome}}, false},
		{"limited services count", Filter{Services: []Service{"water", "wifi"}}, true},
		{"all services are needed", Filter{Services: []Service{"water", "toilet"}}, false},
		{"an expired service does not count", Filter{Services: []Service{"nap"}}, false},
		{"a broken service does not count", Filter{Services: []Service{"shower"}}, false},
		{"the lifecycle must be listed", Filter{Lifecycles: []Lifecycle{Planned, Trial}}, false},
		{"riders see an open station", Public(), true},
		{"edges of a box belong to it", Filter{Within: box(118.75, 32, 119, 32.1)}, true},
		{"outside the box is out", Filter{Within: box(118.76, 32, 119, 32.1)}, false},
		{"a city keeps its districts", Filter{Adcode: "320100"}, true},
		{"a province keeps its districts", Filter{Adcode: "320000"}, true},
		{"the country keeps everything", Filter{Adcode: "100000"}, true},
		{"a neighbouring district is out", Filter{Adcode: "320105"}, false},
		{"a street below the district is out", Filter{Adcode: "320106001"}, false},
		{"the source is compared whole", Filter{Source: "offi"}, false},
		{"text is folded before it is looked for", Filter{Text: " no.1 "}, true},
		{"text is looked for in aliases", Filter{Text: "桥头"}, true},
		{"text is looked for in the code", Filter{Text: "nj-00"}, true},
		{"a wildcard is an ordinary character", Filter{Text: "大桥%驿站"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.filter.Match(sample(), noon); got != tt.want {
				t.Errorf("Match() = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPublicLeavesOutWhatCannotBeWalkedTo(t *testing.T) {
	s := sample()
	s.Position.Quality = AddressOnly
	if Public().Match(s, noon) {
		t.Error("Match() = true for an address_only station, want false")
	}
}

func TestServiceExpiresAtItsMoment(t *testing.T) {
	s := ServiceState{Code: "water", Status: ServiceOK, ExpiresAt: &noon}
	for _, tt := range []struct {
		at   time.Time
		want bool
	}{{noon.Add(-time.Nanosecond), true}, {noon, false}, {noon.Add(time.Hour), false}} {
		if got := s.Offered(tt.at); got != tt.want {
			t.Errorf("Offered(%v) = %v, want %v", tt.at, got, tt.want)
		}
	}
}

func TestAdcodePrefix(t *testing.T) {
	for adcode, want := range map[string]string{
		"": "", "100000": "", "320000": "32", "320100": "3201", "320106": "320106", "320106001": "320106001", "810000": "81",
	} {
		if got := AdcodePrefix(adcode); got != want {
			t.Errorf("AdcodePrefix(%q) = %q, want %q", adcode, got, want)
		}
	}
}
