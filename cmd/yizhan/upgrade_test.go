package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"yizhan/stations/postgis/postgistest"
)

// oldestUpgrade is the schema from which stations can be changed over HTTP.
const oldestUpgrade = "00009"

// Data that an older yizhan wrote, of each schema since oldestUpgrade, is read
// by today's as it was, on both stores and by way of a backup. YIZHAN_UPGRADE
// asks for it: each older yizhan is built from the history of this repository.
func TestUpgradesFromEverySchemaKeepEverything(t *testing.T) {
	if os.Getenv("YIZHAN_UPGRADE") == "" {
		t.Skip("YIZHAN_UPGRADE is not set: scripts/test-long upgrade builds older versions, which takes minutes")
	}
	olds := lastOfEachSchema(t)
	if len(olds) < 5 {
		t.Fatalf("the history has %d older schemas, want five or more: is it a shallow clone?", len(olds))
	}
	for _, old := range olds {
		t.Run(old.schema, func(t *testing.T) {
			before := old.build(t)
			for name, dsn := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "yizhan.db"), "postgis": postgistest.Database(t)} {
				t.Run(name, func(t *testing.T) { upgrades(t, before, dsn) })
			}
		})
	}
}

// older is the last commit of an older schema.
type older struct{ schema, commit string }

// lastOfEachSchema walks the history back from today, past each change of the
// migrations.
func lastOfEachSchema(t *testing.T) (olds []older) {
	t.Helper()
	today := newestMigration(t, "HEAD")
	for _, changed := range strings.Fields(git(t, "log", "--first-parent", "--format=%H", "--", ":/migrations/sqlite")) {
		o := older{newestMigration(t, changed+"^"), changed + "^"}
		known := slices.ContainsFunc(olds, func(other older) bool { return other.schema == o.schema })
		if o.schema != "" && o.schema < oldestUpgrade {
			break
		}
		if o.schema != "" && o.schema < today && !known {
			olds = append(olds, o)
		}
	}
	return olds
}

// newestMigration is the number of the commit's newest migration; "" for none,
// and where two have it, as for a moment when branches met: that one never ran.
func newestMigration(t *testing.T, commit string) string {
	t.Helper()
	files := strings.Fields(git(t, "ls-tree", "--full-tree", "--name-only", commit, "migrations/sqlite/"))
	number := ""
	slices.Sort(files)
	for _, file := range files {
		next, _, _ := strings.Cut(filepath.Base(file), "_")
		if next == number {
			return ""
		}
		number = next
	}
	return number
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", args...).Output()
	if err != nil {
		t.Fatalf("git %s: %v", args[0], err)
	}
	return string(out)
}

// build makes the binary of a commit, without its pages.
func (o older) build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	tree := exec.CommandContext(t.Context(), "git", "archive", "--format=tar", "-o", filepath.Join(dir, "tree.tar"), o.commit)
	tree.Dir = filepath.Join("..", "..")
	succeeds(t, tree)
	succeeds(t, exec.CommandContext(t.Context(), "tar", "-xf", filepath.Join(dir, "tree.tar"), "-C", dir))
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "old"), "./cmd/yizhan")
	build.Dir = dir
	succeeds(t, build)
	return filepath.Join(dir, "old")
}

func succeeds(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(cmd.Args[:2], " "), err, out)
	}
}

// upgrades writes with the older binary, and holds today's to what that said.
func upgrades(t *testing.T, before, dsn string) {
	today := binary(t)
	succeeds(t, exec.CommandContext(t.Context(), before, "migrate", "--store", dsn))
	list := file{number: 1, rows: 60, every: 2, says: "中山路"}.write(t)
	succeeds(t, exec.CommandContext(t.Context(), before, "import", list, "--source", "市", "--datum", "wgs84", "--store", dsn))
	var told map[string]any
	whileServed(t, before, dsn, func(base string) {
		edited(t, base)
		told = tellings(t, base)
	})
	succeeds(t, exec.CommandContext(t.Context(), today, "migrate", "--store", dsn))
	wantTold := func(dsn, after string) {
		t.Helper()
		whileServed(t, today, dsn, func(base string) {
			now := tellings(t, base)
			for path, said := range told {
				for _, difference := range lost(path, said, now[path]) {
					t.Errorf("after %s: %s", after, difference)
				}
			}
		})
	}
	wantTold(dsn, "the upgrade")
	backup, other := filepath.Join(t.TempDir(), "backup"), "sqlite:"+filepath.Join(t.TempDir(), "restored.db")
	succeeds(t, exec.CommandContext(t.Context(), today, "backup", backup, "--store", dsn))
	succeeds(t, exec.CommandContext(t.Context(), today, "restore", backup, "--store", other))
	wantTold(other, "backup and restore")
	succeeds(t, exec.CommandContext(t.Context(), today, "import", list, "--source", "市", "--datum", "wgs84", "--store", dsn)) // and it can be written
}

