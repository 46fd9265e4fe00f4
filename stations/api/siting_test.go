package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/exchange"
	"yizhan/stations/sites"
)

// siting is what tests read of an answer.
type siting struct {
	ID, Datum, Base string
	Sites           []struct {
		Rank            int
		Lon, Lat        float64
		Name, Source    string
		Adcode          string
		Gain            float64
		CumulativeShare float64 `json:"cumulative_share"`
	}
	Covered, Bound float64
	Optimal        bool
	GapPercent     float64 `json:"gap_percent"`
	Demand         struct{ From, To struct{ Covered float64 } }
	Areas          []struct{ Before, After float64 }
}

const nextSites = `{"base":{"minutes":2,"res":10},"p":2,"datum":"gcj02"}`

func TestTheNextSites(t *testing.T) {
	r := newRig(t, nil)
	var a siting
	r.decode(r.ask(http.MethodPost, "/v1/siting", nextSites), &a)
	if len(a.Sites) != 2 || a.Datum != "gcj02" || !a.Optimal || a.Bound != a.Covered || a.GapPercent != 0 {
		t.Fatalf("siting = %+v, want two proven sites", a)
	}
	if s := a.Sites[0]; s.Rank != 1 || s.Source != "gap" || s.Adcode != "320102" || s.Gain < a.Sites[1].Gain || s.CumulativeShare > a.Sites[1].CumulativeShare {
		t.Errorf("sites = %+v, want the greater gain first", a.Sites)
	}
	// A what-if with the sites, in the same datum, says the same.
	var add []string
	for _, s := range a.Sites {
		add = append(add, fmt.Sprintf(`{"lon":%.7f,"lat":%.7f}`, s.Lon, s.Lat))
	}
	e := r.whatIf(fmt.Sprintf(`{"base":%q,"datum":"gcj02","add":[%s]}`, a.Base, strings.Join(add, ",")))
	if e.Demand.To.Covered != a.Covered || a.Areas[0].After != a.Covered || a.Demand.To.Covered != a.Covered {
		t.Errorf("what-if covers %v, the answer says %v", e.Demand.To.Covered, a.Covered)
	}
	var again siting
	r.get("/v1/siting/"+a.ID, &again)
	if again.ID != a.ID || again.Covered != a.Covered || len(again.Sites) != 2 || again.Sites[0] != a.Sites[0] {
		t.Errorf("again = %+v, want the same", again)
	}
	table := r.ask(http.MethodGet, "/v1/siting/"+a.ID+"?f=csv&datum=wgs84", "")
	if lines := strings.Split(strings.TrimSpace(table.Body.String()), "\n"); table.Code != 200 || len(lines) != 3 || !strings.HasPrefix(lines[1], "1,118.8") {
		t.Errorf("csv = %d %s, want a header and two rows", table.Code, table.Body)
	}
	var file struct {
		Datum    string
		Features []struct {
			Geometry   struct{ Coordinates []float64 }
			Properties struct{ Rank int }
		}
	}
	r.decode(r.ask(http.MethodGet, "/v1/siting/"+a.ID, "", "Accept: "+api.MediaGeoJSON), &file)
	if file.Datum != "gcj02" || len(file.Features) != 2 || file.Features[1].Properties.Rank != 2 || file.Features[0].Geometry.Coordinates[0] != a.Sites[0].Lon {
		t.Errorf("geojson = %+v, want the two sites in the question's datum", file)
	}
}

func TestHostsAreCandidates(t *testing.T) {
	r := newRig(t, nil)
	at := r.net.At('D')
	var a siting
	r.decode(r.ask(http.MethodPost, "/v1/siting", fmt.Sprintf(
		`{"base":{"minutes":2,"res":10},"p":5,"candidates":[{"lon":%.7f,"lat":%.7f,"name":"丁银行"},{"lon":1,"lat":1,"name":"海上"}]}`, at[0], at[1])), &a)
	if len(a.Sites) != 1 || a.Sites[0].Name != "丁银行" || a.Sites[0].Source != "host" || a.Sites[0].Gain == 0 {
		t.Errorf("siting = %+v, want the bank at D and nothing at sea", a)
	}
}

