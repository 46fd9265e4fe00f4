package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/sqlite"
)

// TestADivisionIsAskedForByItsName asks each verb with --area for divisions of
// which two are called 鼓楼区.
func TestADivisionIsAskedForByItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	square := orb.MultiPolygon{{{{118, 32}, {119, 32}, {119, 33}, {118, 33}, {118, 32}}}}
	var areas []stations.Area
	for adcode, name := range map[string]string{"320100": "南京市", "320102": "玄武区", "320106": "鼓楼区", "320300": "徐州市", "320302": "鼓楼区"} {
		areas = append(areas, stations.Area{Adcode: adcode, Name: name, Geometry: square})
	}
	if err := store.PutAreas(t.Context(), areas); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	roads := put(t, "no roads")
	for _, verb := range [][]string{{"overdue"}, {"review", "list"}, {"coverage", "--roads", roads}, {"site", "next", "--p", "1", "--roads", roads}} {
		for area, want := range map[string]struct{ told, instead string }{
			"玄武区":    {"", "--area"},
			"玄武":     {"", "--area"},
			"南京市鼓楼区": {"", "--area"},
			"鼓楼区":    {"320106 南京市鼓楼区, 320302 徐州市鼓楼区", ""},
			"不存在区":   {"no division of that name", ""},
		} {
			got := program(append(verb, "--store", "sqlite:"+path, "--area", area)...)
			if want.told != "" && (got.code != exitUsage || !strings.Contains(got.stderr, want.told)) {
				t.Errorf("%v --area %s = %d, %q, want wrong usage with %q", verb, area, got.code, got.stderr, want.told)
			}
			if want.instead != "" && strings.Contains(got.stderr, want.instead) {
				t.Errorf("%v --area %s = %d, %q, want the division found", verb, area, got.code, got.stderr)
			}
		}
	}
}
