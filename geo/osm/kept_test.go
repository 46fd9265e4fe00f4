package osm

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAFileTooLargeToKeepMakesTheSameGraph reads nodes a second time from the
// file.
func TestAFileTooLargeToKeepMakesTheSameGraph(t *testing.T) {
	nodes, ways := street(20_000)
	path := filepath.Join(t.TempDir(), "street.osm.pbf")
	if err := os.WriteFile(path, write(t, nodes, ways), 0o600); err != nil {
		t.Fatal(err)
	}
	want, _, err := Build(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := reader{file: f, unpacked: mostKept}
	if err := r.readRoads(t.Context()); err != nil || r.kept != nil {
		t.Fatalf("readRoads() = %v and keeps %d blocks, want nil and none", err, len(r.kept))
	}
	if err := r.readPlaces(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, _, err := r.build(t.Context(), filepath.Base(path))
	if err != nil || got.NumNodes() == 0 || got.Checksum() != want.Checksum() {
		t.Errorf("build() = %v with checksum %s, want %s", err, got.Checksum(), want.Checksum())
	}
}
