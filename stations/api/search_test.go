package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api"
)

// places puts named stations into the rig, from near its node B outwards.
func (r *rig) places(names ...string) {
	r.t.Helper()
	var list []stations.Write
	for i, name := range names {
		id, err := stations.NewID()
		if err != nil {
			r.t.Fatal(err)
		}
		p := orb.Point{r.net.At('B')[0] + 0.001*float64(i+1), r.net.At('B')[1]}
		list = append(list, stations.Write{Station: &stations.Station{
			ID: id, Name: name, Kind: stations.UnionStation, Lifecycle: stations.Open, Host: "bank",
			Programmes: stations.Brands("暖蜂驿站"),
			Position:   stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed, Address: "渝中区民权路" + fmt.Sprint(i+1) + "号"},
		}})
	}
	if _, err := r.store.Apply(r.t.Context(), list); err != nil {
		r.t.Fatal(err)
	}
}

// searched returns the names of a list, and what stands beside them.
func (r *rig) searched(path string) (names []string, total int, next string) {
	r.t.Helper()
	w := r.ask(http.MethodGet, path, "")
	if w.Code != http.StatusOK {
		r.t.Fatalf("GET %s = %d %s", path, w.Code, w.Body)
	}
	var page struct {
		Stations []struct {
			Name     string   `json:"name"`
			Distance *float64 `json:"distance_m"`
		} `json:"stations"`
		Total int     `json:"total"`
		Next  *string `json:"next"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
		r.t.Fatal(err)
	}
	for _, s := range page.Stations {
		names = append(names, s.Name)
		if strings.Contains(path, "lon=") != (s.Distance != nil) {
			r.t.Errorf("GET %s: %s has distance %v, want one if a place is asked about", path, s.Name, s.Distance)
		}
	}
	if page.Next != nil {
		next = *page.Next
	}
	return names, page.Total, next
}

// await asks until a list holds so many stations, a second at most.
func (r *rig) await(q string, total int) {
	r.t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for {
		_, got, _ := r.searched("/v1/stations?q=" + url.QueryEscape(q))
		if got == total {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("q=%s finds %d stations, want %d", q, got, total)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestStationsAreFoundAsPeopleType(t *testing.T) {
	r := newRig(t, nil)
	r.places("重庆解放碑驿站", "厦门北站司机之家", "长安街驿站", "六安路驿站")
	r.await("民权路", 4)
	for typed, want := range map[string][]string{
		"重庆":          {"重庆解放碑驿站"},
		"重":           {"重庆解放碑驿站"},
		"重慶解放碑":       {"重庆解放碑驿站"},
		"chongqing":   {"重庆解放碑驿站"},
		"CQJFB":       {"重庆解放碑驿站"},
		"xiamen北":     {"厦门北站司机之家"},
		"changanjie":  {"长安街驿站"},
		"luan":        {"六安路驿站"},
		"解放卑驿站":       {"重庆解放碑驿站"},
		"厦门 司机":       {"厦门北站司机之家"},
		"民权路２号":       {"厦门北站司机之家"},
		"chongqng":    {"重庆解放碑驿站"},
		"shamenbei":   nil,
		"暖蜂 cq":       {"重庆解放碑驿站"},
		"yinhang 长安街": {"长安街驿站"},
	} {
		if names, _, _ := r.searched("/v1/stations?q=" + url.QueryEscape(typed)); !cmp.Equal(names, want) {
			t.Errorf("q=%s finds %q, want %q", typed, names, want)
		}
	}
}

func TestASearchIsPagedByDistance(t *testing.T) {
	r := newRig(t, nil)
	names := []string{"东驿站一", "东驿站二", "东驿站三", "东驿站四", "东驿站五"}
	r.places(names...)
	r.await("民权路", 5)
	b := r.net.At('B')
	path := fmt.Sprintf("/v1/stations?q=dongyizhan&limit=2&kind=union_station&lon=%f&lat=%f", b[0], b[1])
	var got []string
	for next := "-"; next != ""; {
		page := path
		if next != "-" {
			page += "&cursor=" + next
		}
		var list []string
		var total int
		list, total, next = r.searched(page)
		if total != 5 {
			t.Errorf("GET %s has a total of %d, want 5", page, total)
		}
		got = append(got, list...)
	}
	if diff := cmp.Diff(names, got); diff != "" {
		t.Errorf("pages by distance (-want +got)\n%s", diff)
	}
}

func TestWhoSearchesSeesWhatTheyMaySee(t *testing.T) {
	r, keys := keyed(t)
	r.places("北京路驿站")
	r.await("北京路", 1)
	list, err := r.store.Stations(t.Context(), stations.Filter{Text: "北京路"}, noon, "", 1)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	list[0].Lifecycle = stations.Suspended
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: list[0], Expect: list[0].Revision}}); err != nil {
		t.Fatal(err)
	}
	r.await("北京路", 0) // a stranger sees it no more
	for _, role := range stations.Roles() {
		w := r.ask(http.MethodGet, "/v1/stations?q=bjl", "", keys[role])
		want := 0
		if role.Contains(api.Planner) || role.Contains(api.Editor) {
			want = 1
		}
		if got := strings.Count(w.Body.String(), "北京路驿站"); got != want {
			t.Errorf("%s finds %d suspended stations, want %d", role, got, want)
		}
	}
}

func TestSuggestions(t *testing.T) {
	r := newRig(t, nil)
	r.places("重庆解放碑驿站", "重庆北站司机之家")
	r.await("重庆", 2)
	b := r.net.At('B')
	w := r.ask(http.MethodGet, fmt.Sprintf("/v1/suggest?q=chongq&lon=%f&lat=%f&limit=1", b[0], b[1]), "")
	var answer struct {
		Suggestions []map[string]string `json:"suggestions"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Suggestions) != 1 {
		t.Fatalf("suggest = %s (%v), want one", w.Body, err)
	}
	got := answer.Suggestions[0]
	if got["id"] == "" {
		t.Errorf("the suggestion %v has no id", got)
	}
	delete(got, "id")
	if diff := cmp.Diff(map[string]string{"text": "重庆解放碑驿站", "name": "重庆解放碑驿站", "kind": "union_station", "matched": "name"}, got); diff != "" {
		t.Errorf("suggestion (-want +got)\n%s", diff)
	}
	if w := r.ask(http.MethodGet, "/v1/suggest?q=%EF%BC%9F", ""); w.Code != 200 || w.Body.String() != `{"suggestions":[]}` {
		t.Errorf("suggest for signs = %d %s, want an empty list", w.Code, w.Body)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q, want no-store: it tells where somebody is", got)
	}
}

func TestSearchesThatAreRefused(t *testing.T) {
	r := newRig(t, nil)
	for path, field := range map[string]string{
		"/v1/suggest":                                "q",
		"/v1/suggest?q=a&limit=11":                   "limit",
		"/v1/suggest?q=a&lon=118":                    "lat",
		"/v1/suggest?q=" + strings.Repeat("a", 61):   "q",
		"/v1/stations?q=a&lat=32":                    "lon",
		"/v1/stations?q=a&cursor=a":                  "cursor",
		"/v1/stations?lon=118&lat=32":                "lat",
		"/v1/stations?q=" + strings.Repeat("a", 201): "q",
	} {
		w := r.ask(http.MethodGet, path, "")
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"field":"`+field+`"`) {
			t.Errorf("GET %.60s = %d %s, want 400 for %s", path, w.Code, w.Body, field)
		}
	}
}
