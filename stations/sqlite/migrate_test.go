package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"yizhan/migrations"
	"yizhan/stations/sqlite"
	"yizhan/stations/storetest"
)

// upTo migrates a file as far as that version, as an older yizhan did.
func upTo(t *testing.T, path string, version int64) {
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
	if _, err := provider.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
}

// firstWave is a file as the first yizhan left it.
func firstWave(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "old.db")
	upTo(t, path, storetest.FirstWaveVersion)
	for _, c := range storetest.FirstWave() {
		edit(t, path, fmt.Sprintf(`DELETE FROM station_box WHERE rid IN (SELECT rid FROM station WHERE id = '%s')`, c.ID))
		if c.Record == "" {
			edit(t, path, fmt.Sprintf(`INSERT INTO change VALUES (%d, '%s', NULL, %d); DELETE FROM station WHERE id = '%[2]s';
				UPDATE meta SET revision = %[1]d`, c.Revision, c.ID, c.At))
			continue
		}
		edit(t, path, fmt.Sprintf(`INSERT INTO change VALUES (%d, '%s', '%s', %d);
			DELETE FROM station_service WHERE station_id = '%[2]s'; DELETE FROM station WHERE id = '%[2]s';
			INSERT INTO station SELECT %[1]d, r ->> 'id', r ->> 'revision', %[4]d, coalesce(r ->> 'code', ''), r ->> 'kind', r ->> 'lifecycle',
				r ->> '$.position.quality', r ->> '$.position.adcode', r ->> 'source', r ->> 'source_record', r ->> 'name',
				r ->> '$.position.point[0]', r ->> '$.position.point[1]', r FROM (SELECT '%[3]s' AS r);
			INSERT OR IGNORE INTO station_code SELECT code, id FROM station WHERE code <> '';
			INSERT INTO station_box SELECT rid, lon, lon, lat, lat FROM station WHERE rid = %[1]d;
			INSERT INTO station_service SELECT '%[2]s', value ->> 'code', value ->> 'status', NULL FROM json_each('%[3]s', '$.services');
			UPDATE meta SET revision = %[1]d`, c.Revision, c.ID, c.Record, c.At))
	}
	return path
}

func copies(t *testing.T, path string) string {
	t.Helper()
	names, err := filepath.Glob(path + ".*")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = strings.TrimPrefix(name, path)
	}
	return strings.Join(names, " ")
}

func TestAFileOfTheFirstWaveIsCopiedAndMigrated(t *testing.T) {
	path := firstWave(t)
	if _, err := sqlite.Migrate(t.Context(), path); err != nil {
		t.Fatalf("Migrate(version 4) = %v", err)
	}
	storetest.WantFirstWave(t, open(t, path))
	if got := copies(t, path); got != ".bak-4" {
		t.Fatalf("files beside the migrated one = %q, want .bak-4", got)
	}
	upTo(t, path+".bak-4", storetest.FirstWaveVersion) // nothing to do: it is of that version
	storetest.WantFirstWave(t, open(t, path+".bak-4"))
}

func TestAFileThatIsNewOrUpToDateIsNotCopied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	for range 2 {
		db, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := copies(t, path); got != "" {
		t.Errorf("files beside a new one = %q, want none", got)
	}
}

func TestTheThreeNewestCopiesAreKept(t *testing.T) {
	path := firstWave(t)
	for _, name := range []string{".bak-1", ".bak-2", ".bak-3", ".bak-mine", ".bak-3x"} {
		if err := os.WriteFile(path+name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sqlite.Migrate(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if got, want := copies(t, path), ".bak-2 .bak-3 .bak-3x .bak-4 .bak-mine"; got != want {
		t.Errorf("copies = %q, want %q", got, want)
	}
}

// A migration that fails leaves the file at the version it had, and says where
// the copy is. Once the obstacle is gone the file is migrated.
func TestAFailingMigrationLeavesTheFileUsable(t *testing.T) {
	t.Parallel() // it tries for five seconds
	path := firstWave(t)
	edit(t, path, `CREATE TABLE audit (in_the_way)`)
	if _, err := sqlite.Migrate(t.Context(), path); err == nil || !strings.Contains(err.Error(), "old.db.bak-4") {
		t.Fatalf("Migrate with a table in its way = %v, want an error that names the copy", err)
	}
	edit(t, path, `DROP TABLE audit; INSERT INTO change VALUES (6, 'x', NULL, 0); DELETE FROM change WHERE revision = 6`) // as the first yizhan writes
	storetest.WantFirstWave(t, open(t, path))
}
