package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
)

// places lists the pairs of coordinates in a decoded answer, in the order of
// its members.
func places(value any, name string) []orb.Point {
	var found []orb.Point
	switch v := value.(type) {
	case map[string]any:
		lon, x := v["lon"].(float64)
		lat, y := v["lat"].(float64)
		if x && y {
			found = append(found, orb.Point{lon, lat})
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key != "original" { // as it was stated, in a datum of its own
				found = append(found, places(v[key], key)...)
			}
		}
	case []any:
		first, pair := 0.0, false
		if len(v) >= 2 {
			first, pair = v[0].(float64)
		}
		if pair && slices.Contains([]string{"coordinates", "centre"}, name) {
			second, _ := v[1].(float64)
			return []orb.Point{{first, second}}
		}
		for _, item := range v {
			found = append(found, places(item, name)...)
		}
	}
	return found
}

// asked is a question about places: its address and its body, with coordinates
// in the datum.
type asked func(d datum.Datum) (method, target, body string)

func at(p orb.Point, d datum.Datum) (lon, lat string) {
	c := datum.Out(p, d)
	return fmt.Sprintf("%.7f", c.Lon), fmt.Sprintf("%.7f", c.Lat)
}

// placed are questions to every route that takes a datum and answers in JSON.
func placed(t *testing.T, r *rig) map[string]asked {
	b, id := r.net.At('B'), string(r.list[0].ID)
	var run, next struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":1,"res":10}`), &run)
	r.decode(r.ask(http.MethodPost, "/v1/siting", `{"p":1,"base":{"minutes":1,"res":10}}`), &next)
	get := func(target string) asked {
		return func(d datum.Datum) (string, string, string) {
			mark := "?"
			if strings.Contains(target, "?") {
				mark = "&"
			}
			return http.MethodGet, target + mark + "datum=" + d.String(), ""
		}
	}
	post := func(target, body string) asked {
		return func(d datum.Datum) (string, string, string) {
			lon, lat := at(b, d)
			return http.MethodPost, target, strings.NewReplacer("LON", lon, "LAT", lat, "DATUM", d.String()).Replace(body)
		}
	}
	return map[string]asked{
		"getNearby": func(d datum.Datum) (string, string, string) {
			lon, lat := at(b, d)
			return get("/v1/nearby?lon=" + lon + "&lat=" + lat)(d)
		},
		"postNearby":  post("/v1/nearby", `{"lon":LON,"lat":LAT,"datum":"DATUM","f":"geojson"}`),
		"postAlong":   post("/v1/along", `{"route":"LON,LAT;118.9,32.1","datum":"DATUM","corridor_m":20000}`),
		"getStations": get("/v1/stations"), "getStation": get("/v1/stations/" + id), "getHistory": get("/v1/stations/" + id + "/history"),
		"getSuggest": nil, // tells no places
		"getChanges": get("/v1/changes"), "getAreas": get("/v1/areas"), "getCircle": get("/v1/circle?station=" + id + "&minutes=2"),
		"getReports":  get("/v1/reports"),
		"getExport":   get("/v1/exports?format=geojson"),
		"getCoverage": get("/v1/coverage/" + run.ID), "getCells": get("/v1/coverage/" + run.ID + "/cells"),
		"getGaps": get("/v1/coverage/" + run.ID + "/gaps"), "getLoads": get("/v1/coverage/" + run.ID + "/stations"),
		"postCoverage":      post("/v1/coverage", `{"minutes":1,"res":10,"datum":"DATUM"}`),
		"postWhatIf":        post("/v1/whatif", `{"base":{"minutes":1,"res":10},"add":[{"lon":LON,"lat":LAT}],"include":"gaps","datum":"DATUM"}`),
		"postSiting":        post("/v1/siting", `{"p":1,"base":{"minutes":1,"res":10},"datum":"DATUM"}`),
		"getSiting":         get("/v1/siting/" + next.ID),
		"postAccessibility": post("/v1/accessibility", `{"minutes":1,"res":10,"f":"geojson","datum":"DATUM"}`),
		"postAtlas":         nil, "postWeek": nil, // take a box in the datum and tell no places
		"getFeeds": nil, "getStatus": nil, // name the feeds, and the stations by id
		"getInformation": get("/feeds/station_information.json"),
		"ogcItems":       get("/ogc/collections/stations/items"), "ogcItem": get("/ogc/collections/stations/items/" + id),
		"postStation": nil, "putStation": nil, "patchStation": nil, // answer with the record in the datum of the body; write_test.go
		"postReport": nil, "postImport": nil, "postRejects": nil, "postHosts": nil, // say in which datum a file or a place is
		"getOverdue":  nil,                                       // nothing is overdue here; its stations are shown as those of getStations
		"postLocate":  nil,                                       // answers in all three
		"stationTile": nil, "roadTile": nil, "coverageTile": nil, // tiles of another datum are in no JSON; see the tests of tiles
	}
}

