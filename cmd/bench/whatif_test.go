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
	"slices"
	"testing"
	"time"
)

// TestWhatIf prints milliseconds of POST /v1/whatif over a whole city with
// 5,000 stations, from request to answer, beside a full run over HTTP.
func TestWhatIf(t *testing.T) {
	dir := t.TempDir()
	c := nanjing(t, dir)
	graph, store, file := filepath.Join(dir, "city.roads"), "sqlite:"+filepath.Join(dir, "city.db"), filepath.Join(dir, "city.csv")
	run(t, yizhan(t), "roads", "build", c.pbf, "-o", graph)
	writeCSV(t, file, c.placesIn(5000))
	run(t, yizhan(t), "import", file, "--store", store, "--source", "bench", "--datum", "wgs84", "--json")
	server := start(t, func(addr string) *exec.Cmd {
		return exec.Command(yizhan(t), "serve", "--store", store, "--roads", graph, "--listen", addr)
	})
	full := time.Hour
	for i := range 5 {
		_, took := askCoverage(t, server.addr, 60+float64(i)/1000)
		full = min(full, took)
	}
	var base struct{ ID string }
	put(t, server.addr, "/v1/coverage", `{}`, &base)
	var page struct{ Stations []struct{ ID string } }
	answer, err := http.Get("http://" + server.addr + "/v1/stations?limit=100")
	if err != nil {
		t.Fatal(err)
	}
	take(t, answer, &page)
	began := time.Now()
	put(t, server.addr, "/v1/whatif", fmt.Sprintf(`{"base":%q}`, base.ID), &struct{}{})
	fmt.Printf("\n### POST /v1/whatif, %s, 5,000 stations, walk 15: milliseconds, median and most of 100 (a full run over HTTP %.0f, to warm a base %.0f)\n\n",
		c.name, ms(full), ms(time.Since(began)))
	fmt.Println("| edit | median | most | × full run | with the changed cells |\n|---|---|---|---|---|")
	var goals goals
	at := c.placesIn(500)[400:]
	for _, edit := range []struct {
		name string
		of   func(i int) string
	}{
		{"add", func(i int) string { return fmt.Sprintf(`"add":[{"lon":%v,"lat":%v}]`, at[i].at[0], at[i].at[1]) }},
		{"remove", func(i int) string { return fmt.Sprintf(`"remove":[%q]`, page.Stations[i].ID) }},
		{"move", func(i int) string {
			return fmt.Sprintf(`"move":[{"id":%q,"lon":%v,"lat":%v}]`, page.Stations[i].ID, at[i].at[0], at[i].at[1])
		}},
	} {
		took := spent(t, server.addr, func(i int) string { return fmt.Sprintf(`{"base":%q,%s}`, base.ID, edit.of(i)) })
		listed := spent(t, server.addr, func(i int) string { return fmt.Sprintf(`{"base":%q,%s,"include":"cells"}`, base.ID, edit.of(i)) })
		fmt.Printf("| %s | %.1f | %.1f | %.0f | %.1f |\n", edit.name, ms(took[50]), ms(took[99]), ms(full)/ms(took[50]), ms(listed[50]))
		goals.atMost(edit.name+" a station over HTTP, "+c.name+", 5,000 stations: milliseconds", 50, ms(took[50]))
	}
	goals.print()
}

// spent asks 100 what-ifs and returns how long they took, ascending.
func spent(t *testing.T, addr string, body func(i int) string) []time.Duration {
	t.Helper()
	var took []time.Duration
	for i := range 100 {
		began := time.Now()
		put(t, addr, "/v1/whatif", body(i), &struct{}{})
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took
}

// put posts a question and reads the answer into got.
func put(t *testing.T, addr, path, body string, got any) {
	t.Helper()
	answer, err := http.Post("http://"+addr+path, "application/json", bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	take(t, answer, got)
}

func take(t *testing.T, answer *http.Response, got any) {
	t.Helper()
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err == nil {
		err = json.Unmarshal(raw, got)
	}
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %.300s", answer.Request.URL.Path, answer.Status, err, raw)
	}
}
