package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
)

// tell sends a report from an address.
func (r *rig) tell(from, body string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, "/v1/reports", strings.NewReader(body))
	req.Host, req.RemoteAddr = "127.0.0.1:8080", from
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	r.api.ServeHTTP(w, req)
	return w
}

func wastedAt(s *stations.Station) string {
	return fmt.Sprintf(`{"station":%q,"kind":"wasted_trip"}`, s.ID)
}

// badge is what nearby warns of, of the station of that id.
func (r *rig) badge(id stations.ID) string {
	r.t.Helper()
	var got struct {
		Stations []struct{ ID, Badge string }
	}
	r.get("/v1/nearby?limit=100&"+somewhere, &got)
	for _, s := range got.Stations {
		if s.ID == string(id) {
			return s.Badge
		}
	}
	r.t.Fatalf("nearby does not list %s", id)
	return ""
}

// soon waits a second for nearby to warn of something else.
func (r *rig) soon(id stations.ID, want string) {
	r.t.Helper()
	for limit := time.Now().Add(time.Second); ; time.Sleep(5 * time.Millisecond) {
		got := r.badge(id)
		if got == want {
			return
		}
		if time.Now().After(limit) {
			r.t.Fatalf("a second later nearby's badge = %q, want %q", got, want)
		}
	}
}

type told struct {
	ID                        int64
	Kind, Day, Status, Text   string
	Lon, Lat                  *float64
	Urgent                    bool
	Answer                    *struct{ Outcome, Text string }
	Station, Name, AnsweredBy string
}

func TestTwoRidersMakeNearbyWarnUntilTheyAreAnswered(t *testing.T) {
	r := newRig(t, nil)
	s := r.list[0] // 24/7
	for _, from := range []string{"203.0.113.7:1", "203.0.113.8:2"} {
		if w := r.tell(from, wastedAt(s)); w.Code != http.StatusCreated {
			t.Fatalf("POST /v1/reports = %d %s", w.Code, w.Body)
		}
	}
	if one, err := r.store.Station(t.Context(), s.ID); err != nil || one.Doubt != nil {
		t.Fatalf("two reports of one network set a doubt %+v (%v)", one.Doubt, err)
	}
	if got := r.badge(s.ID); got != "none" {
		t.Errorf("badge = %q, want none", got)
	}
	r.tell("[2001:db8::1]:3", wastedAt(s))
	r.soon(s.ID, "maybe_closed")

	var queue struct{ Reports []told }
	r.get("/v1/reports?status=open", &queue)
	if len(queue.Reports) != 3 || !queue.Reports[0].Urgent || queue.Reports[0].Name != s.Name {
		t.Fatalf("GET /v1/reports = %+v, want three urgent ones", queue.Reports)
	}
	answer := fmt.Sprintf("/v1/reports/%d/answer", queue.Reports[1].ID)
	if w := r.ask(http.MethodPost, answer, `{"outcome":"fixed","text":"锁已换"}`); w.Code != http.StatusOK {
		t.Fatalf("POST answer = %d %s", w.Code, w.Body)
	}
	r.soon(s.ID, "none")
	var public struct{ Reports []told }
	r.get("/v1/stations/"+string(s.ID)+"/reports", &public)
	for _, one := range public.Reports {
		if one.Status != "answered" || one.Answer == nil || one.Answer.Text != "锁已换" || one.Day != "2026-11-20" {
			t.Errorf("GET reports of the station = %+v, want each answered", one)
		}
	}
	if len(public.Reports) != 3 {
		t.Errorf("the station shows %d reports, want 3", len(public.Reports))
	}
}

func TestARidersWordsArePrivateUntilAnswered(t *testing.T) {
	r := newRig(t, nil)
	s := r.list[1]
	w := r.tell("203.0.113.7:1", fmt.Sprintf(`{"station":%q,"kind":"position_wrong","text":"门在巷子里","lon":118.8012345,"lat":32.0598765}`, s.ID))
	if w.Code != http.StatusCreated || strings.Contains(w.Body.String(), "巷子") || strings.Contains(w.Body.String(), "118.80") {
		t.Fatalf("POST /v1/reports = %d %s, want 201 without the words or the place", w.Code, w.Body)
	}
	public := func() string {
		return r.ask(http.MethodGet, "/v1/stations/"+string(s.ID)+"/reports", "").Body.String()
	}
	if got := public(); strings.Contains(got, "巷子") || strings.Contains(got, "118.80") || !strings.Contains(got, "position_wrong") {
		t.Errorf("the public sees %s, want the kind and no more", got)
	}
	var queue struct{ Reports []told }
	r.get("/v1/reports", &queue)
	if len(queue.Reports) != 1 || queue.Reports[0].Text != "门在巷子里" || queue.Reports[0].Lon == nil {
		t.Fatalf("the queue holds %+v, want the words and the place", queue.Reports)
	}
	r.ask(http.MethodPost, fmt.Sprintf("/v1/reports/%d/answer", queue.Reports[0].ID), `{"outcome":"noted"}`)
	if got := public(); !strings.Contains(got, "巷子") || strings.Contains(got, "118.80") {
		t.Errorf("after the answer the public sees %s, want the words without the place", got)
	}
	if log := r.log.String(); strings.Contains(log, "203.0.113") || strings.Contains(log, "118.8") || strings.Contains(log, "巷子") {
		t.Errorf("the log holds the rider's address, place or words:\n%s", log)
	}
}