func TestAFileOfHostsBecomesCandidates(t *testing.T) {
	r := newRig(t, nil)
	at := datum.Out(r.net.At('D'), datum.GCJ02)
	file := fmt.Sprintf("名称,所属单位,经度,纬度,成本,营业时间\n丁银行,示例银行,%.7f,%.7f,3.5,周一至周五9:00—17:00\n免费,,118.8,32.06,0,\n", at.Lon, at.Lat)
	w := r.send(http.MethodPost, "/v1/siting/hosts?datum=gcj02", "text/csv", "", []byte(file))
	var got struct {
		Datum          string
		Read, Rejected int
		Candidates     json.RawMessage
		Problems       []exchange.Problem
	}
	r.decode(w, &got)
	wantProblems := []exchange.Problem{{Row: 3, Field: "cost", Value: "0", Problem: "is not a number above 0"}}
	if diff := cmp.Diff(wantProblems, got.Problems); got.Datum != "wgs84" || got.Read != 2 || got.Rejected != 1 || diff != "" {
		t.Fatalf("hosts = %s, want two rows read, one rejected (-want +got):\n%s", w.Body, diff)
	}
	var a siting // as they stand, they are a question
	r.decode(r.ask(http.MethodPost, "/v1/siting", fmt.Sprintf(`{"base":{"minutes":2,"res":10},"p":5,"candidates":%s}`, got.Candidates)), &a)
	if len(a.Sites) != 1 || a.Sites[0].Name != "丁银行" || math.Abs(a.Sites[0].Lon-r.net.At('D').Lon()) > 2e-7 {
		t.Errorf("siting = %+v, want the bank at D", a)
	}
}

func TestAFileOfHostsIsRefused(t *testing.T) {
	r := newRig(t, nil)
	many := "lon,lat\n" + strings.Repeat("118.8,32.06\n", sites.MaxHosts+1)
	for name, c := range map[string]struct {
		options, file, field string
		status               int
	}{
		"without its datum":          {"", "lon,lat\n118.8,32.06\n", "datum", 400},
		"in an unknown datum":        {"?datum=mars", "lon,lat\n118.8,32.06\n", "datum", 400},
		"without places":             {"?datum=wgs84", "name\n甲\n", "lon,lat", 400},
		"with more places than fit":  {"?datum=wgs84", many, "file", 400},
		"of more bytes than allowed": {"?datum=wgs84", strings.Repeat(" ", api.MaxHostFile+1), "file", 413},
		"with an unknown option":     {"?datum=wgs84&source=a", "lon,lat\n118.8,32.06\n", "source", 400},
	} {
		w := r.send(http.MethodPost, "/v1/siting/hosts"+c.options, "text/csv", "", []byte(c.file))
		if got := r.fields(w); w.Code != c.status || got != c.field {
			t.Errorf("a file %s = %d and blames %q, want %d and %q", name, w.Code, got, c.status, c.field)
		}
	}
}

func TestASearchTellsHowItGoes(t *testing.T) {
	r := newRig(t, nil)
	w := r.ask(http.MethodPost, "/v1/siting", nextSites, "Accept: text/event-stream")
	if got := w.Header().Get("Content-Type"); w.Code != 200 || got != "text/event-stream" {
		t.Fatalf("status = %d, type %q, want a stream: %s", w.Code, got, w.Body)
	}
	var names []string
	var last string
	for lines := bufio.NewScanner(w.Body); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			names = append(names, name)
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			last = data
		}
	}
	if len(names) < 1 || names[len(names)-1] != "answer" {
		t.Errorf("events = %v, want the answer at the end", names)
	}
	var a siting
	if err := json.Unmarshal([]byte(last), &a); err != nil || len(a.Sites) != 2 || !a.Optimal {
		t.Errorf("answer = %s, %v, want two sites", last, err)
	}
	for body, want := range map[string]string{`{"p":0}`: "p", `{"p":1,"base":{"area":"999999"}}`: "base.area"} {
		bad := r.ask(http.MethodPost, "/v1/siting", body, "Accept: text/event-stream")
		if got := r.fields(bad); bad.Code != 400 || !strings.HasSuffix(want, got) {
			t.Errorf("POST %s = %d and blames %q, want 400 and %q", body, bad.Code, got, want)
		}
	}
}

