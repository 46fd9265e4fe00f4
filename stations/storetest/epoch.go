package storetest

import (
	"testing"
	"time"

	"yizhan/stations"
)

// epochs holds that a store's history has a name which writes do not change,
// and that a waiter who knows another name is told at once.
func epochs(t *testing.T, s stations.Store) {
	epoch := must(s.Epoch(t.Context()))(t, "Epoch()")
	if len(epoch) < 16 {
		t.Errorf("Epoch() = %q, want a long random text", epoch)
	}
	rev := put(t, s, newStation(t, "甲"))
	if again := must(s.Epoch(t.Context()))(t, "Epoch()"); again != epoch {
		t.Errorf("Epoch() after a write = %q, want %q as before", again, epoch)
	}
	want := stations.Mark{Epoch: epoch, Revision: rev}
	for name, since := range map[string]stations.Mark{
		"another epoch":       {Epoch: "of before the restore", Revision: rev},
		"a later revision":    {Epoch: epoch, Revision: rev + 1},
		"an earlier revision": {Epoch: epoch, Revision: rev - 1},
	} {
		if got, err := s.Wait(within(t, time.Second), since); got != want || err != nil {
			t.Errorf("Wait(%s) = %v, %v, want %v at once", name, got, err, want)
		}
	}
}