func TestReportsAreRefused(t *testing.T) {
	r := newRig(t, nil)
	id := string(r.list[0].ID)
	for body, want := range map[string]string{
		`{}`:                              "station kind",
		`{"station":"` + id + `"}`:        "kind",
		`{"station":"x","kind":"rumour"}`: "404",
		`{"station":"` + id + `","kind":"rumour"}`:                              "kind",
		`{"station":"` + id + `","kind":"service_broken"}`:                      "service",
		`{"station":"` + id + `","kind":"suggestion"}`:                          "text",
		`{"station":"` + id + `","kind":"wasted_trip","lon":118.8,"lat":32.05}`: "lon",
		`{"station":"` + id + `","kind":"position_wrong","lon":118.8}`:          "lat",
		`{"station":"` + id + `","kind":"wasted_trip","phone":"139"}`:           "phone",
		`{"station":"` + id + `","kind":"wasted_trip","datum":"mars"}`:          "datum",
		`{"station":"` + id + `","Kind":"wasted_trip"}`:                         "Kind",
		`{"station":"` + id + `","kind":"suggestion","text":"a\u0000b"}`:        "text",
	} {
		w := r.tell("203.0.113.7:1", body)
		got := r.fields(w)
		if w.Code != http.StatusBadRequest {
			got = fmt.Sprint(w.Code)
		}
		if got != want || strings.Contains(w.Body.String(), "118.8") {
			t.Errorf("POST /v1/reports %s blames %q (%s), want %q", body, got, w.Body, want)
		}
	}
	for i := range stations.MaxReportsPerDay + 1 {
		w := r.tell(fmt.Sprintf("198.51.100.%d:1", i), wastedAt(r.list[0]))
		if i < stations.MaxReportsPerDay && w.Code != http.StatusCreated {
			t.Errorf("report %d of a network = %d, want 201", i+1, w.Code)
		}
		if i == stations.MaxReportsPerDay && (w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "43200") {
			t.Errorf("report %d of a network = %d, Retry-After %q, want 429 until midnight", i+1, w.Code, w.Header().Get("Retry-After"))
		}
	}
}

