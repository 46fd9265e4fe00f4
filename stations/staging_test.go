package stations_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

func TestProvisionalRevisionsLieAboveAllRealOnesAndApart(t *testing.T) {
	for _, staging := range []int64{1, 2, 1 << 30} {
		first, end := stations.ProvisionalAfter(staging)+1, stations.ProvisionalAfter(staging+1)
		if !first.Provisional() || end-first != 1<<32-1 {
			t.Errorf("staging %d has revisions %d … %d, want 2³² provisional ones", staging, first, end)
		}
	}
	if last := stations.Revision(1<<32 - 1); last.Provisional() {
		t.Errorf("Provisional(%d) = true, want a real one", last)
	}
}

func TestARecordThatWasHiddenTakesRevisionAndTimesFromItsRow(t *testing.T) {
	at, made := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	hidden, changed, told := plain(idA), plain(idA), plain(idA)
	changed.CreatedAt = made
	told.Revision, told.CreatedAt, told.UpdatedAt = 7, made, made
	for sentence, c := range map[string]struct {
		record         *stations.Station
		revision       stations.Revision
		created, wrote time.Time
	}{
		"a record that says neither takes the row's":  {hidden, 9, at, at},
		"a record of a change keeps when it was made": {changed, 9, made, at},
		"a record that says both keeps its own":       {told, 7, made, made},
	} {
		record, err := stations.EncodeRecord(c.record)
		if err != nil {
			t.Fatal(err)
		}
		got, err := stations.DecodeRow(idA, record, 9, at)
		if err != nil || got.Revision != c.revision || !got.CreatedAt.Equal(c.created) || !got.UpdatedAt.Equal(c.wrote) {
			t.Errorf("%s: DecodeRow = %+v, %v, want revision %d, made at %v, written at %v", sentence, got, err, c.revision, c.created, c.wrote)
		}
	}
}

func TestAPartIsRefusedThatWantsWhatIsTaken(t *testing.T) {
	key := stations.RecordKey{Source: "市", Record: "7"}
	for sentence, c := range map[string]struct {
		take  func(l *stations.Ledger)
		names string
	}{
		"a station that is hidden":     {func(l *stations.Ledger) { l.Held[idA] = stations.Holding{Revision: stations.ProvisionalAfter(1) + 1} }, string(idA)},
		"a station that was deleted":   {func(l *stations.Ledger) { l.Known[idA] = true }, string(idA)},
		"another's code":               {func(l *stations.Ledger) { l.Codes["A-1"] = idB }, "A-1"},
		"another's source record":      {func(l *stations.Ledger) { l.Records[key] = idB }, "市"},
		"what a source said":           {func(l *stations.Ledger) { l.Rows[key] = false }, "市"},
		"nothing that is taken at all": {func(*stations.Ledger) {}, ""},
	} {
		s := plain(idA)
		s.Code, s.Source, s.SourceRecord = "A-1", "市", "7"
		part := stations.StagedPart{
			Entries: []stations.Entry{{Change: stations.Change{Revision: stations.ProvisionalAfter(2) + 1, ID: idA, Station: s}}},
			Expect:  []stations.Revision{0},
			Rows:    []stations.SourceRow{{Key: key, Station: idA}},
		}
		ledger := stations.NewLedger(5)
		c.take(ledger)
		_, err := ledger.Admit(part)
		if c.names == "" {
			if _, again := ledger.Admit(part); err != nil || stations.CodeOf(again) != stations.Conflict {
				t.Errorf("%s: Admit = %v, and then %v, want nil and Conflict", sentence, err, again)
			}
			continue
		}
		if stations.CodeOf(err) != stations.Conflict || !strings.Contains(err.Error(), c.names) {
			t.Errorf("%s: Admit = %v, want Conflict that names %s", sentence, err, c.names)
		}
	}
}

func TestAPartSupersedesTheVersionThatItsChangeExpects(t *testing.T) {
	stored := stations.ProvisionalAfter(3) + 8
	part := stations.StagedPart{Expect: []stations.Revision{12, 12, 4}}
	const idC = stations.ID("0190a5e4-0000-7000-8000-00000000000c")
	for _, id := range []stations.ID{idA, idB, idC} {
		part.Entries = append(part.Entries, stations.Entry{Change: stations.Change{ID: id, Station: plain(id)}})
	}
	ledger := stations.NewLedger(20)
	ledger.Held[idA] = stations.Holding{Revision: 12, Stored: stored}
	ledger.Held[idB] = stations.Holding{Revision: 13, Stored: 13} // somebody wrote it
	ledger.Known[idC] = true                                      // somebody deleted it
	got, err := ledger.Admit(part)
	want := []stations.Superseded{{Station: idA, Stored: stored}, {Station: idB}, {Station: idC}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Admit = %v, %v, want %v: who moved has no version to take the place of", got, err, want)
	}
}
