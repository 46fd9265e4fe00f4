package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"yizhan/stations"
)

// importsTakeTurns begins three imports at once, two of which wait.
func importsTakeTurns(t *testing.T, a, b stations.Store) {
	first, second, third := drawImport(t, "一"), drawImport(t, "二"), drawImport(t, "三")
	first.start(t.Context(), t, a, rest{})
	ctx, cancel := context.WithCancel(t.Context())
	second.begin(t.Context(), b, rest{})
	third.begin(ctx, b, rest{})
	time.Sleep(200 * time.Millisecond) // let them wait
	select {
	case <-second.half:
		t.Error("a second import was half written before the first ended")
	case <-third.half:
		t.Error("a third import was half written before the first ended")
	case got := <-second.done:
		t.Errorf("a second import ended before the first: %v", got.err)
	default:
	}
	cancel()
	if got := <-third.done; !errors.Is(got.err, context.Canceled) {
		t.Errorf("an import whose context ends while it waits = %v, want context.Canceled", got.err)
	}
	put(t, b, newStation(t, "单写")) // who writes does not wait
	if got := first.end(t); got.err != nil || got.last != 1+importRows {
		t.Errorf("the first import = %d, %v, want %d", got.last, got.err, 1+importRows)
	}
	if got := second.end(t); got.err != nil || got.last != 1+2*importRows {
		t.Errorf("the second import = %d, %v, want %d", got.last, got.err, 1+2*importRows)
	}
	wantDense(t, must(a.Changes(t.Context(), 0, 10_000))(t, "Changes(0)"))
}

// importsAreHiddenAcross follows a store by one handle while an import and
// single writes come in by another.
func importsAreHiddenAcross(t *testing.T, a, b stations.Store) {
	d := drawImport(t, "市")
	before := d.look(t, b)
	d.start(t.Context(), t, a, rest{})
	same(t, "all readers of the other handle, half way", before, d.look(t, b))
	following := make(chan []stations.Change, 1)
	go func() {
		changes, err := follow(within(t, time.Minute), b, 1+importRows)
		if err != nil {
			t.Errorf("the follower = %v", err)
		}
		following <- changes
	}()
	put(t, b, newStation(t, "单写"))
	if got := d.end(t); got.err != nil {
		t.Fatal(got.err)
	}
	changes := <-following
	wantDense(t, changes)
	if len(changes) != 1+importRows {
		t.Errorf("the follower saw %d changes, want %d", len(changes), 1+importRows)
	}
	d.wantShown(t, b)
}

// theDeadAreSwept closes a store in the midst of an import, so that it can
// remove nothing, and imports the same by another handle.
func theDeadAreSwept(t *testing.T, a, b stations.Store) {
	dead := drawImport(t, "市")
	before := dead.look(t, b)
	dead.start(t.Context(), t, a, rest{})
	dead.die(t, a)
	same(t, "all readers, after the import died", before, dead.look(t, b))
	_, err := b.Apply(t.Context(), []stations.Write{{Station: dead.list[0]}})
	wantCode(t, "Apply of a station that a dead import holds", err, stations.Conflict)
	again := drawImport(t, "市")
	if got := again.run(t, b); got.err != nil || got.last != importRows {
		t.Fatalf("the same import again = %d, %v, want %d", got.last, got.err, importRows)
	}
	again.wantShown(t, b)
}

// aRestoreEndsAnImport restores a backup in the midst of an import.
func aRestoreEndsAnImport(t *testing.T, a, b stations.Store) {
	put(t, a, newStation(t, "旧站"))
	file := archived(t, a)
	d := drawImport(t, "市")
	d.start(t.Context(), t, a, rest{})
	if err := restored(t, b, file); err != nil {
		t.Fatalf("Load during an import = %v", err)
	}
	want := d.look(t, b)
	wantCode(t, "an import during which the store was restored", d.end(t).err, stations.Conflict)
	same(t, "all readers, after a restore during an import", want, d.look(t, b))
	again := drawImport(t, "市")
	if got := again.run(t, b); got.err != nil || got.last != 1+importRows {
		t.Errorf("an import after the restore = %d, %v, want %d", got.last, got.err, 1+importRows)
	}
}
