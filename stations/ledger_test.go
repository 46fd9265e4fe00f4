package stations_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
)

const (
	idA = stations.ID("0190a5e4-0000-7000-8000-00000000000a")
	idB = stations.ID("0190a5e4-0000-7000-8000-00000000000b")
)

func plain(id stations.ID) *stations.Station {
	s := &stations.Station{ID: id, Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open}
	s.Position.Point, s.Position.Quality = [2]float64{118, 32}, stations.GPS
	return s
}

func TestTouchedNamesEachThingOnce(t *testing.T) {
	a, b := plain(idA), plain(idB)
	a.Code, a.Source, a.SourceRecord, b.Source = "1", "市", "7", "市"
	got, err := stations.TouchedBy([]stations.Write{{Station: a}, {Station: b}, {Station: a, Expect: 1}, {Station: a, Expect: 3, Delete: true}})
	want := stations.Touched{IDs: []stations.ID{idA, idB}, Codes: []string{"1"}, Records: []stations.RecordKey{{Source: "市", Record: "7"}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("TouchedBy = %v (-want +got):\n%s", err, diff)
	}
}

func TestALedgerLeavesTheCallersRecordsAlone(t *testing.T) {
	a := plain(idA)
	writes := []stations.Write{{Station: a}}
	at := time.Date(2026, 11, 22, 12, 0, 0, 1_999_999, time.UTC)
	entries, err := stations.NewLedger(41).Enter(writes, at)
	if err != nil || a.Revision != 0 || !a.CreatedAt.IsZero() {
		t.Fatalf("Enter = %v and left revision %d, want 0", err, a.Revision)
	}
	if e := entries[0]; e.Revision != 42 || e.Station.Revision != 42 || !e.At.Equal(stations.Stamp(at)) {
		t.Errorf("Enter = revision %d at %v, want 42 at %v", e.Revision, e.At, stations.Stamp(at))
	}
	stations.Acknowledge(writes, stations.Receipts(entries))
	if a.Revision != 42 || !a.UpdatedAt.Equal(stations.Stamp(at)) {
		t.Errorf("Acknowledge left revision %d at %v", a.Revision, a.UpdatedAt)
	}
}

func TestALedgerKeepsTheTimeOfMaking(t *testing.T) {
	made := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	l := stations.NewLedger(5)
	l.Known[idA], l.Held[idA] = true, stations.Holding{Revision: 5, CreatedAt: made}
	entries, err := l.Enter([]stations.Write{{Station: plain(idA), Expect: 5}}, made.AddDate(1, 0, 0))
	if err != nil || !entries[0].Station.CreatedAt.Equal(made) {
		t.Errorf("Enter(change) = %v, want created %v", err, made)
	}
}

func TestLatestIsTheLastStateOfEach(t *testing.T) {
	writes := []stations.Write{{Station: plain(idA)}, {Station: plain(idB)}, {Station: plain(idA), Expect: 1}, {Station: plain(idB), Expect: 2, Delete: true}}
	entries, err := stations.NewLedger(0).Enter(writes, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range stations.Latest(entries) {
		got = append(got, fmt.Sprint(e.Revision, e.Station != nil))
	}
	if diff := cmp.Diff([]string{"3 true", "4 false"}, got); diff != "" {
		t.Errorf("Latest differs (-want +got):\n%s", diff)
	}
}

// A record may be older than the rule that its texts hold nothing hidden;
// whoever changes something else of it, as the server does for itself, need
// not know.
func TestARecordThatIsOlderThanARuleIsWrittenAgain(t *testing.T) {
	a := plain(idA)
	a.Position.Address = "\u202d中山路1号\u202c"
	if _, err := stations.TouchedBy([]stations.Write{{Station: a}}); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("TouchedBy(a new record) = %v, want Invalid", err)
	}
	if _, err := stations.TouchedBy([]stations.Write{{Station: a, Expect: 7}}); err != nil {
		t.Errorf("TouchedBy(a change) = %v, want nil", err)
	}
	a.Name = ""
	if _, err := stations.TouchedBy([]stations.Write{{Station: a, Expect: 7}}); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("TouchedBy(a change that takes the name) = %v, want Invalid", err)
	}
}
