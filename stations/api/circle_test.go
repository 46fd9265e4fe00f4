package api_test

import (
	"net/http"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
)

// A circle tells where its station is.
func TestACircleIsDrawnForWhoMaySeeTheStation(t *testing.T) {
	r, keys := keyed(t)
	planned := *r.list[0]
	planned.ID, planned.Revision, planned.Lifecycle = mustID(t), 0, stations.Planned
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &planned}}); err != nil {
		t.Fatal(err)
	}
	for role, want := range map[stations.Role]int{
		api.Anonymous: http.StatusNotFound, api.Reader: http.StatusNotFound,
		api.Planner: http.StatusOK, api.Editor: http.StatusOK, api.Admin: http.StatusOK,
	} {
		if w := r.ask(http.MethodGet, "/v1/circle?station="+string(planned.ID), "", keys[role]); w.Code != want {
			t.Errorf("%s asks for the circle of a planned station: %d, want %d: %s", role, w.Code, want, w.Body)
		}
		if w := r.ask(http.MethodGet, "/v1/circle?station="+string(r.list[0].ID), "", keys[role]); w.Code != http.StatusOK {
			t.Errorf("%s asks for the circle of an open station: %d, want 200: %s", role, w.Code, w.Body)
		}
	}
}
