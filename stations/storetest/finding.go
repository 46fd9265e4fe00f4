package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/archive"
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

// findingsOfBefore hands in what was found of an epoch before, within and after
// a restore.
func findingsOfBefore(t *testing.T, s stations.Store) {
	ctx := within(t, time.Minute)
	put(t, s, newStation(t, "甲"))
	old := stations.Finding{Run: "0123456789abcdef", Part: "before", Body: []byte(`1`), At: noon, Epoch: must(s.Epoch(ctx))(t, "Epoch()")}
	if first, err := s.PutFinding(ctx, old); err != nil || !first {
		t.Fatalf("PutFinding of the store's epoch = %v, %v, want true", first, err)
	}
	halts := halting{s, make(chan struct{}), make(chan struct{})}
	file := bytes.NewReader(archived(t, s))
	loaded, kept := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := archive.Read(ctx, file, halts, archive.Options{Schema: 1, Replace: true})
		loaded <- err
	}()
	select {
	case <-halts.reached:
	case err := <-loaded:
		t.Fatalf("Load, replacing = %v before its end", err)
	}
	old.Part = "within"
	go func() {
		_, err := s.PutFinding(ctx, old)
		kept <- err
	}()
	time.Sleep(100 * time.Millisecond) // not promised to be enough; a store that waits passes in any case
	close(halts.goOn)
	if err := <-loaded; err != nil {
		t.Fatalf("Load, replacing = %v", err)
	}
	wantCode(t, "PutFinding while the store is restored", <-kept, stations.Gone)
	old.Part = "after"
	_, err := s.PutFinding(ctx, old)
	wantCode(t, "PutFinding of the epoch of before", err, stations.Gone)
	if list := must(s.Findings(ctx, old.Run, noon))(t, "Findings"); len(list) != 0 {
		t.Errorf("Findings(%s) after the restore = %v, want none", old.Run, list)
	}
	old.Epoch = must(s.Epoch(ctx))(t, "Epoch()")
	if first, err := s.PutFinding(ctx, old); err != nil || !first {
		t.Errorf("PutFinding of the new epoch = %v, %v, want true", first, err)
	}
}

// halting is a store whose restore halts before its end until it may go on.
type halting struct {
	stations.Archive
	reached, goOn chan struct{}
}

// Load implements stations.Archive.
func (h halting) Load(ctx context.Context, r stations.RowReader, replace bool) error {
	return h.Archive.Load(ctx, haltingRows{r, h}, replace)
}

type haltingRows struct {
	stations.RowReader
	halting
}

// Table implements stations.RowReader.
func (h haltingRows) Table() (name string, columns []string, err error) {
	name, columns, err = h.RowReader.Table()
	if errors.Is(err, io.EOF) {
		close(h.reached)
		<-h.goOn
	}
	return name, columns, err
}
