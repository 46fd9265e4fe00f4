//go:build bench

package bench

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// The open loop: so many riders ask each second however long the others wait,
// while editors write.
const (
	openStations     = 200_000
	questionsASecond = 1000
	writesASecond    = 50
	openTime         = 60 * time.Second
	openConnections  = 64 // each takes the next question that is due
)

// TestOpenLoop prints how long answers take at 200,000 stations when 1,000
// questions a second come and 50 records a second change. A latency counts
// from the moment at which the question was due, so a server that stalls is
// charged with all who had to wait.
func TestOpenLoop(t *testing.T) {
	places, asked := megacity(t, openStations, 2), questions(t, questionCount, 3)
	ours := startYizhan(t, places)
	keys := makeKeys(t, ours.addr, keyCount)
	to := target{"yizhan", ours, make([][]byte, len(asked)), answered, nil}
	for i, q := range asked {
		to.requests[i] = get(q.path(), "Authorization: Bearer "+keys.readers[i%len(keys.readers)])
	}
	waitForSnapshot(t, ours.addr, to.requests[0])
	firstAnswers(t, ours.addr, to.requests[50_000:])
	records := someRecords(t, to, 200)
	var written []time.Duration
	var beside sync.WaitGroup
	beside.Go(func() { written = writeOn(t, ours.addr, keys.admin, records) })
	late := askOn(t, to)
	beside.Wait()
	fmt.Printf("\n### Open loop, %d stations, %d questions/s for %v, %d writes/s meanwhile\n\n", openStations, questionsASecond, openTime, writesASecond)
	fmt.Println("| | count | p50 ms | p90 ms | p99 ms | p99.9 ms | longest ms |\n|---|---|---|---|---|---|---|")
	printTimes("questions, from the moment they were due", late)
	printTimes("writes, from request to answer", written)
	abortAll(t, to, keys.admin)
}

func printTimes(name string, times []time.Duration) {
	slices.Sort(times)
	at := func(share float64) float64 { return milliseconds(times[int(share*float64(len(times)-1))]) }
	fmt.Printf("| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f |\n", name, len(times), at(.5), at(.9), at(.99), at(.999), at(1))
}

// inParallel runs a worker so many times at once, and waits for all.
func inParallel(workers int, work func(worker int)) {
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() { work(i) })
	}
	wg.Wait()
}

// askOn asks each question when it is due and returns how much later than
// that its answer was there.
func askOn(t *testing.T, to target) []time.Duration {
	t.Helper()
	const total = int(openTime/time.Second) * questionsASecond
	late, failures := make([]time.Duration, total), make([]error, openConnections)
	began := time.Now()
	inParallel(openConnections, func(worker int) {
		conn, err := net.Dial("tcp", to.addr)
		if err != nil {
			failures[worker] = err
			return
		}
		defer conn.Close()
		r := bufio.NewReaderSize(conn, 64<<10)
		for i := worker; i < total; i += openConnections {
			due := began.Add(time.Duration(i) * time.Second / questionsASecond)
			time.Sleep(time.Until(due))
			if _, err = conn.Write(to.requests[i%len(to.requests)]); err == nil {
				_, err = to.read(r)
			}
			if late[i] = time.Since(due); err != nil {
				failures[worker] = err
				return
			}
		}
	})
	for _, err := range failures {
		if err != nil {
			t.Fatal(err)
		}
	}
	return late
}

// record is a station that an editor has open.
type record struct{ id, tag string }

// someRecords opens the stations of some answers.
func someRecords(t *testing.T, to target, count int) []record {
	t.Helper()
	seen := map[string]bool{}
	var records []record
	for _, body := range firstAnswers(t, to.addr, to.requests[:count]) {
		for _, card := range decode(t, body).Stations {
			if id, _ := card["id"].(string); !seen[id] && len(records) < count {
				seen[id] = true
				records = append(records, record{id: id})
			}
		}
	}
	return records
}

// writeOn changes one record after another, 50 a second, as editors do: each
// with the tag of the record that it has seen.
func writeOn(t *testing.T, addr, key string, records []record) []time.Duration {
	t.Helper()
	const total = int(openTime/time.Second) * writesASecond
	var took []time.Duration
	began := time.Now()
	for i := range total {
		time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / writesASecond)))
		sent := time.Now()
		r := &records[i%len(records)]
		tag, err := patch(addr, key, *r, map[string]any{"eligibility": fmt.Sprintf("示例：第%d次更新", i)})
		if err != nil {
			t.Errorf("write %d: %v", i, err)
			return took
		}
		r.tag = tag
		took = append(took, time.Since(sent))
	}
	return took
}

// patch changes a record and returns its new tag. A record that was not read
// yet is read first.
func patch(addr, key string, r record, change map[string]any) (string, error) {
	url := "http://" + addr + "/v1/stations/" + r.id
	if r.tag == "" {
		tag, err := exchange(http.MethodGet, url, key, "", nil)
		if err != nil {
			return "", err
		}
		r.tag = tag
	}
	body, err := json.Marshal(change)
	if err != nil {
		return "", err
	}
	return exchange(http.MethodPatch, url, key, r.tag, body)
}

// exchange sends a request and returns the tag of the record that it answers.
func exchange(method, url, key, tag string, body []byte) (string, error) {
	r, err := http.NewRequest(method, url, bytes.NewReader(body)) //nolint:noctx // the benchmark waits for it
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+key)
	if tag != "" {
		r.Header.Set("If-Match", tag)
		r.Header.Set("Content-Type", "application/merge-patch+json")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %.200s", answer.Status, raw)
	}
	return answer.Header.Get("ETag"), err
}
