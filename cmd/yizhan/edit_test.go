package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/store"
)

// errGone says that the server did not answer: it was killed.
var errGone = errors.New("no answer")

// ask sends one request, again when the server says that it is too much.
func ask(method, url, tag string, body any) (status int, header http.Header, answer []byte, err error) {
	data, err := json.Marshal(body)
	if err != nil {
		return 0, nil, nil, err
	}
	for {
		request, err := http.NewRequest(method, url, bytes.NewReader(data)) //nolint:noctx // the server's own end is what is tested
		if err != nil {
			return 0, nil, nil, err
		}
		request.Header.Set("Content-Type", "application/json")
		if tag != "" {
			request.Header.Set("If-Match", tag)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return 0, nil, nil, errors.Join(errGone, err)
		}
		answer, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return 0, nil, nil, errors.Join(errGone, err)
		}
		if response.StatusCode != http.StatusTooManyRequests {
			return response.StatusCode, response.Header, answer, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// create makes a station over HTTP and returns its id.
func create(base, name string) (id string, err error) {
	status, _, answer, err := ask(http.MethodPost, base+"/v1/stations", "", map[string]any{
		"name": name, "kind": "union_station", "lon": 118.78, "lat": 32.04, "datum": "wgs84",
	})
	if err != nil {
		return "", err
	}
	var made struct{ ID string }
	if err := json.Unmarshal(answer, &made); err != nil || status != http.StatusCreated || made.ID == "" {
		return "", fmt.Errorf("POST /v1/stations = %d %s", status, answer)
	}
	return made.ID, nil
}

// addAlias adds an alias to a station, as often as others are faster.
func addAlias(base, id, alias string) error {
	url := base + "/v1/stations/" + id
	for {
		status, header, answer, err := ask(http.MethodGet, url, "", nil)
		if err != nil || status != http.StatusOK {
			return errors.Join(err, fmt.Errorf("GET = %d %s", status, answer))
		}
		var seen struct{ Aliases []string }
		if err := json.Unmarshal(answer, &seen); err != nil {
			return err
		}
		status, _, answer, err = ask(http.MethodPatch, url, header.Get("ETag"), map[string]any{"aliases": append(seen.Aliases, alias)})
		switch {
		case err != nil:
			return err
		case status == http.StatusOK:
			return nil
		case status != http.StatusPreconditionFailed && status != http.StatusConflict:
			return fmt.Errorf("PATCH = %d %s", status, answer)
		}
	}
}

// Eight editors change the same two stations at once, each knowing only what
// it read: every change is in the end, and in the history.
func TestEightEditorsLoseNothing(t *testing.T) {
	const editors, edits = 8, 4
	yizhan := binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		cmd, stderr := serving(t, yizhan, dsn)
		defer killedAfter(t, cmd, 0)
		base := address(t, stderr)
		awaitReady(t, base)
		var ids []string
		for _, name := range []string{"甲", "乙"} {
			id, err := create(base, name)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		var group sync.WaitGroup
		for e := range editors {
			group.Go(func() {
				for n := range edits {
					if err := addAlias(base, ids[n%2], fmt.Sprintf("别名%d-%d", e, n)); err != nil {
						t.Errorf("editor %d: %v", e, err)
					}
				}
			})
		}
		group.Wait()
		wantAliases(t, dsn, editors*edits/2)
	})
}

// wantAliases holds that each station has so many aliases, and that each of
// its changes added one.
func wantAliases(t *testing.T, dsn string, want int) {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	changes, err := s.Changes(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	aliases := map[stations.ID][]string{}
	for i, c := range changes {
		before := aliases[c.ID]
		_, made := aliases[c.ID]
		if c.Revision != stations.Revision(i+1) || made && len(c.Station.Aliases) != len(before)+1 {
			t.Fatalf("change %d of station %s goes from %q to %q, want one alias more", c.Revision, c.ID, before, c.Station.Aliases)
		}
		for _, alias := range before {
			if !slices.Contains(c.Station.Aliases, alias) {
				t.Errorf("change %d loses %s", c.Revision, alias)
			}
		}
		aliases[c.ID] = c.Station.Aliases
	}
	for id, list := range aliases {
		if len(list) != want {
			t.Errorf("station %s has %d aliases, want %d", id, len(list), want)
		}
	}
	if len(changes) != 2+2*want {
		t.Errorf("the history has %d changes, want %d", len(changes), 2+2*want)
	}
}

// acknowledged are the ids of stations whose writing was answered.
type acknowledged struct {
	mu  sync.Mutex
	ids []string
}

// writeUntilGone makes stations until the server is gone.
func (a *acknowledged) writeUntilGone(t *testing.T, base string) {
	for {
		id, err := create(base, "站")
		if errors.Is(err, errGone) {
			return
		}
		if err != nil {
			t.Errorf("a write before the kill: %v", err)
			return
		}
		a.mu.Lock()
		a.ids = append(a.ids, id)
		a.mu.Unlock()
	}
}

func TestNoAcknowledgedWriteIsLostWhenTheServerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	yizhan := binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		var answered acknowledged
		for range kills(t) {
			cmd, stderr := serving(t, yizhan, dsn)
			base := address(t, stderr)
			awaitReady(t, base)
			var writers sync.WaitGroup
			for range 3 {
				writers.Go(func() { answered.writeUntilGone(t, base) })
			}
			killedAfter(t, cmd, 20*time.Millisecond+time.Duration(rand.IntN(400))*time.Millisecond)
			writers.Wait()
			_, now := reopened(t, dsn)
			there := map[string]bool{}
			for _, s := range now {
				there[string(s.ID)] = true
			}
			for _, id := range answered.ids {
				if !there[id] {
					t.Errorf("station %s was acknowledged and is lost", id)
				}
			}
			if len(now) < len(answered.ids) || len(now) > len(answered.ids)+3*kills(t) {
				t.Errorf("%d stations are in, want the %d acknowledged and at most one more of each writer and kill", len(now), len(answered.ids))
			}
		}
		t.Logf("%d kills, %d acknowledged writes, none lost", kills(t), len(answered.ids))
	})
}
