package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api"
)

func decodeBody(t testing.TB, w *httptest.ResponseRecorder, into any) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatalf("status %d, the answer is not JSON: %v\n%s", w.Code, err, w.Body)
	}
}

// record is a station that the writes below start from.
const record = `{"datum":"gcj02","name":"新站","kind":"union_station","lon":118.8,"lat":32.05,"contacts":[{"phone":"13900002222","personal":true},{"phone":"025-1"}]}`

// made posts the record and returns its address and tag.
func (r *rig) made(headers ...string) (address, tag string) {
	r.t.Helper()
	w := r.ask(http.MethodPost, "/v1/stations", record, headers...)
	if w.Code != http.StatusCreated {
		r.t.Fatalf("POST /v1/stations = %d: %s", w.Code, w.Body)
	}
	return w.Header().Get("Location"), w.Header().Get("ETag")
}

func TestAStationIsMadeChangedAndDeleted(t *testing.T) {
	r := newRig(t, nil)
	address, tag := r.made()
	id := stations.ID(strings.TrimPrefix(address, "/v1/stations/"))
	stored, err := r.store.Station(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want := datum.Coord{Lon: 118.8, Lat: 32.05, Datum: datum.GCJ02}
	if p := stored.Position; p.Original != want || p.Point != datum.In(want) || p.Adcode != "320102" || !p.Derived || stored.Lifecycle != stations.Open {
		t.Errorf("stored %+v, want it where the writer said, in the district that is there, open", stored.Position)
	}
	for _, c := range []struct {
		sentence, method, target, body string
		headers                        []string
		want                           int
	}{
		{"a change without If-Match", http.MethodPatch, address, `{"name":"x"}`, nil, 428},
		{"a change of any revision", http.MethodPatch, address, `{"name":"x"}`, []string{"If-Match: *"}, 428},
		{"a change of another revision", http.MethodPatch, address, `{"name":"x"}`, []string{`If-Match: "1"`}, 412},
		{"a replacement without If-Match", http.MethodPut, address, record, nil, 428},
		{"a deletion without If-Match", http.MethodDelete, address + "?reason=x", "", nil, 428},
		{"a deletion of another revision", http.MethodDelete, address, "", []string{`If-Match: "1"`}, 412},
		{"a change of what is not JSON", http.MethodPatch, address, `[]`, []string{"If-Match: " + tag}, 400},
		{"a change of nothing at all", http.MethodPatch, address, `null`, []string{"If-Match: " + tag}, 400},
		{"a change in another type", http.MethodPatch, address, `{}`, []string{"If-Match: " + tag, "Content-Type: text/plain"}, 415},
		{"a merge patch", http.MethodPatch, address + "?reason=更名", `{"name":"二站","aliases":["旧名"]}`, []string{"If-Match: " + tag, "Content-Type: application/merge-patch+json"}, 200},
		{"the same again", http.MethodPatch, address, `{"name":"三站"}`, []string{"If-Match: " + tag}, 412},
		{"a replacement", http.MethodPut, address, record, []string{`If-Match: W/"5"`}, 200},
		{"a deletion", http.MethodDelete, address + "?reason=拆除", "", []string{`If-Match: "6"`}, 204},
		{"reading it afterwards", http.MethodGet, address, "", nil, 410},
		{"writing it afterwards", http.MethodPut, address, record, []string{`If-Match: "7"`}, 410},
		{"one that never was", http.MethodPut, "/v1/stations/0190d6a0-0000-7000-8000-000000000001", record, []string{`If-Match: "7"`}, 404},
		{"as it was", http.MethodGet, address + "?revision=5", "", nil, 200},
		{"before it was", http.MethodGet, address + "?revision=3", "", nil, 404},
		{"after it was", http.MethodGet, address + "?revision=7", "", nil, 410},
	} {
		if w := r.ask(c.method, c.target, c.body, c.headers...); w.Code != c.want {
			t.Errorf("%s: %s = %d, want %d: %s", c.sentence, c.method, w.Code, c.want, w.Body)
		}
	}
	var page struct {
		Changes []struct {
			Revision       int
			Op, By, Reason string
			Station        *struct {
				Name     string
				Contacts []stations.Contact
			}
		}
	}
	r.get(address+"/history", &page)
	if len(page.Changes) != 4 || page.Changes[0].Station != nil || page.Changes[0].Reason != "拆除" || page.Changes[0].By != "open" || page.Changes[2].Reason != "更名" {
		t.Fatalf("history = %+v, want delete, replace, patch, create with reasons", page)
	}
	if len(page.Changes[3].Station.Contacts) != 2 {
		t.Errorf("the keeper sees contacts %v, want the personal one too", page.Changes[3].Station.Contacts)
	}
}

// The contract asks for If-Match and for nothing else.
func TestADeletionNeedsNoReason(t *testing.T) {
	r := newRig(t, nil)
	address, tag := r.made()
	if w := r.ask(http.MethodDelete, address, "", "If-Match: "+tag); w.Code != http.StatusNoContent {
		t.Errorf("DELETE = %d, want 204: %s", w.Code, w.Body)
	}
}

func TestWritesBlameTheField(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range []struct{ sentence, body, fields string }{
		{"no datum", `{"name":"x","kind":"union_station","lon":118.8,"lat":32}`, "datum"},
		{"another datum", `{"datum":"pz90","name":"x","kind":"union_station"}`, "datum"},
		{"half a position", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118.8}`, "lon"},
		{"a position of words", `{"datum":"wgs84","name":"x","kind":"union_station","lon":"east","lat":32}`, "lon"},
		{"both coordinates in words", `{"datum":"wgs84","name":"x","kind":"union_station","lon":"east","lat":"north"}`, "lon lat"},
		{"a position off the Earth", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118,"lat":132}`, "lon"},
		{"a position of noughts", `{"datum":"wgs84","name":"x","kind":"union_station","lon":0,"lat":0}`, "lon"},
		{"an unknown field", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118,"lat":32,"colour":"red"}`, "colour"},
		{"a part of the domain", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118,"lat":32,"position":{"point":[1,2]}}`, "position"},
		{"another spelling", `{"datum":"wgs84","Name":"x","kind":"union_station","lon":118,"lat":32}`, "Name"},
		{"a spelling that JSON folds", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118,"lat":32,"acceſſ":{"method":"qr"},"reviſion":9}`, "acceſſ reviſion"},
		{"an unknown member", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118,"lat":32,"services":[{"kode":"water"}]}`, "services"},
		{"another type", `{"datum":"wgs84","name":7,"kind":"union_station","lon":118,"lat":32}`, "name"},
		{"what the registry sets", `{"datum":"wgs84","name":"x","kind":"union_station","lon":118,"lat":32,"revision":9,"id":"7"}`, "id revision"},
		{"rules of the domain", `{"datum":"wgs84","name":"","kind":"palace","lon":118,"lat":32,"adcode":"12","access_method":"fly"}`, "name kind access_method adcode"},
	} {
		w := r.ask(http.MethodPost, "/v1/stations", c.body)
		if got := r.fields(w); w.Code != http.StatusBadRequest || got != c.fields {
			t.Errorf("%s: POST = %d blaming %q, want 400 blaming %q: %s", c.sentence, w.Code, got, c.fields, w.Body)
		}
	}
}

