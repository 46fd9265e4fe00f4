package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
)

// effect is what tests read of an answer.
type effect struct {
	Datum, Base, Profile string
	Stations             struct{ From, To int }
	Cells                struct{ Gained, Lost, Changed int }
	Demand               struct {
		From, To     struct{ Covered float64 }
		Gained, Lost float64
	}
	Areas []struct{ Adcode string }
	Gaps  struct {
		To                      int
		Closed, Opened, Changed []string
	}
	NoEffect []struct{ Edit, Reason string } `json:"no_effect"`
	List     []struct {
		H3       string
		From, To struct {
			Station *string
			TimeMS  *int `json:"time_ms"`
			Covered bool
		}
	} `json:"changed_cells"`
	Outlines *struct {
		Features []struct{ Properties struct{ ID string } }
	} `json:"gap_outlines"`
}

func (r *rig) whatIf(body string) effect {
	r.t.Helper()
	var e effect
	w := r.ask(http.MethodPost, "/v1/whatif", body)
	if w.Code != 200 {
		r.t.Fatalf("POST %s = %v %s", body, w.Code, w.Body)
	}
	r.decode(w, &e)
	return e
}

func TestWhatIfAStationComesGoesAndMoves(t *testing.T) {
	r := newRig(t, nil)
	var base struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":2,"res":10}`), &base)
	for _, name := range []string{"wgs84", "gcj02", "bd09"} {
		d, err := datum.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		at := datum.Out(roadstest.Shift(r.net.At('D'), 5, 5), d)
		add := r.whatIf(fmt.Sprintf(`{"base":%q,"datum":%q,"add":[{"lon":%.7f,"lat":%.7f}],"include":"cells"}`, base.ID, name, at.Lon, at.Lat))
		if add.Base != base.ID || add.Datum != name || add.Stations.To != add.Stations.From+1 || add.Cells.Gained == 0 || add.Cells.Lost != 0 {
			t.Errorf("%s: a station at D = %+v, want cells gained", name, add)
		}
		if add.Demand.Gained != add.Demand.To.Covered-add.Demand.From.Covered || len(add.List) != add.Cells.Changed {
			t.Errorf("%s: gained %v of demand in %d listed cells, want the difference and all %d", name, add.Demand.Gained, len(add.List), add.Cells.Changed)
		}
		if s := add.List[0].To.Station; s == nil || *s != "add[0]" {
			t.Errorf("%s: changed cell %+v, want one that is served by add[0]", name, add.List[0])
		}
	}
	gone := r.whatIf(fmt.Sprintf(`{"base":%q,"remove":[%q]}`, base.ID, r.list[0].ID))
	if gone.Cells.Lost == 0 || gone.Cells.Gained != 0 || len(gone.Areas) != 1 || gone.List != nil || len(gone.Gaps.Changed)+len(gone.Gaps.Opened) == 0 {
		t.Errorf("without the station at B = %+v, want cells lost in 320102, a gap there, and none listed", gone)
	}
	drawn := r.whatIf(fmt.Sprintf(`{"base":%q,"remove":[%q],"include":["gaps","cells"]}`, base.ID, r.list[0].ID))
	if drawn.Outlines == nil || len(drawn.Outlines.Features) != drawn.Gaps.To || len(drawn.List) == 0 {
		t.Errorf("outlines with include=gaps, cells = %+v, want one for each of %d gaps, and the cells", drawn.Outlines, drawn.Gaps.To)
	}
	to := r.net.At('D')
	moved := r.whatIf(fmt.Sprintf(`{"base":{"minutes":2,"res":10},"move":[{"id":%q,"lon":%.7f,"lat":%.7f}]}`, r.list[0].ID, to[0], to[1]))
	if moved.Base != base.ID || moved.Stations.From != moved.Stations.To || moved.Cells.Lost == 0 || moved.Cells.Gained == 0 {
		t.Errorf("the station of B at D = %+v, want the same base, cells gained and lost", moved)
	}
	if none := r.whatIf(`{"base":"` + base.ID + `"}`); none.Cells.Changed != 0 || none.Demand.From != none.Demand.To {
		t.Errorf("no change = %+v, want none", none)
	}
}

