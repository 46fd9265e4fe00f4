package storetest

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/archive"
)

// holdings is all that the reading methods tell of a store.
type holdings struct {
	Mark    stations.Mark
	Now     []*stations.Station
	Changes []stations.Change
	Areas   []stations.Area
	Version string
	Layers  []stations.DemandLayer
	Demand  []stations.Demand
	Run     stations.Run
	Found   []*stations.Station
}

// readHoldings reads all of it, so that two stores can be compared.
func readHoldings(t *testing.T, s stations.Store) (h holdings) {
	t.Helper()
	ctx := t.Context()
	h.Mark.Epoch = must(s.Epoch(ctx))(t, "Epoch()")
	var err error
	if h.Mark.Revision, h.Now, err = s.Snapshot(ctx, 0); err != nil {
		t.Fatalf("Snapshot(0) = %v", err)
	}
	h.Changes = must(s.Changes(ctx, 0, 10_000))(t, "Changes(0)")
	h.Areas = must(s.Areas(ctx, ""))(t, "Areas()")
	h.Version = must(s.AreasVersion(ctx))(t, "AreasVersion()")
	h.Layers = must(s.DemandLayers(ctx))(t, "DemandLayers()")
	if len(h.Layers) > 0 {
		if _, h.Demand, err = s.Demand(ctx, h.Layers[0].Name); err != nil {
			t.Fatalf("Demand = %v", err)
		}
		h.Run = must(s.Run(ctx, "0123456789abcdef", noon))(t, "Run")
	}
	box := newStation(t, "").Position.Point.Bound()
	filter := stations.Filter{Within: &box, Services: []stations.Service{"toilet"}}
	h.Found = must(s.Stations(ctx, filter, noon, "", 100))(t, "Stations(box, service)")
	return h
}

// fill puts something of everything into the store.
func fill(t *testing.T, s stations.Store) {
	t.Helper()
	a, b, c := newStation(t, "甲"), newStation(t, "乙"), newStation(t, "丙")
	a.Code, c.Code = "A-1", "C-1"
	a.Services = []stations.ServiceState{{Code: "toilet", Status: stations.ServiceOK}}
	b.Source, b.SourceRecord = "市", "7"
	put(t, s, a, b, c)
	a.Name = "甲，改名"
	put(t, s, a)
	if _, err := s.Apply(t.Context(), []stations.Write{{Station: c, Expect: c.Revision, Delete: true}}); err != nil {
		t.Fatal(err)
	}
	if err := s.PutAreas(t.Context(), []stations.Area{district("320102", "玄武区"), district("320104", "秦淮区")}); err != nil {
		t.Fatal(err)
	}
	must(s.PutDemand(t.Context(), "population", demandRows(250)))(t, "PutDemand")
	run := stations.Run{ID: "0123456789abcdef", Request: []byte(`{"a":"<驿>"}`), Revision: 2, At: noon}
	if err := s.PutRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
}

func archived(t *testing.T, s stations.Store) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := archive.Write(t.Context(), &file, s, 1); err != nil {
		t.Fatalf("archive.Write = %v", err)
	}
	return file.Bytes()
}

// restored reads a file into the store, replacing what it holds.
func restored(t *testing.T, s stations.Store, file []byte) error {
	t.Helper()
	_, err := archive.Read(t.Context(), bytes.NewReader(file), s, archive.Options{Schema: 1, Replace: true})
	return err
}

// wantRestored compares a store with what it held when it was dumped: all but
// the epoch.
func wantRestored(t *testing.T, s stations.Store, want holdings) {
	t.Helper()
	got := readHoldings(t, s)
	if got.Mark.Epoch == want.Mark.Epoch {
		t.Errorf("Epoch() after Load = %q as before, want a new one", got.Mark.Epoch)
	}
	if !stations.Renewed(got.Mark.Epoch) {
		t.Errorf("Renewed(%s) = false after Load, want true", got.Mark.Epoch)
	}
	want.Mark.Epoch = got.Mark.Epoch
	same(t, "the store after Load", want, got)
}

