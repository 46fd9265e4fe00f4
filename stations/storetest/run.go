package storetest

import (
	"testing"
	"time"

	"yizhan/stations"
)

func runs(t *testing.T, s stations.Store) {
	ctx := t.Context()
	run := stations.Run{ID: "0123456789abcdef", Request: []byte(`{"b":1.50, "a":"<驿>"}`), Revision: 7, At: noon}
	if err := s.PutRun(ctx, run); err != nil {
		t.Fatalf("PutRun = %v", err)
	}
	other := run
	other.Request, other.At = []byte(`{}`), noon.Add(time.Hour)
	if err := s.PutRun(ctx, other); err != nil {
		t.Fatalf("PutRun(the same id) = %v", err)
	}
	same(t, "Run(id) at the last moment", run, must(s.Run(ctx, run.ID, noon.Add(stations.RunTTL)))(t, "Run"))
	_, err := s.Run(ctx, run.ID, noon.Add(stations.RunTTL+time.Millisecond))
	wantCode(t, "Run(id) after thirty days", err, stations.NotFound)
	for _, id := range []string{"", "fedcba9876543210", "\x00"} {
		_, err = s.Run(ctx, id, noon)
		wantCode(t, "Run(unknown id)", err, stations.NotFound)
	}

	again := run
	again.At = noon.Add(stations.RunTTL + time.Hour)
	if err := s.PutRun(ctx, again); err != nil {
		t.Fatalf("PutRun(an id that has expired) = %v", err)
	}
	same(t, "Run(id), kept anew", again, must(s.Run(ctx, run.ID, again.At))(t, "Run"))

	later := again
	later.ID, later.At = "00", again.At.Add(time.Minute)
	twin := later
	twin.ID = "01"
	for _, r := range []stations.Run{twin, later} {
		if err := s.PutRun(ctx, r); err != nil {
			t.Fatalf("PutRun = %v", err)
		}
	}
	same(t, "Runs, the latest first", []stations.Run{later, twin, again}, must(s.Runs(ctx, later.At, 9))(t, "Runs"))
	same(t, "Runs, two of them", []stations.Run{later, twin}, must(s.Runs(ctx, later.At, 2))(t, "Runs"))
	same(t, "Runs that are not too old", []stations.Run{later, twin}, must(s.Runs(ctx, again.At.Add(stations.RunTTL+time.Second), 9))(t, "Runs"))

	for name, bad := range map[string]stations.Run{
		"no id":        {Request: []byte(`{}`), At: noon},
		"no JSON":      {ID: "a", Request: []byte(`{`), At: noon},
		"broken UTF-8": {ID: "a", Request: []byte("\"\xff\""), At: noon},
	} {
		wantCode(t, "PutRun("+name+")", s.PutRun(ctx, bad), stations.Invalid)
	}
}
