package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

func TestSnapshotsAreFilesWithChecksums(t *testing.T) {
	r := newRig(t, nil)
	var list struct {
		Datum    string
		Revision int
		Files    []struct {
			Name, URL, SHA256 string
			Stations, Bytes   int
		}
	}
	r.get("/v1/snapshots", &list)
	if list.Datum != "wgs84" || list.Revision != 3 || len(list.Files) != 2 {
		t.Fatalf("GET /v1/snapshots = %+v, want two files of revision 3", list)
	}
	for _, f := range list.Files {
		_, path, _ := strings.Cut(f.URL, "/v1/")
		w := r.ask(http.MethodGet, "/v1/"+path, "", "Accept-Encoding: gzip")
		sum := sha256.Sum256(w.Body.Bytes())
		if w.Code != http.StatusOK || hex.EncodeToString(sum[:]) != f.SHA256 || w.Body.Len() != f.Bytes || f.Stations != 3 {
			t.Errorf("%s = %d of %d bytes, sum %x, want %+v", f.Name, w.Code, w.Body.Len(), sum, f)
		}
		if got := r.ask(http.MethodGet, "/v1/"+path+".sha256", "").Body.String(); got != f.SHA256+"  "+f.Name+"\n" {
			t.Errorf("the checksum of %s is %q", f.Name, got)
		}
		latest := "/v1/snapshots/stations." + f.Name[strings.LastIndex(f.Name, ".")+1:]
		if w := r.ask(http.MethodGet, latest, "", "If-None-Match: "+w.Header().Get("ETag")); w.Code != http.StatusNotModified {
			t.Errorf("GET %s as it is known = %d, want 304", latest, w.Code)
		}
		part := r.ask(http.MethodGet, latest, "", "Range: bytes=0-3", "Accept-Encoding: gzip")
		if part.Code != http.StatusPartialContent || part.Body.String() != w.Body.String()[:4] {
			t.Errorf("the first four bytes of %s = %d %q", latest, part.Code, part.Body)
		}
	}
	before := list.Files[0].Name
	r.write("新名")
	for deadline := time.Now().Add(5 * time.Second); list.Revision == 3 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		r.get("/v1/snapshots", &list)
	}
	for name, want := range map[string]int{
		before: 200, list.Files[0].Name: 200, "stations-99.csv": 410, "stations--1.csv": 404, "stations.xlsx": 404, "areas.csv": 404, "stations": 404,
		"stations.csv.sha256": 200, "stations.csv?f=x": 400,
	} {
		if w := r.ask(http.MethodGet, "/v1/snapshots/"+name, ""); w.Code != want {
			t.Errorf("GET /v1/snapshots/%s = %d, want %d", name, w.Code, want)
		}
	}
}

func TestASnapshotIsPublicWhoeverAsks(t *testing.T) {
	r := newRig(t, nil)
	planned := *r.list[0]
	planned.Lifecycle = stations.Planned
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &planned, Expect: planned.Revision}}); err != nil {
		t.Fatal(err)
	}
	var body string
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if body = r.ask(http.MethodGet, "/v1/snapshots/stations.csv", "").Body.String(); !strings.Contains(body, string(planned.ID)) {
			break
		}
	}
	if strings.Contains(body, string(planned.ID)) || strings.Contains(body, "13900001111") || !strings.Contains(body, "025-12351") {
		t.Errorf("an admin's snapshot is %s, want what riders see", body)
	}
}
