package nearby_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/archive"
)

// A busy machine may hold up one write or another, but not each of ten.
func TestAWriteIsSeenWithinASecond(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	store, other := open(t, path), open(t, path)
	f := follow(t, store)
	for name, writer := range map[string]stations.Store{"by the same store": store, "by another process's": other} {
		t.Run(name, func(t *testing.T) {
			before, quickest := f.Snapshot().Len(), time.Hour
			seen := func(w stations.Write, want int) {
				revision, err := writer.Apply(t.Context(), []stations.Write{w})
				if err != nil {
					t.Fatal(err)
				}
				written := time.Now()
				until(t, func() bool { return f.Snapshot().Revision == revision })
				quickest = min(quickest, time.Since(written))
				if got := f.Snapshot().Len(); got != want {
					t.Errorf("stations after a write = %v, want %v", got, want)
				}
			}
			for tries := 0; tries == 0 || tries < 5 && quickest > time.Second; tries++ {
				s := station(t, "新站", orb.Point{118.8, 32.06})
				seen(stations.Write{Station: s}, before+1)
				seen(stations.Write{Station: s, Expect: s.Revision, Delete: true}, before)
			}
			if quickest > time.Second {
				t.Errorf("the quickest of ten writes was seen after %v, want a second", quickest)
			}
		})
	}
}

func TestASuspendedStationLeavesAndComesBack(t *testing.T) {
	s := station(t, "站", orb.Point{118.8, 32.06})
	f, store := following(t, []*stations.Station{s, station(t, "另", orb.Point{118.9, 32.06})})
	for _, c := range []struct {
		lifecycle stations.Lifecycle
		want      int
	}{{stations.Suspended, 1}, {stations.Trial, 2}, {stations.Closed, 1}} {
		s.Lifecycle = c.lifecycle
		revision, err := store.Apply(t.Context(), writes(s))
		if err != nil {
			t.Fatal(err)
		}
		until(t, func() bool { return f.Snapshot().Revision == revision })
		if got := f.Snapshot().Len(); got != c.want {
			t.Errorf("stations when one is %s = %v, want %v", c.lifecycle, got, c.want)
		}
	}
}

// While another process writes as fast as it can, writes of this one are seen
// all the same: a burst that does not end does not put them off.
func TestAWriteIsSeenDuringABurst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	store, other := open(t, path), open(t, path)
	f := follow(t, store)
	list := scatter(t, 50, 4)
	ctx, stop := context.WithCancel(t.Context())
	last := make(chan stations.Revision, 1)
	go func() {
		var written stations.Revision
		for i := 0; ctx.Err() == nil; i++ {
			if revision, err := other.Apply(ctx, writes(list[i%len(list)])); err == nil {
				written = revision
			}
		}
		last <- written
	}()
	for range 3 {
		revision := persist(t, store, station(t, "我", orb.Point{118.8, 32.06}))
		until(t, func() bool { return f.Snapshot().Revision >= revision })
	}
	stop()
	end := <-last
	until(t, func() bool { return f.Snapshot().Revision >= end })
}

// persist writes a station, and again when others left no moment for it: SQLite
// has no queue of writers.
func persist(t *testing.T, store stations.Store, s *stations.Station) stations.Revision {
	t.Helper()
	for {
		revision, err := store.Apply(t.Context(), writes(s))
		switch {
		case err == nil:
			return revision
		case stations.CodeOf(err) != stations.Unavailable:
			t.Fatal(err)
		}
	}
}

// flaky fails the first reads of each sort.
type flaky struct {
	stations.Store
	snapshots, waits, changes atomic.Int32
}

var errFlaky = errors.New("the line is cut")

func (f *flaky) Snapshot(ctx context.Context, at stations.Revision) (stations.Revision, []*stations.Station, error) {
	if f.snapshots.Add(1) == 1 {
		return 0, nil, errFlaky
	}
	return f.Store.Snapshot(ctx, at)
}

func (f *flaky) Wait(ctx context.Context, since stations.Mark) (stations.Mark, error) {
	if f.waits.Add(1) == 1 {
		return stations.Mark{}, errFlaky
	}
	return f.Store.Wait(ctx, since)
}

