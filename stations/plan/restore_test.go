package plan_test

import (
	"bytes"
	"testing"

	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/archive"
	"yizhan/stations/plan"
)

// A restore goes back to an earlier revision, and other writes follow it: what
// a planner remembers under the numbers of before is not so any more.
func TestARestoreIsSeenByAPlannerThatRuns(t *testing.T) {
	net := roadstest.Draw(t, 400, "A--B--C--D--E--F")
	store := openStore(t)
	ask := plan.Request{Mode: "walk", Minutes: 5}
	always := func(i int, node byte) *stations.Station {
		s := station(i, net.At(node))
		s.Hours = "24/7"
		return s
	}
	putDemand(t, store, stations.Demand{Point: net.At('A'), Weight: 1}, stations.Demand{Point: net.At('F'), Weight: 10})
	putStations(t, store, always(1, 'C'))
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, store, 1); err != nil {
		t.Fatal(err)
	}
	running := planner(store, net.Graph)

	putStations(t, store, always(2, 'A'))
	before := coverage(t, running, ask)
	if _, err := running.WhatIf(t.Context(), plan.Base{Request: ask}, plan.Edits{}); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), store, archive.Options{Schema: 1, Replace: true}); err != nil {
		t.Fatal(err)
	}
	putStations(t, store, always(2, 'F'))

	after, fresh := coverage(t, running, ask), coverage(t, planner(store, net.Graph), ask)
	if before.Revision != after.Revision || before.Demand.Covered != 1 || after.Demand.Covered != 10 || fresh.Demand.Covered != 10 {
		t.Errorf("covered at revision %d before a restore = %v, at revision %d after it = %v, by a new planner %v; want 1, 10 and 10 at one revision",
			before.Revision, before.Demand.Covered, after.Revision, after.Demand.Covered, fresh.Demand.Covered)
	}
	if again, err := running.Recall(t.Context(), after.ID); err != nil || again.Demand.Covered != 10 {
		t.Errorf("Recall(%s) after the restore = %+v, %v, want 10 covered", after.ID, again, err)
	}
	effect, err := running.WhatIf(t.Context(), plan.Base{Request: ask}, plan.Edits{Remove: []stations.ID{always(2, 'F').ID}})
	if err != nil || effect.After.Demand.Covered != 0 {
		t.Errorf("WhatIf without the new station = %+v, %v, want none covered", effect, err)
	}
	week, err := running.Week(t.Context(), ask)
	if err != nil || week.Hours[0].Demand.Covered != 10 {
		t.Errorf("Week after the restore = %+v, %v, want 10 covered", week, err)
	}
}
