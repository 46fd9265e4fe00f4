package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/paulmach/orb/maptile"

	"yizhan/stations"
	"yizhan/stations/archive"
)

// A restore goes back to an earlier revision; another write brings the store to
// the number of before, and a coverage its id. What a browser has kept of the
// first is not the second.
func TestARestoreEndsWhatBrowsersKeptOfACoverage(t *testing.T) {
	r := newRig(t, nil)
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, r.store, 1); err != nil {
		t.Fatal(err)
	}
	tags := func(node byte) (id string, tags map[string]string) {
		t.Helper()
		s := *r.list[0]
		s.Position.Point = r.net.At(node)
		if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &s, Expect: s.Revision}}); err != nil {
			t.Fatal(err)
		}
		var got struct{ ID string }
		r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":1}`), &got)
		tile := maptile.At(r.net.At('B'), 13)
		tags = map[string]string{}
		for name, target := range map[string]string{
			"cells": "/v1/coverage/" + got.ID + "/cells",
			"gaps":  "/v1/coverage/" + got.ID + "/gaps?f=csv",
			"tile":  fmt.Sprintf("/tiles/coverage-%s/%d/%d/%d.mvt", got.ID, tile.Z, tile.X, tile.Y),
		} {
			tags[name] = r.ask(http.MethodGet, target, "").Header().Get("ETag")
		}
		return got.ID, tags
	}
	id, before := tags('A')
	if _, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), r.store, archive.Options{Schema: 1, Replace: true}); err != nil {
		t.Fatal(err)
	}
	again, after := tags('E')
	if id != again {
		t.Fatalf("the coverage after the restore is %s, want the id of before, %s: this test asks nothing", again, id)
	}
	for name, tag := range before {
		if tag == "" || after[name] == tag {
			t.Errorf("ETag of the %s before a restore = %s, after it = %s, want two", name, tag, after[name])
		}
	}
}
