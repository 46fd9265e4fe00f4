package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pressly/goose/v3"

	"yizhan/migrations"
	"yizhan/stations"
	"yizhan/stations/sqlite"
	"yizhan/stations/storetest"
)

// count asks a file, past the store, how many rows a table has.
func count(t *testing.T, path, rows string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM `+rows).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// importing brings in count new stations, the last of which may fail.
func importing(t *testing.T, db *sqlite.DB, count int, last error) error {
	t.Helper()
	_, err := db.Import(t.Context(), stations.Import{Reviews: noReviews, Items: func(yield func(stations.Item, error) bool) {
		for i := range count {
			s := newStation(t)
			s.Source, s.SourceRecord, s.Code = "市", fmt.Sprint(i), fmt.Sprintf("C-%d", i)
			s.Services = []stations.ServiceState{{Code: "toilet", Status: stations.ServiceOK}}
			key, _ := s.Key()
			row := stations.SourceRow{Key: key, Station: s.ID, Values: []byte(`{}`)}
			item, err := stations.Item{Write: &stations.Write{Station: s}, Row: &row}, error(nil)
			if i == count-1 {
				err = last
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}})
	return err
}

func noReviews() []stations.Review { return nil }

var stagedTables = []string{"staging", "change", "station", "station_box", "station_service", "station_code", "source_row", "superseded"}

func TestAFailedImportLeavesNoRowInAnyTable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	db, broken := open(t, path), errors.New("broken")
	for _, size := range []int{400, 4001} { // the second takes several transactions
		if err := importing(t, db, size, broken); !errors.Is(err, broken) {
			t.Fatalf("Import = %v, want %v", err, broken)
		}
		if size > 400 { // a slow machine may leave some of it after ten seconds, for whoever sweeps next
			if err := db.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, table := range stagedTables {
			if n := count(t, path, table); n != 0 {
				t.Errorf("table %s has %d rows after a failed import of %d, want none", table, n, size)
			}
		}
	}
}

func TestTheNextImportRemovesWhatADeadOneLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	if err := importing(t, open(t, path), 30, nil); err != nil {
		t.Fatal(err)
	}
	edit(t, path, `UPDATE staging SET base = NULL, settled = 0; UPDATE meta SET revision = 0`) // as if it had died before it was shown
	db := open(t, path)
	if n, err := db.Count(t.Context(), stations.Filter{}, time.Now()); n != 0 || err != nil {
		t.Errorf("Count = %d, %v, want 0: the import is hidden", n, err)
	}
	if err := importing(t, db, 40, nil); err != nil {
		t.Fatalf("Import after a dead import of the same records = %v", err)
	}
	for _, table := range stagedTables[1 : len(stagedTables)-1] {
		if n := count(t, path, table); n != 40 {
			t.Errorf("table %s has %d rows, want the 40 of the second import", table, n)
		}
	}
	if n := count(t, path, "staging"); n != 1 {
		t.Errorf("%d stagings are kept, want 1", n)
	}
}

// Five seconds are what a single write waits.
func TestAnImportWaitsLongForAnotherProcess(t *testing.T) {
	t.Parallel() // it waits for six seconds
	path := filepath.Join(t.TempDir(), "yizhan.db")
	db := open(t, path)
	other, err := sql.Open("sqlite", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(6*time.Second, func() { _ = tx.Rollback() }) // it has written nothing
	if err := importing(t, db, 3, nil); err != nil {
		t.Errorf("an import while another process writes for six seconds = %v, want nil", err)
	}
}

// Readers must not read a table to its end for a page of it.
func TestReadersOfWhatIsShownUseIndexes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	if err := importing(t, open(t, path), 30, nil); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range []string{
		sqlite.ChangesBetween,
		`SELECT id FROM shown_station WHERE id > ?1 ORDER BY id LIMIT ?2`,
		`SELECT id FROM shown_station WHERE source = ?1 AND source_record <> ?2`,
		`SELECT revision FROM shown_change WHERE station_id = ?1 AND revision < ?2`,
		`SELECT record FROM shown_source_row WHERE source = ?1 AND record <> ?2`,
		`SELECT source FROM json_each(?1) AS k
			CROSS JOIN shown_source_row AS r ON r.source = k.value ->> 'Source' AND r.record = k.value ->> ?2`,
		`DELETE FROM source_row WHERE staging < ?1 AND (source, record) IN
			(SELECT value ->> 'Source', value ->> 'Record' FROM json_each(?2))`,
	} {
		for _, step := range planOf(t, db, query) {
			scan := strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "json_each") && !strings.Contains(step, "VIRTUAL")
			if scan && step != "SCAN g" && step != "SCAN unsettled" /* one row */ && step != "SCAN t USING INDEX station_id" {
				t.Errorf("%s is worked by %q, want a search", query, step)
			}
		}
	}
}

func planOf(t *testing.T, db *sql.DB, query string) (steps []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query, "a", "b")
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}

// A file goes back to what it was before imports were staged: hidden rows
// leave it, shown ones keep the revisions that they were shown with.
func TestAStagedFileGoesBackAVersionAndForth(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	db := open(t, path)
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: newStation(t)}}); err != nil {
		t.Fatal(err)
	}
	if err := importing(t, db, 30, nil); err != nil {
		t.Fatal(err)
	}
	want := all(t, db)
	edit(t, path, `INSERT INTO staging DEFAULT VALUES;
		INSERT INTO change (revision, station_id, at) SELECT (id << 32) + 1, 'hidden', 0 FROM staging WHERE base IS NULL;
		INSERT INTO source_row (source, record, station_id, fields, staging) SELECT '市', 'hidden', 'hidden', '{}', id FROM staging WHERE base IS NULL`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	downTo(t, path, 10)
	if n, rows := count(t, path, "change WHERE revision <= 31"), count(t, path, "source_row"); n != 31 || count(t, path, "change") != 31 || rows != 30 {
		t.Errorf("the file holds %d changes of real revisions and %d source rows, want 31 and 30", n, rows)
	}
	db = open(t, path)
	if diff := cmp.Diff(want, all(t, db), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the file, a version back and forth, differs (-want +got):\n%s", diff)
	}
	if err := importing(t, db, 30, nil); stations.CodeOf(err) != stations.Conflict {
		t.Errorf("an import of the same records into the migrated file = %v, want Conflict", err)
	}
}

// kept is what a file holds of an import.
type kept struct {
	Changes  []stations.Change
	Stations []*stations.Station
	Rows     []stations.SourceRow
}

func all(t *testing.T, db *sqlite.DB) (k kept) {
	t.Helper()
	var errs [3]error
	k.Changes, errs[0] = db.Changes(t.Context(), 0, 100)
	_, k.Stations, errs[1] = db.Snapshot(t.Context(), 0)
	k.Rows, errs[2] = db.SourceRows(t.Context(), "市", "", 1000)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return k
}

func downTo(t *testing.T, path string, version int64) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir, err := migrations.SQLite()
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
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
	db := open(t, filepath.Join(t.TempDir(), "yizhan.db"))
	storetest.Unfinished(t, db, died(db))
}

// died applies an import that dies when it has been shown.
func died(db *sqlite.DB) storetest.Runner {
	return func(ctx context.Context, i stations.Import) (stations.Revision, error) {
		return stations.ApplyImport(ctx, dying{db.Stage()}, i)
	}
}

// A file in which versions of before stand beside new ones goes back to what it
// was when stations had one version, and forth.
func TestAFileOfVersionsGoesBackAndForth(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	db := open(t, path)
	storetest.Renamed(t, db, 30, died(db))
	want := all(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	downTo(t, path, 15)
	for rows, n := range map[string]int{
		"station WHERE revision BETWEEN 31 AND 60": 30, "station": 30, "station_box": 30, "station_service WHERE code = 'water'": 30,
		"station_service": 30, "change WHERE revision <= 60": 60, "change": 60, "source_row WHERE staging = 0": 30, "source_row": 30,
		"station WHERE record ->> '$.revision' = revision AND julianday(record ->> '$.created_at') < julianday(record ->> '$.updated_at')": 30,
	} {
		if got := count(t, path, rows); got != n {
			t.Errorf("a version back there are %d rows of %s, want %d", got, rows, n)
		}
	}
	if diff := cmp.Diff(want, all(t, open(t, path)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the file, a version back and forth, differs (-want +got):\n%s", diff)
	}
}