func TestWhatIsReadCanBeWrittenBack(t *testing.T) {
	r := newRig(t, nil)
	for _, d := range []string{"wgs84", "gcj02", "bd09"} {
		before, err := r.store.Station(t.Context(), r.list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		address := "/v1/stations/" + string(before.ID)
		read := r.ask(http.MethodGet, address+"?view=edit&datum="+d, "")
		w := r.ask(http.MethodPut, address, read.Body.String(), "If-Match: "+read.Header().Get("ETag"))
		if w.Code != http.StatusOK {
			t.Fatalf("PUT of what GET gave in %s = %d: %s", d, w.Code, w.Body)
		}
		after, err := r.store.Station(t.Context(), before.ID)
		if err != nil {
			t.Fatal(err)
		}
		before.Revision, before.UpdatedAt = after.Revision, after.UpdatedAt
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("a record written back in %s differs (-before +after):\n%s", d, diff)
		}
	}
}

func TestTheSameIdempotencyKeyMakesOneStation(t *testing.T) {
	r := newRig(t, nil)
	const token = "Idempotency-Key: 7f3c"
	var group sync.WaitGroup
	answers := make([]*httptest.ResponseRecorder, 6)
	for i := range answers {
		group.Go(func() { answers[i] = r.ask(http.MethodPost, "/v1/stations", record, token) })
	}
	group.Wait()
	for i, w := range answers {
		if w.Code != http.StatusCreated || w.Body.String() != answers[0].Body.String() || w.Header().Get("Location") != answers[0].Header().Get("Location") || w.Header().Get("ETag") != `"4"` {
			t.Errorf("answer %d = %d %s, want the first one's", i, w.Code, w.Body)
		}
	}
	if revision, err := r.store.Revision(t.Context()); revision != 4 || err != nil {
		t.Errorf("Revision() = %d, %v, want 4: one station more", revision, err)
	}
	r.ask(http.MethodPatch, answers[0].Header().Get("Location"), `{"name":"改名"}`, `If-Match: "4"`)
	if w := r.ask(http.MethodPost, "/v1/stations", record, token); w.Code != http.StatusCreated || w.Body.String() != answers[0].Body.String() {
		t.Errorf("the request after a change = %d %s, want the first answer", w.Code, w.Body)
	}
	if w := r.ask(http.MethodPost, "/v1/stations", strings.Replace(record, "新站", "别站", 1), token); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the key with another body = %d, want 422", w.Code)
	}
}

