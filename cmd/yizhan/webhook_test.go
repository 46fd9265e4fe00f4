package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"sync"
	"testing"
	"time"

	"yizhan/stations/webhook"
)

// listener is a receiver of webhooks that keeps which stations it was told of,
// and how often each message came.
type listener struct {
	mu     sync.Mutex
	secret string
	bad    []string
	times  map[string]int // by id of the message
	made   map[string]int // by id of the station
}

// ServeHTTP implements http.Handler.
func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var m struct {
		Data struct{ Changes []struct{ ID, Event string } }
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // its sender was killed
	}
	id, err := webhook.Verify(l.secret, r.Header, body, time.Now())
	if err != nil || json.Unmarshal(body, &m) != nil {
		l.bad = append(l.bad, fmt.Sprint(err))
	}
	l.times[id]++
	for _, c := range m.Data.Changes {
		l.made[c.ID]++
	}
}

func (l *listener) lacks(ids []string) (missing int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		if l.made[id] == 0 {
			missing++
		}
	}
	return missing
}

// Two servers share a store and its webhook. While both live no message comes
// twice; when one is killed again and again, none is lost.
func TestWebhooksSurviveKilledServers(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	yizhan := binary(t)
	t.Setenv("YIZHAN_WEBHOOK_ALLOW_PRIVATE", "true")
	eachStore(t, func(t *testing.T, dsn string) {
		l := &listener{times: map[string]int{}, made: map[string]int{}}
		receiver := httptest.NewServer(l)
		defer receiver.Close()
		first, stderr := serving(t, yizhan, dsn)
		base := address(t, stderr)
		awaitReady(t, base)
		second, stderr := serving(t, yizhan, dsn)
		awaitReady(t, address(t, stderr))
		l.subscribe(t, base, receiver.URL)
		ids := makeStations(t, base, 10)
		l.await(t, ids)
		l.mu.Lock()
		for id, n := range l.times {
			if n > 1 {
				t.Errorf("message %s came %d times although nothing failed", id, n)
			}
		}
		l.mu.Unlock()
		for range kills(t) {
			ids = append(ids, makeStations(t, base, 4)...)
			time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
			killed(second)
			second, _ = serving(t, yizhan, dsn)
		}
		l.await(t, ids)
		killed(first)
		killed(second)
		if len(l.bad) > 0 {
			t.Errorf("messages were refused: %v", l.bad)
		}
	})
}

// killed kills a process with SIGKILL.
func killed(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it lives
	_ = cmd.Wait()         // it was killed
}

func (l *listener) subscribe(t *testing.T, base, to string) {
	t.Helper()
	status, _, answer, err := ask(http.MethodPost, base+"/v1/webhooks", "", map[string]string{"url": to})
	var made struct{ Secret string }
	if err != nil || status != http.StatusCreated || json.Unmarshal(answer, &made) != nil {
		t.Fatalf("POST /v1/webhooks = %d %s, %v", status, answer, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.secret = made.Secret
}

func makeStations(t *testing.T, base string, n int) (ids []string) {
	t.Helper()
	for i := range n {
		id, err := create(base, fmt.Sprintf("第%d站", i))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// await waits until the listener has heard of all stations. A claim that died
// with its server ends after fifteen seconds.
func (l *listener) await(t *testing.T, ids []string) {
	t.Helper()
	for deadline := time.Now().Add(45 * time.Second); l.lacks(ids) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the receiver was not told of %d of %d stations", l.lacks(ids), len(ids))
		}
	}
}
