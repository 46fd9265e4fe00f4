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
	"strings"
	"sync"
	"testing"
	"time"
)

// target is a server under load: what it is asked, and how an answer of it is
// read, which returns its length.
type target struct {
	name string
	server
	requests [][]byte
	read     func(*bufio.Reader) (int, error)
	behind   func() []server // processes that work for the server; nil for none
}

// cpu returns the processor time of the server and of what works for it.
func (to target) cpu(t *testing.T) time.Duration {
	t.Helper()
	sum := to.server.cpu(t)
	if to.behind == nil {
		return sum
	}
	for _, s := range to.behind() {
		sum += s.cpu(t)
	}
	return sum
}

// load is what a closed loop of clients saw.
type load struct {
	PerSecond float64
	P50, P99  time.Duration
	BodySize  int           // mean
	CPU       time.Duration // of the server's process, per answer
	answers   int
}

// connections is the number of clients of a closed loop.
const connections = 16

// drive sends the target its requests over keep-alive connections, each
// client its own share in turn and the next one only after the answer, for
// the time given. An answer that cannot be read fails the test.
func drive(t *testing.T, to target, d time.Duration) load {
	t.Helper()
	var wg sync.WaitGroup
	seen := make([]client, connections)
	start, before := time.Now(), to.cpu(t)
	for i := range seen {
		wg.Go(func() { seen[i].run(to, i*len(to.requests)/connections, start.Add(d)) })
	}
	wg.Wait()
	l := summarise(t, seen, time.Since(start))
	l.CPU = (to.cpu(t) - before) / time.Duration(l.answers)
	return l
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
		BodySize: bytes / n, answers: n,
	}
}

// client is one keep-alive connection and what it saw.
type client struct {
	times []time.Duration
	bytes int
	err   error
}

// run asks from the first question on, and from the beginning after the last.
func (c *client) run(to target, first int, until time.Time) {
	conn, err := net.Dial("tcp", to.addr)
	if err != nil {
		c.err = err
		return
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 64<<10)
	for i := first; ; i++ {
		sent := time.Now()
		if sent.After(until) {
			return
		}
		if _, c.err = conn.Write(to.requests[i%len(to.requests)]); c.err != nil {
			return
		}
		n, err := to.read(r)
		if err != nil {
			c.err = err
			return
		}
		c.times, c.bytes = append(c.times, time.Since(sent)), c.bytes+n
	}
}

// answered reads one HTTP/1.1 answer and passes over its body.
func answered(r *bufio.Reader) (int, error) { return answer(r, nil) }

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

// get makes the bytes of a GET request with the headers given.
func get(path string, headers ...string) []byte {
	lines := append([]string{"GET " + path + " HTTP/1.1", "Host: 127.0.0.1"}, headers...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n")
}
