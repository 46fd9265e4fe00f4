package api_test

import (
	"fmt"
	"math"
	"net/http"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// TestAnEmptyAnswerTellsTheNearestOfAnyKind asks for what nobody offers, in
// every way.
func TestAnEmptyAnswerTellsTheNearestOfAnyKind(t *testing.T) {
	r := newRig(t, nil)
	want := sphere.Distance(orb.Point{118.8012345, 32.0598765}, r.list[0].Position.Point)
	for _, question := range []string{
		"kind=village_service_point", "service=shower", "radius_m=1", "max_minutes=0.01", "by=time&max_minutes=0.01", "by=time&mode=truck&service=shower",
		"kind=driver_home&open=2026-11-20T23:00:00%2B08:00", "kind=driver_home&open=arrival", "by=time&kind=driver_home&open=arrival", "radius_m=1&accuracy_m=1",
		"view=full&service=shower",
	} {
		for _, f := range []string{"json", "geojson"} {
			var got struct {
				answer
				Features []any
			}
			r.get(fmt.Sprintf("/v1/nearby?%s&f=%s&%s", question, f, somewhere), &got)
			if len(got.Stations)+len(got.Features) != 0 || got.Next != nil {
				t.Errorf("%s: %d stations in %s, want none", question, len(got.Stations)+len(got.Features), f)
			}
			if got.Nearest == nil || got.Nearest.ID != string(r.list[0].ID) || math.Abs(got.Nearest.DistanceM-want) > 0.001 {
				t.Errorf("%s: nearest in %s = %+v, want %s at %v m", question, f, got.Nearest, r.list[0].ID, want)
			}
		}
	}
}

func TestAnInexactPositionIsEchoedAndLosesNothing(t *testing.T) {
	r := newRig(t, nil)
	type echoed struct {
		answer
		AccuracyM *float64 `json:"accuracy_m"`
	}
	for _, c := range []struct {
		name, question string
		stations       int
	}{
		{"an exact position", "radius_m=1", 0},
		{"a radius", "radius_m=1&accuracy_m=2000", 2},
		{"a time", "max_minutes=0.1&accuracy_m=2000", 2},
		{"a time by road", "by=time&max_minutes=0.1&accuracy_m=2000", 2},
		{"nobody can be 30 km off", "accuracy_m=5000&radius_m=20000", 2},
	} {
		var got, posted echoed
		r.get("/v1/nearby?"+c.question+"&"+somewhere, &got)
		if len(got.Stations) != c.stations {
			t.Errorf("%s: %d stations, want %d", c.name, len(got.Stations), c.stations)
		}
		if blurred := c.name != "an exact position"; (got.AccuracyM != nil) != blurred {
			t.Errorf("%s: accuracy_m = %v, want it echoed %v", c.name, got.AccuracyM, blurred)
		}
		r.decode(r.ask(http.MethodPost, "/v1/nearby", `{"lon":118.8012345,"lat":32.0598765,"accuracy_m":12.5}`), &posted)
		if posted.AccuracyM == nil || *posted.AccuracyM != 12.5 {
			t.Errorf("posted accuracy_m = %v, want 12.5", posted.AccuracyM)
		}
	}
}

// TestAMomentKeepsThePlusOfItsZone: in an address that is not escaped it stands
// for a blank.
func TestAMomentKeepsThePlusOfItsZone(t *testing.T) {
	r := newRig(t, nil)
	want := r.ask(http.MethodGet, "/v1/nearby?open=2026-11-20T12:00:00&"+somewhere, "")
	got := r.ask(http.MethodGet, "/v1/nearby?open=2026-11-20T12:00:00+08:00&"+somewhere, "")
	if got.Code != http.StatusOK || got.Body.String() != want.Body.String() {
		t.Errorf("at noon +08:00 = %d %s, want as at noon in Chinese time: %s", got.Code, got.Body, want.Body)
	}
}

// TestOpenOnArrivalDropsADoorThatClosesTooSoon: the drivers' home closes ten
// minutes from now.
func TestOpenOnArrivalDropsADoorThatClosesTooSoon(t *testing.T) {
	r := newRig(t, nil)
	for question, want := range map[string]string{"open=now": "open closing_soon unknown", "open=arrival": "open unknown", "by=time&open=arrival": "open"} {
		var got answer
		r.get("/v1/nearby?"+question+"&"+somewhere, &got)
		states := ""
		for i, c := range got.Stations {
			states += map[bool]string{true: " "}[i > 0] + c.Open
		}
		if states != want {
			t.Errorf("%s: doors are %q, want %q", question, states, want)
		}
	}
}
