package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A newcomer types what the pages show, from the top, over a city of their own.
// What is told to somebody else than a machine with one city is passed over:
// placeholders, pipes, servers, and what names a reason below.
func TestTheCommandsOfTheGuidesRunAsTheyStand(t *testing.T) {
	if testing.Short() {
		t.Skip("runs each command of the guides, with searches of some seconds")
	}
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(ownData(t))
	t.Setenv("YIZHAN_STORE", "sqlite:yizhan.db")
	ran := map[string]bool{} // most commands stand in both languages, and are run once
	for _, language := range []string{"zh", "en"} {
		follow(t, filepath.Join(top, "README.md"), ran)
		for _, page := range []string{"import", "planner", "siting", "deploy", "api"} {
			follow(t, filepath.Join(top, "docs", language, page+".md"), ran)
		}
	}
	if len(ran) < 38 {
		t.Errorf("%d commands were run, want all that the pages show", len(ran))
	}
}

// follow runs the commands of a page that were not run before, one after the
// other.
func follow(t *testing.T, path string, ran map[string]bool) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range fence.FindAllString(string(text), -1) {
		for line := range strings.SplitSeq(block, "\n") {
			line, _, _ = strings.Cut(line, " #")
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "yizhan ")
			if ok && !elsewhere.MatchString(command) && !ran[command] {
				ran[command] = true
				obey(t, path, words(command))
			}
		}
	}
}

// elsewhere finds commands that do not stand for themselves.
var elsewhere = regexp.MustCompile(`[…|<$\[]|\b(ID|STATION)\b|编号` + // placeholders and pipes
	`|^(serve|work|mirror|migrate)\b` + // run for ever, or want PostgreSQL
	`|--sheet 百度`) // wants a workbook with that sheet

// words are those of a command, as a shell has them.
func words(command string) (list []string) {
	for _, w := range regexp.MustCompile(`(?:[^\s"]|"[^"]*")+`).FindAllString(command, -1) {
		list = append(list, strings.ReplaceAll(w, `"`, ""))
	}
	return list
}

// obey runs one command and looks at what it leaves: no error, JSON where that
// was asked, and the file of -o.
func obey(t *testing.T, page string, args []string) {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, &out, &errs); code != exitDone {
		t.Errorf("%s shows yizhan %s, which ends with %d: %s", page, strings.Join(args, " "), code, &errs)
		return
	}
	for i, arg := range args {
		if arg == "--json" && !json.Valid(out.Bytes()) {
			t.Errorf("%s: yizhan %s prints no JSON: %.100s", page, strings.Join(args, " "), &out)
		}
		if arg == "-o" {
			if info, err := os.Stat(args[i+1]); err != nil || info.Size() == 0 {
				t.Errorf("%s: yizhan %s leaves no %s", page, strings.Join(args, " "), args[i+1])
			}
		}
	}
}

// ownData makes a directory with files by the names that the pages give them.
func ownData(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	yizhan(t, "demo", "--stations", "60", "-o", dir)
	yizhan(t, "roads", "build", in("city.osm.pbf"), "-o", in("hefei.roads"))
	yizhan(t, "import", in("stations.csv"), "--source", "office", "--datum", "gcj02", "--store", "sqlite:"+in("office.db"))
	yizhan(t, "export", "--format", "xlsx", "--datum", "gcj02", "-o", in("stations.xlsx"), "--store", "sqlite:"+in("office.db"))
	for to, from := range map[string]string{
		"站点.xlsx": "stations.xlsx", "banks.csv": "hosts.csv", "nanjing.roads": "hefei.roads", "suzhou.roads": "hefei.roads",
	} {
		if err := os.Link(in(from), in(to)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"riders.csv":     "lon,lat,count\n102.40,40.20,30\n102.42,40.21,12\n",
		"orders.csv":     hourly("8931a2c4d2bffff"),
		"unmet.csv":      "h3,hour,kind,service,searches\n8831a2c4d3fffff,8,,,12\n",
		"edits.json":     `{"add":[{"lon":102.41,"lat":40.21}]}`,
		"city.json":      `{"demand":[5,3,2],"covers":[[0,1],[1,2],[2]]}`,
		"distances.json": `{"demand":[5,3,2],"to":[[0,1,2],[1,0,1],[2,1,0],[3,2,1],[1,3,2]]}`,
	} {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// hourly is a file of one cell with a weight for each hour of the day.
func hourly(cell string) string {
	head, row := "h3", cell
	for hour := range 24 {
		head += fmt.Sprintf(",w%02d", hour)
		row += fmt.Sprintf(",%d", hour)
	}
	return head + "\n" + row + "\n"
}
