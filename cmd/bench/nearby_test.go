//go:build bench

package bench

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const (
	stationCount  = 100_000
	questionCount = 100_000
	rounds        = 3 // of each server, in turns; the best counts
	roundTime     = 5 * time.Second
)

// TestNearby prints requests per second of "the 10 nearest of a kind with a
// service within 5 km", in turns and in one run, with the same stations and
// the same questions: for yizhan, asked with keys and so with their limits,
// its log and its metrics; for Echo sending a fixed body of the same size; for
// the best PostGIS SQL behind a minimal Echo handler; and for Redis.
func TestNearby(t *testing.T) {
	places, asked := megacity(t, stationCount, 1), questions(t, questionCount, 1)
	ours := startYizhan(t, places)
	keys := makeKeys(t, ours.addr, keyCount)
	requests := make([][]byte, len(asked))
	for i, q := range asked {
		requests[i] = get(q.path(), "Authorization: Bearer "+keys.readers[i%len(keys.readers)])
	}
	waitForSnapshot(t, ours.addr, requests[0])
	sample := firstAnswers(t, ours.addr, requests[:2000])
	sql := startPostGIS(t, places, sample)
	compareAnswers(t, sample, firstAnswers(t, sql.addr, requests[:2000]))

	targets := []target{
		{"ceiling: Echo v4, a fixed body of the same size", startEcho(t, typical(sample)), requests, answered, nil},
		{"yizhan, keys, limits, log and metrics on", ours, requests, answered, nil},
		{"PostGIS by pgx, GiST(kind, planar point), behind Echo", sql, requests, answered, nil},
	}
	targets = append(targets, redisTargets(t, places, asked)...)
	best, total := inTurns(t, targets)
	printNearby(targets, best)
	checkMetrics(t, ours.addr, keys.admin, total[1])
}

// inTurns drives each target for some rounds and returns the best round of
// each, and how many answers each gave in all.
func inTurns(t *testing.T, targets []target) (best []load, total []int) {
	t.Helper()
	best, total = make([]load, len(targets)), make([]int, len(targets))
	for range rounds {
		for i, to := range targets {
			l := drive(t, to, roundTime)
			total[i] += l.answers
			if l.PerSecond > best[i].PerSecond {
				best[i] = l
			}
		}
	}
	return best, total
}

func printNearby(targets []target, best []load) {
	fmt.Printf("\n### Nearby over HTTP, %d stations, %d distinct questions, %d connections, best of %d × %v\n\n", stationCount, questionCount, connections, rounds, roundTime)
	fmt.Println("| server | requests/s | × ceiling | × PostGIS | p50 ms | p99 ms | CPU µs | body bytes |\n|---|---|---|---|---|---|---|---|")
	for i, to := range targets {
		l, cpu := best[i], "–" // most of PostGIS runs in the database's processes
		if i != 2 {
			cpu = fmt.Sprintf("%.0f", float64(best[i].CPU.Nanoseconds())/1000)
		}
		fmt.Printf("| %s | %.0f | %.2f | %.1f | %.2f | %.2f | %s | %d |\n", to.name, l.PerSecond, l.PerSecond/best[0].PerSecond, l.PerSecond/best[2].PerSecond,
			milliseconds(l.P50), milliseconds(l.P99), cpu, l.BodySize)
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (q question) path() string {
	v := url.Values{"lon": {degrees(q.at[0])}, "lat": {degrees(q.at[1])}, "kind": {kinds[q.kind]}, "service": {services[q.service]}, "limit": {"10"}, "radius_m": {"5000"}}
	return "/v1/nearby?" + v.Encode()
}

// startYizhan fills an embedded store by the ordinary import and serves it.
func startYizhan(t *testing.T, places []place) server {
	t.Helper()
	dir := t.TempDir()
	file, store := filepath.Join(dir, "stations.csv"), "sqlite:"+filepath.Join(dir, "bench.db")
	writeCSV(t, file, places)
	began := time.Now()
	run(t, yizhan(t), "import", file, "--store", store, "--source", "bench", "--datum", "wgs84", "--json")
	fmt.Printf("import of %d rows into the embedded store: %.1f s\n", len(places), time.Since(began).Seconds())
	return start(t, func(addr string) *exec.Cmd {
		return exec.Command(yizhan(t), "serve", "--store", store, "--listen", addr)
	})
}

// startEcho serves the ceiling.
func startEcho(t *testing.T, body []byte) server {
	t.Helper()
	file := filepath.Join(t.TempDir(), "body.json")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return start(t, peer("echo", bodyEnv+"="+file))
}

func waitForSnapshot(t *testing.T, addr string, request []byte) {
	t.Helper()
	for range 300 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_, err = conn.Write(request)
		if err == nil {
			_, err = answered(bufio.NewReader(conn))
		}
		conn.Close()
		if err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("yizhan was not ready within 30 s")
}
