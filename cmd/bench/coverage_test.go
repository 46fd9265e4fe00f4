//go:build bench

package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// TestCoverageEngine prints milliseconds for "who is within 15 minutes on
// foot of any of n stations" over the whole of Nanjing: the benchmarks of
// geo/reach, the best of five.
func TestCoverageEngine(t *testing.T) {
	out := run(t, "go", "test", "../../geo/reach", "-run", "^$", "-bench", "Field|Dijkstra|PlainHeap", "-count", "5", "-benchtime", "300ms")
	best := bestTimes(out)
	rows := []struct{ name, bench string }{
		{"yizhan, one pass, nearest station", "Field/stations=%d/k=1"},
		{"yizhan, one pass, two nearest stations", "Field/stations=%d/k=2"},
		{"one pass with container/heap", "PlainHeap/stations=%d"},
		{"one Dijkstra per station (container/heap)", "OneDijkstraPerStation/stations=%d"},
	}
	fmt.Println("\n### Union of 15-minute walks, Nanjing (146,839 nodes), engine, milliseconds\n\n| engine | 500 stations | × ours | 5,000 stations | × ours |\n|---|---|---|---|---|")
	for _, row := range rows {
		fmt.Printf("| %s |", row.name)
		for _, n := range []int{500, 5000} {
			ns, ours := best[fmt.Sprintf(row.bench, n)], best[fmt.Sprintf(rows[0].bench, n)]
			if ns == 0 {
				t.Fatalf("no figure for %s in\n%s", fmt.Sprintf(row.bench, n), out)
			}
			fmt.Printf(" %.2f | %.1f |", ns/1e6, ns/ours)
		}
		fmt.Println()
	}
}

var benchLine = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`)

// bestTimes returns the least ns/op of each benchmark.
func bestTimes(out []byte) map[string]float64 {
	best := map[string]float64{}
	for _, m := range benchLine.FindAllSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(string(m[2]), 64)
		if name := string(m[1]); err == nil && (best[name] == 0 || ns < best[name]) {
			best[name] = ns
		}
	}
	return best
}

// TestCoverageHTTP prints milliseconds of POST /v1/coverage over the whole of
// Nanjing, from request to answer, with no answer from memory.
func TestCoverageHTTP(t *testing.T) {
	dir := t.TempDir()
	graph := filepath.Join(dir, "nanjing.roads")
	began := time.Now()
	run(t, yizhan(t), "roads", "build", filepath.Join(shared, "roads", "nanjing.osm.pbf"), "-o", graph)
	fmt.Printf("\n### POST /v1/coverage, Nanjing, walk 15, k 1 and 2, cells of resolution 9, no demand layer\n\nroads build: %.2f s\n\n", time.Since(began).Seconds())
	fmt.Println("| stations | cells | covered | first run, ms | best of 7, ms |\n|---|---|---|---|---|")
	for _, n := range []int{500, 5000} {
		store := "sqlite:" + filepath.Join(dir, fmt.Sprint(n, ".db"))
		file := filepath.Join(dir, fmt.Sprint(n, ".csv"))
		writeCSV(t, file, scatter(t, n))
		run(t, yizhan(t), "import", file, "--store", store, "--source", "bench", "--datum", "wgs84", "--json")
		server := start(t, func(addr string) *exec.Cmd {
			return exec.Command(yizhan(t), "serve", "--store", store, "--roads", graph, "--listen", addr)
		})
		first, best := time.Duration(0), time.Hour
		var got coverage
		for i := range 7 {
			var took time.Duration
			got, took = askCoverage(t, server.addr, 60+float64(i)/1000) // another horizon, another run
			if i == 0 {
				first = took
			}
			best = min(best, took)
		}
		fmt.Printf("| %d | %d | %d | %.0f | %.0f |\n", n, got.Cells.Total, got.Cells.Covered, first.Seconds()*1000, best.Seconds()*1000)
	}
}

type coverage struct{ Cells struct{ Total, Covered int } }

func askCoverage(t *testing.T, addr string, horizon float64) (coverage, time.Duration) {
	t.Helper()
	began := time.Now()
	body := fmt.Sprintf(`{"mode":"walk","minutes":15,"k":1,"horizon_minutes":%g}`, horizon)
	answer, err := http.Post("http://"+addr+"/v1/coverage", "application/json", bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	took := time.Since(began)
	var got coverage
	if err == nil {
		err = json.Unmarshal(raw, &got)
	}
	if err != nil || answer.StatusCode != http.StatusOK || got.Cells.Total == 0 {
		t.Fatalf("POST /v1/coverage: %s %v %.300s", answer.Status, err, raw)
	}
	return got, took
}
