package plan_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/plan"
)

func asError(err error, e **stations.Error) bool { return errors.As(err, e) }

func TestNormalFillsInTheDefaults(t *testing.T) {
	none := plan.Filter{Kinds: []string{}, Services: []string{}}
	walk := plan.Request{Mode: "walk", Profile: "walk-15@2", Minutes: 15, K: 1, Res: 9, HorizonMinutes: 60, Filter: none}
	ride := walk
	ride.Mode, ride.Profile, ride.Minutes = "ride", "ride-5@2", 5
	older := ride
	older.Profile = "ride-5@1"
	long := walk
	long.Minutes, long.HorizonMinutes = 90.5, 90.5
	box := walk
	box.Area = "118.5,32,119,32.25"
	at := walk
	at.At = "2026-05-01T20:00:00+08:00"
	kinds := walk
	kinds.Filter.Kinds = []string{"driver_home", "rider_home"}
	for name, c := range map[string]struct{ in, want plan.Request }{
		"nothing is walking":             {plan.Request{}, walk},
		"a profile names its mode":       {plan.Request{Profile: "ride-5"}, ride},
		"an older version may be stated": {plan.Request{Profile: "ride-5@1", Mode: "ride"}, older},
		"a version may be stated":        {plan.Request{Profile: "ride-5@2", Mode: "ride"}, ride},
		"the horizon follows":            {plan.Request{Minutes: 90.5}, long},
		"a box has one spelling":         {plan.Request{Area: " 118.50, 32.0,119,32.250 "}, box},
		"a moment without a zone":        {plan.Request{At: "2026-05-01T20:00"}, at},
		"a moment in another zone":       {plan.Request{At: "2026-05-01T12:00:00Z"}, at},
		"kinds are sorted, once each":    {plan.Request{Filter: plan.Filter{Kinds: []string{"rider_home", "driver_home", "rider_home"}}}, kinds},
	} {
		got, err := c.in.Normal()
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: Normal() error %v, (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestNormalNamesTheField(t *testing.T) {
	for field, bad := range map[string][]plan.Request{
		"mode":            {{Mode: "fly"}, {Mode: "WALK"}},
		"profile":         {{Profile: "walk-15@3"}, {Profile: "walk-15@"}, {Profile: "run"}, {Profile: "walk-15", Mode: "ride"}},
		"minutes":         {{Minutes: -1}, {Minutes: 240.1}, {Minutes: math.NaN()}, {Minutes: math.Inf(1)}},
		"horizon_minutes": {{HorizonMinutes: 14}, {HorizonMinutes: 1441}},
		"k":               {{K: -1}, {K: 17}},
		"res":             {{Res: 4}, {Res: 12}},
		"at":              {{At: "yesterday"}, {At: "2026-13-01T00:00"}},
		"area":            {{Area: "Nanjing"}, {Area: "1,2,3"}, {Area: "3,2,1,4"}, {Area: "0,0,181,1"}, {Area: "NaN,0,1,1"}, {Area: "0,0,x,1"}},
		"filter.kind":     {{Filter: plan.Filter{Kinds: []string{"castle"}}}},
		"filter.service":  {{Filter: plan.Filter{Services: []string{"moat"}}}},
	} {
		for _, r := range bad {
			if _, err := r.Normal(); fieldOf(err) != field {
				t.Errorf("Normal(%+v) error = %v, want one about %s", r, err, field)
			}
		}
	}
	_, err := plan.Request{Profile: "run"}.Normal()
	if !strings.Contains(err.Error(), "walk-15@2, ride-15@2, ride-5@2, truck-15@2, walk-15@1, ride-15@1, ride-5@1, truck-15@1") {
		t.Errorf("error = %v, want it to list the profiles", err)
	}
}

func TestRequestJSON(t *testing.T) {
	for text, want := range map[string]plan.Request{
		`{}`: {},
		`{"area":[118.5,32,119,32.25],"minutes":7.5,"k":2}`:    {Area: "118.5,32,119,32.25", Minutes: 7.5, K: 2},
		`{"area":"320100","mode":"ride"}`:                      {Area: "320100", Mode: "ride"},
		`{"filter":{"kind":"rider_home","service":["water"]}}`: {Filter: plan.Filter{Kinds: []string{"rider_home"}, Services: []string{"water"}}},
		`{"filter":{"kinds":["rider_home"]}}`:                  {Filter: plan.Filter{Kinds: []string{"rider_home"}}},
	} {
		var got plan.Request
		if err := json.Unmarshal([]byte(text), &got); err != nil || !cmp.Equal(want, got) {
			t.Errorf("Unmarshal(%s) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for text, field := range map[string]string{
		`{"minutes":0}`: "minutes", `{"k":1.5}`: "k", `{"k":"2"}`: "k", `{"speed":3}`: "speed", `{"area":5}`: "area",
		`{"area":[1,2,3]}`: "area", `{"filter":{"colour":"red"}}`: "filter.colour", `{"filter":[]}`: "filter", `{"filter":{"kind":3}}`: "filter", `{"res":0}`: "res",
		`{"Minutes":5}`: "Minutes", `{"filter":{"KIND":"rider_home"}}`: "filter.KIND",
	} {
		var got plan.Request
		if err := json.Unmarshal([]byte(text), &got); fieldOf(err) != field {
			t.Errorf("Unmarshal(%s) error = %v, want one about %s", text, err, field)
		}
	}
}

// A normal form is its own normal form, and survives being stored.
func FuzzRequest(f *testing.F) {
	f.Add(`{"area":[118.5,32,119,32.25],"minutes":7.5,"k":2,"at":"2026-05-01T20:00"}`)
	f.Add(`{"profile":"ride-5","filter":{"kind":["rider_home"]}}`)
	f.Add(`{"area":"-0,0,1e-9,0.1"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var r plan.Request
		if json.Unmarshal([]byte(text), &r) != nil {
			return
		}
		n, err := r.Normal()
		if err != nil {
			return
		}
		stored, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var back plan.Request
		if err := json.Unmarshal(stored, &back); err != nil {
			t.Fatalf("stored form %s: %v", stored, err)
		}
		again, err := back.Normal()
		if diff := cmp.Diff(n, again); err != nil || diff != "" {
			t.Errorf("Normal(%s) error %v (-once +twice):\n%s", stored, err, diff)
		}
	})
}
