//go:build bench

package bench

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestPages prints how long a page of 1,000 features takes at the beginning
// and at the end of the collection of stations, on both stores, for a client
// that follows `next` from the first feature to the last and reads every one
// of them once. BENCH=all does so with a million stations.
func TestPages(t *testing.T) {
	n := 200_000
	if everything() {
		n = 1_000_000
	}
	places := megacity(t, n, 5)
	fmt.Printf("\n### OGC API – Features to the last page, 1,000 features each\n\n")
	fmt.Println("| store | features | pages | first pages, median ms | last pages, median ms | last ÷ first |\n|---|---|---|---|---|---|")
	for _, store := range []struct{ name, dsn string }{
		{"SQLite", "sqlite:" + filepath.Join(t.TempDir(), "pages.db")}, {"PostGIS", ownDatabase(t, "bench_pages")},
	} {
		s := servePlaces(t, places, store.dsn)
		key := makeKeys(t, s.addr, 1).readers[0]
		pages := readAll(t, s, key, n)
		first, last := byTurns(t, key, pages)
		fmt.Printf("| %s | %d | %d | %.1f | %.1f | %.2f |\n", store.name, n, len(pages), milliseconds(first), milliseconds(last), float64(last)/float64(first))
	}
}

// byTurns asks for some of the first pages and as many of the last, one after
// the other, and returns the median time of each: read from end to end they
// would lie minutes apart.
func byTurns(t *testing.T, key string, pages []string) (first, last time.Duration) {
	t.Helper()
	const some = 40
	var times [2][]time.Duration
	for i := range min(some, len(pages)/2) {
		for end, address := range []string{pages[i], pages[len(pages)-1-i]} {
			began := time.Now()
			ask(t, http.MethodGet, address, key, "")
			times[end] = append(times[end], time.Since(began))
		}
	}
	return median(times[0]), median(times[1])
}

// servePlaces imports places in files of an ordinary size and serves them.
func servePlaces(t *testing.T, places []place, store string) server {
	t.Helper()
	run(t, yizhan(t), "migrate", "--store", store)
	i := 0
	for part := range slices.Chunk(places, 200_000) {
		file := filepath.Join(t.TempDir(), "stations.csv")
		writeCSV(t, file, part)
		run(t, yizhan(t), "import", file, "--store", store, "--source", fmt.Sprint("bench", i), "--datum", "wgs84", "--json")
		i++
	}
	return start(t, func(addr string) *exec.Cmd {
		return exec.Command(yizhan(t), "serve", "--store", store, "--listen", addr)
	})
}

// readAll follows next to the end and returns the address of each page. Every
// feature must come once.
func readAll(t *testing.T, s server, key string, n int) (pages []string) {
	t.Helper()
	last, count := "", 0
	for next := "http://" + s.addr + "/ogc/collections/stations/items?limit=1000"; next != ""; {
		pages = append(pages, next)
		raw := ask(t, http.MethodGet, next, key, "")
		var page struct {
			NumberMatched int
			Features      []struct{ ID string }
			Links         []struct{ Rel, Href string }
		}
		if err := json.Unmarshal(raw, &page); err != nil || page.NumberMatched != n {
			t.Fatalf("page %d: %v, %d features matched, want %d", len(pages), err, page.NumberMatched, n)
		}
		for _, f := range page.Features {
			if f.ID <= last {
				t.Fatalf("page %d: a feature comes twice or out of order", len(pages))
			}
			last, count = f.ID, count+1
		}
		next = ""
		for _, link := range page.Links {
			if link.Rel == "next" {
				next = link.Href
			}
		}
	}
	if count != n {
		t.Fatalf("%d of %d features were read", count, n)
	}
	return pages
}

func median(times []time.Duration) time.Duration {
	return slices.SortedFunc(slices.Values(times), cmp.Compare[time.Duration])[len(times)/2]
}

// ownDatabase makes a database on the PostGIS server of scripts/bench, and
// drops it with the test.
func ownDatabase(t *testing.T, name string) string {
	t.Helper()
	dsn := os.Getenv("YIZHAN_TEST_POSTGRES")
	if dsn == "" {
		t.Fatal("YIZHAN_TEST_POSTGRES is not set: run scripts/bench")
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close(t.Context()) })
	for _, sql := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name} {
		if _, err := admin.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	own, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	own.Path = "/" + name
	return own.String()
}