func TestEditorsStayInTheirDivision(t *testing.T) {
	r, keys := keyed(t)
	area := func(code, name string, west float64) stations.Area {
		return stations.Area{Adcode: code, Name: name, Geometry: orb.MultiPolygon{orb.Bound{Min: orb.Point{west, 31}, Max: orb.Point{west + 1, 33}}.ToPolygon()}}
	}
	if err := r.store.PutAreas(t.Context(), []stations.Area{area("320102", "玄武区", 118), area("340102", "瑶海区", 117)}); err != nil {
		t.Fatal(err)
	}
	editor := r.key(api.Editor, "320100")
	outside := strings.NewReplacer("gcj02", "wgs84", "118.8", "117.3").Replace(record)
	away, tag := "", ""
	for _, c := range []struct {
		sentence, key, body string
		want                int
	}{
		{"inside", editor, record, 201},
		{"outside", editor, outside, 403},
		{"outside, said to be inside", editor, strings.Replace(outside, `{`, `{"adcode":"320102",`, 1), 403},
		{"inside, said to be outside", editor, strings.Replace(record, `{`, `{"adcode":"340102",`, 1), 403},
		{"outside by an editor of all", keys[api.Editor], outside, 201},
	} {
		w := r.ask(http.MethodPost, "/v1/stations", c.body, c.key)
		if w.Code != c.want {
			t.Errorf("%s: POST = %d, want %d: %s", c.sentence, w.Code, c.want, w.Body)
		}
		away, tag = w.Header().Get("Location"), w.Header().Get("ETag")
	}
	home, homeTag := r.made(editor)
	for sentence, w := range map[string]*httptest.ResponseRecorder{
		"change another's":     r.ask(http.MethodPatch, away, `{"name":"x"}`, editor, "If-Match: "+tag),
		"take another's":       r.ask(http.MethodPatch, away, `{"adcode":"320102"}`, editor, "If-Match: "+tag),
		"delete another's":     r.ask(http.MethodDelete, away+"?reason=x", "", editor, "If-Match: "+tag),
		"read another's whole": r.ask(http.MethodGet, away+"?view=edit", "", editor),
		"give one's own away":  r.ask(http.MethodPatch, home, `{"adcode":"340102"}`, editor, "If-Match: "+homeTag),
		"move one's own away":  r.ask(http.MethodPatch, home, `{"lon":117.3,"lat":32.05,"datum":"wgs84"}`, editor, "If-Match: "+homeTag),
	} {
		if w.Code != http.StatusForbidden {
			t.Errorf("to %s = %d, want 403: %s", sentence, w.Code, w.Body)
		}
	}
	if w := r.ask(http.MethodPatch, home, `{"name":"自家"}`, editor, "If-Match: "+homeTag); w.Code != http.StatusOK {
		t.Errorf("to change one's own = %d, want 200: %s", w.Code, w.Body)
	}
}

