package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"yizhan/stations"
)

// follow reads changes from since until it has seen the revision upto, by
// Wait and Changes, as a server does.
func follow(ctx context.Context, s stations.Store, upto stations.Revision) ([]stations.Change, error) {
	var all []stations.Change
	for since := stations.Revision(0); since < upto; {
		if _, err := s.Wait(ctx, stations.Mark{Revision: since}); err != nil {
			return all, fmt.Errorf("Wait(%d): %w", since, err)
		}
		changes, err := s.Changes(ctx, since, 7)
		if err != nil {
			return all, fmt.Errorf("Changes(%d): %w", since, err)
		}
		all = append(all, changes...)
		since += stations.Revision(len(changes))
	}
	return all, nil
}

// wantDense checks that changes are numbered 1, 2, 3 … and that each record
// carries its own number.
func wantDense(t *testing.T, changes []stations.Change) {
	t.Helper()
	for i, c := range changes {
		if c.Revision != stations.Revision(i+1) {
			t.Fatalf("change %d has revision %d, want %d", i, c.Revision, i+1)
		}
		if c.Station != nil && c.Station.Revision != c.Revision {
			t.Fatalf("change %d holds a record of revision %d", c.Revision, c.Station.Revision)
		}
	}
}

// write8 lets eight writers put new stations and change them, in lists of one
// to three, over the stores in turn. It returns how many writes were made.
func write8(t *testing.T, rounds int, stores ...stations.Store) int {
	t.Helper()
	var group sync.WaitGroup
	for w := range 8 {
		mine := []*stations.Station{newStation(t, "a"), newStation(t, "b"), newStation(t, "c")}
		store := stores[w%len(stores)]
		group.Go(func() {
			for range rounds {
				writes := make([]stations.Write, len(mine))
				for i, s := range mine {
					writes[i] = stations.Write{Station: s, Expect: s.Revision}
				}
				if _, err := store.Apply(t.Context(), writes); err != nil {
					t.Errorf("Apply by writer %d = %v", w, err)
				}
			}
		})
	}
	group.Wait()
	return 8 * rounds * 3
}

func concurrentWriters(t *testing.T, s stations.Store) {
	const rounds = 4
	total := stations.Revision(8 * rounds * 3)
	ctx := within(t, time.Minute)
	var seen []stations.Change
	var err error
	var reader sync.WaitGroup
	reader.Go(func() { seen, err = follow(ctx, s, total) })
	write8(t, rounds, s)
	reader.Wait()
	if err != nil || len(seen) != int(total) {
		t.Fatalf("the follower saw %d changes, %v, want %d", len(seen), err, total)
	}
	wantDense(t, seen)
	same(t, "Changes(0), read afterwards", must(s.Changes(t.Context(), 0, 10_000))(t, "Changes(0)"), seen)
}

func writersAcross(t *testing.T, a, b stations.Store) {
	total := write8(t, 3, a, b)
	fromA := must(a.Changes(t.Context(), 0, 10_000))(t, "Changes(0)")
	fromB := must(b.Changes(t.Context(), 0, 10_000))(t, "Changes(0)")
	if len(fromA) != total {
		t.Errorf("Changes(0) holds %d changes, want %d", len(fromA), total)
	}
	wantDense(t, fromA)
	same(t, "Changes(0) of the other handle", fromA, fromB)
}

func heardAcross(t *testing.T, a, b stations.Store) {
	for round := range 3 {
		since := must(b.Revision(t.Context()))(t, "Revision()")
		type heard struct {
			rev stations.Revision
			at  time.Time
			err error
		}
		news := make(chan heard, 1)
		go func() {
			now, err := b.Wait(within(t, 10*time.Second), stations.Mark{Revision: since})
			news <- heard{now.Revision, time.Now(), err}
		}()
		time.Sleep(30 * time.Millisecond) // let it wait
		want := put(t, a, newStation(t, "甲"))
		committed := time.Now()
		got := <-news
		if got.err != nil || got.rev != want || got.at.Sub(committed) > time.Second {
			t.Errorf("round %d: Wait(%d) = %d, %v after %v, want %d within 1s", round, since, got.rev, got.err, got.at.Sub(committed), want)
		}
		t.Logf("heard across handles after %v", got.at.Sub(committed))
		if s := must(b.Changes(t.Context(), since, 10))(t, "Changes"); len(s) != 1 {
			t.Errorf("round %d: Changes(%d) on the other handle = %v, want one", round, since, s)
		}
	}
}

func unseenUntilCommit(t *testing.T, a, b stations.Store) {
	const size = 150
	var list []*stations.Station
	for range size {
		list = append(list, newStation(t, "甲"))
	}
	done := make(chan stations.Revision, 1)
	go func() { done <- put(t, a, list...) }()
	for finished := false; !finished; {
		select {
		case <-done:
			finished = true
		default:
		}
		_, snapshot, err := b.Snapshot(t.Context(), 0)
		if err != nil || len(snapshot) != 0 && len(snapshot) != size || finished && len(snapshot) != size {
			t.Fatalf("Snapshot(0) while one list is written = %d stations, %v, want none or all %d", len(snapshot), err, size)
		}
	}
}

