//go:build bench

package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	stationCount  = 100_000
	questionCount = 100_000
	rounds        = 3 // of each server, in turns; the best counts
	roundTime     = 5 * time.Second
)

// TestNearby prints requests per second of "the 10 nearest of a kind with a
// service within 5 km" for yizhan, for Echo sending a fixed body of the same
// size, and for the best PostGIS SQL behind a minimal Echo handler: in turns,
// one run, the same stations and the same questions.
func TestNearby(t *testing.T) {
	places, asked := megacity(t, stationCount, 1), questions(t, questionCount, 1)
	requests := make([][]byte, len(asked))
	for i, q := range asked {
		requests[i] = get(q.path())
	}
	ours := startYizhan(t, places)
	waitForSnapshot(t, ours, requests[0])
	sample := firstAnswers(t, ours, requests[:2000])
	sql := startPostGIS(t, places, sample)
	compareAnswers(t, sample, firstAnswers(t, sql, requests[:2000]))
	body := filepath.Join(t.TempDir(), "body.json")
	if err := os.WriteFile(body, typical(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	ceiling := start(t, peer("echo", bodyEnv+"="+body))

	servers := []struct{ name, addr string }{
		{"ceiling: Echo v4, a fixed body of the same size", ceiling}, {"yizhan", ours}, {"PostGIS by pgx, GiST(kind, planar point), behind Echo", sql},
	}
	best := make([]load, len(servers))
	for range rounds {
		for i, s := range servers {
			if l := drive(t, s.addr, requests, roundTime); l.PerSecond > best[i].PerSecond {
				best[i] = l
			}
		}
	}
	fmt.Printf("\n### Nearby over HTTP, %d stations, %d distinct questions, %d connections, best of %d × %v\n\n", len(places), len(asked), connections, rounds, roundTime)
	fmt.Println("| server | requests/s | × ceiling | × PostGIS | p50 ms | p99 ms | body bytes |\n|---|---|---|---|---|---|---|")
	for i, s := range servers {
		l := best[i]
		fmt.Printf("| %s | %.0f | %.2f | %.1f | %.2f | %.2f | %d |\n", s.name, l.PerSecond, l.PerSecond/best[0].PerSecond, l.PerSecond/best[2].PerSecond,
			float64(l.P50.Microseconds())/1000, float64(l.P99.Microseconds())/1000, l.BodySize)
	}
}

func (q question) path() string {
	v := url.Values{"lon": {degrees(q.at[0])}, "lat": {degrees(q.at[1])}, "kind": {kinds[q.kind]}, "service": {services[q.service]}, "limit": {"10"}, "radius_m": {"5000"}}
	return "/v1/nearby?" + v.Encode()
}

// startYizhan fills an embedded store by the ordinary import and serves it.
func startYizhan(t *testing.T, places []place) string {
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

func waitForSnapshot(t *testing.T, addr string, request []byte) {
	t.Helper()
	for range 300 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_, err = conn.Write(request)
		if err == nil {
			_, err = answer(bufio.NewReader(conn), nil)
		}
		conn.Close()
		if err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("yizhan was not ready within 30 s")
}

// startPostGIS makes the peer's table in the test database and serves it.
// Its cards are those of our own answers, rendered in advance.
func startPostGIS(t *testing.T, places []place, sample [][]byte) string {
	t.Helper()
	dsn := os.Getenv("YIZHAN_TEST_POSTGRES")
	if dsn == "" {
		t.Fatal("YIZHAN_TEST_POSTGRES is not set: run scripts/bench")
	}
	ctx := context.Background()
	db, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	for _, sql := range []string{
		"CREATE EXTENSION IF NOT EXISTS postgis", "CREATE EXTENSION IF NOT EXISTS btree_gist", "DROP TABLE IF EXISTS bench",
		"CREATE TABLE bench (id int, kind int, services int, lon float8, lat float8, card text, planar geometry(Point, 3857))",
	} {
		if _, err := db.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	card := typicalCard(t, sample)
	_, err = db.CopyFrom(ctx, pgx.Identifier{"bench"}, []string{"id", "kind", "services", "lon", "lat", "card"},
		pgx.CopyFromSlice(len(places), func(i int) ([]any, error) {
			p := places[i]
			return []any{i, p.kind, p.services, p.at[0], p.at[1], card(i, p)}, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"UPDATE bench SET planar = ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)",
		"CREATE INDEX ON bench USING gist (kind, planar)", "VACUUM FULL ANALYZE bench",
	} {
		if _, err := db.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	return start(t, peer("postgis", databaseEn+"="+dsn))
}

// typicalCard takes the card of a real answer as a pattern: each peer's card
// is as long as ours, with its own name, kind and position.
func typicalCard(t *testing.T, sample [][]byte) func(i int, p place) string {
	t.Helper()
	for _, body := range sample {
		if cards := decode(t, body).Stations; len(cards) > 0 {
			pattern := cards[0]
			delete(pattern, "distance_m")
			return func(i int, p place) string {
				pattern["name"], pattern["kind"] = fmt.Sprintf("示例第%d驿站", i), kinds[p.kind]
				pattern["lon"], pattern["lat"] = p.at[0], p.at[1]
				out, _ := json.Marshal(pattern)
				return string(out)
			}
		}
	}
	t.Fatal("no question of the sample found a station")
	return nil
}

type decoded struct{ Stations []map[string]any }

func decode(t *testing.T, body []byte) decoded {
	t.Helper()
	var d decoded
	if err := json.Unmarshal(body, &d); err != nil {
		t.Fatalf("answer %.200s: %v", body, err)
	}
	return d
}

// firstAnswers asks the requests one after another and returns the bodies.
func firstAnswers(t *testing.T, addr string, requests [][]byte) [][]byte {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	bodies := make([][]byte, len(requests))
	for i, request := range requests {
		var body bytes.Buffer
		if _, err := conn.Write(request); err != nil {
			t.Fatal(err)
		}
		if _, err := answer(r, &body); err != nil {
			t.Fatal(err)
		}
		bodies[i] = body.Bytes()
	}
	return bodies
}

// compareAnswers makes sure that both answer the same stations in the same
// order.
func compareAnswers(t *testing.T, ours, theirs [][]byte) {
	t.Helper()
	found, differ := 0, 0
	for i := range ours {
		a, b := names(t, ours[i]), names(t, theirs[i])
		found += len(a)
		if fmt.Sprint(a) != fmt.Sprint(b) {
			differ++
		}
	}
	fmt.Printf("the same answer from yizhan and PostGIS to %d of %d questions, %.1f stations each\n", len(ours)-differ, len(ours), float64(found)/float64(len(ours)))
	if differ > len(ours)/100 {
		t.Fatalf("%d of %d answers differ", differ, len(ours))
	}
}

func names(t *testing.T, body []byte) []any {
	t.Helper()
	var all []any
	for _, card := range decode(t, body).Stations {
		all = append(all, card["name"])
	}
	return all
}

// typical returns the sample answer whose length is nearest to the mean.
func typical(sample [][]byte) []byte {
	total := 0
	for _, body := range sample {
		total += len(body)
	}
	mean := total / len(sample)
	best := sample[0]
	for _, body := range sample {
		if abs(len(body)-mean) < abs(len(best)-mean) {
			best = body
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }
