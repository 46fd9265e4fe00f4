package api_test

import (
	"net/http"
	"strings"
	"testing"

	"yizhan/stations/api"
)

// A station that is only planned is none of a reader's business, however its
// address is asked.
func TestWhatRidersDoNotSeeNoReaderSees(t *testing.T) {
	r, keys := keyed(t)
	planned := strings.Replace(record, `{`, `{"lifecycle":"planned",`, 1)
	w := r.ask(http.MethodPost, "/v1/stations", planned, keys[api.Admin])
	if w.Code != http.StatusCreated {
		t.Fatalf("POST = %d: %s", w.Code, w.Body)
	}
	address, tag := w.Header().Get("Location"), strings.Trim(w.Header().Get("ETag"), `"`)
	for _, question := range []string{"", "?view=full", "?view=internal", "?view=edit", "?revision=0", "?revision=00&view=full", "?revision=" + tag, "?revision=999", "/history", "/photos", "/reports"} {
		w := r.ask(http.MethodGet, address+question, "", keys[api.Reader])
		if strings.Contains(w.Body.String(), "新站") || w.Code == http.StatusOK && question != "/history" {
			t.Errorf("GET %q by a reader = %d %s, want nothing of the station", question, w.Code, w.Body)
		}
		if w := r.ask(http.MethodGet, address+question, "", keys[api.Admin]); w.Code != http.StatusOK && question != "?view=full" {
			t.Errorf("GET %q by an admin = %d, want 200: %s", question, w.Code, w.Body)
		}
	}
}
