package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/plan"
	"yizhan/stations/wording"
)

// items is a page of features.
type items struct {
	Features                      []*geojson.Feature
	NumberMatched, NumberReturned int
	Links                         []struct{ Rel, Href, Type string }
}

func (i items) link(rel string) string {
	for _, l := range i.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// path is the part of an address that ask takes.
func path(t *testing.T, href string) string {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil || u.Host == "" {
		t.Fatalf("%q is not an absolute address", href)
	}
	return u.RequestURI()
}

// manyStations adds stations in a row, each 11 m or so east of the one before.
func manyStations(t *testing.T, r *rig, n int) {
	t.Helper()
	var writes []stations.Write
	for i := range n {
		s := *r.list[0]
		id, err := stations.NewID()
		if err != nil {
			t.Fatal(err)
		}
		s.ID, s.Name, s.Revision = id, fmt.Sprintf("排站 %03d", i), 0
		s.Position.Point[0] += 0.0001 * float64(i)
		s.Kind = []stations.Kind{stations.UnionStation, stations.DriverHome}[i%2]
		writes = append(writes, stations.Write{Station: &s})
	}
	revision, err := r.store.Apply(t.Context(), writes)
	if err != nil {
		t.Fatal(err)
	}
	r.settle(revision)
}

func TestEveryFeatureIsFoundByFollowingNext(t *testing.T) {
	r := newRig(t, nil)
	manyStations(t, r, 25)
	for _, question := range []string{"", "&bbox=118,31,119,33", "&kind=driver_home", "&filter=" + url.QueryEscape("name LIKE '排站%'"), "&datetime=2020-01-01T00:00:00Z/.."} {
		seen := map[any]bool{}
		pages, matched := 0, -1
		for at := "/ogc/collections/stations/items?limit=4" + question; at != ""; pages++ {
			var page items
			r.get(at, &page)
			if matched >= 0 && page.NumberMatched != matched || page.NumberReturned != len(page.Features) {
				t.Fatalf("%s: numberMatched %d after %d, numberReturned %d of %d", question, page.NumberMatched, matched, page.NumberReturned, len(page.Features))
			}
			matched = page.NumberMatched
			for _, f := range page.Features {
				if seen[f.ID] {
					t.Errorf("%s: %v comes twice", question, f.ID)
				}
				seen[f.ID] = true
			}
			if at = page.link("next"); at != "" {
				at = path(t, at)
			}
		}
		if len(seen) != matched || matched < 12 || pages != (matched+3)/4 {
			t.Errorf("%s: %d features on %d pages, numberMatched %d", question, len(seen), pages, matched)
		}
	}
}

func TestReferenceSystemsAndDatums(t *testing.T) {
	r := newRig(t, nil)
	at := "/ogc/collections/stations/items/" + string(r.list[0].ID)
	want := r.list[0].Position.Point
	near := func(p orb.Point, x, y float64) bool {
		return abs(p[0]-x) < 1e-6 && abs(p[1]-y) < 1e-6
	}
	for crs, axes := range map[string]string{"": "xy", "OGC/1.3/CRS84": "xy", "EPSG/0/4326": "yx", "EPSG/0/4490": "yx"} {
		target, uri := at, "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
		if crs != "" {
			uri = "http://www.opengis.net/def/crs/" + crs
			target += "?crs=" + url.QueryEscape(uri)
		}
		w := r.ask(http.MethodGet, target, "")
		f, err := geojson.UnmarshalFeature(w.Body.Bytes())
		if err != nil {
			t.Fatalf("crs %q: %v: %s", crs, err, w.Body)
		}
		p := f.Geometry.(orb.Point)
		if axes == "yx" {
			p[0], p[1] = p[1], p[0]
		}
		if !near(p, want[0], want[1]) || w.Header().Get("Content-Crs") != "<"+uri+">" {
			t.Errorf("crs %q: %v with Content-Crs %s, want %v", crs, f.Geometry, w.Header().Get("Content-Crs"), want)
		}
	}
	var shifted geojson.Feature
	r.get(at+"?datum=gcj02", &shifted)
	if near(shifted.Geometry.(orb.Point), want[0], want[1]) {
		t.Error("datum=gcj02 does not move the point")
	}
	for bbox, found := range map[string]int{
		fmt.Sprintf("bbox=%v,%v,%v,%v", want[0]-0.01, want[1]-0.01, want[0]+0.01, want[1]+0.01):                                                                            2,
		fmt.Sprintf("bbox=%v,%v,0,%v,%v,9", want[0]-0.01, want[1]-0.01, want[0]+0.01, want[1]+0.01):                                                                        2,
		fmt.Sprintf("bbox=%v,%v,%v,%v&bbox-crs=%s", want[1]-0.01, want[0]-0.01, want[1]+0.01, want[0]+0.01, url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326")): 2,
		"bbox=170,-10,-170,10": 0, "bbox=100,0,-170,60": 3,
	} {
		var page items
		if r.get("/ogc/collections/stations/items?"+bbox, &page); page.NumberMatched != found {
			t.Errorf("%s finds %d stations, want %d", bbox, page.NumberMatched, found)
		}
	}
}

func abs(v float64) float64 { return max(v, -v) }

func TestACoverageIsTwoCollections(t *testing.T) {
	r := newRig(t, nil)
	var run struct {
		ID    string
		Cells struct{ Total, Covered int }
		Gaps  []struct{ ID string }
	}
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":2,"k":2}`), &run)
	var cells, covered, gaps items
	r.get("/ogc/collections/cells-"+run.ID+"/items?limit=1000", &cells)
	r.get("/ogc/collections/cells-"+run.ID+"/items?filter="+url.QueryEscape("covered = TRUE"), &covered)
	r.get("/ogc/collections/gaps-"+run.ID+"/items", &gaps)
	if cells.NumberMatched != run.Cells.Total || covered.NumberMatched != run.Cells.Covered || gaps.NumberMatched != len(run.Gaps) || len(run.Gaps) == 0 {
		t.Errorf("collections of %+v have %d cells, %d covered, %d gaps", run, cells.NumberMatched, covered.NumberMatched, gaps.NumberMatched)
	}
	if gaps.Features[0].ID != run.Gaps[0].ID || gaps.Features[0].Properties["rank"] != 1.0 {
		t.Errorf("the first gap is %v, want %v of rank 1", gaps.Features[0], run.Gaps[0].ID)
	}
	if w := r.ask(http.MethodPost, "/v1/siting", fmt.Sprintf(`{"base":"%s","p":1,"seconds":1}`, run.ID)); w.Code != http.StatusOK {
		t.Fatalf("siting = %d: %s", w.Code, w.Body) // the store keeps it as it keeps coverages
	}
	planner := plan.NewPlanner(r.store, []*roads.Graph{r.net.Graph}, func() time.Time { return noon })
	if _, err := planner.Survey(t.Context(), plan.Request{}); err != nil { // likewise
		t.Fatal(err)
	}
	var list struct{ Collections []struct{ ID string } }
	r.get("/ogc/collections", &list)
	var ids []string
	for _, c := range list.Collections {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"stations", "areas", "cells-" + run.ID, "gaps-" + run.ID}, ids); diff != "" {
		t.Errorf("collections (-want +got):\n%s", diff)
	}
}

func TestWhatOGCRefuses(t *testing.T) {
	r := newRig(t, nil)
	const at = "/ogc/collections/stations/items?"
	for target, want := range map[string]struct {
		status int
		fields string
	}{
		at + "limit=0":            {400, "limit"},
		at + "limit=5000":         {200, ""},
		at + "bbox=1,2,3":         {400, "bbox"},
		at + "bbox=1,3,2,2":       {400, "bbox"},
		at + "bbox=":              {400, "bbox"},
		at + "datetime=yesterday": {400, "datetime"},
		at + "datetime=2026-02-01T00:00:00Z/2026-01-01T00:00:00Z": {400, "datetime"},
		at + "crs=EPSG:3857":                      {400, "crs"},
		at + "filter=kind":                        {400, "filter"},
		at + "filter=nokind%3D%27a%27":            {400, "filter"},
		at + "cursor=x":                           {400, "cursor"},
		at + "colour=red":                         {400, "colour"},
		"/ogc/collections/nothing":                {404, ""},
		"/ogc/collections/cells-0123456789abcdef": {404, ""},
		"/ogc/collections/stations/items/nobody":  {404, ""},
		"/ogc?f=xml":                              {400, "f"},
	} {
		w := r.ask(http.MethodGet, target, "")
		if w.Code != want.status {
			t.Errorf("GET %s = %d, want %d: %.200s", target, w.Code, want.status, w.Body)
		} else if w.Code >= 400 && r.fields(w) != want.fields {
			t.Errorf("GET %s blames %q, want %q", target, r.fields(w), want.fields)
		}
	}
}

// A filter is mostly written with Chinese texts: its places count characters.
func TestWhatIsWrongWithAFilterIsToldInChinese(t *testing.T) {
	r := newRig(t, nil)
	for filter, want := range map[string]string{
		"name = '鼓楼' 又":                              "第 13 个字符：这里应是 AND、OR 或者结束 at character 13: expected AND, OR or the end",
		"站名 = '鼓楼'":                                  "第 1 个字符：没有这个属性 at character 1: there is no such property",
		"name IN ('鼓楼', 3)":                          "第 16 个字符：这里应是单引号里的文字 at character 16: expected a text in single quotation marks",
		"S_WITHIN(geometry, BBOX 1)":                 "第 25 个字符：这里应是 ( at character 25: expected (",
		"updated_at > DATE('昨天')":                    "第 19 个字符：这里应是时刻，如 TIMESTAMP('2026-05-01T08:00:00Z') 或 DATE('2026-05-01') at character 19: expected a moment such as TIMESTAMP('2026-05-01T08:00:00Z') or DATE('2026-05-01')",
		"name = '" + strings.Repeat("a", 4000) + "'": "第 4001 个字符：筛选条件至多 4000 字节 at character 4001: a filter has at most 4000 bytes",
	} {
		var told struct{ Errors []stations.Problem }
		w := r.ask(http.MethodGet, "/ogc/collections/stations/items?filter="+url.QueryEscape(filter), "")
		if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || len(told.Errors) != 1 {
			t.Errorf("GET with filter %.40s = %.200s, %v, want one problem", filter, w.Body, err)
		} else if got := wording.Both(told.Errors[0].Problem); got != want {
			t.Errorf("filter %.40s: %s, want %s", filter, got, want)
		}
	}
}

// Every link of every document leads somewhere, in both forms.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	r := newRig(t, nil)
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":1,"k":2}`), &struct{}{})
	seen, queue := map[string]bool{}, []string{"/ogc"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] || at == "/docs" {
			continue
		}
		seen[at] = true
		w := r.ask(http.MethodGet, at, "")
		if w.Code != http.StatusOK {
			t.Errorf("GET %s = %d: %.200s", at, w.Code, w.Body)
			continue
		}
		if !strings.Contains(w.Header().Get("Content-Type"), "json") {
			continue
		}
		var document any
		if err := json.Unmarshal(w.Body.Bytes(), &document); err != nil {
			t.Errorf("GET %s is not JSON: %v", at, err)
		}
		for _, href := range hrefs(document) {
			queue = append(queue, path(t, href))
		}
	}
	if len(seen) < 30 {
		t.Errorf("%d addresses were seen, want every document twice", len(seen))
	}
}

