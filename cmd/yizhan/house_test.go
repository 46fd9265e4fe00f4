package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// floors is the house: a room may import only rooms on lower floors. Rooms
// that are tools of tests stand on no floor: nothing but tests may import
// them. docs/architecture.md says what each room is.
func floors() map[string]int {
	return map[string]int{
		"cmd/yizhan": 9,

		"stations/api": 8,

		"stations/api/model": 7,
		"stations/jobs":      7,
		"stations/sites":     7,
		"stations/report":    7,
		"stations/mirror":    7,
		"stations/snapshot":  7,
		"stations/webhook":   7,
		"stations/features":  7,

		"stations/plan":   6,
		"stations/intake": 6,
		"stations/along":  6,

		"stations/nearby": 5,
		"stations/demo":   5,

		"stations/store": 4,

		"stations/archive":  3,
		"stations/postgis":  3,
		"stations/sqlite":   3,
		"stations/exchange": 3,
		"stations/access":   3,
		"stations/unmet":    3,
		"stations/darkroom": 3,
		"geo/reach":         3,
		"geo/osm":           3,
		"geo/course":        3,

		"stations":         2,
		"geo/roads":        2,
		"stations/grams":   2,
		"stations/basemap": 2,

		"stations/text":     1,
		"stations/ewkb":     1,
		"stations/calendar": 1,
		"stations/drive":    1,
		"stations/cql":      1,
		"stations/memo":     1,
		"stations/wording":  1,
		"geo/datum":         1,
		"geo/hex":           1,
		"geo/siting/cbc":    1,
		"geo/near":          1,

		"geo/cone":        0,
		"geo/radix":       0,
		"geo/sphere":      0,
		"geo/siting":      0,
		"migrations":      0,
		"static":          0,
		"stations/client": 0,
	}
}

// testRooms are imported by tests only.
func testRooms() []string {
	return []string{"stations/storetest", "stations/postgis/postgistest", "geo/roads/roadstest"}
}

const module = "yizhan"

// goPackage is what `go list -json` says about a package.
type goPackage struct {
	ImportPath string
	Doc        string
	Imports    []string // of files that are no tests
}

func (p goPackage) room() string { return roomOf(p.ImportPath) }

// roomOf returns the path within the module, "" for foreign packages.
func roomOf(path string) string {
	room, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return ""
	}
	return room
}

// packages lists every package of the module that has files without a tag.
func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Doc,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
}

// climbs returns what is wrong with a room's imports of our own.
func climbs(room string, imports []string) []string {
	var wrong []string
	floor, known := floors()[room]
	if !known && !slices.Contains(testRooms(), room) {
		return []string{"stands on no floor: add it to floors and to docs/architecture.md"}
	}
	for _, path := range imports {
		below := roomOf(path)
		theirs, placed := floors()[below]
		switch {
		case below == "":
		case strings.HasPrefix(room, "geo/") && strings.HasPrefix(below, "stations"):
			wrong = append(wrong, "imports "+below+": geo never heard of a station")
		case slices.Contains(testRooms(), below) && known:
			wrong = append(wrong, "imports "+below+", which is for tests")
		case known && placed && theirs >= floor:
			wrong = append(wrong, "imports "+below+", which is not on a lower floor")
		}
	}
	return wrong
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range packages(t) {
		for _, wrong := range climbs(p.room(), p.Imports) {
			t.Errorf("%s %s", p.ImportPath, wrong)
		}
	}
}

func TestTheRuleOfFloorsCanFail(t *testing.T) {
	for _, c := range []struct {
		sentence, room string
		imports        []string
		want           int
	}{
		{"down is right", "stations/plan", []string{"yizhan/stations", "yizhan/geo/reach", "fmt"}, 0},
		{"up is wrong", "stations", []string{"yizhan/stations/plan"}, 1},
		{"sideways is wrong", "stations/sqlite", []string{"yizhan/stations/postgis"}, 1},
		{"geo knows no station", "geo/reach", []string{"yizhan/stations/text"}, 1},
		{"tools of tests are for tests", "stations/api", []string{"yizhan/stations/storetest"}, 1},
		{"tools of tests may look at anything", "stations/storetest", []string{"yizhan/stations"}, 0},
		{"a room without a floor is wrong", "stations/attic", nil, 1},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := climbs(c.room, c.imports); len(got) != c.want {
				t.Errorf("climbs(%s, %v) = %q, want %d problems", c.room, c.imports, got, c.want)
			}
		})
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if p.Doc == "" {
			t.Errorf("%s has no doc comment", p.ImportPath)
		}
	}
}

// guest is a third-party module and the rooms that go.mod gives it.
type guest struct {
	path  string
	rooms []string
}

// requirement matches a direct requirement of go.mod with its rooms, which
// may be followed by words in brackets.
var requirement = regexp.MustCompile(`^\s*(\S+) v\S+ // rooms: ([^()]+)`)

func guests(t *testing.T) []guest {
	t.Helper()
	file, err := os.Open("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []guest
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if m := requirement.FindStringSubmatch(lines.Text()); m != nil {
			all = append(all, guest{m[1], strings.Split(strings.TrimSpace(m[2]), ", ")})
		} else if strings.Contains(lines.Text(), " v") && !strings.Contains(lines.Text(), "// indirect") {
			t.Errorf("go.mod: %s names no rooms", strings.TrimSpace(lines.Text()))
		}
	}
	return all
}

// welcome reports whether the guest may be imported from the room.
func (g guest) welcome(room string) bool {
	return slices.Contains(g.rooms, "any") || slices.Contains(g.rooms, room) || slices.Contains(testRooms(), room)
}

func TestGuestsStayInTheirRooms(t *testing.T) {
	all := guests(t)
	if len(all) < 10 {
		t.Fatalf("go.mod gives rooms to %d modules, want all of them", len(all))
	}
	for _, p := range packages(t) {
		for _, path := range p.Imports {
			at := slices.IndexFunc(all, func(g guest) bool { return path == g.path || strings.HasPrefix(path, g.path+"/") })
			if at >= 0 && !all[at].welcome(p.room()) {
				t.Errorf("%s imports %s, whose rooms are %v", p.ImportPath, path, all[at].rooms)
			}
		}
	}
}

func TestTheTopLevelStaysShort(t *testing.T) {
	allowed := []string{
		".ci", ".dockerignore", ".editorconfig", ".gitignore", ".golangci.yml",
		"CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile", "LICENSE", "Makefile", "README.md",
		"cmd", "docs", "geo", "go.mod", "go.sum", "migrations", "scripts", "static", "stations",
	}
	cmd := exec.CommandContext(t.Context(), "git", "ls-files")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("not a git clone: %v", err)
	}
	seen := map[string]bool{}
	for path := range strings.Lines(string(out)) {
		top, _, _ := strings.Cut(strings.TrimSpace(path), "/")
		if !seen[top] && !slices.Contains(allowed, top) {
			t.Errorf("%s stands at the top level, want it in a room", top)
		}
		seen[top] = true
	}
}

// generated is the line by which Go's tools know a file that nobody writes.
var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func TestFilesAreShort(t *testing.T) {
	const most = 350 // lines: CONTRIBUTING.md
	for _, under := range []string{"cmd", "geo", "stations"} {
		for path, text := range files(t, under, ".go") {
			if strings.HasSuffix(path, "_test.go") || generated.MatchString(text) {
				continue
			}
			if lines := strings.Count(text, "\n"); lines > most {
				t.Errorf("%s has %d lines, want at most %d", path, lines, most)
			}
		}
	}
}