// Eight editors add their mark to one field, each to what it has read. None
// is lost.
func TestEightEditorsLoseNoUpdate(t *testing.T) {
	r, keys := keyed(t)
	address := "/v1/stations/" + string(r.list[0].ID)
	const rounds = 4
	var group sync.WaitGroup
	for editor := range 8 {
		group.Go(func() {
			for round := 0; round < rounds; {
				read := r.ask(http.MethodGet, address+"?view=edit", "", keys[api.Editor])
				var s struct{ Aliases []string }
				if err := json.Unmarshal(read.Body.Bytes(), &s); err != nil {
					t.Errorf("GET = %d %s", read.Code, read.Body)
					return
				}
				aliases, _ := json.Marshal(map[string]any{"aliases": append(s.Aliases, fmt.Sprintf("%d.%d", editor, round))})
				switch w := r.ask(http.MethodPatch, address, string(aliases), keys[api.Editor], "If-Match: "+read.Header().Get("ETag")); w.Code {
				case http.StatusOK:
					round++
				case http.StatusPreconditionFailed:
				default:
					t.Errorf("PATCH = %d %s", w.Code, w.Body)
					return
				}
			}
		})
	}
	group.Wait()
	got, err := r.store.Station(t.Context(), r.list[0].ID)
	if err != nil || len(slices.Compact(slices.Sorted(slices.Values(got.Aliases)))) != 8*rounds {
		t.Errorf("aliases = %v, %v, want the marks of all", got.Aliases, err)
	}
	history, err := r.store.History(t.Context(), r.list[0].ID, 0, 1000)
	if err != nil || len(history) != 1+8*rounds {
		t.Fatalf("the history has %d changes, %v, want %d", len(history), err, 1+8*rounds)
	}
	for i, c := range history[:8*rounds] {
		if len(c.Station.Aliases) != 8*rounds-i || !strings.HasPrefix(c.By, "key:") {
			t.Errorf("change %d holds %d marks by %s, want %d by a key", c.Revision, len(c.Station.Aliases), c.By, 8*rounds-i)
		}
	}
}

