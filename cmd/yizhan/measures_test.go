package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
)

// longStreet writes a PBF with one street of two kilometres: shorter ones are
// tied to nothing.
func longStreet(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "street.osm.pbf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	err = osm.Write(f,
		[]osm.Node{{ID: 1, Point: orb.Point{118.8, 32}}, {ID: 2, Point: orb.Point{118.821, 32}}},
		[]osm.Way{{ID: 1, Nodes: []int64{1, 2}, Tags: [][2]string{{"highway", "residential"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// A street with one station, and people in two cells of it by hour.
func TestMeasuresOfAStreet(t *testing.T) {
	dir := t.TempDir()
	store, roads := "sqlite:"+filepath.Join(dir, "a.db"), filepath.Join(dir, "street.roads")
	mustRun := func(args ...string) ran {
		t.Helper()
		got := program(args...)
		if got.code != exitDone {
			t.Fatalf("yizhan %s = %d: %s%s", strings.Join(args, " "), got.code, got.stdout, got.stderr)
		}
		return got
	}
	mustRun("roads", "build", longStreet(t), "-o", roads)
	mustRun("import", put(t, "名称,经度,纬度\n街口驿站,118.8002,32.0001\n"), "--store", store, "--source", "a", "--datum", "wgs84", "--kind", "union_station")
	var file struct {
		Read, Accepted, Rejected int
		Total                    float64
		ByHour                   bool `json:"by_hour"`
	}
	demand := put(t, "lon,lat,hour,weight\n118.8001,32,8,3\n118.8001,32,20,4\n118.8009,32,8,5\n")
	got := mustRun("demand", "import", demand, "--store", store, "--datum", "wgs84", "--json")
	if err := json.Unmarshal([]byte(got.stdout), &file); err != nil || file.Accepted != 3 || file.Total != 12 || !file.ByHour {
		t.Errorf("demand import = %+v, %v, want 3 rows of 12 by hour", file, err)
	}
	coverage := []string{"coverage", "--store", store, "--roads", roads, "--res", "11"}
	cells := filepath.Join(dir, "cells.csv")
	for _, c := range []struct{ at, want string }{
		{"", "合计 total: 需求 demand 12\n  2SFCA: 人均 mean 0.08333, 没有 none 0.00 %, 基尼 Gini 0, 帕尔马 Palma 0.25\n  到第 k 站分钟"},
		{"2026-05-06T20:30", "合计 total: 需求 demand 4\n"},
	} {
		got := mustRun(append(coverage, "--measures", "2sfca,kth", "--at", c.at, "--capacity", "equal", "-o", cells)...)
		if !strings.Contains(got.stdout, c.want) {
			t.Errorf("coverage --measures --at %q = %s, want %s", c.at, got.stdout, c.want)
		}
	}
	text, err := os.ReadFile(cells)
	if err != nil || !strings.HasPrefix(string(text), "h3,demand,stations,capacity,minutes,station,2sfca,e2sfca\n") {
		t.Errorf("cells = %.80s, %v, want the table", text, err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"an unknown measure":  {[]string{"--measures", "gravity"}, "measures"},
		"an unknown capacity": {[]string{"--measures", "all", "--capacity", "big"}, "capacity"},
		"two questions":       {[]string{"--measures", "all", "--atlas"}, "different questions"},
	} {
		if got := program(append(coverage, c.args...)...); got.code != exitUsage || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%s = %d: %s, want %d about %s", name, got.code, got.stderr, exitUsage, c.want)
		}
	}
}
