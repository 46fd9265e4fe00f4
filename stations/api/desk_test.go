package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/exchange"
)

func TestMeTellsWhoAsks(t *testing.T) {
	r, keys := keyed(t)
	bound := r.key(api.Editor, "320100")
	for _, c := range []struct{ sentence, key, want string }{
		{"nobody", keys[api.Anonymous], `"role":"anonymous","open":false`},
		{"a reader", keys[api.Reader], `"role":"reader","open":false,"key":"`},
		{"an editor of a city", bound, `"adcode":"320100"`},
	} {
		w := r.ask(http.MethodGet, "/v1/me", "", c.key)
		if !strings.Contains(w.Body.String(), c.want) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("GET /v1/me by %s = %s, want %s, kept by nobody", c.sentence, w.Body, c.want)
		}
	}
	open := newRig(t, nil)
	if got := open.ask(http.MethodGet, "/v1/me", "").Body.String(); !strings.Contains(got, `"role":"admin","open":true`) {
		t.Errorf("GET /v1/me on an open server = %s, want an admin", got)
	}
}

func TestHoursAreShownForSevenDays(t *testing.T) {
	r := newRig(t, nil)
	type span struct{ From, Until, State string }
	type read struct {
		Hours, Problem string
		Known          bool
		Days           []struct {
			Day   string
			Spans []span
		}
	}
	ask := func(hours string) (got read) {
		r.get("/v1/hours?hours="+url.QueryEscape(hours), &got)
		return got
	}
	night := ask("Fr 20:00-02:00; Sa 09:00-12:00,13:00-17:00") // the rig's today is a Friday
	if len(night.Days) != 7 || night.Days[0].Day != "2026-11-20" {
		t.Fatalf("days = %+v, want 7 from 2026-11-20", night.Days)
	}
	want := [][]span{{{"20:00", "24:00", "open"}}, {{"09:00", "12:00", "open"}, {"13:00", "17:00", "open"}}, {}}
	for i, spans := range want {
		if diff := cmp.Diff(spans, night.Days[i].Spans); diff != "" {
			t.Errorf("day %d (-want +got):\n%s", i, diff)
		}
	}
	if got := ask("星期一到星期五 9:30-17:00"); !got.Known || got.Hours != "Mo-Fr 09:30-17:00" {
		t.Errorf("an office's words = %+v, want them as opening_hours", got)
	}
	if got := ask("Mo-Fr 9:00-25"); got.Known || got.Problem == "" || len(got.Days) != 0 {
		t.Errorf("hours that cannot be read = %+v, want a problem and no day", got)
	}
	if got := ask("24/7"); len(got.Days) != 7 || got.Days[3].Spans[0] != (span{"00:00", "24:00", "open"}) {
		t.Errorf("24/7 = %+v, want whole days", got)
	}
	if got := r.fields(r.ask(http.MethodGet, "/v1/hours", "")); got != "hours" {
		t.Errorf("no hours blames %q, want hours", got)
	}
}

func TestLocateTellsDatumDivisionAndRoad(t *testing.T) {
	r := newRig(t, nil)
	door := datum.Out(r.list[0].Position.Point, datum.GCJ02)
	var got struct {
		WGS84, BD09 datum.Coord
		Adcode      string
		RoadM       *float64 `json:"road_m"`
	}
	r.decode(r.ask(http.MethodPost, "/v1/locate", fmt.Sprintf(`{"lon":%v,"lat":%v,"datum":"gcj02"}`, door.Lon, door.Lat)), &got)
	stated := r.list[0].Position.Point
	if far := got.WGS84.Lon - stated.Lon(); far > 1e-6 || far < -1e-6 || got.Adcode != "320102" || got.RoadM == nil || *got.RoadM > 30 {
		t.Errorf("POST /v1/locate = %+v, want the station's place, its district, and a road within 30 m", got)
	}
	r.decode(r.ask(http.MethodPost, "/v1/locate", `{"lon":10,"lat":50,"datum":"wgs84"}`), &got)
	if got.RoadM != nil {
		t.Errorf("road_m far from every road = %v, want null", *got.RoadM)
	}
	for _, c := range []struct{ body, want string }{{`{"lon":1,"lat":2}`, "datum"}, {`{"lon":200,"lat":2,"datum":"wgs84"}`, "lon"}} {
		if got := r.fields(r.ask(http.MethodPost, "/v1/locate", c.body)); got != c.want {
			t.Errorf("POST /v1/locate %s blames %q, want %q", c.body, got, c.want)
		}
	}
}

// names asks for a list and returns its names in order.
func (r *rig) names(target string) (names []string, next string) {
	r.t.Helper()
	var got struct {
		Stations []struct{ Name string }
		Next     string
	}
	r.get(target, &got)
	for _, s := range got.Stations {
		names = append(names, s.Name)
	}
	return names, got.Next
}

