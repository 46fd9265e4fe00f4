package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
)

func TestWhoWaitsForChangesIsAnsweredWhenTheServerIsToEnd(t *testing.T) {
	r := newRig(t, nil)
	go func() {
		time.Sleep(50 * time.Millisecond)
		r.api.Drain()
		r.api.Drain() // twice is once
	}()
	began := time.Now()
	var page struct{ Changes []struct{ Revision int64 } }
	r.get(fmt.Sprintf("/v1/changes?since=%d&wait=20", len(r.list)), &page)
	if took := time.Since(began); len(page.Changes) != 0 || took > 5*time.Second {
		t.Errorf("a server that is to end answers with %d changes after %v, want none at once", len(page.Changes), took)
	}
}

func TestAStreamEndsWhenItsKeyIsRevoked(t *testing.T) {
	r, keys := keyed(t)
	server := httptest.NewServer(r.api)
	t.Cleanup(server.Close)
	secret, key := access.Mint("", stations.RoleReader, "", noon)
	if err := r.store.CreateKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	events := listen(t, server.URL+"/v1/changes", "", "Authorization: Bearer "+secret)
	next(t, events)
	if w := r.ask(http.MethodDelete, "/v1/keys/"+key.ID, "", keys[stations.RoleAdmin]); w.Code != http.StatusNoContent {
		t.Fatalf("revoking the key = %d, want 204", w.Code)
	}
	r.write("撤销之后")
	select {
	case e, more := <-events:
		if more {
			t.Errorf("after its key was revoked a stream tells %s, want nothing", e.data)
		}
	case <-time.After(10 * time.Second):
		t.Error("a stream goes on 10 s after its key was revoked, want its end")
	}
}
