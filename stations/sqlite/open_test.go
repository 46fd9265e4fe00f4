package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yizhan/migrations"
	"yizhan/stations"
	"yizhan/stations/sqlite"
)

func TestOpenRefusesWhatIsNoFileOfOurs(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		code stations.Code
	}{
		"no name":              {"", stations.Invalid},
		"memory":               {":memory:", stations.Invalid},
		"a text":               {text, stations.Unavailable},
		"a missing directory":  {filepath.Join(dir, "no", "yizhan.db"), stations.Unavailable},
		"a directory":          {dir, stations.Unavailable},
		"a newer file's place": {newer(t), stations.Unavailable},
	} {
		db, err := sqlite.Open(t.Context(), c.path)
		if got := stations.CodeOf(err); got != c.code || db != nil {
			t.Errorf("%s: Open gives code %q (%v), want %q", name, got, err, c.code)
		}
		if strings.Contains(err.Error(), "copy") {
			t.Errorf("%s: Open says %q of a file of which nothing was to be copied", name, err)
		}
	}
}

func TestANewFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if rights := info.Mode().Perm(); rights != 0o600 {
			t.Errorf("the rights of %s = %v, want -rw-------", filepath.Base(name), rights)
		}
	}
}

// edit runs a statement on the file behind the store's back.
func edit(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func newer(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "newer.db")
	if _, err := sqlite.Migrate(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	edit(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	return path
}

func TestSeveralOpenOneNewFileAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			db, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Errorf("Open at once with others = %v", err)
				return
			}
			if err := errors.Join(db.Ping(t.Context()), db.Close()); err != nil {
				t.Errorf("Ping, Close = %v", err)
			}
		})
	}
	group.Wait()
}

func TestMigrateTellsWhatItApplied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	dir, err := migrations.SQLite()
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(dir, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{len(files), 0} {
		applied, err := sqlite.Migrate(t.Context(), path)
		if err != nil || len(applied) != want {
			t.Errorf("Migrate = %v, %v, want %d names", applied, err, want)
		}
	}
}

func newStation(t *testing.T) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{ID: id, Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open}
	s.Position.Point, s.Position.Quality = [2]float64{118, 32}, stations.GPS
	return s
}

func TestADamagedRecordNamesItsStation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	db := open(t, path)
	s := newStation(t)
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
		t.Fatal(err)
	}
	edit(t, path, `UPDATE station SET record = '{"id":'; UPDATE change SET record = '[]'`)
	_, errStation := db.Station(t.Context(), s.ID)
	_, _, errSnapshot := db.Snapshot(t.Context(), 0)
	_, errChanges := db.Changes(t.Context(), 0, 1)
	for call, err := range map[string]error{"Station": errStation, "Snapshot": errSnapshot, "Changes": errChanges} {
		if stations.CodeOf(err) != stations.Internal || !strings.Contains(err.Error(), string(s.ID)) {
			t.Errorf("%s of a damaged record = %v, want Internal that names the station", call, err)
		}
	}
}

func TestADamagedOutlineNamesItsArea(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	db := open(t, path)
	edit(t, path, `INSERT INTO area VALUES ('320102', '玄武区', '', '', x'0106000020e6100000ffffffff', '')`)
	if _, err := db.Areas(t.Context(), ""); stations.CodeOf(err) != stations.Internal || !strings.Contains(err.Error(), "320102") {
		t.Errorf("Areas() with damaged bytes = %v, want Internal that names the area", err)
	}
}

func TestAWriterThatIsLockedOutSaysTryAgain(t *testing.T) {
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
	defer func() { _ = tx.Rollback() }()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err = db.Apply(ctx, []stations.Write{{Station: newStation(t)}})
	if !errors.Is(err, context.DeadlineExceeded) || stations.CodeOf(err) != stations.Unavailable || time.Since(start) > 2*time.Second {
		t.Errorf("Apply while another process writes = %v after %v, want the deadline after 200ms", err, time.Since(start))
	}
}
