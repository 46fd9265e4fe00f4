package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/twpayne/go-polyline"

	"yizhan/geo/datum"
	"yizhan/stations/api"
)

// alongAnswer is what the tests read of an answer.
type alongAnswer struct {
	Datum string
	Route struct {
		LengthM   float64 `json:"length_m"`
		DurationS float64 `json:"duration_s"`
		ByRoad    bool    `json:"by_road"`
		Profile   string
	}
	Stations []struct {
		ID, Name, Side, Open string
		AtM                  float64  `json:"at_m"`
		DetourM              *float64 `json:"detour_m"`
		ByRoad               bool     `json:"by_road"`
		Arrival              string
		Lon, Lat             float64
		Navigate             map[string]string
	}
	Total     int
	Unchecked []string
	Plan      *struct {
		Rule     string
		Feasible bool
		Stops    []struct {
			Name      string
			StretchS  float64 `json:"stretch_s"`
			Arrival   time.Time
			Departure time.Time
		}
		LongestS *float64 `json:"longest_stretch_s"`
		Problem  *struct {
			Code, Text string
			From, To   *struct{ Name string }
		}
	}
}

// past draws the way past the stations of the rig, along D and E, in a datum.
func past(r *rig, d datum.Datum) [][]float64 {
	var line [][]float64
	for _, p := range []orb.Point{r.net.At('D'), r.net.At('E')} {
		c := datum.Out(p, d)
		line = append(line, []float64{c.Lon, c.Lat})
	}
	return line
}

// along posts a question about a route, with more fields.
func (r *rig) along(route any, more string) alongAnswer {
	r.t.Helper()
	text, err := json.Marshal(route)
	if err != nil {
		r.t.Fatal(err)
	}
	var a alongAnswer
	r.decode(r.ask(http.MethodPost, "/v1/along", fmt.Sprintf(`{"route":%s%s}`, text, more)), &a)
	return a
}

func TestAlongReadsEveryFormOfARoute(t *testing.T) {
	r := newRig(t, nil)
	wgs, gcj := past(r, datum.WGS84), past(r, datum.GCJ02)
	var amap []string
	var latFirst [][]float64
	for i := range gcj {
		amap = append(amap, fmt.Sprintf("%.6f,%.6f", gcj[i][0], gcj[i][1]))
		latFirst = append(latFirst, []float64{wgs[i][1], wgs[i][0]})
	}
	for _, c := range []struct {
		sentence string
		route    any
		more     string
		datum    datum.Datum
	}{
		{"a LineString", map[string]any{"type": "LineString", "coordinates": wgs}, "", datum.WGS84},
		{"a LineString with heights", map[string]any{"type": "LineString", "coordinates": [][]float64{append(wgs[0], 12), append(wgs[1], 13)}}, "", datum.WGS84},
		{"an encoded polyline", string(polyline.EncodeCoords(latFirst)), "", datum.WGS84},
		{"pairs as AMap gives them", strings.Join(amap, ";"), `,"datum":"gcj02"`, datum.GCJ02},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			a := r.along(c.route, c.more)
			if len(a.Stations) < 2 || a.Datum != c.datum.String() {
				t.Fatalf("%d stations in %q, want two in %v", len(a.Stations), a.Datum, c.datum)
			}
			// 乙站 lies 15 m south of E, where the way to the east ends.
			last := a.Stations[len(a.Stations)-1]
			want := datum.Out(r.list[1].Position.Point, c.datum)
			if last.Name != "乙站" || last.Side != "on" && last.Side != "right" || a.Route.LengthM-last.AtM > 2 || !last.ByRoad || last.DetourM == nil {
				t.Errorf("the last station is %+v at the end of %v m, want 乙站 there", last, a.Route.LengthM)
			}
			if fmt.Sprintf("%.6f %.6f", last.Lon, last.Lat) != fmt.Sprintf("%.6f %.6f", want.Lon, want.Lat) || !strings.Contains(last.Navigate["amap"], "mode=car") {
				t.Errorf("the last station is shown at %v, %v with %v, want %+v", last.Lon, last.Lat, last.Navigate["amap"], want)
			}
			if !a.Route.ByRoad || a.Plan == nil || !a.Plan.Feasible || len(a.Plan.Stops) != 0 {
				t.Errorf("the route is by road: %v, the plan %+v, want by road and a plan without stops", a.Route.ByRoad, a.Plan)
			}
		})
	}
}

