package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

// TestACardTellsUntilWhenAServiceLasts: a page that is open, or kept for when
// there is no network, must not offer what is over by then.
func TestACardTellsUntilWhenAServiceLasts(t *testing.T) {
	r := newRig(t, nil)
	s, ends := *r.list[0], time.Date(2027, 9, 30, 16, 0, 0, 0, time.UTC)
	s.Services = []stations.ServiceState{{Code: "cool", Status: stations.ServiceOK, ExpiresAt: &ends}}
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &s, Expect: s.Revision}}); err != nil {
		t.Fatal(err)
	}
	r.settle(s.Revision)
	const want = `"services":[{"code":"cool","status":"ok","expires_at":"2027-09-30T16:00:00Z"}]`
	if w := r.ask(http.MethodGet, "/v1/nearby?"+somewhere+"&limit=100", ""); !strings.Contains(w.Body.String(), want) {
		t.Errorf("GET /v1/nearby = %d %s, want %s", w.Code, w.Body, want)
	}
}