func TestSitingNamesTheFieldThatIsWrong(t *testing.T) {
	r := newRig(t, nil)
	for body, want := range map[string]string{
		`{}`:                                         "p",
		`{"p":201}`:                                  "p",
		`{"p":1.5}`:                                  "p",
		`{"p":1,"q":2}`:                              "q",
		`{"p":1,"seconds":0}`:                        "seconds",
		`{"p":1,"seconds":61}`:                       "seconds",
		`{"p":1,"gap_points":0}`:                     "gap_points",
		`{"p":1,"gap_points":-1}`:                    "gap_points",
		`{"p":1,"spacing_m":-1}`:                     "spacing_m",
		`{"p":1,"datum":"mars"}`:                     "datum",
		`{"p":1,"base":{"minutes":0}}`:               "base.minutes",
		`{"p":1,"base":""}`:                          "base",
		`{"p":1,"candidates":{}}`:                    "candidates",
		`{"p":1,"candidates":[5]}`:                   "candidates[0]",
		`{"p":1,"candidates":[{"lat":1}]}`:           "candidates[0].lon",
		`{"p":1,"candidates":[{"lon":1}]}`:           "candidates[0].lat",
		`{"p":1,"candidates":[{"lon":181,"lat":1}]}`: "candidates[0].lon",
		`{"p":1,"candidates":[{"lon":1,"lat":1,"colour":"red"}]}`:      "candidates[0].colour",
		`{"p":1,"candidates":[{"lon":1,"lat":1,"hours":"sometimes"}]}`: "candidates[0].hours",
		`{"p":1,"candidates":[{"lon":1,"lat":1}]}`:                     "candidates", // none is any use
	} {
		if w := r.ask(http.MethodPost, "/v1/siting", body); w.Code != 400 || r.fields(w) != want {
			t.Errorf("POST %s = %v and blames %q, want 400 and %q", body, w.Code, r.fields(w), want)
		}
	}
	for _, target := range []string{"/v1/siting/0123456789abcdef", "/v1/siting/nonsense"} {
		if w := r.ask(http.MethodGet, target, ""); w.Code != 404 {
			t.Errorf("GET %s = %v, want 404", target, w.Code)
		}
	}
	if w := r.ask(http.MethodPost, "/v1/siting", `{"p":1,"base":"0123456789abcdef"}`); w.Code != 404 {
		t.Errorf("an unknown base = %v, want 404", w.Code)
	}
}

// A server on a socket, and a client that takes compressed answers, as
// browsers do: each event comes when it is sent.
func TestEventsComeOneByOneAndLeavingEndsTheSearch(t *testing.T) {
	r := newRig(t, nil)
	var people []stations.Demand
	for i := range 3000 {
		people = append(people, stations.Demand{Point: roadstest.Shift(r.net.At('A'), float64(i%60)*12, -float64(i/60)*12), Weight: 1 + float64(i%7)})
	}
	if _, err := r.store.PutDemand(t.Context(), stations.DefaultLayer, people); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(r.api)
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	body := `{"base":{"minutes":2,"res":11,"k":3},"p":40,"spacing_m":25,"seconds":60}`
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/v1/siting", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	answer, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines, seen := bufio.NewScanner(answer.Body), map[string]int{}
	for lines.Scan() && seen["search"] < 2 {
		var p struct {
			Phase string
			Bound float64
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &p) == nil {
			seen[p.Phase]++
		}
	}
	if seen["search"] == 0 {
		t.Fatalf("events = %v, want how the search goes before it ends", seen)
	}
	leave()
	closed := make(chan struct{})
	go func() { server.Close(); close(closed) }() // waits for requests under way
	select {
	case <-closed:
	case <-time.After(20 * time.Second):
		t.Error("the search goes on, although nobody waits for it")
	}
}