func TestWhatIfAStationKeepsOtherHours(t *testing.T) {
	r := newRig(t, nil)
	body := `{"base":{"minutes":2,"res":10,"at":%q},"hours":[{"id":%q,"hours":"Mo-Su 10:00-11:00"}]}`
	closed := r.whatIf(fmt.Sprintf(body, "2026-11-20T12:00", r.list[0].ID))
	if closed.Stations.To != closed.Stations.From-1 || closed.Cells.Lost == 0 || len(closed.NoEffect) != 0 {
		t.Errorf("closed at noon = %+v, want a station less and cells lost", closed)
	}
	for at, want := range map[string]string{"": "no_moment", "2026-11-20T10:30": "unchanged"} {
		got := r.whatIf(fmt.Sprintf(body, at, r.list[0].ID))
		if got.Cells.Changed != 0 || len(got.NoEffect) != 1 || got.NoEffect[0].Edit != "hours[0]" || got.NoEffect[0].Reason != want {
			t.Errorf("at %q: %+v, want no effect, %s", at, got, want)
		}
	}
	far := r.whatIf(fmt.Sprintf(`{"add":[{"lon":1,"lat":1},{"lon":%[1]v,"lat":%[2]v,"kind":"mobile_station"}]}`, r.net.At('B')[0], r.net.At('B')[1]))
	if len(far.NoEffect) != 2 || far.NoEffect[0].Reason != "off_road" || far.NoEffect[1].Reason != "not_counted" {
		t.Errorf("stations at sea and on wheels: no_effect = %+v, want off_road and not_counted", far.NoEffect)
	}
}

func TestWhatIfNamesTheFieldThatIsWrong(t *testing.T) {
	r := newRig(t, nil)
	id, other := r.list[0].ID, stations.ID("00000000-0000-7000-8000-000000000000")
	many := strings.Repeat(`{"lon":1,"lat":1},`, 200)
	for body, want := range map[string]string{
		`{"add":[{"lon":1,"lat":1},{"lon":1,"lat":2},{"lon":181,"lat":1}]}`: "add[2].lon",
		`{"add":[{"lon":1}]}`:                              "add[0].lat",
		`{"add":[{"lon":"1","lat":2}]}`:                    "add[0].lon",
		`{"add":[{"lon":1,"lat":2,"name":"x"}]}`:           "add[0].name",
		`{"add":[{"lon":1,"lat":2,"kind":"palace"}]}`:      "add[0].kind",
		`{"add":[{"lon":1,"lat":2,"services":["sauna"]}]}`: "add[0].services[0]",
		`{"add":[{"lon":1,"lat":2,"hours":"at times"}]}`:   "add[0].hours",
		`{"add":[5]}`: "add[0]",
		`{"add":5}`:   "add",
		`{"add":[` + many + `{"lon":1,"lat":1}]}`:                                        "add",
		fmt.Sprintf(`{"move":[{"id":%q,"lon":1,"lat":91}]}`, id):                         "move[0].lat",
		fmt.Sprintf(`{"move":[{"id":%q,"lon":1,"lat":1}]}`, other):                       "move[0].id",
		fmt.Sprintf(`{"hours":[{"id":%q,"hours":""}]}`, id):                              "hours[0].hours",
		fmt.Sprintf(`{"remove":[%q,%q]}`, id, other):                                     "remove[1]",
		fmt.Sprintf(`{"remove":[%q,%q]}`, id, id):                                        "remove[1]",
		fmt.Sprintf(`{"remove":[%[1]q],"move":[{"id":%[1]q,"lon":118.8,"lat":32}]}`, id): "move[0].id",
		`{"base":{"minutes":0}}`:                                                         "base.minutes",
		`{"base":{"datum":"gcj02"}}`:                                                     "base.datum",
		`{"base":""}`:                                                                    "base",
		`{"include":"maps"}`:                                                             "include",
		`{"datum":"mars"}`:                                                               "datum",
		`{"swap":[]}`:                                                                    "swap",
	} {
		if w := r.ask(http.MethodPost, "/v1/whatif", body); w.Code != 400 || r.fields(w) != want {
			t.Errorf("POST %.80s = %v and blames %q, want 400 and %q", body, w.Code, r.fields(w), want)
		}
	}
	for _, id := range []string{"0123456789abcdef", "nonsense"} {
		if w := r.ask(http.MethodPost, "/v1/whatif", `{"base":"`+id+`"}`); w.Code != 404 {
			t.Errorf("base %s = %v, want 404", id, w.Code)
		}
	}
}

func TestACoverageComesAsAWorkbook(t *testing.T) {
	r := newRig(t, nil)
	var base struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":2,"res":10}`), &base)
	w := r.ask(http.MethodGet, "/v1/coverage/"+base.ID+"?f=xlsx", "")
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "PK") || !strings.Contains(w.Header().Get("Content-Disposition"), base.ID+".xlsx") {
		t.Errorf("GET f=xlsx = %v with %d bytes named %q, want a workbook", w.Code, w.Body.Len(), w.Header().Get("Content-Disposition"))
	}
}
