package api_test

import (
	"net/http"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/plan"
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

func TestACircleReadsItsStationOnce(t *testing.T) {
	var store *countedReads
	r := newRig(t, func(c *api.Config) {
		store = &countedReads{Store: c.Store}
		c.Store, c.Planner = store, plan.NewPlanner(store, c.Roads, c.Now)
	})
	if w := r.ask(http.MethodGet, "/v1/circle?station="+string(r.list[0].ID), "", ""); w.Code != http.StatusOK || store.single.Load() != 1 {
		t.Errorf("GET /v1/circle = %d after %d reads of the station, want 200 after 1", w.Code, store.single.Load())
	}
}
