package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
)

// TestOldAddressesLeadToTheStationThatStays: a rider holds an old sticker, or a
// page that was open while two stations were merged; a hotline has an old list;
// an integrator follows the changes.
func TestOldAddressesLeadToTheStationThatStays(t *testing.T) {
	r := newRig(t, nil)
	reader := r.key(api.Reader, "")
	old, stays := r.list[0], r.list[1]
	gone := *old
	gone.Lifecycle, gone.MergedInto = stations.Merged, stays.ID
	revision, err := r.store.Apply(t.Context(), []stations.Write{{Station: &gone, Expect: old.Revision}})
	if err != nil {
		t.Fatal(err)
	}
	address := "/v1/stations/" + string(old.ID)
	for _, c := range []struct{ name, method, target, body, want string }{
		{"a report", http.MethodPost, "/v1/reports", `{"station":"` + string(old.ID) + `","kind":"wasted_trip"}`, `"station":"` + string(stays.ID)},
		{"the reports", http.MethodGet, address + "/reports", "", `"station":"` + string(stays.ID)},
		{"the photos", http.MethodGet, address + "/photos", "", `"station":"` + string(stays.ID)},
		{"the circle", http.MethodGet, "/v1/circle?minutes=2&station=" + string(old.ID), "", `"minutes":2`},
		{"the hotline's text", http.MethodGet, address + "/hotline", "", "乙站"},
		{"the changes", http.MethodGet, "/v1/changes?since=" + strconv.FormatInt(int64(revision)-1, 10), "", `"station":null,"merged_into":"` + string(stays.ID)},
	} {
		if w := r.ask(c.method, c.target, c.body, reader); w.Code/100 != 2 || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s of a merged station: %s %s = %d %s, want %s", c.name, c.method, c.target, w.Code, w.Body, c.want)
		}
	}

	closed := *stays
	closed.Lifecycle = stations.Closed
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &closed, Expect: stays.Revision}}); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{address + "/reports", address + "/photos", address + "/hotline"} {
		if w := r.ask(http.MethodGet, target, "", reader); w.Code != http.StatusNotFound {
			t.Errorf("GET %s, whose heir is closed = %d %s, want 404", target, w.Code, w.Body)
		}
	}
}
