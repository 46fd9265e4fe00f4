package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"yizhan/stations"
)

// editors lets eight editors change the same two stations at once, each
// knowing only what it read.
func editors(t *testing.T, s stations.Store) { editorsAcross(t, s, s) }

// editorsAcross is editors on two handles.
func editorsAcross(t *testing.T, a, b stations.Store) {
	const count, edits = 8, 4
	shared := []*stations.Station{newStation(t, "甲"), newStation(t, "乙")}
	put(t, a, shared...)
	var group sync.WaitGroup
	for e := range count {
		store := []stations.Store{a, b}[e%2]
		group.Go(func() {
			for n := range edits {
				if err := addAlias(t, store, shared[n%2].ID, fmt.Sprintf("%d-%d", e, n)); err != nil {
					t.Errorf("editor %d: %v", e, err)
				}
			}
		})
	}
	group.Wait()
	changes := must(a.Changes(t.Context(), 0, 1000))(t, "Changes(0)")
	wantDense(t, changes)
	if len(changes) != 2+count*edits {
		t.Errorf("the history has %d changes, want %d", len(changes), 2+count*edits)
	}
	aliases := map[stations.ID][]string{}
	for _, c := range changes {
		before := aliases[c.ID]
		if c.Revision > 2 && !slices.Equal(before, c.Station.Aliases[:len(c.Station.Aliases)-1]) {
			t.Errorf("change %d goes from %q to %q, want one alias more", c.Revision, before, c.Station.Aliases)
		}
		aliases[c.ID] = c.Station.Aliases
	}
	for _, s := range shared {
		if got := len(must(b.Station(t.Context(), s.ID))(t, "Station").Aliases); got != count*edits/2 {
			t.Errorf("station %s has %d aliases, want %d", s.Name, got, count*edits/2)
		}
	}
}

// addAlias adds an alias, as often as others are faster.
func addAlias(t *testing.T, store stations.Store, id stations.ID, alias string) error {
	for {
		s, err := store.Station(t.Context(), id)
		if err != nil {
			return err
		}
		s.Aliases = append(s.Aliases, alias)
		_, err = store.Apply(t.Context(), []stations.Write{{Station: s, Expect: s.Revision}})
		if stations.CodeOf(err) != stations.Conflict {
			return err
		}
	}
}
