package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yizhan/stations"
	"yizhan/stations/postgis/postgistest"
	"yizhan/stations/store"
)

// mustRun runs a verb that has to succeed.
func mustRun(t *testing.T, args ...string) {
	t.Helper()
	if code, _, stderr := verb(t, args...); code != exitDone {
		t.Fatalf("yizhan %s = %d: %s", strings.Join(args, " "), code, stderr)
	}
}

// contents is what a store holds, but for its epoch.
type contents struct {
	Changes []stations.Change
	Now     []*stations.Station
	Areas   []stations.Area
	Demand  []stations.Demand
	Images  map[string]string // of pictures
}

func contentsOf(t *testing.T, dsn string) (c contents, epoch string) {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if epoch, err = s.Epoch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c.Changes, err = s.Changes(t.Context(), 0, 10_000); err != nil {
		t.Fatal(err)
	}
	if _, c.Now, err = s.Snapshot(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if c.Areas, err = s.Areas(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if _, c.Demand, err = s.Demand(t.Context(), stations.DefaultLayer); err != nil {
		t.Fatal(err)
	}
	c.Images = imagesOf(t, s, c.Now[0].ID)
	return c, epoch
}

// imagesOf reads the pictures of a station.
func imagesOf(t *testing.T, s stations.Store, id stations.ID) map[string]string {
	t.Helper()
	list, err := s.Pictures(t.Context(), id)
	if err != nil || len(list) == 0 {
		t.Fatalf("Pictures = %v, %v, want some", list, err)
	}
	images := map[string]string{}
	for _, p := range list {
		for _, size := range []stations.PictureSize{stations.FullSize, stations.ThumbnailSize} {
			image, err := s.Image(t.Context(), id, p.ID, size)
			if err != nil {
				t.Fatal(err)
			}
			images[p.ID+string(size)] = string(image)
		}
	}
	return images
}

// filled is a SQLite store with the synthetic city in it, some of it changed.
func filled(t *testing.T) (dsn string) {
	t.Helper()
	dir := t.TempDir()
	dsn = "sqlite:" + filepath.Join(dir, "yizhan.db")
	mustRun(t, "demo", "--stations", "120", "--out", dir)
	mustRun(t, "areas", "import", filepath.Join(dir, "districts.geojson"), "--datum", "wgs84", "--store", dsn)
	mustRun(t, "demand", "import", filepath.Join(dir, "population.csv"), "--datum", "wgs84", "--layer", stations.DefaultLayer, "--store", dsn)
	mustRun(t, "import", filepath.Join(dir, "stations.csv"), "--source", "demo", "--datum", "gcj02", "--store", dsn)
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, all, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	all[0].Name = "示例改名驿站"
	image := []byte("\xff\xd8\x00'\n")
	photo := stations.Picture{Station: all[0].ID, ID: stations.PictureID(image), Width: 16, Height: 9, Image: image, Thumbnail: []byte("\xff\xd9")}
	if err := s.AddPicture(t.Context(), photo); err != nil {
		t.Fatal(err)
	}
	_, err = s.Apply(t.Context(), []stations.Write{
		{Station: all[0], Expect: all[0].Revision, By: "cli", Reason: "改名"},
		{Station: all[1], Expect: all[1].Revision, Delete: true, Reason: "重复"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// A backup goes from SQLite into PostGIS and back, and nothing is lost.
func TestABackupGoesThroughBothStores(t *testing.T) {
	first, second := filled(t), postgistest.Database(t)
	mustRun(t, "migrate", "--store", second)
	third := "sqlite:" + filepath.Join(t.TempDir(), "third.db")
	want, epoch := contentsOf(t, first)
	epochs := map[string]bool{epoch: true}
	for i, hop := range []struct{ from, to string }{{first, second}, {second, third}} {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.backup", i))
		mustRun(t, "backup", file, "--store", hop.from)
		mustRun(t, "restore", file, "--store", hop.to)
		got, epoch := contentsOf(t, hop.to)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("hop %d: the restored store differs (-want +got):\n%s", i, diff)
		}
		if epochs[epoch] {
			t.Errorf("hop %d: epoch %s is not new", i, epoch)
		}
		epochs[epoch] = true
	}
}

func TestARestoreKeepsWhatIsThereUnlessForced(t *testing.T) {
	full := filled(t)
	want, _ := contentsOf(t, full)
	dir := t.TempDir()
	file, cut := filepath.Join(dir, "a.backup"), filepath.Join(dir, "cut.backup")
	mustRun(t, "backup", file, "--store", full)
	if code, _, stderr := verb(t, "backup", file, "--store", full); code != exitFailed || !strings.Contains(stderr, "exists already") {
		t.Errorf("backup over a file = %d %s, want %d", code, stderr, exitFailed)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, data[:len(data)-9], 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"into a filled store":       {[]string{file}, "--force"},
		"of a truncated file":       {[]string{cut, "--force"}, "truncated"},
		"of a file that is missing": {[]string{filepath.Join(dir, "no"), "--force"}, "cannot read the file"},
	} {
		code, _, stderr := verb(t, append([]string{"restore", "--store", full}, c.args...)...)
		if code != exitFailed || !strings.Contains(stderr, c.says) {
			t.Errorf("restore %s = %d %s, want %d and %q", name, code, stderr, exitFailed, c.says)
		}
	}
	mustRun(t, "restore", file, "--force", "--store", full)
	if got, _ := contentsOf(t, full); !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
		t.Errorf("the store differs after refused restores and a forced one:\n%s", cmp.Diff(want, got))
	}
}

func TestThereIsNoBackupOfAStoreThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	code, _, stderr := verb(t, "backup", filepath.Join(dir, "a"), "--store", "sqlite:"+filepath.Join(dir, "typo.db"))
	entries, err := os.ReadDir(dir)
	if code != exitFailed || err != nil || len(entries) != 0 {
		t.Errorf("backup of a missing file = %d %s and leaves %v, want %d and nothing", code, stderr, entries, exitFailed)
	}
}

// A backup while somebody writes is one moment: the changes in it are dense,
// and lead to the stations in it.
func TestABackupWhileOthersWriteIsOneMoment(t *testing.T) {
	eachStore(t, func(t *testing.T, dsn string) {
		s, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stop, stopped := make(chan struct{}), make(chan error, 1)
		go func() {
			for {
				select {
				case <-stop:
					stopped <- nil
					return
				default:
				}
				if err := writeOne(t, s); err != nil {
					stopped <- err
					return
				}
			}
		}()
		for n := range 4 {
			file := filepath.Join(t.TempDir(), "online.backup")
			mustRun(t, "backup", file, "--store", dsn)
			copied := "sqlite:" + filepath.Join(t.TempDir(), "copy.db")
			mustRun(t, "restore", file, "--store", copied)
			changes, _ := reopened(t, copied)
			t.Logf("backup %d holds %d changes", n, len(changes))
		}
		close(stop)
		if err := <-stopped; err != nil {
			t.Errorf("the writer: %v", err)
		}
	})
}

// writeOne puts a new plain station.
func writeOne(t *testing.T, s stations.Store) error {
	id, err := stations.NewID()
	if err != nil {
		return err
	}
	one := &stations.Station{ID: id, Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open}
	one.Position.Point, one.Position.Quality = [2]float64{118, 32}, stations.GPS
	_, err = s.Apply(t.Context(), []stations.Write{{Station: one}})
	return err
}

func TestServeOnAnUnmigratedDatabaseSaysWhatToRun(t *testing.T) {
	dsn := postgistest.Database(t)
	yizhan := binary(t)
	cmd, stderr := serving(t, yizhan, dsn)
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(stderr.String(), "run: yizhan migrate --store postgres://") {
		t.Errorf("serve on an empty database = %v: %s, want exit code %d and the command to run", err, stderr.String(), exitFailed)
	}
	if code := run(t.Context(), []string{"migrate", "--store", dsn}, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("migrate = %d", code)
	}
	cmd, stderr = serving(t, yizhan, dsn)
	awaitReady(t, address(t, stderr))
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // it was killed
}