func hrefs(v any) (list []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if href, ok := value.(string); ok && key == "href" {
				list = append(list, href)
			}
			list = append(list, hrefs(value)...)
		}
	case []any:
		for _, value := range v {
			list = append(list, hrefs(value)...)
		}
	}
	return list
}

func TestReadersSeeNoPlans(t *testing.T) {
	r, keys := keyed(t)
	var run struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":1}`, keys[api.Planner]), &run)
	planned := *r.list[0]
	planned.Lifecycle, planned.ID, planned.Revision = stations.Planned, mustID(t), 0
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &planned}}); err != nil {
		t.Fatal(err)
	}
	for role, want := range map[stations.Role][]int{api.Reader: {404, 3}, api.Editor: {404, 4}, api.Planner: {200, 4}} {
		if w := r.ask(http.MethodGet, "/ogc/collections/cells-"+run.ID+"/items", "", keys[role]); w.Code != want[0] {
			t.Errorf("%s: cells of a coverage = %d, want %d", role, w.Code, want[0])
		}
		var page items
		w := r.ask(http.MethodGet, "/ogc/collections/stations/items", "", keys[role])
		if r.decode(w, &page); page.NumberMatched != want[1] {
			t.Errorf("%s sees %d stations, want %d", role, page.NumberMatched, want[1])
		}
		if slices.ContainsFunc([]string{"13900001111", "personal"}, func(secret string) bool { return strings.Contains(w.Body.String(), secret) }) {
			t.Errorf("%s sees a personal contact", role)
		}
	}
}

func mustID(t *testing.T) stations.ID {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	return id
}
