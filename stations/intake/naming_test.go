package intake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// squares puts divisions of these adcodes and names side by side, from 118° E
// eastwards, half a degree wide each.
func squares(t *testing.T, store stations.Store, named ...string) {
	t.Helper()
	var areas []stations.Area
	for i, text := range named {
		adcode, name, _ := strings.Cut(text, " ")
		box := orb.Bound{Min: orb.Point{118 + 0.5*float64(i), 32}, Max: orb.Point{118.5 + 0.5*float64(i), 33}}
		areas = append(areas, stations.Area{Adcode: adcode, Name: name, Geometry: orb.MultiPolygon{box.ToPolygon()}})
	}
	if err := store.PutAreas(context.Background(), areas); err != nil {
		t.Fatal(err)
	}
}

func TestDivisionsAreFoundByName(t *testing.T) {
	areas := []string{"320100 南京市", "320102 玄武区", "320106 鼓楼区", "320302 鼓楼区", "320300 徐州市", "320116 六合区", "410204 鼓楼区"}
	for _, c := range []struct {
		sentence, columns, cells string
		adcode, problem          string // a suspect's text
	}{
		{"a district by its name", "区县", "玄武区", "320102", ""},
		{"a district without its last word", "区县", "玄武", "320102", ""},
		{"a district in traditional characters", "所属区县", "玄武區", "320102", ""},
		{"city and district in one cell", "区县", "南京市鼓楼区", "320106", ""},
		{"city and district, both short", "区县", "南京鼓楼", "320106", ""},
		{"a province before them", "区县", "江苏省徐州市鼓楼区", "320302", ""},
		{"city and district in two cells", "城市,区县", "徐州市,鼓楼区", "320302", ""},
		{"a short city beside a district", "城市,区县", "南京,鼓楼", "320106", ""},
		{"a name in the column for codes", "区划代码", "六合区", "320116", ""},
		{"a code goes before a name", "区划代码,区县", "320116,玄武区", "320116", ""},
		{"a name of several is left to the position", "区县", "鼓楼区", "320102", "names several divisions: 320106, 320302, 410204"},
		{"an unknown name is left to the position", "区县", "浦口区", "320102", "no loaded division has this name"},
		{"a city that has no such district", "城市,区县", "徐州市,玄武区", "320102", "no loaded division has this name"},
		{"a blank cell", "区县", "", "320102", ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			store := open(t)
			squares(t, store, areas...)
			wgs := gcj
			wgs.Datum = datum.WGS84
			// The position lies in the second square, which is 320102.
			file := "id,名称,坐标," + c.columns + "\n1,站,118.7501 32.5001," + c.cells + "\n"
			report := load(t, store, file, wgs)
			if got := all(t, store)[0].Position.Adcode; got != c.adcode {
				t.Errorf("adcode = %s, want %s", got, c.adcode)
			}
			var texts []string
			for _, p := range report.Problems {
				if p.Field == "district" || p.Field == "adcode" && !strings.Contains(p.Problem, "lies in") {
					texts = append(texts, strings.TrimPrefix(p.Problem, "suspect: "))
				}
			}
			if got := strings.Join(texts, "; "); got != c.problem {
				t.Errorf("problems = %q, want %q", got, c.problem)
			}
			wantCounts(t, "the same file again", load(t, store, file, wgs), strings.Replace("read 1 created 0 updated 0 unchanged 1 rejected 0 suspect N", "N", map[bool]string{true: "1", false: "0"}[report.Suspect > 0], 1))
		})
	}
}

func TestWithoutDivisionsANameIsNoCode(t *testing.T) {
	store := open(t)
	report := load(t, store, "id,名称,坐标,区划代码\n1,站,118.7501 32.5001,玄武区\n", gcj)
	wantCounts(t, "import", report, "read 1 created 0 updated 0 unchanged 0 rejected 1 suspect 0")
	report = load(t, store, "id,名称,坐标,区县\n1,站,118.7501 32.5001,玄武区\n", gcj)
	wantCounts(t, "import", report, "read 1 created 1 updated 0 unchanged 0 rejected 0 suspect 0")
	if diff := cmp.Diff("", all(t, store)[0].Position.Adcode); diff != "" {
		t.Errorf("adcode (-want +got):\n%s", diff)
	}
}