func whileServed(t *testing.T, yizhan, dsn string, do func(base string)) {
	t.Helper()
	cmd, stderr := serving(t, yizhan, dsn)
	defer func() {
		_ = cmd.Process.Kill() // it has nothing left to write
		_ = cmd.Wait()
		settled(t, dsn)
	}()
	base := address(t, stderr)
	awaitReady(t, base)
	do(base)
}

// edited renames a station, merges one into it and deletes one.
func edited(t *testing.T, base string) {
	t.Helper()
	ids := idsOf(t, base)
	if len(ids) != 60 {
		t.Fatalf("the import made %d stations, want 60", len(ids))
	}
	for i, x := range []struct{ method, body string }{
		{http.MethodPatch, `{"name":"改名的驿站","hours":"Mo-Fr 08:00-18:00"}`},
		{http.MethodPatch, fmt.Sprintf(`{"lifecycle":"merged","merged_into":%q}`, ids[0])},
		{http.MethodDelete, ``},
	} {
		address := base + "/v1/stations/" + ids[i]
		var now struct{ Revision int64 }
		if err := json.Unmarshal([]byte(fetch(t, address)), &now); err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequestWithContext(t.Context(), x.method, address+"?reason=upgrade", strings.NewReader(x.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/merge-patch+json")
		request.Header.Set("If-Match", fmt.Sprintf(`"%d"`, now.Revision))
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode/100 != 2 {
			t.Fatalf("%s %s = %s", x.method, x.body, response.Status)
		}
	}
}

func idsOf(t *testing.T, base string) (ids []string) {
	t.Helper()
	var page struct{ Stations []struct{ ID string } }
	if err := json.Unmarshal([]byte(fetch(t, base+"/v1/stations?limit=100")), &page); err != nil {
		t.Fatal(err)
	}
	for _, s := range page.Stations {
		ids = append(ids, s.ID)
	}
	slices.Sort(ids)
	return ids
}

// tellings is what a server tells of its stations and of their past, by path.
func tellings(t *testing.T, base string) map[string]any {
	t.Helper()
	told := map[string]any{}
	ask := func(path string) {
		var said any
		if err := json.NewDecoder(bytes.NewReader([]byte(fetch(t, base+path)))).Decode(&said); err != nil {
			t.Fatalf("GET %s: %v", path, err)
		}
		told[path] = said
	}
	ask("/v1/changes?since=0&limit=1000")
	ask("/v1/stations?limit=100")
	for _, id := range idsOf(t, base) {
		ask("/v1/stations/" + id)
		ask("/v1/stations/" + id + "/history")
	}
	return told
}

// lost lists what was said and is not any more. A later version may say more.
func lost(where string, was, is any) (list []string) {
	switch was := was.(type) {
	case map[string]any:
		is, _ := is.(map[string]any)
		for name, value := range was {
			if name == "epoch" || name == "next" || name == "request_id" { // a restore renews the first, cursors are each version's own
				continue
			}
			list = append(list, lost(where+" "+name, value, is[name])...)
		}
		return list
	case []any:
		is, _ := is.([]any)
		if len(was) != len(is) {
			return []string{fmt.Sprintf("%s has %d elements, want %d", where, len(is), len(was))}
		}
		for i := range was {
			list = append(list, lost(fmt.Sprintf("%s[%d]", where, i), was[i], is[i])...)
		}
		return list
	}
	if !reflect.DeepEqual(was, is) {
		return []string{fmt.Sprintf("%s = %v, want %v", where, is, was)}
	}
	return nil
}

func TestWhatAnUpgradeLosesIsFound(t *testing.T) {
	read := func(text string) (v any) {
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	was := read(`{"a":[{"b":1},{"c":"x"}],"epoch":"1"}`)
	for is, want := range map[string]int{
		`{"a":[{"b":1,"new":2},{"c":"x"}],"epoch":"2"}`: 0, `{"a":[{"b":2},{"c":"x"}]}`: 1, `{"a":[{"b":1}]}`: 1, `{"a":[{"b":1},{}]}`: 1, `{}`: 1, `null`: 1,
	} {
		if got := lost("", was, read(is)); len(got) != want {
			t.Errorf("lost of %s = %q, want %d", is, got, want)
		}
	}
}
