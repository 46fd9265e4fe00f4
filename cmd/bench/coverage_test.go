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
	"testing"
	"time"
)

// overHTTP prints milliseconds of POST /v1/coverage over a whole city, from
// request to answer, with no answer from memory. theirs is what Valhalla takes
// for the union of 5,000, in milliseconds; 0 where it is not known.
func overHTTP(t *testing.T, c *city, theirs float64, g *goals) {
	dir := t.TempDir()
	graph := filepath.Join(dir, "city.roads")
	run(t, yizhan(t), "roads", "build", c.pbf, "-o", graph)
	fmt.Printf("\n### POST /v1/coverage, %s, walk 15, cells of resolution 9, milliseconds\n\n", c.name)
	fmt.Println("| stations | cells | covered | first run | least of 7 | 24 hours in one call | ÷ one call | 168 hours | again | 168 calls ÷ again |\n|---|---|---|---|---|---|---|---|---|---|")
	for _, n := range stationCounts {
		store, file := "sqlite:"+filepath.Join(dir, fmt.Sprint(n, ".db")), filepath.Join(dir, fmt.Sprint(n, ".csv"))
		writeCSV(t, file, c.placesIn(n))
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
		day := min(askHours(t, server.addr, "atlas"), askHours(t, server.addr, "atlas"))
		week, again := askHours(t, server.addr, "week"), time.Hour
		for range 3 {
			again = min(again, askHours(t, server.addr, "week"))
		}
		fmt.Printf("| %d | %d | %d | %.0f | %.0f | %.0f | %.1f | %.0f | %.1f | %.0f |\n", n, got.Cells.Total, got.Cells.Covered,
			ms(first), ms(best), ms(day), ms(day)/ms(best), ms(week), ms(again), 168*ms(best)/ms(again))
		g.atMost(fmt.Sprintf("24 hours in one call, %s, %d stations: beside one call", c.name, n), 3, ms(day)/ms(best))
		if n == 5000 {
			g.atLeast("168 calls beside the week, whose ways are known, "+c.name+", 5,000 stations", 200, 168*ms(best)/ms(again))
			if theirs > 0 {
				g.atLeast("union of 5,000 over HTTP, "+c.name+": Valhalla's multi-location beside ours", 40, theirs/ms(best))
			}
		}
	}
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// placesIn are the stations of stationsIn as rows for an import.
func (c *city) placesIn(n int) []place {
	places := make([]place, n)
	for i, s := range c.stationsIn(n) {
		places[i] = place{s.Tie.Point, i % len(kinds), i % (1 << len(services))}
	}
	return places
}

// askHours asks for a day (atlas) or a week, hour by hour, from request to answer.
func askHours(t *testing.T, addr, span string) time.Duration {
	t.Helper()
	began := time.Now()
	answer, err := http.Post("http://"+addr+"/v1/coverage/"+span, "application/json", bytes.NewBufferString(`{"mode":"walk","minutes":15,"k":1}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("POST /v1/coverage/%s: %s %v %.300s", span, answer.Status, err, raw)
	}
	return time.Since(began)
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