func archives(t *testing.T, s stations.Store) {
	fill(t, s)
	want := readHoldings(t, s)
	if stations.Renewed(want.Mark.Epoch) {
		t.Errorf("Renewed(%s) = true of a new store, want false", want.Mark.Epoch)
	}
	file := archived(t, s)

	_, err := archive.Read(t.Context(), bytes.NewReader(file), s, archive.Options{Schema: 1})
	wantCode(t, "Load into a store that holds something", err, stations.Conflict)
	same(t, "the store after a refused Load", want, readHoldings(t, s))

	put(t, s, newStation(t, "丁"))
	found := stations.Finding{Run: "0123456789abcdef", Part: "city", Body: []byte(`{}`), At: noon}
	if _, err := s.PutFinding(t.Context(), found); err != nil {
		t.Fatal(err)
	}
	if err := restored(t, s, file); err != nil {
		t.Fatalf("Load, replacing = %v", err)
	}
	wantRestored(t, s, want)
	if list, err := s.Findings(t.Context(), found.Run, noon); err != nil || len(list) != 0 {
		t.Errorf("Findings(%s) after Load = %v, %v, want none: they were made of other stations", found.Run, list, err)
	}

	next := newStation(t, "戊")
	if rev := put(t, s, next); rev != want.Mark.Revision+1 {
		t.Errorf("the first write after Load has revision %d, want %d", rev, want.Mark.Revision+1)
	}
	next = newStation(t, "己")
	next.Code = "C-1" // was a deleted station's
	_, err = s.Apply(t.Context(), []stations.Write{{Station: next}})
	wantCode(t, "a code of before Load, used again", err, stations.Conflict)
}

func brokenArchives(t *testing.T, s stations.Store) {
	fill(t, s)
	file := archived(t, s)
	want := readHoldings(t, s)
	for at := range file {
		if at%(1+len(file)/40) != 0 && at != len(file)-1 {
			continue
		}
		altered := bytes.Clone(file)
		altered[at] ^= 0x10
		for name, broken := range map[string][]byte{"truncated": file[:at], "altered": altered} {
			err := restored(t, s, broken)
			if stations.CodeOf(err) != stations.Invalid {
				t.Errorf("Load of a file %s at byte %d of %d = %v, want Invalid", name, at, len(file), err)
			}
		}
	}
	if err := restored(t, s, append(bytes.Clone(file), 0)); !errors.Is(err, archive.ErrFormat) {
		t.Errorf("Load of a file with a byte more = %v, want ErrFormat", err)
	}
	same(t, "the store after files that are not whole", want, readHoldings(t, s))
}

// restoreHeard holds that a waiter hears of a restore by another process, even
// when the revision stays what it was.
func restoreHeard(t *testing.T, a, b stations.Store) {
	put(t, a, newStation(t, "甲"))
	file := archived(t, a)
	before := stations.Mark{Epoch: must(b.Epoch(t.Context()))(t, "Epoch()"), Revision: 1}
	news := make(chan stations.Mark, 1)
	go func() {
		now, err := b.Wait(within(t, 10*time.Second), before)
		if err != nil {
			t.Errorf("Wait(%v) = %v", before, err)
		}
		news <- now
	}()
	if err := restored(t, a, file); err != nil {
		t.Fatalf("Load, replacing = %v", err)
	}
	committed := time.Now()
	if got := <-news; got.Revision != 1 || got.Epoch == before.Epoch || time.Since(committed) > time.Second {
		t.Errorf("Wait(%v) = %v, %v after the restore, want revision 1 of a new epoch within 1s", before, got, time.Since(committed))
	}
}

// unarchived names the tables that an archive leaves out, and why.
func unarchived() map[string]string {
	return map[string]string{
		"station":          "is rebuilt from the last change of each station",
		"station_service":  "is rebuilt from the last change of each station",
		"station_box":      "is SQLite's index of positions, rebuilt with the stations",
		"staging":          "says which rows are hidden; a backup holds what is shown, by its real revisions",
		"superseded":       "says which versions an import took the place of, until they are removed",
		"report_key":       "tells the senders of reports apart for a day, and is nobody's after it",
		"report_sender":    "tells the senders of reports apart for a day, and is nobody's after it",
		"webhook":          "holds secrets as they are; who wants to be told subscribes again",
		"dead_letter":      "belongs to webhooks, which are left out",
		"finding":          "is computed again by the same run",
		"goose_db_version": "says how far the tables themselves have been migrated",
	}
}

// Archived checks that it is said of each table of a store whether a backup
// holds it: who adds a table names it in stations.ArchivedTables, or here with
// the reason.
func Archived(t *testing.T, tables []string) {
	t.Helper()
	for _, table := range tables {
		if _, out := unarchived()[table]; out == slices.Contains(stations.ArchivedTables(), table) {
			t.Errorf("table %s stands in both or neither of ArchivedTables and the tables that are left out", table)
		}
	}
}
