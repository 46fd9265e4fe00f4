package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paulmach/orb/geojson"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

func TestAccessibility(t *testing.T) {
	r := newRig(t, nil)
	at := datum.Out(r.net.At('B'), datum.GCJ02)
	area := fmt.Sprintf(`"datum":"gcj02","area":[%f,%f,%f,%f]`, at.Lon-0.02, at.Lat-0.02, at.Lon+0.02, at.Lat+0.02)
	var got struct {
		ID, Datum, Profile string
		Measures           []string
		Cells              struct{ Total int }
		Total              struct {
			Demand   float64
			Stations struct{ Mean, Gini *float64 }
			TwoStep  *plan.Equity `json:"2sfca"`
			Kth      *plan.Spread
		}
	}
	r.decode(r.ask(http.MethodPost, "/v1/accessibility", `{"minutes":9,"measures":["opportunities","2sfca"],`+area+`}`), &got)
	if got.Datum != "gcj02" || got.Profile != "walk-15@2" || got.Total.Demand == 0 || got.Total.Kth != nil {
		t.Errorf("accessibility = %+v, want demand in gcj02 and no times", got)
	}
	if mean := got.Total.Stations.Mean; mean == nil || *mean <= 0 || got.Total.TwoStep == nil || got.Total.TwoStep.Gini == nil {
		t.Errorf("accessibility = %+v, want stations and their sharing", got)
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"f":      r.ask(http.MethodPost, "/v1/accessibility", `{"minutes":9,"f":"geojson",`+area+`}`),
		"Accept": r.ask(http.MethodPost, "/v1/accessibility", `{"minutes":9,`+area+`}`, "Accept: application/geo+json"),
	} {
		cells, err := geojson.UnmarshalFeatureCollection(w.Body.Bytes())
		if err != nil || len(cells.Features) != got.Cells.Total || cells.Features[0].Properties["e2sfca"] == nil {
			t.Errorf("cells by %s = %v, %v, want %d with all measures", name, w.Code, err, got.Cells.Total)
		}
	}
	w := r.ask(http.MethodPost, "/v1/accessibility", `{"f":"csv",`+area+`}`)
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "h3,demand,stations") || strings.Count(w.Body.String(), "\n") != got.Cells.Total+1 {
		t.Errorf("cells as CSV = %v %.100s, want %d rows", w.Code, w.Body, got.Cells.Total)
	}
	for body, want := range map[string]string{
		`{"measures":["gravity"]}`:       "measures",
		`{"capacity":"big"}`:             "capacity",
		`{"f":"pdf"}`:                    "f",
		`{"datum":""}`:                   "datum",
		`{"area":"1,2,3"}`:               "area",
		`{"verified_within_days":90}`:    "verified_within_days",
		`{"colour":1}`:                   "colour",
		`{"minutes":9,"mode":"fly"}`:     "mode",
		`{"layer":"parcels and people"}`: "layer",
	} {
		if w := r.ask(http.MethodPost, "/v1/accessibility", body); w.Code != 400 || r.fields(w) != want {
			t.Errorf("POST %s = %v and blames %q, want 400 and %q", body, w.Code, r.fields(w), want)
		}
	}
}
