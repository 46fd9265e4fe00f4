package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// newWhole serves /?n=N, whose body is N letters, over whole connections.
func newWhole(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.FormValue("n"))
		if err != nil {
			t.Error(err)
		}
		if r.FormValue("length") != "" {
			w.Header().Set("Content-Length", strconv.Itoa(n))
		}
		_, _ = io.WriteString(w, letters(n))
	}))
	server.Listener = wholeListener{server.Listener}
	server.Start()
	t.Cleanup(server.Close)
	return server
}

func letters(n int) string { return strings.Repeat("abcdefghij", n/10+1)[:n] }

// Every answer arrives whole and at once, however its end falls on the
// buffer's: one after another and several asked at once, with and without a
// length.
func TestAnswersOfEveryLengthArrive(t *testing.T) {
	server := newWhole(t)
	for _, length := range []string{"", "&length=1"} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(conn)
		for n := 3800; n < 4200; n++ {
			sizes := []int{n, n + netBuffer, n % 7, n}[:1+n%4]
			for _, size := range sizes {
				fmt.Fprintf(conn, "GET /?n=%d%s HTTP/1.1\r\nHost: x\r\n\r\n", size, length)
			}
			for _, size := range sizes {
				answer, err := http.ReadResponse(r, nil)
				if err != nil {
					t.Fatalf("answer of %d letters among %v: %v", size, sizes, err)
				}
				body, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				if got := string(body); err != nil || got != letters(size) {
					t.Fatalf("answer of %d letters among %v = %d letters, %v", size, sizes, len(got), err)
				}
			}
		}
	}
}

func TestAnAnswerArrivesBeforeItsConnectionCloses(t *testing.T) {
	server := newWhole(t)
	for n := 3900; n < 4100; n++ {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET /?n=%d&length=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", n)
		raw, err := io.ReadAll(conn)
		conn.Close()
		if err != nil || !strings.HasSuffix(string(raw), "\r\n\r\n"+letters(n)) {
			t.Fatalf("the last answer of a connection, %d letters, is not whole: %d bytes, %v", n, len(raw), err)
		}
	}
}
