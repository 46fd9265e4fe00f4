package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
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
		"all rows good":          {[]string{good, "--source", "a", "--datum", "gcj02", "--kind", "union_station"}, exitDone, "新增 created 1"},
		"a row rejected":         {[]string{mixed, "--source", "a", "--datum", "gcj02", "--kind", "union_station"}, exitRejected, "第 3 行 row 3 · 经度,纬度 lon,lat"},
		"no datum":               {[]string{good, "--source", "a"}, exitUsage, "--datum"},
		"an unknown datum":       {[]string{good, "--source", "a", "--datum", "tokyo"}, exitUsage, "want wgs84, gcj02 or bd09"},
		"no source":              {[]string{good, "--datum", "gcj02"}, exitUsage, "--source"},
		"a blank source":         {[]string{good, "--source", " ", "--datum", "gcj02", "--kind", "union_station"}, exitUsage, "--source"},
		"an unknown kind":        {[]string{good, "--source", "a", "--datum", "gcj02", "--kind", "tea"}, exitUsage, "unknown kind"},
		"a map without field":    {[]string{good, "--source", "a", "--datum", "gcj02", "--map", "名称"}, exitUsage, "COLUMN=FIELD"},
		"a map to no field":      {[]string{good, "--source", "a", "--datum", "gcj02", "--map", "名称=nofield"}, exitUsage, `there is no field "nofield"`},
		"no such file":           {[]string{good + "x", "--source", "a", "--datum", "gcj02"}, exitFailed, "cannot read the file"},
		"no such column":         {[]string{good, "--source", "a", "--datum", "gcj02", "--map", "站=name"}, exitFailed, "the file has no column"},
		"a collection of nobody": {[]string{put(t, `{"type":"FeatureCollection","features":[]}`), "--source", "a", "--datum", "gcj02"}, exitDone, "读取 read 0"},
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

// A mapping to a field that there is not is wrong usage, whatever the file
// holds.
func TestAMapToNoFieldIsWrongUsage(t *testing.T) {
	file := put(t, "人数,经度,纬度\n5,118.770012,32.060012\n")
	for verb, args := range map[string][]string{
		"demand import": {"demand", "import", file, "--datum", "gcj02"},
		"site next":     {"site", "next", "--p", "1", "--roads", "main.go", "--candidates", file, "--datum", "gcj02"},
	} {
		got := program(append(args, "--store", "sqlite:"+filepath.Join(t.TempDir(), "a.db"), "--map", "人数=nofield")...)
		if got.code != exitUsage || !strings.Contains(got.stderr, "nofield") {
			t.Errorf("%s --map 人数=nofield = %+v, want exit code %d and the field", verb, got, exitUsage)
		}
	}
}

func TestAnOfficesMistakesAreToldInChinese(t *testing.T) {
	file := put(t, `户外劳动者驿站名单
名称,类别,经度,纬度,楼层,服务项目,编号,开放时间
,工会驿站,118.790012,32.030012,1,饮水,1
颠倒驿站,工会驿站,32.004512,118.732712,1,饮水,2
零点驿站,工会驿站,0,0,1,饮水,3
度分秒驿站,工会驿站,118°37'31",32°3'30",1,饮水,4
错类型驿站,茶馆,118.625312,32.058412,1,饮水,5
无坐标驿站,工会驿站,,,1,饮水,6
二楼驿站,工会驿站,118.851612,31.954412,2,修飞机,7
粗略驿站,工会驿站,118.85,31.95,1,饮水,8
国外驿站,工会驿站,2.351212,48.851212,1,饮水,9
重号驿站,工会驿站,118.851712,31.964412,1,饮水,8
格子多了,工会驿站,118.851712,31.964412,1,饮水,10,24小时,多,了
看牌驿站,工会驿站,118.861712,31.974412,1,饮水,11,看门口的牌子
倒时驿站,工会驿站,118.871712,31.974412,1,饮水,12,9:00-5:00
`)
	got := program("import", file, "--store", "sqlite:"+filepath.Join(t.TempDir(), "a.db"), "--source", "a", "--datum", "gcj02")
	told := regexp.MustCompile(`(?m)^第 (\d+) 行 row \d+ · (?:\p{Han}|,)+ .*: (?:存疑 suspect: )?.*\p{Han}.* [a-z].*$`).FindAllStringSubmatch(got.stdout, -1)
	rows := map[string]bool{}
	for _, line := range told {
		rows[line[1]] = true
	}
	lines := strings.Count(got.stdout, "\n第 ")
	if got.code != exitRejected || len(told) != lines || len(rows) != 13 {
		t.Errorf("%d of %d lines, about %d of 13 rows, are in both languages:\n%s", len(told), lines, len(rows), got.stdout)
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

func TestADryRunListsWhatWouldChange(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	const head = "编号,名称,类型,经度,纬度,状态\n1,鼓楼驿站,职工驿站,"
	before, after := put(t, head+"118.770012,32.060012,开放\n"), put(t, head+"118.771012,32.060012,已撤销\n")
	with := func(file string, more ...string) ran {
		return program(append([]string{"import", file, "--store", store, "--source", "a", "--datum", "gcj02"}, more...)...)
	}
	with(before)
	for _, want := range []string{"第 2 行 row 2 · ", " 鼓楼驿站 · 状态 lifecycle \"open\" → \"closed\" · 位置 position ", "· 移动 moved 94 m"} {
		if got := with(after, "--dry-run"); !strings.Contains(got.stdout, want) {
			t.Errorf("dry run = %+v, want %q in it", got, want)
		}
	}
	if got := with(after); strings.Contains(got.stdout, "→") || !strings.Contains(got.stdout, "更新 updated 1") {
		t.Errorf("import = %+v, want counts alone", got)
	}
}

func TestReviewsAreListedByName(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	file := put(t, "名称,经度,纬度,地址\n鼓楼驿站,118.770012,32.060012,中山路1号\n鼓楼驿站,118.770112,32.060012,中山路1号旁\n")
	program("import", file, "--store", store, "--source", "a", "--datum", "gcj02", "--kind", "union_station")
	got := program("review", "list", "--store", store)
	if got.code != exitDone || strings.Count(got.stdout, "鼓楼驿站") != 2 || !strings.Contains(got.stdout, "名称相似") || !strings.Contains(got.stderr, "keep_apart") {
		t.Errorf("review list = %+v, want both names, why, and how to decide", got)
	}
	if none := program("review", "list", "--decided", "--store", store); none.stdout != "" || !strings.Contains(none.stderr, "there is no such review") {
		t.Errorf("review list --decided = %+v, want the word that there is none", none)
	}
}
