package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/archive"
)

// After a restore and as many writes a record has the revision that another
// version of it had before: who has seen that one must hear of the change, and
// must not write over it.
func TestTheTagOfARecordOfBeforeARestoreIsNoTagOfAfterIt(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Loopback = true })
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, r.store, 1); err != nil {
		t.Fatal(err)
	}
	address := "/v1/stations/" + string(r.list[0].ID)
	rename := func(name string) (stations.Revision, string) {
		t.Helper()
		s := *r.list[0]
		s.Name = name
		if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &s, Expect: s.Revision}}); err != nil {
			t.Fatal(err)
		}
		return s.Revision, r.ask(http.MethodGet, address, "").Header().Get("ETag")
	}
	lost, before := rename("甲，恢复之前")
	if _, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), r.store, archive.Options{Schema: 1, Replace: true}); err != nil {
		t.Fatal(err)
	}
	given, after := rename("甲，恢复之后")
	if lost != given {
		t.Fatalf("the revisions are %d and %d, want one: this test asks nothing", lost, given)
	}
	for _, x := range []struct {
		tag         string
		read, write int
	}{{before, http.StatusOK, http.StatusPreconditionFailed}, {after, http.StatusNotModified, http.StatusOK}} {
		if w := r.ask(http.MethodGet, address, "", "If-None-Match: "+x.tag); w.Code != x.read {
			t.Errorf("GET with If-None-Match %s = %d, want %d", x.tag, w.Code, x.read)
		}
		w := r.ask(http.MethodPatch, address, `{"name":"甲，改过"}`, "Content-Type: application/merge-patch+json", "If-Match: "+x.tag)
		if w.Code != x.write {
			t.Errorf("PATCH with If-Match %s = %d %s, want %d", x.tag, w.Code, w.Body, x.write)
		}
	}
}
