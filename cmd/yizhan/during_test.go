package main

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/store"
)

// duringRows is how many rows the imports of the test below have;
// YIZHAN_IMPORT_ROWS says another number.
func duringRows(t *testing.T) int {
	t.Helper()
	text := os.Getenv("YIZHAN_IMPORT_ROWS")
	if text == "" {
		return 4500 // three parts
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("YIZHAN_IMPORT_ROWS: %v", err)
	}
	return n
}

const (
	longestWait      = 2 * time.Second // of a single write for an import
	mostImportMemory = 500 << 20       // of a process that imports 200,000 rows, in bytes
)

// One process imports files, and another writes stations singly, as reports
// and corrections come in, also such as the file is about to change: none waits
// long, and none is lost.
func TestSingleWritesGoOnDuringAnImport(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	rows, yizhan := duringRows(t), binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		singly := 0
		for _, c := range []struct {
			sentence string
			file     file
			edits    bool
		}{
			{"all rows are new", file{rows: rows}, false},
			{"every row changes its station", file{rows: rows, every: 1, says: "东门"}, true},
			{"one row in a hundred does", file{rows: rows, every: 100, says: "西门"}, true},
			{"no row says anything new", file{rows: rows, every: 100, says: "西门"}, true},
			{"all rows are new and suspect", file{number: 1, rows: rows, decimals: 3}, false},
		} {
			w := &writing{dsn: dsn, edits: c.edits}
			w.while(t, yizhan, c.file)
			t.Logf("%s: %d in %v, at most %d MB; meanwhile %d single writes waited %v at the median, %v at most",
				c.sentence, rows, w.whole, w.memory>>20, len(w.waits), w.waits[len(w.waits)/2], w.waits[len(w.waits)-1])
			if longest := w.waits[len(w.waits)-1]; longest > longestWait {
				t.Errorf("%s: a single write waited %v, want at most %v", c.sentence, longest, longestWait)
			}
			if w.memory > mostImportMemory {
				t.Errorf("%s: the import took %d MB, want at most %d", c.sentence, w.memory>>20, mostImportMemory>>20)
			}
			singly += w.made
			w.wantKept(t)
		}
		if _, now := reopened(t, dsn); len(now) != 2*rows+singly {
			t.Errorf("%d stations are in, want %d of two files and %d written singly", len(now), 2*rows, singly)
		}
	})
}

// writing is what is written singly while a process imports.
type writing struct {
	dsn    string
	edits  bool // stations of the file are written too
	store  stations.Store
	made   int           // new stations
	edited []stations.ID // of the file
	waits  []time.Duration
	whole  time.Duration
	memory int64 // of the process, in bytes
}

// while writes until an import of the file has ended well.
func (w *writing) while(t *testing.T, yizhan string, f file) {
	t.Helper()
	var err error
	if w.store, err = store.Open(t.Context(), w.dsn); err != nil {
		t.Fatal(err)
	}
	known, err := w.store.Stations(t.Context(), stations.Filter{Source: f.name()}, time.Now(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	cmd, _ := importing(t, yizhan, w.dsn, f.write(t))
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for running := true; running; {
		w.one(t, known)
		select {
		case err := <-ended:
			if running = false; err != nil {
				t.Fatalf("the import during single writes = %v", err)
			}
		case <-time.After(10 * time.Millisecond):
		}
	}
	w.whole = time.Since(began)
	if runtime.GOOS == "linux" { // elsewhere it counts in other units
		w.memory = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	}
	slices.Sort(w.waits)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
}

// one makes a station, and edits one of the file.
func (w *writing) one(t *testing.T, known []*stations.Station) {
	t.Helper()
	began := time.Now()
	if _, err := w.store.Apply(t.Context(), []stations.Write{{Station: single(t)}}); err != nil {
		t.Fatalf("a single write during an import = %v", err)
	}
	w.waits = append(w.waits, time.Since(began))
	w.made++
	if !w.edits || len(w.edited) == len(known) {
		return
	}
	now, err := w.store.Station(t.Context(), known[len(w.edited)].ID)
	if err != nil {
		t.Fatal(err)
	}
	now.Hours, began = "24/7", time.Now()
	_, err = w.store.Apply(t.Context(), []stations.Write{{Station: now, Expect: now.Revision, By: "editor"}})
	if stations.CodeOf(err) == stations.Conflict {
		return // the import was shown in between
	}
	if err != nil {
		t.Fatalf("an edit during an import = %v", err)
	}
	w.waits, w.edited = append(w.waits, time.Since(began)), append(w.edited, now.ID)
}

// wantKept holds the stations that were edited to what the editor said.
func (w *writing) wantKept(t *testing.T) {
	t.Helper()
	s, err := store.Open(t.Context(), w.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, id := range w.edited {
		now, err := s.Station(t.Context(), id)
		if err != nil || now.Hours != "24/7" {
			t.Errorf("a station that was edited during an import is open %q, %v, want 24/7", now.Hours, err)
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

// What an import that was killed had taken is free soon, without another
// import: a server sweeps.
func TestAServerFreesWhatAKilledImportHadTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	eachStore(t, func(t *testing.T, dsn string) {
		cmd, _ := importing(t, binary(t), dsn, file{rows: 60_000}.write(t))
		for !hasStaged(t, dsn) {
			time.Sleep(10 * time.Millisecond)
		}
		if killedAfter(t, cmd, 0) {
			t.Fatal("the import was in before it could be killed")
		}
		settled(t, dsn)
		server, stderr := serving(t, binary(t), dsn)
		defer killedAfter(t, server, 0)
		address(t, stderr)
		s, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			one := single(t)
			one.Code = "F0-0"
			_, err := s.Apply(context.Background(), []stations.Write{{Station: one}})
			if err == nil {
				return
			}
			if stations.CodeOf(err) != stations.Conflict || time.Now().After(deadline) {
				t.Fatalf("a code that a killed import had taken = %v, want it free", err)
			}
		}
	})
}

// hasStaged reports whether an import has written a part: its first code is
// taken, by a station that nobody sees.
func hasStaged(t *testing.T, dsn string) bool {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	one, never := single(t), single(t)
	one.Code = "F0-0"
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err = s.Apply(ctx, []stations.Write{{Station: one}, {Station: never, Expect: 99}}) // refused in any case
	return strings.Contains(err.Error(), "F0-0")
}