// What is answered in another datum is what is answered in WGS-84, each place
// moved there: nothing is left behind, and nothing moves twice.
func TestEveryPlaceOfAnAnswerIsInTheAskedDatum(t *testing.T) {
	r := newRig(t, nil)
	r.ask(http.MethodPost, "/v1/reports", `{"station":"`+string(r.list[0].ID)+`","kind":"position_wrong","lon":118.8,"lat":32.06}`)
	if _, err := r.store.PutDemand(t.Context(), stations.DefaultLayer, []stations.Demand{{Point: roadstest.Shift(r.net.At('B'), 4000, 0), Weight: 3}, {Point: r.net.At('B'), Weight: 1}}); err != nil {
		t.Fatal(err)
	}
	tell := func(q asked, d datum.Datum) map[string]any {
		method, target, body := q(d)
		w := r.ask(method, target, body)
		var answer map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s %s %s = %d %s", method, target, body, w.Code, w.Body)
		}
		return answer
	}
	for id, q := range placed(t, r) {
		if q == nil {
			continue
		}
		plain := places(tell(q, datum.WGS84), "")
		if len(plain) == 0 {
			t.Errorf("%s answers with no places", id)
		}
		for _, d := range []datum.Datum{datum.GCJ02, datum.BD09} {
			answer := tell(q, d)
			moved := places(answer, "")
			if answer["datum"] != d.String() || len(moved) != len(plain) {
				t.Errorf("%s in %v says datum %v and has %d places, want %d", id, d, answer["datum"], len(moved), len(plain))
				continue
			}
			for i, p := range plain {
				want := datum.Out(p, d)
				if math.Abs(want.Lon-moved[i].Lon()) > 3e-7 || math.Abs(want.Lat-moved[i].Lat()) > 3e-7 {
					t.Errorf("%s in %v: place %d is off by %.7f, %.7f", id, d, i, moved[i].Lon()-want.Lon, moved[i].Lat()-want.Lat)
					break
				}
			}
		}
	}
}

// An operation that tells or takes places has a datum, or says that they are
// WGS-84; one that has a datum is in the table of questions.
func TestEveryOperationWithPlacesHasADatum(t *testing.T) {
	r := newRig(t, nil)
	doc, table := readDocument(t), placed(t, r)
	for _, op := range doc.operations() {
		whole := doc.follow(doc.follow(doc.follow(doc.root["paths"])[op.path])[strings.ToLower(op.method)])
		has := slices.ContainsFunc(op.parameters, func(p map[string]any) bool { return p["name"] == "datum" })
		for _, content := range op.body {
			has = has || doc.properties(doc.follow(content)["schema"])["datum"] != nil
		}
		_, asked := table[op.id]
		said := strings.Contains(fmt.Sprint(whole), "WGS-84") || strings.Contains(fmt.Sprint(whole), "datum is required")
		switch {
		case has && !asked:
			t.Errorf("%s has a datum: add it to the table of questions", op.id)
		case !has && asked && table[op.id] != nil:
			t.Errorf("%s has no datum in the document", op.id)
		case !has && !said && doc.tellsPlaces(op):
			t.Errorf("%s tells or takes places, and neither has a datum nor says that they are WGS-84", op.id)
		}
	}
}

// tellsPlaces reports whether a question or an answer has coordinates, by the
// names of its members and its media type.
func (d document) tellsPlaces(op operation) bool {
	seen := map[string]bool{}
	var walk func(value any) bool
	walk = func(value any) bool {
		switch v := value.(type) {
		case map[string]any:
			if reference := text(v["$ref"]); reference != "" {
				if seen[reference] {
					return false
				}
				seen[reference] = true
				return walk(d.follow(v))
			}
			for _, key := range slices.Sorted(maps.Keys(v)) {
				tells := slices.Contains([]string{"lon", "coordinates", "centre", "bounds", "bbox", "application/geo+json", "application/vnd.mapbox-vector-tile"}, key)
				if tells || key != "4XX" && key != "5XX" && walk(v[key]) {
					return true
				}
			}
		case []any:
			return slices.ContainsFunc(v, walk)
		}
		return false
	}
	return walk(map[string]any{"body": op.body, "responses": op.responses}) || slices.ContainsFunc(op.parameters, func(p map[string]any) bool {
		return slices.Contains([]string{"lon", "bbox"}, text(p["name"]))
	})
}
