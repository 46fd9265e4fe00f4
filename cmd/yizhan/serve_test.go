package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yizhan/stations/store"
)

// text is a buffer that several goroutines write.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *text) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

func (t *text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

func TestServeRefusesOtherMachinesWithoutKeys(t *testing.T) {
	for _, address := range []string{":8080", "0.0.0.0:8080", "192.168.1.4:8080", "[::]:8080", "example.org:80"} {
		code := run(t.Context(), []string{"serve", "--listen", address, "--store", "sqlite:" + filepath.Join(t.TempDir(), "x.db")}, io.Discard, io.Discard)
		if code != exitUsage {
			t.Errorf("serve --listen %s = %v, want %v", address, code, exitUsage)
		}
	}
}

// With a key, other machines are served; the door says who comes in.
func TestServeServesOtherMachinesWithKeys(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	if code, _, stderr := verb(t, "key", "create", "--store", dsn, "--role", "reader"); code != exitDone {
		t.Fatalf("key create = %d: %s", code, stderr)
	}
	store, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for address, want := range map[string]mode{
		"0.0.0.0:8080": {keys: true}, "127.0.0.1:8080": {loopback: true, keys: true},
	} {
		if got, err := (serveCmd{Listen: address}).mode(t.Context(), store); got != want || err != nil {
			t.Errorf("mode(%s) with a key = %+v, %v, want %+v", address, got, err, want)
		}
	}
}

func TestServeFillsTheDemoAndStopsWhenTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stderr text
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve", "--demo", "--listen", "127.0.0.1:0", "--store", "sqlite:" + filepath.Join(t.TempDir(), "demo.db")}, io.Discard, &stderr)
	}()
	var base string
	for deadline := time.Now().Add(60 * time.Second); base == "" && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if _, rest, ok := strings.Cut(stderr.String(), "rider    "); ok {
			base, _, _ = strings.Cut(rest, "/\n")
		}
	}
	if base == "" {
		t.Fatalf("serve does not say where it listens: %s", stderr.String())
	}
	awaitReady(t, base)
	if body := fetch(t, base+"/v1/nearby?lon=102.4&lat=40.2&by=time&limit=1"); !strings.Contains(body, `"synthetic":true`) || !strings.Contains(body, `"by_road":true`) {
		t.Errorf("nearby = %s, want a synthetic station by road", body)
	}
	stop()
	if got := <-code; got != exitDone {
		t.Errorf("serve stopped with %v, want %v: %s", got, exitDone, stderr.String())
	}
}

func awaitReady(t *testing.T, base string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		response, err := http.Get(base + "/readyz")
		if err != nil {
			continue
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the server does not become ready")
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// inProcess starts a server on an empty store and returns its address, how to tell
// it to stop, and what serve returns then.
func inProcess(t *testing.T, leave time.Duration) (address string, stop func(), served <-chan error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	opened, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "yizhan.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	log := slog.New(slog.DiscardHandler)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	result := make(chan error, 1)
	go func() {
		result <- serve(&globals{Ctx: ctx, Log: log}, listener, newAPI(log, opened, world{}, mode{loopback: true}), leave)
	}()
	awaitReady(t, "http://"+listener.Addr().String())
	return listener.Addr().String(), stop, result
}

// A request that is under way when the server is told to stop is answered.
func TestServeDrains(t *testing.T) {
	address, stop, served := inProcess(t, 0)

	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	question := `{"lon":118.8,"lat":32.06}`
	fmt.Fprintf(conn, "POST /v1/nearby HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, len(question), question[:5])
	time.Sleep(100 * time.Millisecond) // the server has begun to read
	stop()
	time.Sleep(100 * time.Millisecond)
	if another, err := net.Dial("tcp", address); err == nil {
		another.Close()
		t.Error("a stopping server takes new connections")
	}
	fmt.Fprint(conn, question[5:])
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200") {
		t.Errorf("answer under way = %q, %v, want 200", answer, err)
	}
	if err := <-served; err != nil {
		t.Errorf("serve = %v, want nil", err)
	}
}

// A balancer hears of a stop only when it asks /readyz again: until then the
// server answers, lets connections go, and goes on following the store.
func TestServeAnswersWhileItLeaves(t *testing.T) {
	const leave = 2 * time.Second
	address, stop, served := inProcess(t, leave)
	base := "http://" + address
	told := time.Now()
	stop()
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/v1/nearby?lon=118.8&lat=32.06": http.StatusOK} {
		var err error
		answer := &http.Response{}
		for answer.StatusCode != want && time.Since(told) < leave/2 { // the word to stop takes a moment
			if answer, err = http.Get(base + path); err != nil {
				t.Fatalf("GET %s while the server leaves: %v", path, err)
			}
			answer.Body.Close()
		}
		if answer.StatusCode != want || !answer.Close {
			t.Errorf("GET %s while the server leaves = %d, closing %v; want %d, closing", path, answer.StatusCode, answer.Close, want)
		}
	}
	made := fetchPost(t, base+"/v1/stations", `{"name":"让路站","kind":"union_station","datum":"wgs84","lon":118.8,"lat":32.06}`)
	for !strings.Contains(fetch(t, base+"/v1/nearby?lon=118.8&lat=32.06"), "让路站") {
		if time.Since(told) > leave {
			t.Fatalf("a station that is written while the server leaves is not seen: %s", made)
		}
	}
	if err := <-served; err != nil || time.Since(told) < leave {
		t.Errorf("serve = %v after %v, want nil after %v", err, time.Since(told), leave)
	}
}

func fetchPost(t *testing.T, url, body string) string {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusCreated {
		t.Fatalf("POST %s = %d, %v: %s", url, response.StatusCode, err, answer)
	}
	return string(answer)
}

// What a newcomer reads at the start: every page, and what to do about a port
// that is taken.
func TestServeSaysWhereThePagesAreAndThatAPortIsTaken(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	code, _, stderr := verb(t, "serve", "--listen", taken.Addr().String(), "--store", "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if code != exitFailed || !strings.Contains(stderr, "--listen "+taken.Addr().String()) || !strings.Contains(stderr, "another port") {
		t.Errorf("serve on a port that is taken = %d, %q, want %d and the flag", code, stderr, exitFailed)
	}
	var said bytes.Buffer
	serveCmd{}.announce(&globals{Stderr: &said}, taken.Addr(), mode{loopback: true})
	for _, page := range []string{"/\n", "/drive\n", "/plan\n", "/admin\n", "/docs\n"} {
		if !strings.Contains(said.String(), taken.Addr().String()+page) {
			t.Errorf("the start names %q, want %s in it", said.String(), page)
		}
	}
}
