package sqlite_test

import (
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"yizhan/stations"
	"yizhan/stations/sqlite"
	"yizhan/stations/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open(%s) = %v", filepath.Base(path), err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return db
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) stations.Store {
		return open(t, filepath.Join(t.TempDir(), "驿站 50%?#.db"))
	})
}

func TestTwoHandlesOnOneFile(t *testing.T) {
	storetest.RunPair(t, func(t *testing.T) (a, b stations.Store) {
		path := filepath.Join(t.TempDir(), "yizhan.db")
		return open(t, path), open(t, path)
	})
}

func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) stations.Store { return open(b, filepath.Join(b.TempDir(), "yizhan.db")) })
}