func (f *flaky) Changes(ctx context.Context, since stations.Revision, limit int) ([]stations.Change, error) {
	if f.changes.Add(1) == 1 {
		return nil, errFlaky
	}
	return f.Store.Changes(ctx, since, limit)
}

func TestFollowOutlivesAFailingStore(t *testing.T) {
	store := &flaky{Store: open(t, filepath.Join(t.TempDir(), "test.db"))}
	f := follow(t, store)
	revision, err := store.Apply(t.Context(), writes(station(t, "站", orb.Point{118.8, 32.06})))
	if err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { return f.Snapshot().Revision == revision })
	if store.snapshots.Load() < 3 {
		t.Errorf("snapshots read = %v, want one more after each failure", store.snapshots.Load())
	}
	if p := f.Pulse(); p.Failures < 2 || p.Shown.IsZero() {
		t.Errorf("Pulse() = %+v, want every failure counted and a moment of the snapshot", p)
	}
}

// A restore by another process shows, also when the revision is the same as
// before, and what comes after it is followed.
func TestARestoreIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	store, other := open(t, path), open(t, path)
	first, second := station(t, "甲", orb.Point{118.8, 32.06}), station(t, "乙", orb.Point{118.9, 32.06})
	if _, err := store.Apply(t.Context(), writes(first)); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if _, err := archive.Write(t.Context(), &file, store, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), writes(second)); err != nil {
		t.Fatal(err)
	}
	f := follow(t, store)
	restore := func() {
		if _, err := archive.Read(t.Context(), bytes.NewReader(file.Bytes()), other, archive.Options{Schema: 1, Replace: true}); err != nil {
			t.Fatal(err)
		}
	}
	restore()
	until(t, func() bool { return f.Snapshot().Revision == 1 && f.Snapshot().Len() == 1 })

	second.Revision = 0
	if _, err := other.Apply(t.Context(), writes(second)); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { return f.Snapshot().Revision == 2 && f.Snapshot().Len() == 2 })

	first.Revision, first.Lifecycle = 1, stations.Closed
	file.Reset()
	if _, err := archive.Write(t.Context(), &file, other, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Apply(t.Context(), writes(first)); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { return f.Snapshot().Revision == 3 && f.Snapshot().Len() == 1 })
	restore()
	until(t, func() bool { return f.Snapshot().Revision == 2 && f.Snapshot().Len() == 2 })
}

// away is a store that fails while it is told to, and notes what it was asked
// without a limit of time.
type away struct {
	stations.Store
	gone    atomic.Bool
	endless atomic.Int32
}

func (a *away) note(ctx context.Context) error {
	if _, limited := ctx.Deadline(); !limited {
		a.endless.Add(1)
	}
	if a.gone.Load() {
		return errFlaky
	}
	return nil
}

func (a *away) Epoch(ctx context.Context) (string, error) {
	if err := a.note(ctx); err != nil {
		return "", err
	}
	return a.Store.Epoch(ctx)
}

func (a *away) Snapshot(ctx context.Context, at stations.Revision) (stations.Revision, []*stations.Station, error) {
	if err := a.note(ctx); err != nil {
		return 0, nil, err
	}
	return a.Store.Snapshot(ctx, at)
}

func (a *away) Changes(ctx context.Context, since stations.Revision, limit int) ([]stations.Change, error) {
	if err := a.note(ctx); err != nil {
		return nil, err
	}
	return a.Store.Changes(ctx, since, limit)
}

// After 3.2 s a follower that doubles its pauses without end would rest for
// 3.2 s more, and after an hour for as long as it may.
func TestAStoreThatWasAwayForLongIsFollowedWithinASecond(t *testing.T) {
	store := &away{Store: open(t, filepath.Join(t.TempDir(), "test.db"))}
	f := follow(t, store)
	store.gone.Store(true)
	s := station(t, "新站", orb.Point{118.8, 32.06})
	revision, err := store.Apply(t.Context(), writes(s))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(3200 * time.Millisecond)
	store.gone.Store(false)
	back := time.Now()
	until(t, func() bool { return f.Snapshot().Revision == revision })
	if took := time.Since(back); took > 1500*time.Millisecond {
		t.Errorf("a write during an outage was seen %v after it, want within a second", took)
	}
	if n := store.endless.Load(); n > 0 {
		t.Errorf("the follower asked %d times without a limit: an answer that never comes would hold it up for ever", n)
	}
}
