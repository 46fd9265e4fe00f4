package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/postgis/postgistest"
	"yizhan/stations/store"
)

// kills is how many moments a kill test tries; YIZHAN_KILLS says another
// number.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("YIZHAN_KILLS")
	if text == "" {
		return 3
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("YIZHAN_KILLS: %v", err)
	}
	return n
}

// binaries makes the real binary once, in a directory that TestMain removes.
var binaries = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "yizhan-test-"); err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "yizhan"), ".").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("go build: %w: %s", err, out)
	}
	built.Store(true)
	return dir, err
})

// built says that there is a directory to remove.
var built atomic.Bool

func TestMain(m *testing.M) {
	code := m.Run()
	if built.Load() {
		dir, _ := binaries() // its error was a test's failure
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// binary is the path of the real binary.
func binary(t *testing.T) string {
	t.Helper()
	dir, err := binaries()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "yizhan")
}

// eachStore runs a test on an empty store of each kind.
func eachStore(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, "sqlite:"+filepath.Join(t.TempDir(), "yizhan.db")) })
	t.Run("postgis", func(t *testing.T) {
		dsn := postgistest.Database(t)
		if _, err := store.Migrate(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
		test(t, dsn)
	})
}

// settled waits until the database has noticed that a client is gone: what it
// was told to commit it may still commit.
func settled(t *testing.T, dsn string) {
	t.Helper()
	if strings.HasPrefix(dsn, "sqlite:") {
		return
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var left int
		postgistest.Execute(t, dsn, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'yizhan'`, &left)
		if left == 0 {
			return
		}
	}
	t.Fatal("the database still serves a process that was killed")
}

// reopened reads everything after a kill: the stations, and the changes, which
// must have no hole and lead to just these stations.
func reopened(t *testing.T, dsn string) ([]stations.Change, []*stations.Station) {
	t.Helper()
	settled(t, dsn)
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatalf("Open after a kill = %v", err)
	}
	defer s.Close()
	revision, now, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []stations.Change
	for len(all) < int(revision) {
		page, err := s.Changes(t.Context(), stations.Revision(len(all)), 10_000)
		if err != nil || len(page) == 0 {
			t.Fatalf("Changes(%d) = %d changes, %v, want all up to %d", len(all), len(page), err, revision)
		}
		all = append(all, page...)
	}
	last := map[stations.ID]stations.Revision{}
	for i, c := range all {
		if c.Revision != stations.Revision(i+1) {
			t.Fatalf("change %d has revision %d: the changes have a hole", i+1, c.Revision)
		}
		last[c.ID] = c.Revision
	}
	for _, s := range now {
		if last[s.ID] != s.Revision {
			t.Fatalf("station %s has revision %d, its last change %d", s.ID, s.Revision, last[s.ID])
		}
	}
	if len(last) != len(now) {
		t.Fatalf("%d stations were ever written and none deleted, but %d are there", len(last), len(now))
	}
	return all, now
}

// file is a file of stations, no two of them near each other, also not in two
// files.
type file struct {
	number   int
	rows     int
	every    int    // each of so many rows says something else, 0 for none
	says     string // what it says: the address
	decimals int    // of positions, 0 for six
}

func (f file) name() string { return fmt.Sprintf("file%d.csv", f.number) }

func (f file) write(t *testing.T) (path string) {
	t.Helper()
	decimals := f.decimals
	if decimals == 0 {
		decimals = 6
	}
	var b bytes.Buffer
	b.WriteString("source_record,code,name,kind,lon,lat,adcode,services,address\n")
	for i := range f.rows {
		address := ""
		if f.every > 0 && i%f.every == 0 {
			address = fmt.Sprintf("%s%d号", f.says, i)
		}
		fmt.Fprintf(&b, "%d,F%d-%d,第%d号驿站%d,union_station,%.*f,%.*f,320102,\"toilet,water\",%s\n",
			i, f.number, i, i, f.number, decimals, 118+float64(i%500)/500+float64(f.number)/1000, decimals, 31+float64(i/500)/500, address)
	}
	path = filepath.Join(t.TempDir(), f.name())
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// importing starts an import in a process of its own. The report comes on the
// returned buffer, which is read when the process has ended.
func importing(t *testing.T, yizhan, dsn, file string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var report bytes.Buffer
	cmd := exec.CommandContext(t.Context(), yizhan, "import", file, "--source", filepath.Base(file), "--datum", "wgs84", "--store", dsn)
	cmd.Stdout = &report
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &report
}

// killedAfter kills the process with SIGKILL after d unless it ended before.
// It reports whether the process ended well.
func killedAfter(t *testing.T, cmd *exec.Cmd, d time.Duration) (done bool) {
	t.Helper()
	timer := time.AfterFunc(d, func() { _ = cmd.Process.Kill() }) // it may be gone already
	defer timer.Stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != -1) {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return err == nil
}

func TestAnImportThatIsKilledIsWhollyInOrWhollyOut(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	const rows = 3000
	yizhan := binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		began := time.Now()
		cmd, _ := importing(t, yizhan, dsn, file{rows: rows}.write(t))
		if !killedAfter(t, cmd, time.Minute) {
			t.Fatal("the first import does not end")
		}
		whole := time.Since(began)
		in, lost := 1, []string{}
		for n := 1; n <= kills(t); n++ {
			moment := time.Duration((0.1 + 3*rand.Float64()) * float64(whole))
			file := file{number: n, rows: rows}.write(t)
			cmd, report := importing(t, yizhan, dsn, file)
			done := killedAfter(t, cmd, moment)
			_, now := reopened(t, dsn)
			mine := 0
			for _, s := range now {
				if s.Source == filepath.Base(file) {
					mine++
				}
			}
			switch {
			case mine != 0 && mine != rows:
				t.Errorf("killed after %v of %v: %d of %d stations are in, want all or none", moment, whole, mine, rows)
			case mine == 0 && (done || report.Len() > 0):
				t.Errorf("killed after %v of %v: the import was acknowledged (%s) and is lost", moment, whole, report.String())
			case mine == 0:
				lost = append(lost, file)
			default:
				in++
			}
			if len(now) != in*rows {
				t.Errorf("%d stations are in, want %d files of %d", len(now), in, rows)
			}
		}
		t.Logf("an import takes %v; of %d killed, %d were in and %d out", whole, kills(t), in-1, len(lost))
		if len(lost) > 0 {
			importedAgain(t, dsn, lost[len(lost)-1], (in+1)*rows)
		}
	})
}

func TestAnImportOfChangesThatIsKilledIsWhollyInOrWhollyOut(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	const rows = 3000
	yizhan := binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		cmd, _ := importing(t, yizhan, dsn, file{rows: rows}.write(t))
		if !killedAfter(t, cmd, time.Minute) {
			t.Fatal("the first import does not end")
		}
		began := time.Now()
		cmd, _ = importing(t, yizhan, dsn, file{rows: rows, every: 1, says: "0:"}.write(t))
		if !killedAfter(t, cmd, time.Minute) {
			t.Fatal("the first import of changes does not end")
		}
		whole, says, in := time.Since(began), "0:", 0
		for n := 1; n <= kills(t); n++ {
			next := fmt.Sprint(n, ":")
			moment := time.Duration((0.1 + 1.4*rand.Float64()) * float64(whole))
			cmd, report := importing(t, yizhan, dsn, file{rows: rows, every: 1, says: next}.write(t))
			done := killedAfter(t, cmd, moment)
			changes, now := reopened(t, dsn)
			shown := saying(now, next)
			switch {
			case len(now) != rows || len(changes)%rows != 0:
				t.Errorf("killed after %v of %v: %d stations and %d changes, want %d and a multiple of it", moment, whole, len(now), len(changes), rows)
			case shown == rows:
				in, says = in+1, next
			case shown != 0 || saying(now, says) != rows:
				t.Errorf("killed after %v of %v: %d of %d stations are changed, want all or none", moment, whole, shown, rows)
			case done || report.Len() > 0:
				t.Errorf("killed after %v of %v: the import was acknowledged (%s) and is lost", moment, whole, report.String())
			}
		}
		t.Logf("an import of changes takes %v; of %d killed, %d were in", whole, kills(t), in)
		importedAgain(t, dsn, file{rows: rows, every: 1, says: "end:"}.write(t), rows)
		if _, now := reopened(t, dsn); saying(now, "end:") != rows {
			t.Errorf("an import after all those that were killed changed %d stations, want %d", saying(now, "end:"), rows)
		}
	})
}

// saying counts the stations whose address begins so.
func saying(list []*stations.Station, address string) (n int) {
	for _, s := range list {
		if strings.HasPrefix(s.Position.Address, address) {
			n++
		}
	}
	return n
}

// importedAgain imports a file that was killed: what it had taken is free, and
// nothing is left of any that were.
func importedAgain(t *testing.T, dsn, file string, want int) {
	t.Helper()
	cmd, report := importing(t, binary(t), dsn, file)
	if !killedAfter(t, cmd, time.Minute) {
		t.Fatal("the import of a file that was killed does not end")
	}
	if _, now := reopened(t, dsn); len(now) != want {
		t.Errorf("after importing a killed file again %d stations are in, want %d: %s", len(now), want, report.String())
	}
}

// serving starts a server in a process of its own, on a free port of the
// loopback.
func serving(t *testing.T, yizhan, dsn string) (*exec.Cmd, *text) {
	t.Helper()
	return servingAt(t, yizhan, dsn, "127.0.0.1:0")
}

// servingAt is serving on an address of the loopback.
func servingAt(t *testing.T, yizhan, dsn, listen string) (*exec.Cmd, *text) {
	t.Helper()
	var stderr text
	cmd := exec.CommandContext(t.Context(), yizhan, "serve", "--listen", listen, "--store", dsn)
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &stderr
}

// address waits until a server has said where it listens.
func address(t *testing.T, stderr *text) (base string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, rest, ok := strings.Cut(stderr.String(), "rider    "); ok {
			if base, _, ok := strings.Cut(rest, "/\n"); ok {
				return base
			}
		}
	}
	t.Fatalf("serve does not say where it listens: %s", stderr.String())
	return ""
}