func TestAlongAsFeatures(t *testing.T) {
	r := newRig(t, nil)
	route, err := json.Marshal(map[string]any{"type": "LineString", "coordinates": past(r, datum.GCJ02)})
	if err != nil {
		t.Fatal(err)
	}
	question := fmt.Sprintf(`{"route":%s,"datum":"gcj02"`, route)
	var want alongAnswer
	r.decode(r.ask(http.MethodPost, "/v1/along", question+"}"), &want)
	for _, w := range []*httptest.ResponseRecorder{
		r.ask(http.MethodPost, "/v1/along", question+"}", "Accept: application/geo+json"),
		r.ask(http.MethodPost, "/v1/along", question+`,"f":"geojson"}`),
	} {
		got, err := geojson.UnmarshalFeatureCollection(w.Body.Bytes())
		if err != nil || w.Header().Get("Content-Type") != api.MediaGeoJSON || len(got.Features) != len(want.Stations) {
			t.Fatalf("along = %d in %s: %v, want %d features", w.Code, w.Header().Get("Content-Type"), err, len(want.Stations))
		}
		for i, s := range want.Stations {
			f := got.Features[i]
			if f.Point() != (orb.Point{s.Lon, s.Lat}) || f.Properties["name"] != s.Name || f.Properties["at_m"] != s.AtM {
				t.Errorf("feature %d = %v with %v at %v m, want %+v", i, f.Point(), f.Properties["name"], f.Properties["at_m"], s)
			}
		}
		if got.ExtraMembers["datum"] != "gcj02" || got.ExtraMembers["plan"] == nil || got.ExtraMembers["route"] == nil {
			t.Errorf("beside the features stand %v, want datum, route and plan", got.ExtraMembers)
		}
	}
}

func TestAlongPlansTheRests(t *testing.T) {
	r := newRig(t, nil)
	route := map[string]any{"type": "LineString", "coordinates": past(r, datum.WGS84)}
	c := r.net.At('C')
	further := map[string]any{"type": "LineString", "coordinates": append(past(r, datum.WGS84), []float64{c.Lon(), c.Lat()})}
	a := r.along(further, `,"duration_s":16000,"departure":"2026-11-20T08:00:00+08:00","vehicle":{"weight_t":31}`)
	if !a.Plan.Feasible || len(a.Plan.Stops) != 1 || a.Plan.Stops[0].Name != "乙站" || len(a.Unchecked) != 1 || !strings.Contains(a.Plan.Rule, "第六十二条") {
		t.Fatalf("the plan is %+v with %v unchecked, want a rest at 乙站, by the law, and the weight unchecked", a.Plan, a.Unchecked)
	}
	if stop := a.Plan.Stops[0]; stop.StretchS > 4*3600 || stop.Departure.Sub(stop.Arrival) != 20*time.Minute {
		t.Errorf("the rest is %+v, want 20 minutes within four hours", stop)
	}
	a = r.along(route, `,"drive":{"driven_minutes":200},"duration_s":4800,"departure":"2026-11-20T11:00:00+08:00"`)
	if a.Plan.Feasible || a.Plan.Problem == nil || a.Plan.Problem.Code != "too_far" || a.Plan.Problem.From != nil || !strings.Contains(a.Plan.Problem.Text, "4小时40分：请先在出发地停车休息") {
		t.Errorf("the plan of who has driven 200 minutes and 80 more to go = %+v, want a problem from the departure", a.Plan)
	}
	a = r.along(route, `,"mode":"ride"`)
	if a.Plan != nil {
		t.Errorf("the plan of a rider = %+v, want none", a.Plan)
	}
}

