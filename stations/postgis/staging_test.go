package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"yizhan/migrations"
	"yizhan/stations"
	"yizhan/stations/postgis"
	"yizhan/stations/storetest"
)

// count asks the database, past the store, how many rows a table has.
func count(t *testing.T, dsn, rows string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM `+rows).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// importing brings in count new stations; before the last, it runs last.
func importing(t *testing.T, db *postgis.DB, count int, last func() error) error {
	t.Helper()
	return importingOf(t, db, "市", count, last)
}

// importingOf is importing of a source's records.
func importingOf(t *testing.T, db *postgis.DB, source string, count int, last func() error) error {
	t.Helper()
	_, err := db.Import(t.Context(), stations.Import{Reviews: noReviews, Items: func(yield func(stations.Item, error) bool) {
		for i := range count {
			s := newStation(t)
			s.Source, s.SourceRecord, s.Code = source, fmt.Sprint(i), fmt.Sprintf("%s-%d", source, i)
			s.Services = []stations.ServiceState{{Code: "toilet", Status: stations.ServiceOK}}
			key, _ := s.Key()
			row := stations.SourceRow{Key: key, Station: s.ID, Values: []byte(`{}`)}
			item, err := stations.Item{Write: &stations.Write{Station: s}, Row: &row}, error(nil)
			if i == count-1 {
				err = last()
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}})
	return err
}

func noReviews() []stations.Review { return nil }

func well() error { return nil }

// wantRows holds all tables that an import writes to n rows, of the stagings
// that are left to one.
func wantRows(t *testing.T, dsn string, n int) {
	t.Helper()
	for _, table := range []string{"change", "station", "station_service", "station_code", "source_row"} {
		if got := count(t, dsn, table); got != n {
			t.Errorf("table %s has %d rows, want %d", table, got, n)
		}
	}
	if got := count(t, dsn, "superseded"); got != 0 {
		t.Errorf("%d versions wait to be removed, want none", got)
	}
	if got := count(t, dsn, "staging"); got != min(n, 1) {
		t.Errorf("%d stagings are kept, want %d", got, min(n, 1))
	}
}

func TestAFailedImportLeavesNoRowInAnyTable(t *testing.T) {
	dsn, broken := migrated(t), errors.New("broken")
	if err := importing(t, open(t, dsn), 4001, func() error { return broken }); !errors.Is(err, broken) {
		t.Fatalf("Import = %v, want %v", err, broken)
	}
	wantRows(t, dsn, 0)
}

// Statistics of a small registry once made the removal of a large import read
// all changes again for each code: 8.5 s for 4,000 stations, 0.09 s since.
func TestAFailedImportIsRemovedSoonWhateverThePlannerBelieves(t *testing.T) {
	dsn, broken := migrated(t), errors.New("broken")
	db := open(t, dsn)
	if err := importing(t, db, 30, well); err != nil {
		t.Fatal(err)
	}
	if err := execute(t.Context(), dsn, `ANALYSE`); err != nil {
		t.Fatal(err)
	}
	var failed time.Time
	err := importingOf(t, db, "区", 4001, func() error { failed = time.Now(); return broken })
	if took := time.Since(failed); !errors.Is(err, broken) || took > 4*time.Second {
		t.Errorf("Import = %v after %v of removal, want %v within 4 s", err, took, broken)
	}
	wantRows(t, dsn, 30)
}

func TestTheNextImportRemovesWhatADeadOneLeft(t *testing.T) {
	dsn := migrated(t)
	db := open(t, dsn)
	if err := importing(t, db, 30, well); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`UPDATE staging SET base = NULL, settled = false`, `UPDATE meta SET revision = 0`} { // as if it had died before it was shown
		if err := execute(t.Context(), dsn, statement); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := db.Count(t.Context(), stations.Filter{}, time.Now()); n != 0 || err != nil {
		t.Errorf("Count = %d, %v, want 0: the import is hidden", n, err)
	}
	if err := importing(t, db, 40, well); err != nil {
		t.Fatalf("Import after a dead import of the same records = %v", err)
	}
	wantRows(t, dsn, 40)
}

// An import whose connection with the turn is cut is dead for the others, but
// does not know it: it must not show what is left of it.
func TestAnImportThatLostItsTurnShowsNothing(t *testing.T) {
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
		AND classid = 31081 AND objid = 2053661039 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
	dsn := migrated(t)
	db := open(t, dsn)
	err := importing(t, db, 2001, func() error {
		if err := execute(t.Context(), dsn, cut); err != nil {
			return err
		}
		return importing(t, open(t, dsn), 30, well)
	})
	if stations.CodeOf(err) != stations.Conflict {
		t.Errorf("Import of an import that was removed = %v, want Conflict", err)
	}
	wantRows(t, dsn, 30)
}

func TestAnImportWhoseRowsAreBeingRemovedShowsNothing(t *testing.T) {
	dsn := migrated(t)
	err := importing(t, open(t, dsn), 30, func() error { return execute(t.Context(), dsn, `UPDATE staging SET count = -1`) })
	if stations.CodeOf(err) != stations.Conflict {
		t.Errorf("Import = %v, want Conflict", err)
	}
	wantRows(t, dsn, 0)
}

// A database goes back to what it was before imports were staged: hidden rows
// leave it, shown ones keep the revisions that they were shown with.
func TestAStagedDatabaseGoesBackAVersion(t *testing.T) {
	dsn := migrated(t)
	db := open(t, dsn)
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: newStation(t)}}); err != nil {
		t.Fatal(err)
	}
	if err := importing(t, db, 30, well); err != nil {
		t.Fatal(err)
	}
	want, err := db.Changes(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO staging DEFAULT VALUES`,
		`INSERT INTO change (revision, station_id, at) SELECT (id << 32) + 1, 'hidden', 0 FROM staging WHERE base IS NULL`,
		`INSERT INTO source_row (source, record, station_id, fields, staging) SELECT '市', 'hidden', 'hidden', '{}', id FROM staging WHERE base IS NULL`,
	} {
		if err := execute(t.Context(), dsn, statement); err != nil {
			t.Fatal(err)
		}
	}
	downTo(t, dsn, 10)
	if n, rows := count(t, dsn, "change WHERE revision <= 31"), count(t, dsn, "source_row"); n != 31 || count(t, dsn, "change") != 31 || rows != 30 {
		t.Errorf("the database holds %d changes of real revisions and %d source rows, want 31 and 30", n, rows)
	}
	if _, err := postgis.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	got, err := open(t, dsn).Changes(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Changes(0), a version back and forth, differs (-want +got):\n%s", diff)
	}
}