func TestChangesForMirrors(t *testing.T) {
	r, keys := keyed(t)
	address, tag := r.made(keys[api.Editor])
	r.ask(http.MethodPatch, address, `{"lifecycle":"suspended"}`, keys[api.Editor], "If-Match: "+tag)
	r.ask(http.MethodDelete, address+"?reason=%E6%8B%86", "", keys[api.Editor], `If-Match: "5"`)
	type page struct {
		Epoch    string
		Revision int
		Changes  []struct {
			Revision   int
			ID, Op, By string
			Station    map[string]any
		}
		Next *int
	}
	var whole page
	r.decode(r.ask(http.MethodGet, "/v1/changes?since=0", "", keys[api.Reader]), &whole)
	var ops []string
	for i, c := range whole.Changes {
		if c.Revision != i+1 || c.By != "" {
			t.Errorf("change %d has revision %d by %q, want %d and nobody", i, c.Revision, c.By, i+1)
		}
		ops = append(ops, fmt.Sprint(c.Op, c.Station != nil))
	}
	if got, want := fmt.Sprint(ops), "[createtrue createtrue createtrue createtrue updatefalse deletefalse]"; got != want || whole.Next != nil || whole.Revision != 6 {
		t.Errorf("changes = %s, revision %d, want %s up to 6: what is not public any more is null", got, whole.Revision, want)
	}
	var first, rest page
	r.decode(r.ask(http.MethodGet, "/v1/changes?since=0&limit=4", "", keys[api.Reader]), &first)
	if first.Next == nil || *first.Next != 4 {
		t.Fatalf("next = %v, want 4", first.Next)
	}
	r.decode(r.ask(http.MethodGet, "/v1/changes?since=4&epoch="+first.Epoch, "", keys[api.Reader]), &rest)
	if len(rest.Changes) != 2 || rest.Changes[0].Revision != 5 {
		t.Errorf("changes since 4 = %+v, want 5 and 6", rest.Changes)
	}
	for sentence, target := range map[string]string{"of another epoch": "/v1/changes?since=4&epoch=other", "of the future": "/v1/changes?since=7"} {
		if w := r.ask(http.MethodGet, target, "", keys[api.Reader]); w.Code != http.StatusGone {
			t.Errorf("changes %s = %d, want 410", sentence, w.Code)
		}
	}
	for _, target := range []string{"/v1/changes?since=0", address + "/history", "/v1/stations/" + string(r.list[0].ID) + "/history", address + "?revision=4"} {
		for _, role := range []stations.Role{api.Reader, api.Planner} {
			if w := r.ask(http.MethodGet, target, "", keys[role]); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "1390000") {
				t.Errorf("GET %s by %s = %d, or shows a personal contact", target, role, w.Code)
			}
		}
	}
}

func TestPersonalContactsArePurged(t *testing.T) {
	r, keys := keyed(t)
	address, tag := r.made(keys[api.Admin])
	r.ask(http.MethodPatch, address, `{"name":"二"}`, keys[api.Admin], "If-Match: "+tag)
	var done struct{ Records int }
	r.decode(r.ask(http.MethodPost, address+"/purge-contacts", "", keys[api.Admin]), &done)
	if done.Records != 2 {
		t.Errorf("purged %d records, want 2", done.Records)
	}
	for _, target := range []string{address + "/history", address + "?view=edit", address + "?view=edit&revision=4"} {
		if w := r.ask(http.MethodGet, target, "", keys[api.Admin]); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "13900002222") || !strings.Contains(w.Body.String(), "025-1") {
			t.Errorf("GET %s after the purge = %d %s, want the office's number only", target, w.Code, w.Body)
		}
	}
}

// A server answers searches from memory, and learns from the next revision only.
func TestNumbersThatArePurgedFromWordsAreOutOfSightAtOnce(t *testing.T) {
	r, keys := keyed(t)
	address, tag := r.made(keys[api.Admin])
	r.ask(http.MethodPatch, address, `{"aliases":["找王师傅13900001111"]}`, keys[api.Admin], "If-Match: "+tag)
	r.await("13900001111", 1)
	var done struct{ Records int }
	r.decode(r.ask(http.MethodPost, address+"/purge-contacts", "", keys[api.Admin]), &done)
	if done.Records != 3 {
		t.Errorf("purged %d records, want 3: the one that hides the words had a personal contact still", done.Records)
	}
	r.await("13900001111", 0)
	for _, target := range []string{address, address + "/history", "/v1/changes?since=0", "/v1/stations?q=13900001111"} {
		if w := r.ask(http.MethodGet, target, "", keys[api.Admin]); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "王师傅1390000") {
			t.Errorf("GET %s after the purge = %d %s, want no number", target, w.Code, w.Body)
		}
	}
}

func FuzzWrite(f *testing.F) {
	r := newRig(f, nil)
	f.Add(record)
	f.Add(`{"datum":"wgs84","lon":null,"services":[{"code":"water","status":"ok"}],"truck":{}}`)
	f.Add(`{"datum":"bd09","id":null,"verification":{}}`)
	f.Fuzz(func(t *testing.T, body string) {
		if w := r.ask(http.MethodPost, "/v1/stations", body, "Content-Type: application/json"); w.Code >= 500 {
			t.Errorf("POST %q = %d", body, w.Code)
		}
	})
}
