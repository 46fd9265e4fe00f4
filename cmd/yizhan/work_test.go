package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"yizhan/stations/plan"
	"yizhan/stations/postgis/postgistest"
)

// province is five towns, the last of which lies within the first.
func province() []town {
	return []town{
		{"甲", [2]float64{100, 31}, 160},
		{"乙", [2]float64{105, 31}, 150},
		{"丙", [2]float64{110, 31}, 150},
		{"丁", [2]float64{115, 31}, 150},
		{"戊", [2]float64{100.03, 31.03}, 60},
	}
}

// survey is a national coverage on one store.
type survey struct {
	dsn   string
	roads []string
}

func (s survey) flags() []string {
	flags := []string{"--store", s.dsn}
	for _, path := range s.roads {
		flags = append(flags, "--roads", path)
	}
	return flags
}

// ask is the command line of one question; different minutes are different
// questions.
func (s survey) ask(minutes int) []string {
	return append([]string{"coverage", "--all", "--json", "--res", "10", "--k", "4", "--minutes", fmt.Sprint(minutes)}, s.flags()...)
}

// divisions are a province around the first two towns and a city in it, which
// holds a part of the first town and of the last one.
const divisions = `{"type":"FeatureCollection","features":[
	{"type":"Feature","properties":{"adcode":"510000","name":"省"},"geometry":{"type":"Polygon","coordinates":[[[99,30],[106,30],[106,32],[99,32],[99,30]]]}},
	{"type":"Feature","properties":{"adcode":"510100","name":"市"},"geometry":{"type":"Polygon","coordinates":[[[99,30],[100.045,30],[100.045,32],[99,32],[99,30]]]}}]}`

// newSurvey fills a store with the divisions and the stations of the towns.
func newSurvey(t *testing.T, dsn string, stations string, roads []string) survey {
	t.Helper()
	yizhan(t, "migrate", "--store", dsn)
	yizhan(t, "import", stations, "--source", "towns", "--datum", "wgs84", "--store", dsn)
	areas := filepath.Join(t.TempDir(), "areas.geojson")
	if err := os.WriteFile(areas, []byte(divisions), 0o600); err != nil {
		t.Fatal(err)
	}
	yizhan(t, "areas", "import", areas, "--datum", "wgs84", "--store", dsn)
	return survey{dsn, roads}
}

// answer reads a national coverage, without what differs between runs of the
// same question.
func answer(t *testing.T, text string) plan.National {
	t.Helper()
	var n plan.National
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		t.Fatalf("coverage --all wrote %q: %v", text, err)
	}
	n.ID, n.Revision = "", 0
	for i := range n.Cities {
		n.Cities[i].TookMS = 0
	}
	if len(n.Areas) != 2 || slices.ContainsFunc(n.Areas, func(a plan.DivisionTotal) bool { return a.Median == nil || a.P90 == nil }) {
		t.Fatalf("divisions = %+v, want two with a median and P90", n.Areas)
	}
	return n
}

// start starts a verb in a process of its own.
func start(t *testing.T, args []string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var stdout bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary(t), args...)
	cmd.Stdout = &stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &stdout
}

// kill ends a process with SIGKILL.
func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()
}

// running waits until a job is under way.
func running(t *testing.T, dsn string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		var n int
		if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE state = 'running'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return
		}
	}
	t.Fatal("no job is under way after 30 s")
}

// Workers are killed at random moments, and every second time the process that
// asked too: what comes out is what one undisturbed process says, and each
// city is there once.
func TestARunWhoseWorkersAreKilledCountsEachCityOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	dir, towns := t.TempDir(), province()
	var roads []string
	for _, w := range towns {
		roads = append(roads, w.draw(t, dir))
	}
	file := stationsIn(t, towns, 40)
	alone := newSurvey(t, "sqlite:"+filepath.Join(dir, "alone.db"), file, roads)
	shared := newSurvey(t, postgistest.Database(t), file, roads)
	for n := range kills(t) {
		question := shared.ask(10 + n)
		if n == 0 {
			killedAtWork(t, shared, question)
		} else {
			killedAtRandom(t, shared, question, n%2 == 0)
		}
		got, want := answer(t, yizhan(t, question...)), answer(t, yizhan(t, alone.ask(10+n)...))
		if diff := cmp.Diff(want, got); diff != "" || !got.Complete || len(got.Cities) != len(towns) {
			t.Fatalf("after kill %d the coverage differs from that of one process (-alone +shared):\n%s", n, diff)
		}
		foundOnce(t, shared.dsn, (n+1)*len(towns))
	}
	var again int
	postgistest.Execute(t, shared.dsn, `SELECT count(*) FROM river_job WHERE attempt > 1`, &again)
	t.Logf("%d runs of %d cities; %d jobs were taken up again", kills(t), len(towns), again)
	if again == 0 {
		t.Error("no job was taken up again, want that of the process that was killed at work")
	}
}

// killedAtWork kills the process that asks while it computes a city.
func killedAtWork(t *testing.T, s survey, question []string) {
	t.Helper()
	asking, _ := start(t, question)
	running(t, s.dsn)
	kill(t, asking)
}

// killedAtRandom kills one of two workers, and perhaps who asks.
func killedAtRandom(t *testing.T, s survey, question []string, asker bool) {
	t.Helper()
	doomed, _ := start(t, append([]string{"work"}, s.flags()...))
	other, _ := start(t, append([]string{"work"}, s.flags()...))
	defer kill(t, other)
	asking, stdout := start(t, question)
	running(t, s.dsn)
	time.Sleep(rand.N(300 * time.Millisecond))
	kill(t, doomed)
	if asker {
		kill(t, asking)
		return
	}
	if err := asking.Wait(); err != nil || !strings.Contains(stdout.String(), `"complete": true`) {
		t.Errorf("coverage --all beside a worker that was killed = %v, wrote %.200s, want a complete answer", err, stdout)
	}
}

// foundOnce wants just so many findings, and soon no job under way.
func foundOnce(t *testing.T, dsn string, want int) {
	t.Helper()
	var found, distinct int
	postgistest.Execute(t, dsn, `SELECT count(*) FROM finding`, &found)
	postgistest.Execute(t, dsn, `SELECT count(*) FROM (SELECT DISTINCT run, part FROM finding) AS each`, &distinct)
	if found != want || distinct != want {
		t.Errorf("%d findings of %d cities are kept, want %d", found, distinct, want)
	}
}

func TestWorkWantsAQueueThatIsShared(t *testing.T) {
	dir := t.TempDir()
	path := town{"小", [2]float64{100, 31}, 5}.draw(t, dir)
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"work", "--roads", path, "--store", "sqlite:" + filepath.Join(dir, "y.db")}, &stdout, &stderr)
	if code != exitUsage || !strings.Contains(stderr.String(), "PostgreSQL") {
		t.Errorf("work on the embedded store = %d, %s, want 2 and why", code, &stderr)
	}
}
