package api_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Askers who leave before their answer cost nothing that lasts: the same
// server answers the next one, and goleak finds nothing of theirs. The long
// form of it, 10,000 at 256 connections against the program, is in cmd/bench.
func TestAbortedRequestsLeaveTheServerHealthy(t *testing.T) {
	const clients, each = 64, 16
	r := newRig(t, nil)
	server := httptest.NewServer(r.api)
	defer server.Close()
	addr := strings.TrimPrefix(server.URL, "http://")
	failures := make(chan error, clients)
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for n := range each {
				if err := abort(addr, (i+n)%3); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failures)
	for err := range failures {
		t.Fatal(err)
	}
	answer, err := server.Client().Get(server.URL + "/v1/nearby?" + somewhere) //nolint:noctx // the test's own end is enough
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("after %d aborted requests the next one = %s, want 200 OK", clients*each, answer.Status)
	}
	if log := r.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("aborted requests are logged as errors:\n%.500s", log)
	}
}

// abort leaves in one of three ways: in the middle of the question, right
// after it, or in the middle of the answer.
func abort(addr string, way int) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetLinger(0); err != nil { // a reset, as of a phone that lost its network
		return err
	}
	question := fmt.Sprintf("GET /v1/nearby?%s HTTP/1.1\r\nHost: %s\r\n\r\n", somewhere, addr)
	if way == 0 {
		question = question[:len(question)/2]
	}
	if _, err := conn.Write([]byte(question)); err != nil {
		return err
	}
	if way == 2 {
		_, err = conn.Read(make([]byte, 1))
	}
	return err
}
