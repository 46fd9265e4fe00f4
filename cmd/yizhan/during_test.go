package main

import (
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/store"
)

// duringRows is how many rows the import of the test below has;
// YIZHAN_IMPORT_ROWS says another number.
func duringRows(t *testing.T) int {
	t.Helper()
	text := os.Getenv("YIZHAN_IMPORT_ROWS")
	if text == "" {
		return 8000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("YIZHAN_IMPORT_ROWS: %v", err)
	}
	return n
}

// longestWait is how long a single write may wait for an import.
const longestWait = 2 * time.Second

// One process imports a file, and another writes one station after the other,
// as reports and corrections come in: none waits long, and none is lost.
func TestSingleWritesGoOnDuringAnImport(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process")
	}
	rows, yizhan := duringRows(t), binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		s, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		cmd, _ := importing(t, yizhan, dsn, bulk(t, 0, rows))
		waits := writeWhile(t, s, cmd)
		whole := time.Since(began)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(waits)
		n := len(waits)
		t.Logf("%d rows in %v; meanwhile %d single writes, waiting %v at the median, %v at the 99th percentile, %v at most",
			rows, whole, n, waits[n/2], waits[n*99/100], waits[n-1])
		if waits[n-1] > longestWait {
			t.Errorf("a single write waited %v during an import, want at most %v", waits[n-1], longestWait)
		}
		if _, now := reopened(t, dsn); len(now) != rows+n {
			t.Errorf("%d stations are in, want %d of the file and %d written singly", len(now), rows, n)
		}
	})
}

// writeWhile writes stations until the process has ended well, and returns how
// long each write took.
func writeWhile(t *testing.T, s stations.Store, cmd *exec.Cmd) (waits []time.Duration) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		began := time.Now()
		if _, err := s.Apply(t.Context(), []stations.Write{{Station: single(t)}}); err != nil {
			t.Fatalf("a single write during an import = %v", err)
		}
		waits = append(waits, time.Since(began))
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("the import during single writes = %v", err)
			}
			return waits
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// single is a station that somebody enters by hand.
func single(t *testing.T) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{ID: id, Name: "单写", Kind: stations.UnionStation, Lifecycle: stations.Open}
	s.Position.Point, s.Position.Quality = [2]float64{110, 25}, stations.GPS
	return s
}
