//go:build bench

// Package bench measures yizhan beside its peers on the same data in one run.
// It is built with the tag bench only: see scripts/bench and
// docs/benchmarks.md.
package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// load is what a closed loop of clients saw.
type load struct {
	PerSecond float64
	P50, P99  time.Duration
	BodySize  int // mean
}

// connections is the number of clients of a closed loop.
const connections = 16

// drive sends the requests to addr over keep-alive connections, each client
// its own share in turn and the next one only after the answer, for the time
// given. Any answer that is not 200 fails the test.
func drive(t *testing.T, addr string, requests [][]byte, d time.Duration) load {
	t.Helper()
	var wg sync.WaitGroup
	seen := make([]client, connections)
	start := time.Now()
	for i := range seen {
		wg.Add(1)
		go func() {
			defer wg.Done()
			seen[i].run(addr, requests[i*len(requests)/connections:], start.Add(d))
		}()
	}
	wg.Wait()
	return summarise(t, seen, time.Since(start))
}

func summarise(t *testing.T, seen []client, took time.Duration) load {
	t.Helper()
	var times []time.Duration
	bytes := 0
	for _, c := range seen {
		if c.err != nil {
			t.Fatalf("client: %v", c.err)
		}
		times, bytes = append(times, c.times...), bytes+c.bytes
	}
	slices.Sort(times)
	n := len(times)
	return load{
		PerSecond: float64(n) / took.Seconds(),
		P50:       times[n/2], P99: times[n*99/100],
		BodySize: bytes / n,
	}
}

// client is one keep-alive connection and what it saw.
type client struct {
	times []time.Duration
	bytes int
	err   error
}

func (c *client) run(addr string, requests [][]byte, until time.Time) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		c.err = err
		return
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 64<<10)
	for i := 0; ; i++ {
		sent := time.Now()
		if sent.After(until) {
			return
		}
		if _, c.err = conn.Write(requests[i%len(requests)]); c.err != nil {
			return
		}
		n, err := answer(r, nil)
		if err != nil {
			c.err = err
			return
		}
		c.times, c.bytes = append(c.times, time.Since(sent)), c.bytes+n
	}
}

// answer reads one HTTP/1.1 answer with a Content-Length and returns the
// length of its body, which goes to body unless that is nil.
func answer(r *bufio.Reader, body io.Writer) (int, error) {
	status, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	ok := bytes.Contains(status, []byte(" 200 "))
	length := -1
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, _ := bytes.Cut(line, []byte(":")); bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, err
			}
		}
	}
	if !ok || length < 0 {
		return 0, fmt.Errorf("answer is not 200 (%v) or has no length (%d)", !ok, length)
	}
	if body == nil {
		_, err = r.Discard(length)
		return length, err
	}
	_, err = io.CopyN(body, r, int64(length))
	return length, err
}

// get makes the bytes of a GET request.
func get(path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
}
