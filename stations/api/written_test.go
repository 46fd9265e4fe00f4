package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/client"
)

// holds says how an answer differs from what its type makes of it again: the
// type was made from the document, and the answer was not made from the type.
func holds[T any](answer []byte) string {
	var typed T
	strict := json.NewDecoder(bytes.NewReader(answer))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&typed); err != nil {
		return err.Error()
	}
	again, err := json.Marshal(typed)
	if err != nil {
		return err.Error()
	}
	var want, got any
	if err := json.Unmarshal(answer, &want); err != nil {
		return err.Error()
	}
	if err := json.Unmarshal(again, &got); err != nil {
		return err.Error()
	}
	return cmp.Diff(want, got)
}

// What the server writes member by member, and what is a document of the
// command line too, is no less bound to the document than what is written from
// a generated type (ADR 029).
func TestAnswersWrittenByHandAreOfTheDocumentsTypes(t *testing.T) {
	r := newRig(t, nil)
	here := datum.Out(roadstest.Shift(r.net.At('B'), 3, 20), datum.WGS84)
	near := fmt.Sprintf("lon=%f&lat=%f", here.Lon, here.Lat)
	whole := r.whole()
	revision, err := r.store.Apply(t.Context(), []stations.Write{{Station: whole}})
	if err != nil {
		t.Fatal(err)
	}
	r.settle(revision)
	id := string(whole.ID)
	route, err := json.Marshal(past(r, datum.WGS84))
	if err != nil {
		t.Fatal(err)
	}
	way := fmt.Sprintf(`{"route":{"type":"LineString","coordinates":%s},"vehicle":{"weight_t":5,"height_m":3}}`, route)
	var run struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":2,"res":10}`), &run)
	for _, c := range []struct {
		name, target, body string
		holds              func([]byte) string
	}{
		{"nearby", "/v1/nearby?accuracy_m=5&" + near, "", holds[client.NearbyAnswer]},
		{"nearby, whole records, by road", "/v1/nearby?view=full&by=time&" + near, "", holds[client.NearbyAnswer]},
		{"nearby that finds none", "/v1/nearby?radius_m=1&kind=health_station&" + near, "", holds[client.NearbyAnswer]},
		{"nearby as features", "/v1/nearby?f=geojson&" + near, "", holds[client.NearbyFeatures]},
		{"beside a way", "/v1/along", way, holds[client.AlongAnswer]},
		{"a list", "/v1/stations?view=full", "", holds[client.StationList]},
		{"a record", "/v1/stations/" + id, "", holds[client.StationRecord]},
		{"a record, to those who keep it", "/v1/stations/" + id + "?view=internal", "", holds[client.StationRecord]},
		{"a record to edit", "/v1/stations/" + id + "?view=edit", "", holds[client.Edit]},
		{"a history", "/v1/stations/" + id + "/history", "", holds[client.History]},
		{"changes", "/v1/changes", "", holds[client.Changes]},
		{"overdue", "/v1/overdue", "", holds[client.Overdue]},
		{"areas", "/v1/areas", "", holds[client.FeatureCollection]},
		{"a circle", "/v1/circle?minutes=2&" + near, "", holds[client.Circles]},
		{"the feeds", "/feeds/gbfs.json", "", holds[client.Feeds]},
		{"information", "/feeds/station_information.json", "", holds[client.Information]},
		{"status", "/feeds/station_status.json", "", holds[client.Status]},
		{"a page of features", "/ogc/collections/stations/items", "", holds[client.FeaturePage]},
		{"a coverage", "/v1/coverage", `{"minutes":2,"res":10,"verified_within_days":30}`, holds[client.Coverage]},
		{"cells", "/v1/coverage/" + run.ID + "/cells", "", holds[client.FeatureCollection]},
		{"a day's hours", "/v1/coverage/atlas", `{"minutes":2,"res":10}`, holds[client.Atlas]},
		{"a comparison", "/v1/coverage/" + run.ID + "/compare?with=" + run.ID, "", holds[client.Comparison]},
		{"a what-if", "/v1/whatif", `{"base":"` + run.ID + `","remove":["` + id + `"],"include":["cells","gaps"]}`, holds[client.WhatIf]},
		{"next sites", "/v1/siting", nextSites, holds[client.Siting]},
		{"accessibility", "/v1/accessibility", `{"minutes":2,"res":10}`, holds[client.Accessibility]},
	} {
		method := http.MethodGet
		if c.body != "" {
			method = http.MethodPost
		}
		w := r.ask(method, c.target, c.body)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %s %s = %d %s", c.name, method, c.target, w.Code, w.Body)
			continue
		}
		if diff := c.holds(w.Body.Bytes()); diff != "" {
			t.Errorf("%s: %s %s is not of its type (-answer +type):\n%s", c.name, method, c.target, diff)
		}
	}
}

func TestHoldsTellsEachDifferenceFromAType(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		fits   bool
	}{
		"all that is required":                {`{"reviews":[],"next":null}`, true},
		"a member that is not told of":        {`{"reviews":[],"next":null,"total":1}`, false},
		"a required member that is not there": {`{"reviews":[]}`, false},
		"null for a list":                     {`{"reviews":null,"next":null}`, true},
		"another type":                        {`{"reviews":[],"next":7}`, false},
		"null where it is left out":           {`{"reviews":[{"id":"a","kind":"conflict","station":"b","at":"2026-11-22T08:00:00Z","field":null}],"next":null}`, false},
	} {
		if diff := holds[client.Reviews]([]byte(c.answer)); (diff == "") != c.fits {
			t.Errorf("%s: holds(%s) = %q, fits: %v", name, c.answer, diff, c.fits)
		}
	}
}