func TestVerifyAndOverdue(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Now = func() time.Time { return time.Now().Add(200 * 24 * time.Hour) } })
	var list struct {
		Districts []struct {
			Adcode  string
			Overdue int
		}
		Stations []struct {
			ID          string
			OverdueDays int `json:"overdue_days"`
			Badge       string
		}
		Total int
		Next  *string
	}
	r.get("/v1/overdue?limit=2", &list)
	if list.Total != 3 || len(list.Stations) != 2 || list.Next == nil || list.Districts[0].Overdue != 3 || list.Stations[0].OverdueDays != 110 || list.Stations[0].Badge != "verify_due" {
		t.Fatalf("GET /v1/overdue = %+v, want three in one district, by 110 days", list)
	}
	last := *list.Next
	r.get("/v1/overdue?limit=2&area=320100&cursor="+last, &list)
	if len(list.Stations) != 1 || list.Next != nil {
		t.Errorf("the second page = %+v, want one station and no next page", list)
	}
	id := list.Stations[0].ID
	w := r.ask(http.MethodPost, "/v1/stations/"+id+"/verify", `{"method":"visit","note":"门开着"}`)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"badge":"none"`) || w.Header().Get("ETag") != `"4"` {
		t.Fatalf("POST verify = %d %s, ETag %s", w.Code, w.Body, w.Header().Get("ETag"))
	}
	r.get("/v1/overdue", &list)
	if list.Total != 2 {
		t.Errorf("after a verification %d are overdue, want 2", list.Total)
	}
	var one struct {
		Badge      string
		VerifiedAt string `json:"verified_at"`
	}
	r.get("/v1/stations/"+id, &one)
	if one.Badge != "none" || one.VerifiedAt == "" {
		t.Errorf("the record = %+v, want badge none and verified_at", one)
	}
	if got := r.fields(r.ask(http.MethodPost, "/v1/stations/"+id+"/verify", `{"method":"guess"}`)); got != "method" {
		t.Errorf("POST verify by guess blames %q, want method", got)
	}
	if w := r.ask(http.MethodGet, "/v1/overdue?cursor=1", ""); r.fields(w) != "cursor" {
		t.Errorf("GET /v1/overdue?cursor=1 = %s, want the cursor blamed", w.Body)
	}
}

func TestAnEditorAnswersForItsDivisionOnly(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Loopback = false })
	bearer := map[string]string{}
	for _, adcode := range []string{"320102", "110101"} {
		secret, key := access.Mint("test", stations.RoleEditor, adcode, time.Now())
		if err := r.store.CreateKey(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		bearer[adcode] = "Authorization: Bearer " + secret
	}
	s := r.list[0]
	if w := r.tell("203.0.113.7:1", wastedAt(s)); w.Code != http.StatusCreated {
		t.Fatalf("an anonymous report = %d %s, want 201", w.Code, w.Body)
	}
	for _, c := range []struct {
		adcode, method, target, body string
		want                         int
	}{
		{"110101", http.MethodPost, "/v1/reports/1/answer", `{"outcome":"fixed"}`, 403},
		{"110101", http.MethodPost, "/v1/stations/" + string(s.ID) + "/verify", `{"method":"phone"}`, 403},
		{"110101", http.MethodGet, "/v1/reports?area=320102", "", 403},
		{"110101", http.MethodGet, "/v1/overdue?area=320102", "", 403},
		{"320102", http.MethodPost, "/v1/reports/1/answer", `{"outcome":"fixed"}`, 200},
		{"320102", http.MethodPost, "/v1/reports/99/answer", `{"outcome":"fixed"}`, 404},
		{"320102", http.MethodPost, "/v1/stations/" + string(s.ID) + "/verify", `{"method":"phone"}`, 200},
		{"320102", http.MethodGet, "/v1/stats", "", 403},
	} {
		if w := r.ask(c.method, c.target, c.body, bearer[c.adcode]); w.Code != c.want {
			t.Errorf("%s %s of the editor of %s = %d %s, want %d", c.method, c.target, c.adcode, w.Code, w.Body, c.want)
		}
	}
	var none struct{ Reports []told }
	r.decode(r.ask(http.MethodGet, "/v1/reports?status=all", "", bearer["110101"]), &none)
	if len(none.Reports) != 0 {
		t.Errorf("an editor of another division sees %+v", none.Reports)
	}
}

func TestStatsAsJSONAndCSV(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Now = time.Now })
	r.tell("203.0.113.7:1", wastedAt(r.list[0]))
	var got struct {
		By   string
		Rows []struct {
			Period, Area, Kind        string
			Stations                  map[string]int
			Created, Reports, Overdue int
		}
	}
	r.get("/v1/stats?by=day&area=320100&kind=union_station", &got)
	if len(got.Rows) != 1 || got.Rows[0].Stations["open"] != 2 || got.Rows[0].Created != 2 || got.Rows[0].Reports != 1 || got.Rows[0].Period != stations.DayOf(time.Now()) {
		t.Errorf("GET /v1/stats = %+v, want one row: two open, two created, one report", got)
	}
	w := r.ask(http.MethodGet, "/v1/stats?by=week&f=csv", "")
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	const head = "period,area,kind,stations_planned,stations_building,stations_trial,stations_open,stations_suspended,stations_closed,stations_merged,verified,overdue,created,closed,removed,maybe_closed,reports,answered"
	if w.Code != http.StatusOK || len(lines) != 3 || lines[0] != head || !strings.HasSuffix(lines[1], ",320102,driver_home,0,0,0,1,0,0,0,0,0,1,0,0,0,0,0") {
		t.Errorf("GET /v1/stats?f=csv = %d\n%s", w.Code, w.Body)
	}
	for target, want := range map[string]string{
		"/v1/stats?by=year": "by", "/v1/stats?level=planet": "level", "/v1/stats?from=tomorrow": "from", "/v1/stats?area=32": "area",
		"/v1/stats?by=day&from=2020-01-01": "from", "/v1/stats?until=2020-13-01": "until", "/v1/stats?until=2020-01-01&from=2020-01-02": "until",
	} {
		if got := r.fields(r.ask(http.MethodGet, target, "")); got != want {
			t.Errorf("GET %s blames %q, want %q", target, got, want)
		}
	}
}
