package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yizhan/stations/store"
)

// hurry is how many times faster than in earnest a server loses patience here.
const hurry = 25

// impatient serves the API as in earnest, but hurried, and returns its
// address and how it is in earnest.
func impatient(t *testing.T) (address string, earnest *http.Server) {
	t.Helper()
	opened, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "slow.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	log := slog.New(slog.DiscardHandler)
	server := webServer(log, newAPI(log, opened, world{}, mode{loopback: true}))
	server.ReadHeaderTimeout /= hurry
	server.ReadTimeout /= hurry
	server.WriteTimeout /= hurry
	server.IdleTimeout /= hurry
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(wholeListener{listener}) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("Close = %v, want nil", err)
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("Serve = %v, want that it was closed", err)
		}
	})
	return listener.Addr().String(), webServer(log, nil)
}

// Strangers who send a byte now and then hold a connection no longer than the
// server's patience lasts.
func TestWhoSendsTooSlowlyIsCutOff(t *testing.T) {
	t.Parallel()
	address, earnest := impatient(t)
	for _, c := range []struct {
		name, sent, drip string
		patience         time.Duration
	}{
		{"a header that never ends", "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", "a", earnest.ReadHeaderTimeout},
		{"a body that never ends", "POST /v1/nearby HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{", " ", earnest.ReadTimeout},
		{"a body in pieces that never ends", "POST /v1/nearby HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", "1\r\n \r\n", earnest.ReadTimeout},
		{"a file that never ends", "POST /v1/imports/preview HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\na", ",", earnest.ReadTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			held, answer := drip(t, address, c.sent, c.drip)
			if most := c.patience/hurry + 2*time.Second; held > most {
				t.Errorf("held for %v, want %v at most", held, most)
			}
			if answer != "" && !strings.HasPrefix(answer, "HTTP/1.1 4") {
				t.Errorf("answer = %q, want a refusal or none", answer)
			}
		})
	}
}

// drip sends a beginning, then a little again and again, and returns how long
// the server bore it and what it said at last.
func drip(t *testing.T, address, sent, more string) (time.Duration, string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	began := time.Now()
	said := make(chan string, 1)
	go func() {
		answer, _ := io.ReadAll(conn) // ends when either side closes
		said <- string(answer)
	}()
	fmt.Fprint(conn, sent)
	for time.Since(began) < 10*time.Second {
		select {
		case answer := <-said:
			return time.Since(began), answer
		case <-time.After(20 * time.Millisecond):
			fmt.Fprint(conn, more)
		}
	}
	return time.Since(began), ""
}