func TestTheRegistryIsSortedAndFiltered(t *testing.T) {
	r := newRig(t, nil)
	second := *r.list[1]
	second.Verification = &stations.Verification{At: noon.Add(-100 * 24 * time.Hour), Method: stations.OnSite}
	second.Lifecycle = stations.Suspended
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &second, Expect: second.Revision}}); err != nil {
		t.Fatal(err)
	}
	r.settle(second.Revision)
	a, b, far := "示例驿站 <甲>", "乙站", "远站"
	for _, c := range []struct {
		target string
		want   []string
	}{
		{"sort=name", []string{b, a, far}},
		{"sort=updated&limit=1", []string{b}},
		{"lifecycle=suspended", []string{b}},
		{"lifecycle=open&sort=name", []string{a, far}},
		{"verified=never", []string{a, far}},
		{"verified=never&q=站&kind=union_station", []string{a, far}},
		{"verified=overdue", nil}, // the second is suspended, and the others were entered today
		{"synthetic=false&sort=verified", []string{b, a, far}},
		{"synthetic=true", nil},
		{"source=office&lifecycle=suspended,open&sort=adcode", []string{a, b, far}},
		{"source=nobody", nil},
	} {
		got, _ := r.names("/v1/stations?" + c.target)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("GET /v1/stations?%s (-want +got):\n%s", c.target, diff)
		}
	}
	first, next := r.names("/v1/stations?sort=name&limit=2")
	rest, end := r.names("/v1/stations?sort=name&limit=2&cursor=" + next)
	if diff := cmp.Diff([]string{b, a, far}, append(first, rest...)); diff != "" || end != "" {
		t.Errorf("two pages by name end with %q (-want +got):\n%s", end, diff)
	}
	if got := r.fields(r.ask(http.MethodGet, "/v1/stations?lifecycle=asleep&verified=perhaps&sort=colour", "")); got != "lifecycle sort verified" {
		t.Errorf("bad words blame %q, want all three", got)
	}
	shut, _ := keyed(t)
	if got := shut.fields(shut.ask(http.MethodGet, "/v1/stations?lifecycle=planned", "")); got != "lifecycle" {
		t.Errorf("a stranger who asks for plans is told %q, want lifecycle", got)
	}
}

// settle waits until searches know of the revision.
func (r *rig) settle(revision stations.Revision) {
	r.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		var got struct{ Revision stations.Revision }
		if r.get("/v1/meta", &got); got.Revision >= revision {
			return
		}
	}
	r.t.Fatal("the finder did not follow within 10 s")
}

func TestAnImportIsShownBeforeItIsMade(t *testing.T) {
	r := newRig(t, nil)
	const file = "一览表,,,\n点位,经度,纬度,备注\n新甲,118.77,32.06,a\n新乙,118.79,32.06,b\n反了,32.060012,118.770012,c\n"
	var preview struct {
		Header, Rows int
		Columns      []struct {
			Name, Field string
			Samples     []string
		}
		Problems []stations.Problem
	}
	look := func(options string) {
		t.Helper()
		r.decode(r.send(http.MethodPost, "/v1/imports/preview"+options, "application/octet-stream", "", []byte(file)), &preview)
	}
	look("")
	if preview.Header != 2 || preview.Rows != 3 || len(preview.Columns) != 4 || preview.Columns[1].Field != "lon" || len(preview.Problems) != 1 || preview.Problems[0].Field != "name" {
		t.Errorf("a preview = %+v, want the header in row 2, lon found and name missed", preview)
	}
	if diff := cmp.Diff([]string{"新甲", "新乙", "反了"}, preview.Columns[0].Samples); diff != "" {
		t.Errorf("samples (-want +got):\n%s", diff)
	}
	look("?map=" + url.QueryEscape("点位=name") + "&map=" + url.QueryEscape("备注=address"))
	if preview.Columns[0].Field != "name" || preview.Columns[3].Field != "address" || len(preview.Problems) != 0 {
		t.Errorf("a preview of a mapping = %+v, want it whole", preview)
	}
	mapped := options("map", "点位=name")
	var report struct {
		Created, Rejected, Suspect int
		Places                     []struct {
			Row  int
			Name string
			Lon  float64
		}
	}
	r.decode(r.send(http.MethodPost, mapped+"&dry_run=true", "text/csv", "", []byte(file)), &report)
	if report.Created != 2 || report.Rejected != 1 || len(report.Places) == 0 || report.Places[0].Name == "" || report.Places[0].Lon >= 118.77 {
		t.Errorf("a dry run = %+v, want places of doubtful rows, in WGS-84", report)
	}
	rejects := r.send(http.MethodPost, strings.Replace(mapped, "/v1/imports", "/v1/imports/rejects", 1), "text/csv", "", []byte(file))
	if got := rejects.Body.String(); !strings.Contains(got, "反了") || strings.Contains(got, "新甲") || !strings.Contains(got, exchange.ProblemColumn) {
		t.Errorf("rejects = %s, want the one row and why", got)
	}
	if n, err := r.store.Count(t.Context(), stations.Filter{Source: "接口"}, noon); n != 0 || err != nil {
		t.Errorf("%d stations were written by previews, %v, want none", n, err)
	}
}

func TestAColumnIsLeftOut(t *testing.T) {
	r := newRig(t, nil)
	const file = "名称,经度,纬度,地址\n新甲,118.7701,32.0601,某路1号\n"
	got := r.send(http.MethodPost, options("map", "地址=-"), "text/csv", "", []byte(file))
	list, err := r.store.Stations(t.Context(), stations.Filter{Source: "接口"}, noon, "", 10)
	if err != nil || len(list) != 1 || list[0].Position.Address != "" {
		t.Errorf("an import without the address = %s; %+v, %v, want one station that has none", got.Body, list, err)
	}
}
