package api_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
)

// lines are those of a snapshot: the first, the stations', and the last.
type lines struct {
	head struct {
		Epoch    string
		Revision int64
		Scope    string
	}
	ids  []stations.ID
	tail struct {
		Stations int
		SHA256   string
	}
}

func (r *rig) lines(target string, headers ...string) (l lines) {
	r.t.Helper()
	w := r.ask(http.MethodGet, target, "", headers...)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/x-ndjson" {
		r.t.Fatalf("GET %s = %d %s: %s", target, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	whole := w.Body.String()
	text := bufio.NewScanner(strings.NewReader(whole))
	into := []any{&l.head}
	for text.Scan() {
		var s struct{ ID stations.ID }
		target := any(&s)
		if len(into) > 0 {
			target, into = into[0], nil
		} else if strings.HasPrefix(text.Text(), `{"stations"`) {
			target = &l.tail
		}
		if err := json.Unmarshal(text.Bytes(), target); err != nil {
			r.t.Fatalf("a line is not JSON: %v\n%s", err, text.Text())
		}
		if s.ID != "" {
			l.ids = append(l.ids, s.ID)
		}
	}
	body := whole[:strings.LastIndex(whole, `{"stations"`)]
	if sum := sha256.Sum256([]byte(body)); l.tail.SHA256 != hex.EncodeToString(sum[:]) || l.tail.Stations != len(l.ids) {
		r.t.Errorf("the last line says %+v of %d stations of sum %x", l.tail, len(l.ids), sum)
	}
	return l
}

func TestASnapshotGoesOnWhereItWasCut(t *testing.T) {
	r := newRig(t, nil)
	all := r.lines("/v1/changes/snapshot")
	if all.head.Revision != 3 || len(all.ids) != 3 || all.head.Scope != "all" {
		t.Fatalf("the snapshot is %+v", all)
	}
	r.write("later")
	at := fmt.Sprintf("?epoch=%s&at=3", all.head.Epoch)
	for after, want := range [][]stations.ID{all.ids, all.ids[1:], all.ids[2:], nil} {
		target := "/v1/changes/snapshot" + at
		if after > 0 {
			target += "&after=" + string(all.ids[after-1])
		}
		if got := r.lines(target); fmt.Sprint(got.ids) != fmt.Sprint(want) || got.head != all.head {
			t.Errorf("the rest after %d stations = %+v, want %v", after, got, want)
		}
	}
	for target, want := range map[string]int{at[:1] + "epoch=another&at=3": 410, at + "9": 410, "?after=x": 400, "?at=-1": 400, "?datum=gcj02": 400} {
		if w := r.ask(http.MethodGet, "/v1/changes/snapshot"+target, ""); w.Code != want {
			t.Errorf("GET /v1/changes/snapshot%s = %d, want %d", target, w.Code, want)
		}
	}
}

func TestAMirrorGetsNoMoreThanItsKeyMaySee(t *testing.T) {
	r, keys := keyed(t)
	planned := *r.list[0]
	planned.Lifecycle = stations.Planned
	planned.Verification = &stations.Verification{At: noon.Add(123 * time.Millisecond), By: "李四", Method: stations.OnSite}
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &planned, Expect: planned.Revision, By: "key:who", Reason: "why"}}); err != nil {
		t.Fatal(err)
	}
	for role, want := range map[stations.Role]int{api.Reader: 2, api.Planner: 3, api.Editor: 3, api.Admin: 3} {
		if got := r.lines("/v1/changes/snapshot", keys[role]); len(got.ids) != want {
			t.Errorf("%s gets %d stations, want %d", role, len(got.ids), want)
		}
		for _, target := range []string{"/v1/changes/snapshot", "/v1/changes?view=record"} {
			body := r.ask(http.MethodGet, target, "", keys[role]).Body.String()
			for _, secret := range []string{"13900001111", "李四", "key:who", "why"} {
				if strings.Contains(body, secret) {
					t.Errorf("GET %s tells %s of %q", target, role, secret)
				}
			}
			if shown := strings.Contains(body, `"planned"`); shown != (want == 3) || !strings.Contains(body, "025-12351") {
				t.Errorf("GET %s shows %s the planned station: %v", target, role, shown)
			}
		}
	}
	var page struct {
		Scope   string
		Changes []struct {
			At     time.Time
			Record *stations.Station
		}
	}
	r.decode(r.ask(http.MethodGet, "/v1/changes?view=record&since=3", "", keys[api.Admin]), &page)
	if len(page.Changes) != 1 || page.Scope != "all" || !page.Changes[0].At.Equal(planned.UpdatedAt) || page.Changes[0].Record.Position.Point != planned.Position.Point {
		t.Errorf("the change is told as %+v, want the record to the bit, of %v", page, planned.UpdatedAt)
	}
	if w := r.ask(http.MethodGet, "/v1/changes?view=record&datum=gcj02", "", keys[api.Admin]); w.Code != http.StatusBadRequest {
		t.Errorf("records in another datum = %d, want 400", w.Code)
	}
}
