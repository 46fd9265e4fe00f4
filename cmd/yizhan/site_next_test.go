package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// nextAnswer is what the test reads of --json.
type nextAnswer struct {
	Sites []struct {
		Name, Source string
		Cost, Gain   float64
		Lon, Lat     float64
	}
	Candidates struct{ Hosts, Used int }
	Covered    float64
	Bound      float64
	Optimal    bool
	Cost       float64
}

// A town of 20 × 20 crossings with people at four corners and four hosts, one
// of which is dear, and one of which lies far away.
func TestTheNextSitesOfATown(t *testing.T) {
	w := town{name: "siting", south: orb.Point{118.80, 32.06}, side: 40}
	roads := w.draw(t, t.TempDir())
	store := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	var people, hosts strings.Builder
	people.WriteString("lon,lat,weight\n")
	hosts.WriteString("网点名称,所属单位,经度,纬度,成本,营业时间\n")
	for i, at := range [][2]float64{{3, 3}, {36, 3}, {3, 36}, {36, 36}} {
		p := w.place(at[0], at[1])
		fmt.Fprintf(&people, "%.7f,%.7f,%d\n", p[0], p[1], 100*(i+1))
		fmt.Fprintf(&hosts, "网点%d,单位%d,%.7f,%.7f,%d,24小时\n", i, i/2, p[0], p[1], 1+i)
	}
	hosts.WriteString("远处,单位9,1,1,1,\n坏行,单位9,,,1,\n坏价,单位9,118.8,32.06,免费,\n")
	yizhan(t, "demand", "import", put(t, people.String()), "--store", store, "--datum", "wgs84")
	file := put(t, hosts.String())
	ask := []string{"site", "--store", store, "--roads", roads, "--minutes", "10", "--json", "--candidates", file, "--map", "网点名称=name", "--datum", "wgs84"}
	for _, c := range []struct {
		sentence string
		args     []string
		sites    []string
		covered  float64
	}{
		{"the greatest two", []string{"--p", "2"}, []string{"网点3", "网点2"}, 700},
		{"one of each host", []string{"--p", "3", "--one-per-host"}, []string{"网点3", "网点1"}, 600},
		{"what the budget pays", []string{"--p", "4", "--budget", "5"}, []string{"网点3", "网点0"}, 500},
		{"far enough apart", []string{"--p", "4", "--spacing", "2500"}, []string{"网点3", "网点0"}, 500},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			code, out, stderr := verb(t, append(ask, c.args...)...)
			if code != exitRejected || !strings.Contains(stderr, "lon") || !strings.Contains(stderr, "免费") {
				t.Fatalf("exit %d, %s, want %d and the two rows that were left out", code, stderr, exitRejected)
			}
			var a nextAnswer
			if err := json.Unmarshal([]byte(out), &a); err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, s := range a.Sites {
				names = append(names, s.Name)
			}
			if strings.Join(names, " ") != strings.Join(c.sites, " ") || a.Covered != c.covered || !a.Optimal || a.Candidates.Used != 4 {
				t.Errorf("answer = %+v, want %v and %v covered, proven", a, c.sites, c.covered)
			}
		})
	}
}

func TestSitesInGapsAreWritten(t *testing.T) {
	w := town{name: "gaps", south: orb.Point{118.80, 32.06}, side: 30}
	dir := t.TempDir()
	roads, store := w.draw(t, dir), "sqlite:"+filepath.Join(dir, "a.db")
	yizhan(t, "import", stationsIn(t, []town{w}, 1), "--store", store, "--source", "a", "--datum", "wgs84")
	ask := []string{"site", "--store", store, "--roads", roads, "--minutes", "6", "--p", "2", "--datum", "gcj02"}
	text := yizhan(t, append(ask, "-o", filepath.Join(dir, "sites.geojson"))...)
	if !strings.Contains(text, "任何 2 个点都不会超过") || !strings.Contains(text, "no 2 sites of these can exceed") {
		t.Errorf("answer = %s, want the bound in a sentence", text)
	}
	file, err := os.ReadFile(filepath.Join(dir, "sites.geojson"))
	if err != nil || !strings.Contains(string(file), `"datum":"gcj02"`) || strings.Count(string(file), `"Feature"`) != 2 {
		t.Errorf("sites.geojson = %s, %v, want two features in gcj02", file, err)
	}
	table := yizhan(t, append(ask, "--csv")...)
	if lines := strings.Split(strings.TrimSpace(table), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "rank,lon,lat,source,") {
		t.Errorf("--csv = %s, want a header and two rows", table)
	}
	for name, args := range map[string][]string{
		"no datum for the file":        {"--candidates", "site_next_test.go", "--datum="},
		"columns of no file":           {"--map", "a=b"},
		"two answers":                  {"--json", "--csv"},
		"a file of another kind":       {"-o", "sites.txt"},
		"no time at all":               {"--seconds", "0"},
		"more sites than one may have": {"--p", "201"},
		"a budget and no costs":        {"--budget", "5"},
		"a share of two":               {"--least-share", "2"},
		"hours of no moment":           {"--hours", "23:00"},
		"hours of no clock":            {"--hours", "late", "--at", "2026-11-20T20:00"},
		"no candidates at all":         {"--gap-points", "0"},
	} {
		if code, _, stderr := verb(t, append(ask, args...)...); code != exitUsage {
			t.Errorf("%s = exit %d: %s, want %d", name, code, stderr, exitUsage)
		}
	}
}

func TestLongerHoursOnTheCommandLine(t *testing.T) {
	w := town{name: "hours", south: orb.Point{118.80, 32.06}, side: 30}
	dir := t.TempDir()
	roads, store := w.draw(t, dir), "sqlite:"+filepath.Join(dir, "a.db")
	p := w.place(15, 15)
	file := put(t, fmt.Sprintf("名称,经度,纬度,营业时间\n夜站,%.7f,%.7f,9:00-17:00\n", p[0], p[1]))
	yizhan(t, "import", file, "--store", store, "--source", "a", "--datum", "wgs84", "--kind", "union_station")
	for points, want := range map[string]string{"60": "1 stations that stay open serve what 1 new sites would (no fewer than 1 can)", "0": "夜站 (17:00 → 22:00)"} {
		text := yizhan(t, "site", "--store", store, "--roads", roads, "--minutes", "6", "--p", "1", "--at", "2026-11-20T20:00", "--hours", "22:00", "--gap-points", points)
		if !strings.Contains(text, want) {
			t.Errorf("%s points in gaps = %s, want %q in it", points, text, want)
		}
	}
}
