// Package storetest holds every store to the words of stations.Store. A store
// calls Run and RunPair from its own test; each subtest gets a fresh store.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// Run holds one kind of store to the promises. open gives an empty store,
// which it closes when its test ends.
func Run(t *testing.T, open func(t *testing.T) stations.Store) {
	for _, c := range append(promisesToOthers(), []promise{
		{"a station comes back as it was put", stationComesBack},
		{"a station that was never put is not found", missingStation},
		{"a writer that expects another revision is refused", optimistic},
		{"an id is never used again", neverAgain},
		{"a code belongs to one station for ever", codesAreKept},
		{"a source record belongs to one station", sourceRecords},
		{"keys change hands within one list", keysChangeHands},
		{"one bad write undoes the whole list", allOrNone},
		{"bad input is refused", badWrites},
		{"an empty list changes nothing", emptyList},
		{"a station is written twice in one list", twiceInOneList},
		{"a filter keeps what Filter.Match keeps", filtersAgree},
		{"a service ends at its moment, to the nanosecond", expiryEdge},
		{"a box includes its edges", boxEdges},
		{"pages follow each other to the end", paging},
		{"limits are checked", limits},
		{"stations are found by their source", bySource},
		{"a snapshot equals the replay of all changes", snapshots},
		{"changes are in commit order while eight write", concurrentWriters},
		{"eight editors of the same stations lose nothing", editors},
		{"a wait ends with a write, and with its context", waiting},
		{"a store has an epoch, and a wait knows another's", epochs},
		{"an ended context is in the error", endedContext},
		{"areas come back to the bit", areasComeBack},
		{"bad areas are refused", badAreas},
		{"the version of areas names their content", areasVersion},
		{"demand comes back in order", demandComesBack},
		{"bad demand changes nothing", badDemand},
		{"a run is kept for thirty days", runs},
		{"a part of a run has one finding", findings},
		{"what was found before a restore is not kept after it", findingsOfBefore},
		{"the mapping of a source is kept", mappings},
		{"keys come back as they were made", keysComeBack},
		{"a key ends once, and its last day is known", keysEnd},
		{"the terms of a key change, and nothing else of it", keysChange},
		{"what keys ask adds up by day", keyUsageAddsUp},
		{"how keys stand has a name", keysHaveAState},
		{"the audit log grows and is read from its end", auditGrows},
		{"the history of a station tells what it was", histories},
		{"personal contacts are purged from all records", contactsArePurged},
		{"a claim stands for a day", claims},
		{"two senders in posted hours make a doubt, and an answer ends it", doubted},
		{"what makes no doubt", undoubted},
		{"a sender has three reports a day", threeADay},
		{"senders are forgotten after a day", sendersForgotten},
		{"reports are listed, answered and refused", reports},
		{"pictures come back as they were put", picturesComeBack},
		{"pictures that cannot be kept are refused", badPictures},
		{"pictures end with their station", picturesEnd},
		{"pictures move", picturesMove},
		{"an archive brings pictures back", picturesAreArchived},
		{"what is to be verified is listed by district", overdue},
		{"statistics agree with a replay of the changes", statistics},
		{"an archive brings everything back", archives},
		{"an archive that is not whole changes nothing", brokenArchives},
		{"what a source said comes back", sourceRowsComeBack},
		{"a review is decided once", reviewsAreDecidedOnce},
		{"reviews are paged", reviewsArePaged},
		{"searches that found nothing are shown at ten", unmetIsShownAtTen},
		{"searches that found nothing are filtered", unmetIsFiltered},
		{"counts of searches that cannot be are refused", unmetIsChecked},
		{"counts of searches are forgotten", unmetIsForgotten},
		{"a backup holds counts that may be shown", unmetIsArchived},
		{"an import is hidden until it is whole", importsAreHidden},
		{"what was imported is like all else", importedAreLikeOthers},
		{"what a hidden import has taken is taken", whatAnImportTakesIsTaken},
		{"an import that fails leaves nothing", failedImportsLeaveNothing},
		{"what an import changes is hidden until it is whole", changesAreHidden},
		{"an import is asked again about stations that moved", changesOfBefore},
		{"an import of changes that fails leaves all as it was", changesThatFail},
		{"a closed store says so", closed},
	}...) {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// promise is a sentence that every store holds to.
type promise struct {
	name string
	test func(t *testing.T, s stations.Store)
}

// promisesToOthers are those about mirrors and webhooks.
func promisesToOthers() []promise {
	return []promise{
		{"a mirror has what its origin had", mirrorsFollow},
		{"a mirror is moved by its origin only", mirrorsAreReadOnly},
		{"a mirror becomes a store of its own", mirrorsDetach},
		{"a mirror keeps the pictures that its records name", mirrorsKeepPictures},
		{"a mirror has its origin's areas", mirrorsHaveAreas},
		{"a webhook comes back as it was made", webhooksComeBack},
		{"a webhook is one courier's at a time", webhooksTakeTurns},
		{"a webhook's edit counts from when it is made", webhookEditsCount},
	}
}

// RunPair holds two handles on one database to the promises between
// processes. open gives an empty database twice.
func RunPair(t *testing.T, open func(t *testing.T) (a, b stations.Store)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, a, b stations.Store)
	}{
		{"the other handle hears of a write within a second", heardAcross},
		{"a large list is unseen until it commits", unseenUntilCommit},
		{"two handles write in turn without holes", writersAcross},
		{"two reports by way of two handles make a doubt that both hear of", doubtAcross},
		{"eight editors on two handles lose nothing", editorsAcross},
		{"the other handle hears of a restore within a second", restoreHeard},
		{"imports take turns", importsTakeTurns},
		{"an import is hidden from the other handle", importsAreHiddenAcross},
		{"what a dead import left is swept by the next", theDeadAreSwept},
		{"what a dead import left is swept without another", theDeadAreSweptBeforeTheNext},
		{"a restore ends an import", aRestoreEndsAnImport},
		{"a webhook is one handle's at a time", webhooksAcross},
		{"no edit of a webhook is lost to another handle's", webhookEditsAcross},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := open(t)
			c.test(t, a, b)
		})
	}
}

