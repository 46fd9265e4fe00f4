package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
)

// streetFile writes a PBF with one street that lacks a node.
func streetFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "street.osm.pbf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	err = osm.Write(f,
		[]osm.Node{{ID: 1, Point: orb.Point{118.8, 32}}, {ID: 2, Point: orb.Point{118.801, 32}}},
		[]osm.Way{{ID: 1, Nodes: []int64{1, 2, 3}, Tags: [][2]string{{"highway", "residential"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRoadsBuildWritesAGraphThatInfoReads(t *testing.T) {
	out := filepath.Join(t.TempDir(), "street.roads")
	var built, told, stderr bytes.Buffer
	if code := run(t.Context(), []string{"roads", "build", streetFile(t), "-o", out, "--json"}, &built, &stderr); code != exitDone {
		t.Fatalf("roads build = %d (%s), want 0", code, &stderr)
	}
	if code := run(t.Context(), []string{"roads", "info", out, "--json"}, &told, &stderr); code != exitDone || stderr.Len() > 0 {
		t.Fatalf("roads info = %d (%s), want 0 and silence", code, &stderr)
	}
	var b struct {
		Checksum string
		Read     struct {
			Missing int `json:"missing_nodes"`
		}
	}
	var i struct {
		Nodes, Arcs      int
		Km               float64
		Checksum, Source string
	}
	if err := json.Unmarshal(built.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(told.Bytes(), &i); err != nil {
		t.Fatal(err)
	}
	if i.Nodes != 2 || i.Arcs != 2 || i.Km != 0.094 || i.Source != "street.osm.pbf" || i.Checksum != b.Checksum || b.Read.Missing != 1 {
		t.Errorf("roads build, info = %s, %s", &built, &told)
	}
}

func TestRoadsTellsInWords(t *testing.T) {
	out := filepath.Join(t.TempDir(), "street.roads")
	for _, args := range [][]string{{"roads", "build", streetFile(t), "-o", out}, {"roads", "info", out}} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), args, &stdout, &stderr); code != exitDone {
			t.Fatalf("%v = %d (%s), want 0", args, code, &stderr)
		}
		if text := stdout.String(); !strings.Contains(text, "节点 nodes: 2") {
			t.Errorf("%v printed %q, want the number of nodes", args, text)
		}
	}
}

func TestRoadsReportsBadFiles(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("no roads at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.roads")
	for _, test := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"roads", "build", text, "-o", out}, exitFailed, "not a valid OSM PBF"},
		{[]string{"roads", "build", text}, exitUsage, "output"},
		{[]string{"roads", "build", "none.pbf", "-o", out}, exitFailed, "none.pbf"},
		{[]string{"roads", "info", text}, exitFailed, "not a road graph"},
		{[]string{"roads", "info"}, exitUsage, "<file>"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), test.args, &stdout, &stderr); code != test.code || !strings.Contains(stderr.String(), test.says) {
			t.Errorf("%v = %d (%s), want %d with %q", test.args, code, &stderr, test.code, test.says)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Errorf("a failed build left a file")
	}
}
