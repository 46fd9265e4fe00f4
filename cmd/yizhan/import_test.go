package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ran is what one run of the program did.
type ran struct {
	code           int
	stdout, stderr string
}

func program(args ...string) ran {
	var out, err bytes.Buffer
	code := run(context.Background(), args, &out, &err)
	return ran{code, out.String(), err.String()}
}

// put writes a file into a fresh folder and returns its name.
func put(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "stations.csv")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestImportExitCodes(t *testing.T) {
	good := put(t, "名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n")
	mixed := put(t, "名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n反了,32.060012,118.770012\n")
	for name, c := range map[string]struct {
		args []string
		code int
		want string // in stdout or stderr
	}{
		"all rows good":       {[]string{good, "--source", "a", "--datum", "gcj02", "--kind", "union_station"}, exitDone, "新增 created 1"},
		"a row rejected":      {[]string{mixed, "--source", "a", "--datum", "gcj02", "--kind", "union_station"}, exitRejected, "第 3 行 row 3 · lon,lat"},
		"no datum":            {[]string{good, "--source", "a"}, exitUsage, "--datum"},
		"an unknown datum":    {[]string{good, "--source", "a", "--datum", "tokyo"}, exitUsage, "want wgs84, gcj02 or bd09"},
		"no source":           {[]string{good, "--datum", "gcj02"}, exitUsage, "--source"},
		"an unknown kind":     {[]string{good, "--source", "a", "--datum", "gcj02", "--kind", "tea"}, exitUsage, "unknown kind"},
		"a map without field": {[]string{good, "--source", "a", "--datum", "gcj02", "--map", "名称"}, exitUsage, "COL=FIELD"},
		"no such file":        {[]string{good + "x", "--source", "a", "--datum", "gcj02"}, exitFailed, "cannot read the file"},
		"no such column":      {[]string{good, "--source", "a", "--datum", "gcj02", "--map", "站=name"}, exitFailed, "the file has no column"},
		"a column by name": {
			[]string{put(t, "点 位,x,y\n鼓楼驿站,118.770012,32.060012\n"), "--source", "a", "--datum", "gcj02", "--kind", "union_station", "--map", "点 位=name"},
			exitDone, "新增 created 1",
		},
	} {
		store := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
		got := program(append([]string{"import", "--store", store}, c.args...)...)
		if got.code != c.code || !strings.Contains(got.stdout+got.stderr, c.want) {
			t.Errorf("%s: import = %+v, want exit code %d and %q", name, got, c.code, c.want)
		}
	}
}

func TestImportJSONIsOneDocument(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	file := put(t, "名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n,118.770012,32.060012\n")
	got := program("import", file, "--store", store, "--source", "a", "--datum", "gcj02", "--kind", "union_station", "--json")
	var report any
	if err := json.Unmarshal([]byte(got.stdout), &report); err != nil {
		t.Fatalf("stdout of --json = %q: %v", got.stdout, err)
	}
	want := map[string]any{
		"read": 2., "created": 1., "updated": 0., "unchanged": 0., "rejected": 1., "suspect": 0.,
		"problems": []any{map[string]any{"row": 3., "field": "name", "value": "", "problem": "is required"}},
	}
	if diff := cmp.Diff(any(want), report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestExportGoesBackIn(t *testing.T) {
	dir := t.TempDir()
	from, to, out := "sqlite:"+filepath.Join(dir, "a.db"), "sqlite:"+filepath.Join(dir, "b.db"), filepath.Join(dir, "out.csv")
	file := put(t, "名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n")
	for _, step := range [][]string{
		{"import", file, "--store", from, "--source", "a", "--datum", "gcj02", "--kind", "union_station"},
		{"export", "--store", from, "--format", "csv", "--datum", "bd09", "-o", out},
		{"import", out, "--store", to, "--source", "a", "--datum", "bd09"},
		{"import", out, "--store", from, "--source", "a", "--datum", "bd09"},
	} {
		if got := program(step...); got.code != exitDone {
			t.Fatalf("%v = %+v, want exit code 0", step, got)
		}
	}
	first, second := program("export", "--store", from, "--format", "geojson"), program("export", "--store", to, "--format", "geojson")
	if !strings.Contains(first.stdout, "鼓楼驿站") || strings.Count(first.stdout, "Feature\"") != strings.Count(second.stdout, "Feature\"") {
		t.Errorf("exports of both stores = %q and %q, want one station each", first.stdout, second.stdout)
	}
	if got := program("export", "--store", from, "--format", "xls"); got.code != exitUsage {
		t.Errorf("export as xls = %+v, want exit code %d", got, exitUsage)
	}
	if got := program("export", "--store", from, "--format", "csv", "-o", filepath.Join(dir, "none", "a.csv")); got.code != exitFailed {
		t.Errorf("export into a folder that is not there = %+v, want exit code %d", got, exitFailed)
	}
}

func TestImportReadsAWorkbookAndGivesRejectsBack(t *testing.T) {
	dir := t.TempDir()
	from, to := "sqlite:"+filepath.Join(dir, "a.db"), "sqlite:"+filepath.Join(dir, "b.db")
	book, rejects := filepath.Join(dir, "out.xlsx"), filepath.Join(dir, "rejects.csv")
	mixed := put(t, "一览表,,\n名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n反了,32.060012,118.770012\n")
	for _, step := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"import", mixed, "--store", from, "--source", "a", "--datum", "gcj02", "--kind", "union_station", "--rejects", rejects}, exitRejected, "表头在第 2 行"},
		{[]string{"export", "--store", from, "--format", "xlsx", "--datum", "gcj02", "-o", book}, exitDone, "exported 1"},
		{[]string{"import", book, "--store", to, "--source", "a", "--datum", "gcj02", "--sheet", "Sheet2"}, exitFailed, "it has: Sheet1"},
		{[]string{"import", book, "--store", to, "--source", "a", "--datum", "gcj02", "--sheet", "Sheet1"}, exitDone, "新增 created 1"},
		{[]string{"import", book, "--store", to, "--source", "a", "--datum", "gcj02", "--roads", mixed}, exitFailed, "cannot read the road file"},
		{[]string{"import", rejects, "--store", to, "--source", "a", "--datum", "gcj02", "--kind", "union_station", "--dry-run"}, exitRejected, "looks swapped"},
	} {
		if got := program(step.args...); got.code != step.code || !strings.Contains(got.stdout+got.stderr, step.want) {
			t.Errorf("%v = %+v, want exit code %d and %q", step.args, got, step.code, step.want)
		}
	}
}
