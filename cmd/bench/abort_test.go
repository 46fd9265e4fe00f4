//go:build bench

package bench

import (
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

const (
	abortedRequests = 10_000
	abortingClients = 256
)

// abortAll sends requests over 256 connections at a time and leaves each
// before its answer: half of them as soon as they have asked, half at its
// first byte. Then the server must answer as before and hold no more
// connections and goroutines than before.
func abortAll(t *testing.T, to target, admin string) {
	t.Helper()
	gauges := func() string { return string(ask(t, http.MethodGet, "http://"+to.addr+"/metrics", admin, "")) }
	before := gauges()
	var next, failed atomic.Int64
	began := time.Now()
	inParallel(abortingClients, func(int) {
		for i := next.Add(1); i <= abortedRequests; i = next.Add(1) {
			if err := leave(to.addr, to.requests[int(i)%len(to.requests)], i%2 == 0); err != nil {
				failed.Add(1)
			}
		}
	})
	took := time.Since(began)
	firstAnswers(t, to.addr, to.requests[:100])
	time.Sleep(time.Second) // the last connections are noticed
	after := gauges()
	fmt.Printf("\n%d aborted requests at %d connections took %.1f s (%d could not ask); goroutines %.0f → %.0f, open files %.0f → %.0f; 100 questions answered after them\n",
		abortedRequests, abortingClients, took.Seconds(), failed.Load(),
		gauge(t, before, "go_goroutines"), gauge(t, after, "go_goroutines"), gauge(t, before, "process_open_fds"), gauge(t, after, "process_open_fds"))
	if gauge(t, after, "go_goroutines") > gauge(t, before, "go_goroutines")+20 || gauge(t, after, "process_open_fds") > gauge(t, before, "process_open_fds")+20 {
		t.Error("aborted requests leave something behind")
	}
}

// leave asks and goes: at once, or at the first byte of the answer.
func leave(addr string, request []byte, atOnce bool) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetLinger(0); err != nil {
		return err
	}
	if _, err := conn.Write(request); err != nil || atOnce {
		return err
	}
	_, err = conn.Read(make([]byte, 1))
	return err
}

// gauge returns a value without labels from a page of metrics.
func gauge(t *testing.T, page, name string) float64 {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("/metrics has no %s", name)
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
