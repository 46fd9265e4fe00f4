package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"yizhan/geo/datum"
)

// TestAnswersByRoadNameTheProfile asks by road and straight: only times by
// road have a profile.
func TestAnswersByRoadNameTheProfile(t *testing.T) {
	r := newRig(t, nil)
	at := r.net.At('D')
	for question, want := range map[string]string{
		"by=time": "walk-15@2", "by=time&mode=truck": "truck-15@2", "by=time&mode=ride&f=geojson": "ride-15@2", "by=distance": "",
	} {
		var answer struct{ Profile string }
		r.decode(r.ask(http.MethodGet, fmt.Sprintf("/v1/nearby?lon=%v&lat=%v&%s", at[0], at[1], question), ""), &answer)
		if answer.Profile != want {
			t.Errorf("nearby with %s names profile %q, want %q", question, answer.Profile, want)
		}
	}
	if a := r.along(map[string]any{"type": "LineString", "coordinates": past(r, datum.WGS84)}, ""); a.Route.Profile != "truck-15@2" {
		t.Errorf("along names profile %q, want truck-15@2", a.Route.Profile)
	}
}
