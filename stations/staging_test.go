package stations_test

import (
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
	hidden, told := plain(idA), plain(idA)
	told.Revision, told.CreatedAt, told.UpdatedAt = 7, made, made
	for sentence, c := range map[string]struct {
		record   *stations.Station
		revision stations.Revision
		at       time.Time
	}{
		"a record that says neither takes the row's": {hidden, 9, at},
		"a record that says both keeps its own":      {told, 7, made},
	} {
		record, err := stations.EncodeRecord(c.record)
		if err != nil {
			t.Fatal(err)
		}
		got, err := stations.DecodeRow(idA, record, 9, at)
		if err != nil || got.Revision != c.revision || !got.CreatedAt.Equal(c.at) || !got.UpdatedAt.Equal(c.at) {
			t.Errorf("%s: DecodeRow = %+v, %v, want revision %d at %v", sentence, got, err, c.revision, c.at)
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
			Rows:    []stations.SourceRow{{Key: key, Station: idA}},
		}
		ledger := stations.NewLedger(5)
		c.take(ledger)
		err := ledger.Admit(part)
		if c.names == "" {
			if again := ledger.Admit(part); err != nil || stations.CodeOf(again) != stations.Conflict {
				t.Errorf("%s: Admit = %v, and then %v, want nil and Conflict", sentence, err, again)
			}
			continue
		}
		if stations.CodeOf(err) != stations.Conflict || !strings.Contains(err.Error(), c.names) {
			t.Errorf("%s: Admit = %v, want Conflict that names %s", sentence, err, c.names)
		}
	}
}