// newStation makes a plain valid station.
func newStation(t testing.TB, name string) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	return &stations.Station{
		ID: id, Name: name, Kind: stations.UnionStation, Lifecycle: stations.Open,
		Position: stations.Position{
			Point:    orb.Point{118.7780139, 32.0415001},
			Original: datum.Coord{Lon: 118.7833, Lat: 32.0393, Datum: datum.GCJ02},
			Quality:  stations.GPS, Adcode: "320102",
		},
	}
}

// put writes stations that must not be there yet.
func put(t testing.TB, s stations.Store, list ...*stations.Station) stations.Revision {
	t.Helper()
	writes := make([]stations.Write, len(list))
	for i, station := range list {
		writes[i] = stations.Write{Station: station, Expect: station.Revision}
	}
	rev, err := s.Apply(t.Context(), writes)
	if err != nil {
		t.Fatalf("Apply(%d writes) = %v", len(writes), err)
	}
	return rev
}

// wantCode checks what sort of error a call gave.
func wantCode(t testing.TB, call string, err error, want stations.Code) {
	t.Helper()
	if got := stations.CodeOf(err); got != want {
		t.Errorf("%s gives code %q (%v), want %q", call, got, err, want)
	}
	if err != nil && want != "" {
		var e *stations.Error
		if !errors.As(err, &e) {
			t.Errorf("%s gives %T, want a *stations.Error in its chain", call, err)
		}
	}
}

// same compares what was put with what came back. An empty list and none are
// alike in JSON.
func same(t testing.TB, call string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", call, diff)
	}
}

// within gives a test's step a limit, so that a broken Wait fails instead of
// hanging.
func within(t testing.TB, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

// must unwraps a result that may not fail.
func must[T any](v T, err error) func(t testing.TB, call string) T {
	return func(t testing.TB, call string) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%s = %v", call, err)
		}
		return v
	}
}

func names(list []*stations.Station) string {
	var all []string
	for _, s := range list {
		all = append(all, s.Name)
	}
	return fmt.Sprint(all)
}