func TestAlongNamesWhatIsWrong(t *testing.T) {
	r := newRig(t, nil)
	const route = `"route":"118.8,32.06;118.81,32.06"`
	for _, c := range []struct{ sentence, body, field string }{
		{"no route", `{}`, "route"},
		{"a route of one point", `{"route":"118.8,32.06"}`, "route"},
		{"a point instead of a line", `{"route":{"type":"Point","coordinates":[118.8,32.06]}}`, "route"},
		{"latitude first", `{"route":"32.06,118.8;32.06,118.81"}`, "route"},
		{"a polyline that breaks off", `{"route":"_p~iF~ps|U_"}`, "route"},
		{"a way round the Earth", `{"route":"0,0;120,0;-120,0"}`, "route"},
		{"too wide a corridor", `{` + route + `,"corridor_m":20001}`, "corridor_m"},
		{"an unknown field", `{` + route + `,"corridor":2}`, "corridor"},
		{"an unknown field of the vehicle", `{` + route + `,"vehicle":{"width_m":2}}`, "vehicle.width_m"},
		{"a height that is no number", `{` + route + `,"vehicle":{"height_m":"4"}}`, "vehicle.height_m"},
		{"a vehicle that is no object", `{` + route + `,"vehicle":4}`, "vehicle"},
		{"more than four hours", `{` + route + `,"drive":{"max_hours":4.5}}`, "drive.max_hours"},
		{"less than twenty minutes", `{` + route + `,"drive":{"rest_minutes":15}}`, "drive.rest_minutes"},
		{"a plan for a walker", `{` + route + `,"mode":"walk","drive":{}}`, "drive"},
		{"no moment", `{` + route + `,"departure":"tomorrow"}`, "departure"},
		{"no datum", `{` + route + `,"datum":"gcj"}`, "datum"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			w := r.ask(http.MethodPost, "/v1/along", c.body)
			var p struct {
				Errors []struct{ Field, Problem string }
			}
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusBadRequest {
				t.Fatalf("POST %s = %v %s, want 400", c.body, w.Code, w.Body)
			}
			if len(p.Errors) != 1 || p.Errors[0].Field != c.field {
				t.Errorf("POST %s names %+v, want %s alone", c.body, p.Errors, c.field)
			}
			if strings.Contains(w.Body.String(), "118.8") || strings.Contains(r.log.String(), "118.8") {
				t.Errorf("the problem or the log tells where the way is: %s", w.Body)
			}
		})
	}
}

func TestAlongIsForEverybodyAndKeptByNobody(t *testing.T) {
	r := newRig(t, nil)
	i := slices.IndexFunc(r.api.Routes(), func(route api.Route) bool { return route.Path == "/v1/along" })
	if i < 0 || r.api.Routes()[i].Needs != api.Anonymous {
		t.Errorf("/v1/along is not for everybody")
	}
	w := r.ask(http.MethodPost, "/v1/along", `{"route":"118.8,32.06;118.81,32.06"}`)
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control = %q, want no-store", w.Header().Get("Cache-Control"))
	}
}

// Whatever a route holds, the answer is JSON, and no fault of ours.
func FuzzAlongBody(f *testing.F) {
	r := newRig(f, nil)
	for _, seed := range []string{
		`{"route":"118.8,32.06;118.81,32.06","corridor_m":300}`, `{"route":"_p~iF~ps|U_ulLnnqC"}`, `{"route":{"type":"LineString","coordinates":[[118.8,32.06],[118.81,32.06]]}}`,
		`{"route":{"type":"LineString","coordinates":[[1e300,0],[0]]}}`, `{"route":"118.8,32.06;118.8,32.06"}`, `{"route":"NaN,0;0,Inf"}`,
		`{"route":"118.8,32.06;119,33","drive":{"driven_minutes":1e300,"max_hours":1e-300}}`, `{"route":"179,0;-179,0","vehicle":null}`, `{"route":null}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := r.ask(http.MethodPost, "/v1/along", body, "Content-Type: application/json")
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("POST %q = %v %s, want valid JSON and no failure", body, w.Code, w.Body)
		}
	})
}
