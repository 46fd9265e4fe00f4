package plan_test

import (
	"os"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

func feature(properties, geometry string) string {
	return `{"type":"Feature","properties":` + properties + `,"geometry":` + geometry + `}`
}

func collection(features ...string) string {
	return "\ufeff" + `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

const (
	triangle  = `{"type":"Polygon","coordinates":[[[118,32],[119,32],[119,33],[118,32]]]}`
	triangles = `{"type":"MultiPolygon","coordinates":[[[[118,32],[119,32],[119,33],[118,32]]]]}`
)

func TestReadAreas(t *testing.T) {
	file, err := plan.ReadAreas(strings.NewReader(collection(
		feature(`{"adcode":320102,"name":"玄武区","level":"district","parent":{"adcode":320100}}`, triangle),
		feature(`{"adcode":"320104","name":"秦淮区","parent":"320100"}`, triangles),
		feature(`{"name":"无码"}`, triangle),
		feature(`{"adcode":320105}`, triangle),
		feature(`{"adcode":320106,"name":"点"}`, `{"type":"Point","coordinates":[118,32]}`),
		feature(`{"adcode":320111,"name":"空"}`, `null`),
		feature(`{"adcode":320102,"name":"重复"}`, triangle),
		feature(`{"adcode":320113,"name":"开口"}`, `{"type":"Polygon","coordinates":[[[118,32],[119,32],[119,33]]]}`),
	)), datum.GCJ02)
	if err != nil {
		t.Fatal(err)
	}
	if file.Read != 8 || len(file.Areas) != 2 || file.Rejected != 6 {
		t.Fatalf("read %d, accepted %d, rejected %d, want 8, 2, 6", file.Read, len(file.Areas), file.Rejected)
	}
	if a := file.Areas[0]; a.Adcode != "320102" || a.Parent != "320100" || a.Level != "district" || file.Areas[1].Parent != "320100" {
		t.Errorf("areas = %+v", file.Areas)
	}
	want := datum.In(datum.Coord{Lon: 119, Lat: 33, Datum: datum.GCJ02})
	if got := file.Areas[1].Geometry[0][0][2]; got != want {
		t.Errorf("third vertex = %v, want %v", got, want)
	}
	var rows, fields []string
	for _, p := range file.Problems {
		fields = append(fields, p.Field)
		rows = append(rows, string(rune('0'+p.Row)))
	}
	if got := strings.Join(rows, "") + " " + strings.Join(fields, " "); got != "345678 adcode name geometry geometry adcode geometry" {
		t.Errorf("problems = %s", got)
	}
}

func TestReadAreasRefusesOtherFiles(t *testing.T) {
	for _, text := range []string{"", "[]", "{}", `{"type":"Feature"}`, "adcode,name"} {
		if _, err := plan.ReadAreas(strings.NewReader(text), datum.WGS84); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("ReadAreas(%q) error = %v, want Invalid", text, err)
		}
	}
	if _, err := plan.ReadAreas(strings.NewReader(collection()), 0); fieldOf(err) != "datum" {
		t.Errorf("ReadAreas without a datum: error = %v, want one about datum", err)
	}
}

func TestReadAreasOfHongKong(t *testing.T) {
	in, err := os.Open(data + "boundaries/810000.json")
	if err != nil {
		t.Skipf("no real boundaries here: %v", err)
	}
	defer in.Close()
	file, err := plan.ReadAreas(in, datum.GCJ02)
	if err != nil || len(file.Areas) != 18 || file.Rejected != 0 {
		t.Errorf("ReadAreas(810000) = %d areas, %d rejected, %v, want 18, 0", len(file.Areas), file.Rejected, err)
	}
}

func FuzzReadAreas(f *testing.F) {
	f.Add(collection(feature(`{"adcode":320102,"name":"玄武区"}`, triangle)))
	f.Add(collection(feature(`{"adcode":[],"parent":{"adcode":{}}}`, `{"type":"Polygon","coordinates":[[]]}`)))
	f.Fuzz(func(t *testing.T, text string) {
		file, err := plan.ReadAreas(strings.NewReader(text), datum.BD09)
		if err != nil {
			return
		}
		if file.Read != len(file.Areas)+file.Rejected {
			t.Errorf("read %d, accepted %d, rejected %d", file.Read, len(file.Areas), file.Rejected)
		}
		if err := stations.CheckAreas(file.Areas); err != nil {
			t.Errorf("accepted areas break a rule: %v", err)
		}
	})
}