func downTo(t *testing.T, dsn string, version int64) {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	dir, err := migrations.PostGIS()
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), version); err != nil {
		t.Fatalf("DownTo(%d) = %v", version, err)
	}
}

// dying is a stage whose import dies when it has been shown.
type dying struct{ stations.Stage }

// Shown implements stations.Settling.
func (d dying) Shown(ctx context.Context, staging int64) (bool, error) {
	return false, context.Canceled
}

func TestAnImportThatDiedAfterItWasShownIsWholeAndSettledByASweep(t *testing.T) {
	db := open(t, migrated(t))
	storetest.Unfinished(t, db, died(db))
}

// died applies an import that dies when it has been shown.
func died(db *postgis.DB) storetest.Runner {
	return func(ctx context.Context, i stations.Import) (stations.Revision, error) {
		return stations.ApplyImport(ctx, dying{db.Stage()}, i)
	}
}

// A database in which versions of before stand beside new ones goes back to
// what it was when stations had one version, and forth.
func TestADatabaseOfVersionsGoesBackAndForth(t *testing.T) {
	dsn := migrated(t)
	db := open(t, dsn)
	storetest.Renamed(t, db, 30, died(db))
	want := kept(t, db)
	downTo(t, dsn, 15)
	for rows, n := range map[string]int{
		"station WHERE revision BETWEEN 31 AND 60": 30, "station": 30, "station_service WHERE code = 'water'": 30,
		"station_service": 30, "change WHERE revision <= 60": 60, "change": 60, "source_row WHERE staging = 0": 30, "source_row": 30,
		"station WHERE (record ->> 'revision')::bigint = revision AND (record ->> 'created_at')::timestamptz < (record ->> 'updated_at')::timestamptz": 30,
	} {
		if got := count(t, dsn, rows); got != n {
			t.Errorf("a version back there are %d rows of %s, want %d", got, rows, n)
		}
	}
	if _, err := postgis.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, kept(t, open(t, dsn)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the database, a version back and forth, differs (-want +got):\n%s", diff)
	}
}

// holding is what a database holds of an import.
type holding struct {
	Changes  []stations.Change
	Stations []*stations.Station
	Rows     []stations.SourceRow
}

func kept(t *testing.T, db *postgis.DB) (v holding) {
	t.Helper()
	var errs [3]error
	v.Changes, errs[0] = db.Changes(t.Context(), 0, 100)
	_, v.Stations, errs[1] = db.Snapshot(t.Context(), 0)
	v.Rows, errs[2] = db.SourceRows(t.Context(), "市", "", 1000)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return v
}
