package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/store"
)

func TestAMirrorWantsAnAddress(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	for _, args := range [][]string{
		{"mirror"},
		{"mirror", "stations.example.org"},
		{"mirror", "ftp://stations.example.org"},
		{"mirror", "https://user:secret@stations.example.org"},
		{"mirror", "https://stations.example.org/?key=secret"},
		{"mirror", "http://stations.example.org", "--key", "secret"},
		{"mirror", "https://stations.example.org", "--detach"},
		{"mirror", "--once", "--detach"},
	} {
		if code, _, stderr := verb(t, append(args, "--store", dsn)...); code != exitUsage || strings.Contains(stderr, "secret") {
			t.Errorf("%v = %d, %q, want %d and no secret", args, code, stderr, exitUsage)
		}
	}
}

// A mirror is served like any store, and refuses what would part it from its
// origin, until it is detached.
func TestAMirrorIsServedAndNotWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	origin, copied := filled(t), "sqlite:"+filepath.Join(t.TempDir(), "mirror.db")
	var bases []string
	for _, dsn := range []string{origin, copied} {
		server, stderr := serving(t, binary(t), dsn)
		bases = append(bases, address(t, stderr))
		awaitReady(t, bases[len(bases)-1])
		mustRun(t, "mirror", bases[0], "--once", "--store", copied)
		defer func() {
			_ = server.Process.Kill()
			_ = server.Wait() // it was killed
		}()
	}
	if theirs, ours := fetch(t, bases[0]+"/v1/exports"), fetch(t, bases[1]+"/v1/exports"); theirs != ours || len(ours) < 100 {
		t.Errorf("the exports of origin and mirror are %d and %d bytes, want the same", len(theirs), len(ours))
	}
	write := func() int {
		body := `{"datum":"wgs84","lon":118.7,"lat":32.0,"name":"新站","kind":"union_station"}`
		answer, err := http.Post(bases[1]+"/v1/stations", "application/json", strings.NewReader(body)) //nolint:noctx // the test's own end is enough
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body) // only the status matters
		return answer.StatusCode
	}
	if status := write(); status != http.StatusConflict {
		t.Errorf("POST to a mirror = %d, want %d", status, http.StatusConflict)
	}
	mustRun(t, "mirror", "--detach", "--store", copied)
	if status := write(); status != http.StatusCreated {
		t.Errorf("POST after --detach = %d, want %d", status, http.StatusCreated)
	}
}

// The origin's divisions would take the place of what is imported into a
// mirror, within half a minute; unless it is followed with --no-areas.
func TestAMirrorTakesDivisionsOfItsOwnOnlyWhenToldSo(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "mirror.db")
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	there := &stations.Station{
		ID: id, Name: "驿站", Kind: stations.UnionStation, Lifecycle: stations.Open, Revision: 1,
		Position: stations.Position{Point: orb.Point{118.5, 32.5}, Original: datum.Out(orb.Point{118.5, 32.5}, datum.WGS84), Quality: stations.Surveyed},
	}
	seed := stations.Seed{Mark: stations.Mark{Epoch: "origin", Revision: 1}, Scope: stations.ScopeAll, Stations: func(yield func(*stations.Station, error) bool) { yield(there, nil) }}
	if err := s.Seed(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "areas.geojson")
	const square = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"adcode":"320100","name":"南京市"},
		"geometry":{"type":"Polygon","coordinates":[[[118,32],[119,32],[119,33],[118,33],[118,32]]]}}]}`
	if err := os.WriteFile(file, []byte(square), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"areas", "import", file, "--datum", "wgs84", "--store", dsn}
	code, _, stderr := verb(t, args...)
	areas, err := s.Areas(t.Context(), "")
	if code != exitFailed || !strings.Contains(stderr, "--own") || err != nil || len(areas) != 0 {
		t.Errorf("areas import = %d, %q, %d areas, %v, want %d, the flag that is lacking, and none", code, stderr, len(areas), err, exitFailed)
	}
	mustRun(t, append(args, "--own")...)
	if areas, err = s.Areas(t.Context(), ""); err != nil || len(areas) != 1 {
		t.Errorf("areas import --own leaves %d areas, %v, want one", len(areas), err)
	}
	if now, err := s.Station(t.Context(), id); err != nil || now.Position.Adcode != "" || now.Revision != 1 {
		t.Errorf("the mirror's station is now %+v, %v, want what the origin wrote", now, err)
	}
}
