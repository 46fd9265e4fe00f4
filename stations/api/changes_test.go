package api_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

// write changes a station and returns the revision.
func (r *rig) write(name string) stations.Revision {
	r.t.Helper()
	s, err := r.store.Station(r.t.Context(), r.list[0].ID)
	if err != nil {
		r.t.Fatal(err)
	}
	s.Name = name
	revision, err := r.store.Apply(r.t.Context(), []stations.Write{{Station: s, Expect: s.Revision}})
	if err != nil {
		r.t.Fatal(err)
	}
	return revision
}

func TestAQuestionForChangesWaitsForOne(t *testing.T) {
	r := newRig(t, nil)
	var first struct {
		Revision int64
		Changes  []struct{ Revision int64 }
	}
	r.get("/v1/changes", &first)
	began := time.Now()
	r.get(fmt.Sprintf("/v1/changes?since=%d&wait=0.2", first.Revision), &first)
	if took := time.Since(began); len(first.Changes) != 0 || took < 150*time.Millisecond {
		t.Errorf("without a write %d changes come after %v, want none after 0.2 s", len(first.Changes), took)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(50 * time.Millisecond)
		r.write("新名")
	}()
	began = time.Now()
	r.get(fmt.Sprintf("/v1/changes?since=%d&wait=30", first.Revision), &first)
	<-done
	if took := time.Since(began); len(first.Changes) != 1 || took > 5*time.Second {
		t.Errorf("after a write %d changes come after %v, want one within a second", len(first.Changes), took)
	}
	for target, want := range map[string]int{"?wait=61": 400, "?wait=-1": 400, "?wait=x": 400, "?since=99&wait=1": 410} {
		if w := r.ask(http.MethodGet, "/v1/changes"+target, ""); w.Code != want {
			t.Errorf("GET /v1/changes%s = %d, want %d", target, w.Code, want)
		}
	}
}

// event is one of a stream.
type event struct{ id, name, data string }

// listen reads the events of a stream until it ends or the test is over. head
// are further lines of the question's head.
func listen(t *testing.T, url, last string, head ...string) <-chan event {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	if last != "" {
		request.Header.Set("Last-Event-ID", last)
	}
	for _, line := range head {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Set(name, value)
	}
	events, ended := make(chan event, 64), make(chan struct{})
	go func() {
		defer close(ended)
		readEvents(t, request, events)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		http.DefaultClient.CloseIdleConnections()
	})
	return events
}

// readEvents asks, and sends each event on until the stream ends; then it
// closes events.
func readEvents(t *testing.T, request *http.Request, events chan<- event) {
	defer close(events)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Errorf("GET %s error: %v", request.URL, err)
		return
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("GET %s = %v, want 200", request.URL, answer.Status)
	}
	var e event
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data = value
			events <- e
			e = event{}
		}
	}
}

func next(t *testing.T, events <-chan event) event {
	t.Helper()
	select {
	case e := <-events:
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("no event within 10 s")
		return event{}
	}
}

func TestAStreamTellsEachWriteOnce(t *testing.T) {
	r := newRig(t, nil)
	server := httptest.NewServer(r.api)
	t.Cleanup(server.Close)
	events := listen(t, server.URL+"/v1/changes?limit=2", "")
	pages := []event{next(t, events), next(t, events)} // three stations, two to a page
	if pages[0].name != "changes" || !strings.Contains(pages[1].data, `"revision":3`) {
		t.Fatalf("the first pages are %+v", pages)
	}
	r.write("改一")
	if told := next(t, events); !strings.Contains(told.data, "改一") || strings.Contains(told.data, "远站") {
		t.Errorf("a write is told as %s, want it alone", told.data)
	}
	again := listen(t, server.URL+"/v1/changes", pages[1].id)
	if told := next(t, again); !strings.Contains(told.data, "改一") || strings.Contains(told.data, "远站") {
		t.Errorf("who comes back is told %s, want what was missed alone", told.data)
	}
	if w := r.ask(http.MethodGet, "/v1/changes", "", "Accept: text/event-stream", "Last-Event-ID: nothing"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown Last-Event-ID = %d, want 400", w.Code)
	}
	if w := r.ask(http.MethodGet, "/v1/changes", "", "Accept: text/event-stream", "Last-Event-ID: another/1"); w.Code != http.StatusGone {
		t.Errorf("an id of another epoch = %d, want 410", w.Code)
	}
}
