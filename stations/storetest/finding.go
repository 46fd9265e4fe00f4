package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
)

func findings(t *testing.T, s stations.Store) {
	ctx := t.Context()
	const run = "0123456789abcdef"
	b := stations.Finding{Run: run, Part: "b", Body: []byte(`{"y":1.50, "x":"<驿>"}`), At: noon}
	a := stations.Finding{Run: run, Part: "a", Body: []byte(`{}`), At: noon.Add(time.Hour)}
	stranger := stations.Finding{Run: "fedcba9876543210", Part: "a", Body: []byte(`1`), At: noon}
	for _, o := range []stations.Finding{b, a, stranger} {
		if first, err := s.PutFinding(ctx, o); err != nil || !first {
			t.Fatalf("PutFinding(%s) = %v, %v, want true", o.Part, first, err)
		}
	}
	again := b
	again.Body = []byte(`{"y":2}`)
	if first, err := s.PutFinding(ctx, again); err != nil || first {
		t.Errorf("PutFinding(the same part) = %v, %v, want false", first, err)
	}
	same(t, "Findings(run)", []stations.Finding{a, b}, must(s.Findings(ctx, run, noon.Add(stations.RunTTL)))(t, "Findings"))
	same(t, "Findings(run) later", []stations.Finding{a}, must(s.Findings(ctx, run, noon.Add(stations.RunTTL+time.Millisecond)))(t, "Findings"))
	for _, unknown := range []string{"", "00000000", "\x00"} {
		if got := must(s.Findings(ctx, unknown, noon))(t, "Findings"); len(got) > 0 {
			t.Errorf("Findings(%q) = %v, want none", unknown, got)
		}
	}

	again.At = noon.Add(stations.RunTTL + time.Minute)
	if first, err := s.PutFinding(ctx, again); err != nil || !first {
		t.Errorf("PutFinding(a part that has expired) = %v, %v, want true", first, err)
	}
	for name, bad := range map[string]stations.Finding{
		"no run": {Part: "a", Body: []byte(`1`)}, "no part": {Run: run, Body: []byte(`1`)}, "no JSON": {Run: run, Part: "a", Body: []byte(`{`)},
	} {
		_, err := s.PutFinding(ctx, bad)
		wantCode(t, "PutFinding("+name+")", err, stations.Invalid)
	}
	oneIsFirst(t, s)
}

// oneIsFirst lets eight workers hand in the same part.
func oneIsFirst(t *testing.T, s stations.Store) {
	var firsts atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			first, err := s.PutFinding(t.Context(), stations.Finding{Run: "race", Part: "p", Body: []byte(`1`), At: noon})
			if err != nil {
				t.Errorf("PutFinding beside others = %v", err)
			}
			if first {
				firsts.Add(1)
			}
		})
	}
	all.Wait()
	if firsts.Load() != 1 {
		t.Errorf("%d of eight findings of one part were the first, want 1", firsts.Load())
	}
}
