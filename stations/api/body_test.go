package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// Of a member that is named twice nobody knows which was meant: a second datum
// would move a station by some hundred metres without a word.
func TestAMemberThatIsGivenTwiceIsRefused(t *testing.T) {
	r := newRig(t, nil)
	before, err := r.store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ target, body, field string }{
		{"/v1/stations", strings.Replace(record, `"datum":"gcj02"`, `"datum":"wgs84","datum":"gcj02"`, 1), "datum"},
		{"/v1/stations", strings.Replace(record, `"personal":true`, `"personal":true,"personal":false`, 1), "personal"},
		// Readers of JSON take either spelling: the number would be in sight.
		{"/v1/stations", strings.Replace(record, `"personal":true`, `"personal":true,"Personal":false`, 1), "Personal"},
		{"/v1/stations", strings.Replace(record, `"personal":true`, `"personal":true,"per\u017fonal":false`, 1), "perſonal"},
		{"/v1/nearby", `{"lon":118.8,"lat":32.05,"lon":110}`, "lon"},
		{"/v1/nearby", `{"lon":118.8,"lat":32.05,"limit":1e999,"lon":110}`, "lon"},
		{"/v1/nearby", `{"lon":118.8,"lat":32.05,"kind":["union_station"],"kind":[]}`, "kind"},
		{"/v1/coverage", `{"profile":{"k":1,"k":2}}`, "k"},
		{"/v1/reports", `{"kind":"wasted_trip","kind":"other"}`, "kind"},
	} {
		w := r.ask(http.MethodPost, c.target, c.body)
		if got := r.fields(w); w.Code != http.StatusBadRequest || got != c.field {
			t.Errorf("POST %s of %s = %d, fields %q, want 400 of %s: %s", c.target, c.body, w.Code, got, c.field, w.Body)
		}
	}
	if after, err := r.store.Revision(t.Context()); err != nil || after != before {
		t.Errorf("revision %d, %v, want %d: nothing written", after, err, before)
	}
	// The same name in objects of their own, and as a value, is no repetition.
	twice := strings.Replace(record, `"name":"新站"`, `"name":"name","aliases":["name","name"],"services":[{"code":"water","status":"ok"},{"code":"wifi","status":"ok"}]`, 1)
	if w := r.ask(http.MethodPost, "/v1/stations", twice); w.Code != http.StatusCreated {
		t.Errorf("POST /v1/stations of %s = %d: %s", twice, w.Code, w.Body)
	}
}
