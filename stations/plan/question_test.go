package plan

import (
	"testing"
	"time"
)

// A question names the moment at which it is asked only if its answer depends
// on it: else every minute would give the same coverage another id.
func TestWhichQuestionsDependOnTheMoment(t *testing.T) {
	services := Filter{Services: []string{"water"}}
	for _, c := range []struct {
		sentence string
		request  Request
		want     string
	}{
		{"nothing that changes by itself", Request{}, ""},
		{"kinds", Request{Filter: Filter{Kinds: []string{"union_station"}}}, ""},
		{"services, which may expire", Request{Filter: services}, "2026-11-20T12:34:00+08:00"},
		{"verifications of late", Request{VerifiedDays: 90}, "2026-11-20T12:34:00+08:00"},
		{"services at a moment of its own", Request{Filter: services, At: "2026-11-21T08:00:00+08:00"}, ""},
	} {
		q, err := c.request.question(time.Date(2026, 11, 20, 4, 34, 56, 0, time.UTC))
		if err != nil || q.ServicesAt != c.want {
			t.Errorf("a question for %s is of the moment %q, %v, want %q", c.sentence, q.ServicesAt, err, c.want)
		}
	}
}