func waiting(t *testing.T, s stations.Store) {
	rev := put(t, s, newStation(t, "甲"))
	if got, err := s.Wait(t.Context(), stations.Mark{Revision: rev - 1}); got.Revision != rev || err != nil {
		t.Errorf("Wait(%d) = %v, %v, want %d at once", rev-1, got, err, rev)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := s.Wait(ctx, stations.Mark{Revision: rev}); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 3*time.Second {
		t.Errorf("Wait(%d) with 50 ms = %v after %v, want the deadline", rev, err, time.Since(start))
	}
	var waiters sync.WaitGroup
	for range 5 {
		waiters.Go(func() {
			if got, err := s.Wait(within(t, 10*time.Second), stations.Mark{Revision: rev}); got.Revision != rev+1 || err != nil {
				t.Errorf("Wait(%d) = %v, %v, want %d", rev, got, err, rev+1)
			}
		})
	}
	time.Sleep(20 * time.Millisecond) // let them wait
	put(t, s, newStation(t, "乙"))
	waiters.Wait()
}

// replay is the oracle of Snapshot: the changes up to at, applied one by one.
func replay(changes []stations.Change, at stations.Revision) []*stations.Station {
	state := map[stations.ID]*stations.Station{}
	for _, c := range changes {
		if c.Revision > at {
			break
		}
		delete(state, c.ID)
		if c.Station != nil {
			state[c.ID] = c.Station
		}
	}
	var list []*stations.Station
	for _, id := range slices.Sorted(maps.Keys(state)) {
		list = append(list, state[id])
	}
	return list
}

func snapshots(t *testing.T, s stations.Store) {
	r := rand.New(rand.NewPCG(3, 4))
	var live []*stations.Station
	for n := range 40 {
		switch i := r.IntN(3); {
		case i == 0 && len(live) > 0:
			gone := r.IntN(len(live))
			_, err := s.Apply(t.Context(), []stations.Write{{Station: live[gone], Expect: live[gone].Revision, Delete: true}})
			if err != nil {
				t.Fatal(err)
			}
			live = slices.Delete(live, gone, gone+1)
		case i == 1 && len(live) > 0:
			put(t, s, pick(r, live))
		default:
			live = append(live, randomStation(t, r, n))
			put(t, s, live[len(live)-1])
		}
	}
	changes := must(s.Changes(t.Context(), 0, 10_000))(t, "Changes(0)")
	wantDense(t, changes)
	for at := stations.Revision(1); at <= 40; at++ {
		rev, got, err := s.Snapshot(t.Context(), at)
		if rev != at || err != nil {
			t.Fatalf("Snapshot(%d) = %d, %v", at, rev, err)
		}
		same(t, fmt.Sprintf("Snapshot(%d)", at), replay(changes, at), got)
	}
	rev, got, err := s.Snapshot(t.Context(), 0)
	if rev != 40 || err != nil {
		t.Errorf("Snapshot(0) = %d, %v, want 40", rev, err)
	}
	same(t, "Snapshot(0)", replay(changes, 40), got)
	for _, at := range []stations.Revision{-1, 41} {
		_, _, err := s.Snapshot(t.Context(), at)
		wantCode(t, fmt.Sprintf("Snapshot(%d)", at), err, stations.Gone)
	}
}

func endedContext(t *testing.T, s stations.Store) {
	put(t, s, newStation(t, "甲"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errStation := s.Station(ctx, newStation(t, "x").ID)
	_, errCount := s.Count(ctx, stations.Filter{}, noon)
	_, errChanges := s.Changes(ctx, 0, 1)
	_, _, errSnapshot := s.Snapshot(ctx, 1)
	_, errApply := s.Apply(ctx, []stations.Write{{Station: newStation(t, "乙")}})
	_, errWait := s.Wait(ctx, stations.Mark{Revision: 99})
	_, errDemand := s.PutDemand(ctx, "x", nil)
	for call, err := range map[string]error{
		"Station": errStation, "Count": errCount, "Changes": errChanges, "Snapshot": errSnapshot,
		"Apply": errApply, "Wait": errWait, "PutAreas": s.PutAreas(ctx, nil), "PutDemand": errDemand, "Ping": s.Ping(ctx),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context = %v, want context.Canceled in its chain", call, err)
		}
	}
	if rev := must(s.Revision(t.Context()))(t, "Revision()"); rev != 1 {
		t.Errorf("Revision() after a cancelled Apply = %d, want 1", rev)
	}
}

func closed(t *testing.T, s stations.Store) {
	put(t, s, newStation(t, "甲"))
	waiter := make(chan error, 1)
	go func() {
		_, err := s.Wait(t.Context(), stations.Mark{Revision: 1})
		waiter <- err
	}()
	time.Sleep(20 * time.Millisecond) // let it wait
	if err := s.Close(); err != nil {
		t.Fatalf("Close() = %v", err)
	}
	select {
	case err := <-waiter:
		wantCode(t, "a Wait that was under way at Close()", err, stations.Unavailable)
	case <-time.After(5 * time.Second):
		t.Error("Close() leaves a Wait hanging")
	}
	_, err := s.Revision(t.Context())
	wantCode(t, "Revision() of a closed store", err, stations.Unavailable)
	wantCode(t, "Ping() of a closed store", s.Ping(t.Context()), stations.Unavailable)
	_, err = s.Apply(t.Context(), []stations.Write{{Station: newStation(t, "乙")}})
	wantCode(t, "Apply() to a closed store", err, stations.Unavailable)
	if err := s.Close(); err != nil {
		t.Errorf("a second Close() = %v, want nil", err)
	}
}
