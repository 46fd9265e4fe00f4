package postgis_test

import (
	"bytes"
	"errors"
	"testing"

	"yizhan/stations"
	"yizhan/stations/archive"
	"yizhan/stations/postgis"
)

// believed is how many rows the planner last heard that a table has.
func believed(t *testing.T, dsn, table string) int {
	t.Helper()
	return count(t, dsn, `generate_series(1, (SELECT reltuples::integer FROM pg_class WHERE oid = '`+table+`'::regclass))`)
}

// wantBelieved holds what the planner believes of the registry to at least so
// many rows.
func wantBelieved(t *testing.T, dsn string, least int) {
	t.Helper()
	for _, table := range []string{"change", "station", "station_service", "station_code"} {
		if n := believed(t, dsn, table); n < least {
			t.Errorf("the planner believes that %s has %d rows, want at least %d", table, n, least)
		}
	}
}

// brought makes a registry of so many stations, by an import into one that is
// small and that the planner knows well.
func brought(t *testing.T, count int) (*postgis.DB, string) {
	t.Helper()
	dsn := migrated(t)
	db := open(t, dsn)
	if err := importing(t, db, 30, well); err != nil {
		t.Fatal(err)
	}
	if err := execute(t.Context(), dsn, `ANALYSE`); err != nil {
		t.Fatal(err)
	}
	if err := importingOf(t, db, "区", count, well); err != nil {
		t.Fatal(err)
	}
	return db, dsn
}

func TestThePlannerKnowsWhatAnImportBrought(t *testing.T) {
	_, dsn := brought(t, 3000)
	wantBelieved(t, dsn, 1500)
}

// Without it, a failed import of 30,000 changes read all of them for each page
// of what it removed, and was not done in ten seconds.
func TestThePlannerKnowsWhatAnImportSupersedes(t *testing.T) {
	db, dsn := brought(t, 3000)
	broken := errors.New("broken")
	_, err := db.Import(t.Context(), stations.Import{Reviews: noReviews, Items: func(yield func(stations.Item, error) bool) {
		_, all, err := db.Snapshot(t.Context(), 0)
		for _, s := range all {
			if !yield(stations.Item{Write: &stations.Write{Station: s, Expect: s.Revision}}, err) {
				return
			}
		}
		if waiting, n := count(t, dsn, "superseded"), believed(t, dsn, "superseded"); waiting < 1000 || n < waiting/4 {
			t.Errorf("the planner believes that %d versions are superseded, of %d", n, waiting)
		}
		yield(stations.Item{}, broken)
	}})
	if !errors.Is(err, broken) {
		t.Errorf("Import = %v, want %v", err, broken)
	}
}

func TestThePlannerKnowsWhatARestoreAndAMirrorBrought(t *testing.T) {
	db, _ := brought(t, 600)
	var file bytes.Buffer
	if _, err := archive.Write(t.Context(), &file, db, 1); err != nil {
		t.Fatal(err)
	}
	dsn := migrated(t)
	if _, err := archive.Read(t.Context(), bytes.NewReader(file.Bytes()), open(t, dsn), archive.Options{Schema: 1}); err != nil {
		t.Fatal(err)
	}
	wantBelieved(t, dsn, 630)

	revision, all, err := db.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	dsn = migrated(t)
	seed := stations.Seed{Mark: stations.Mark{Epoch: "origin", Revision: revision}, Scope: stations.ScopeAll}
	seed.Stations = func(yield func(*stations.Station, error) bool) {
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}
	if err := open(t, dsn).Seed(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
	wantBelieved(t, dsn, 630)
}
