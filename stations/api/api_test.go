package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"yizhan/geo/datum"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/api"
)

const somewhere = "lon=118.8012345&lat=32.0598765"

// card is what an answer tells of a station, as far as these tests look.
type card struct {
	ID, Name, Kind, Phone, Open string
	Lon, Lat                    float64
	DistanceM                   float64  `json:"distance_m"`
	DurationS                   float64  `json:"duration_s"`
	RoadM                       *float64 `json:"road_m"`
	ByRoad                      bool     `json:"by_road"`
	ClosesAt                    string   `json:"closes_at"`
	Navigate                    map[string]string
	Aliases                     []string
	Revision                    int
}

type answer struct {
	Datum    string
	Stations []card
	Next     *string
	Total    int
	Nearest  *card
}

func TestEveryRouteNamesTheFieldThatIsWrong(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range []struct {
		target string
		status int
		fields string
	}{
		{"/v1/nearby", 400, "lon lat"},
		{"/v1/nearby?lon=118.8", 400, "lat"},
		{"/v1/nearby?lon=x&lat=32", 400, "lon"},
		{"/v1/nearby?lon=NaN&lat=32", 400, "lon"},
		{"/v1/nearby?lon=0x1p4&lat=32", 400, "lon"},
		{"/v1/nearby?lon=118.8&lat=3_2", 400, "lat"},
		{"/v1/nearby?lon=181&lat=32", 400, "lon"},
		{"/v1/nearby?lon=118.8&lat=-91", 400, "lat"},
		{"/v1/nearby?lon=118.8&lon=118.9&lat=32", 400, "lon"},
		{"/v1/nearby?datum=tokyo&" + somewhere, 400, "datum"},
		{"/v1/nearby?by=luck&" + somewhere, 400, "by"},
		{"/v1/nearby?mode=fly&" + somewhere, 400, "mode"},
		{"/v1/nearby?kind=castle&" + somewhere, 400, "kind"},
		{"/v1/nearby?service=gold&" + somewhere, 400, "service"},
		{"/v1/nearby?open=sometimes&" + somewhere, 400, "open"},
		{"/v1/nearby?open=&" + somewhere, 400, "open"},
		{"/v1/nearby?open=2026-05-01%2020:00:00%2008:00&" + somewhere, 400, "open"},
		{"/v1/nearby?radius_m=-1&" + somewhere, 400, "radius_m"},
		{"/v1/nearby?radius_m=&" + somewhere, 400, "radius_m"},
		{"/v1/nearby?max_minutes=90&by=time&" + somewhere, 400, "max_minutes"},
		{"/v1/nearby?accuracy_m=5001&" + somewhere, 400, "accuracy_m"},
		{"/v1/nearby?accuracy_m=-1&" + somewhere, 400, "accuracy_m"},
		{"/v1/nearby?limit=101&" + somewhere, 400, "limit"},
		{"/v1/nearby?limit=1.5&" + somewhere, 400, "limit"},
		{"/v1/nearby?cursor=abc&" + somewhere, 400, "cursor"},
		{"/v1/nearby?view=huge&" + somewhere, 400, "view"},
		{"/v1/nearby?f=xml&" + somewhere, 400, "f"},
		{"/v1/nearby?kinds=driver_home&" + somewhere, 400, "kinds"},
		{"/v1/nearby?%zz", 400, ""},
		{"/v1/stations?bbox=1,2,3", 400, "bbox"},
		{"/v1/stations?bbox=119,32,118,33", 400, "bbox"},
		{"/v1/stations?bbox=0x76,32,119,33", 400, "bbox"},
		{"/v1/stations?bbox=", 400, "bbox"},
		{"/v1/stations?area=12", 400, "area"},
		{"/v1/stations?limit=0", 400, "limit"},
		{"/v1/stations?cursor=7", 400, "cursor"},
		{"/v1/stations?page=2", 400, "page"},
		{"/v1/stations/7", 404, ""},
		{"/v1/stations/01890000-0000-7000-8000-000000000000", 404, ""},
		{"/v1/areas?adcode=x", 400, "adcode"},
		{"/v1/meta?x=1", 400, "x"},
		{"/v1/circle", 400, "lon lat"},
		{"/v1/circle?minutes=soon&" + somewhere, 400, "minutes"},
		{"/v1/circle?minutes=0&" + somewhere, 400, "minutes"},
		{"/v1/circle?minutes=1_5&" + somewhere, 400, "minutes"},
		{"/v1/coverage/0000000000000000", 404, ""},
		{"/v1/coverage/0000000000000000/cells?f=pdf", 400, "f"},
		{"/tiles/roads/17/0/0.mvt", 400, "z"},
		{"/tiles/roads/2/4/0.mvt", 400, "x"},
		{"/tiles/roads/2/0/-1.mvt", 400, "y"},
		{"/tiles/roads/2/0/1.png", 404, ""},
		{"/tiles/rivers/2/0/1.mvt", 404, ""},
		{"/no/such/page", 404, ""},
	} {
		w := r.ask(http.MethodGet, c.target, "")
		if w.Code != c.status {
			t.Errorf("GET %s = %v, want %v: %s", c.target, w.Code, c.status, w.Body)
			continue
		}
		if got := r.fields(w); got != c.fields {
			t.Errorf("GET %s blames %q, want %q", c.target, got, c.fields)
		}
	}
}

// many returns so many fields of a JSON object.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"x%x":1`, i)
	}
	return b.String()
}

func TestPostsNameTheFieldThatIsWrong(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range []struct {
		target, body string
		status       int
		fields       string
	}{
		{"/v1/nearby", `{"lon":118.8}`, 400, "lat"},
		{"/v1/nearby", `{"lon":118.8,"lat":32,"colour":1}`, 400, "colour"},
		{"/v1/nearby", `{"lon":{"x":1},"lat":32}`, 400, "lon lon"},
		{"/v1/nearby", `{"lon":118.8,"lat":32,"kind":["union_station"` + strings.Repeat(`,"union_station"`, 64) + `]}`, 400, "kind"},
		{"/v1/nearby", `{"lon":118.8,"lat":[32` + strings.Repeat(",32", 200_000) + `]}`, 400, "lat"},
		{"/v1/nearby", `{"lon":118.8,"lat":32` + many(50_000) + `}`, 400, "body lon lat"},
		{"/v1/nearby", `[1]`, 400, ""},
		{"/v1/nearby", `{`, 400, ""},
		{"/v1/nearby?limit=3", `{"lon":118.8,"lat":32}`, 400, ""},
		{"/v1/nearby", `{"x":"` + strings.Repeat("a", api.MaxBody) + `"}`, 413, ""},
		{"/v1/coverage", `{"datum":"tokyo"}`, 400, "datum"},
		{"/v1/coverage", `{"mode":"fly"}`, 400, "mode"},
		{"/v1/coverage", `{"minutes":-1}`, 400, "minutes"},
		{"/v1/coverage", `{"area":[1,2,3],"datum":"gcj02"}`, 400, "area"},
		{"/v1/coverage", `{"colour":1}`, 400, "colour"},
	} {
		w := r.ask(http.MethodPost, c.target, c.body)
		if w.Code != c.status {
			t.Errorf("POST %s %.60s = %v, want %v: %s", c.target, c.body, w.Code, c.status, w.Body)
			continue
		}
		if got := r.fields(w); got != c.fields {
			t.Errorf("POST %s %.60s blames %q, want %q", c.target, c.body, got, c.fields)
		}
	}
	if w := r.ask(http.MethodPost, "/v1/nearby", `lon=1`, "Content-Type: text/plain"); w.Code != 415 {
		t.Errorf("POST of text = %v, want 415", w.Code)
	}
	if w := r.ask(http.MethodDelete, "/v1/nearby", ""); w.Code != 405 {
		t.Errorf("DELETE /v1/nearby = %v, want 405", w.Code)
	}
	if w := r.ask(http.MethodGet, "/v1/nearby?q="+strings.Repeat("a", 9000), ""); w.Code != 414 {
		t.Errorf("a long address = %v, want 414", w.Code)
	}
}

func TestNearby(t *testing.T) {
	r := newRig(t, nil)
	var got answer
	r.get("/v1/nearby?limit=2&"+somewhere, &got)
	if got.Datum != "wgs84" || len(got.Stations) != 2 || got.Next == nil {
		t.Fatalf("nearby = %+v, want two stations and more", got)
	}
	c := got.Stations[0]
	rider := orb.Point{118.8012345, 32.0598765}
	if want := sphere.Distance(rider, r.list[0].Position.Point); c.Name != "示例驿站 <甲>" || math.Abs(c.DistanceM-want) > 0.001 || c.ByRoad || c.RoadM != nil {
		t.Errorf("nearest = %+v, want %s at %v m on the sphere", c, r.list[0].Name, want)
	}
	if c.Phone != "025-12351" {
		t.Errorf("phone = %q, want the office's", c.Phone)
	}
	if got := got.Stations[1]; got.Open != "closing_soon" || got.ClosesAt != "2026-11-20T12:10:00+08:00" {
		t.Errorf("second = %q until %q, want closing_soon until 12:10", got.Open, got.ClosesAt)
	}
	var rest answer
	r.get("/v1/nearby?limit=2&cursor="+*got.Next+"&"+somewhere, &rest)
	if len(rest.Stations) != 1 || rest.Next != nil || rest.Stations[0].Name != "远站" {
		t.Errorf("second page = %+v, want the far station alone", rest)
	}
	var posted answer
	r.decode(r.ask(http.MethodPost, "/v1/nearby", `{"lon":118.8012345,"lat":32.0598765,"kind":["driver_home"],"service":"water","by":"time","cursor":null}`), &posted)
	if len(posted.Stations) != 1 || posted.Stations[0].Kind != "driver_home" || !posted.Stations[0].ByRoad || posted.Stations[0].RoadM == nil {
		t.Errorf("posted question = %+v, want the drivers' home by road", posted)
	}
	var none answer
	r.get("/v1/nearby?radius_m=1&"+somewhere, &none)
	if len(none.Stations) != 0 || none.Nearest == nil || none.Nearest.ID != c.ID {
		t.Errorf("empty answer = %+v, want the nearest named", none)
	}
}

func TestTheSameQuestionInEveryDatum(t *testing.T) {
	r := newRig(t, nil)
	rider := orb.Point{118.8012345, 32.0598765}
	var base answer
	r.get("/v1/nearby?"+somewhere, &base)
	for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
		at := datum.Out(rider, d)
		var got answer
		r.get(fmt.Sprintf("/v1/nearby?lon=%.9f&lat=%.9f&datum=%v", at.Lon, at.Lat, d), &got)
		if got.Datum != d.String() || len(got.Stations) != len(base.Stations) {
			t.Fatalf("%v: answer = %+v", d, got)
		}
		for i, c := range got.Stations {
			want := datum.Out(r.list[slices.IndexFunc(r.list, func(s *stationOf) bool { return string(s.ID) == c.ID })].Position.Point, d)
			if c.ID != base.Stations[i].ID || math.Abs(c.DistanceM-base.Stations[i].DistanceM) > 0.01 {
				t.Errorf("%v: station %d = %s at %v m, want %s at %v m", d, i, c.ID, c.DistanceM, base.Stations[i].ID, base.Stations[i].DistanceM)
			}
			if math.Abs(c.Lon-want.Lon) > 1e-7 || math.Abs(c.Lat-want.Lat) > 1e-7 {
				t.Errorf("%v: station %d lies at %v, %v, want %v, %v", d, i, c.Lon, c.Lat, want.Lon, want.Lat)
			}
			for app, link := range c.Navigate {
				if link != base.Stations[i].Navigate[app] {
					t.Errorf("%v: link %s = %s, want the same in every datum", d, app, link)
				}
			}
		}
	}
}

func TestNavigationLinksAreInTheirOwnDatum(t *testing.T) {
	r := newRig(t, nil)
	var got answer
	r.get("/v1/nearby?limit=1&mode=ride&"+somewhere, &got)
	p := r.list[0].Position.Point
	gcj, bd := datum.Out(p, datum.GCJ02), datum.Out(p, datum.BD09)
	name := "%E7%A4%BA%E4%BE%8B%E9%A9%BF%E7%AB%99%20%3C%E7%94%B2%3E"
	for app, want := range map[string]string{
		"amap":    fmt.Sprintf("to=%.7f,%.7f,%s&mode=ride&coordinate=gaode", gcj.Lon, gcj.Lat, name),
		"baidu":   fmt.Sprintf("location=%.7f,%.7f&title=%s&content=yizhan&coord_type=bd09ll", bd.Lat, bd.Lon, name),
		"tencent": fmt.Sprintf("type=bike&to=%s&tocoord=%.7f,%.7f", name, gcj.Lat, gcj.Lon),
		"geo":     fmt.Sprintf("geo:%.7f,%.7f?q=%.7f,%.7f(%s)", p[1], p[0], p[1], p[0], name),
	} {
		if link := got.Stations[0].Navigate[app]; !strings.Contains(link, want) {
			t.Errorf("link %s = %s, want it to hold %s", app, link, want)
		}
	}
}

func TestGeoJSONByParameterOrHeader(t *testing.T) {
	r := newRig(t, nil)
	for target, headers := range map[string][]string{
		"/v1/nearby?f=geojson&" + somewhere: nil,
		"/v1/nearby?" + somewhere:           {"Accept: application/geo+json"},
		"/v1/stations?f=geojson":            nil,
		"/v1/areas":                         nil,
		"/v1/circle?f=geojson&" + somewhere: nil,
	} {
		w := r.ask(http.MethodGet, target, "", headers...)
		features, err := geojson.UnmarshalFeatureCollection(w.Body.Bytes())
		if err != nil || len(features.Features) == 0 || w.Header().Get("Content-Type") != api.MediaGeoJSON {
			t.Errorf("GET %s = %v %s %v, want features", target, w.Code, w.Header().Get("Content-Type"), err)
		}
	}
}

func TestStations(t *testing.T) {
	r := newRig(t, nil)
	var first, second answer
	r.get("/v1/stations?limit=2", &first)
	if first.Total != 3 || len(first.Stations) != 2 || first.Next == nil {
		t.Fatalf("first page = %+v, want two of three", first)
	}
	r.get("/v1/stations?limit=2&cursor="+*first.Next, &second)
	if len(second.Stations) != 1 || second.Next != nil {
		t.Errorf("second page = %+v, want the last one", second)
	}
	p := r.list[0].Position.Point
	at := datum.Out(p, datum.GCJ02)
	for query, want := range map[string]int{
		"kind=driver_home": 1, "q=乙": 1, "area=320102": 3, "area=110000": 0, "kind=driver_home,union_station&service=water": 3,
		fmt.Sprintf("datum=gcj02&bbox=%f,%f,%f,%f", at.Lon-1e-4, at.Lat-1e-4, at.Lon+1e-4, at.Lat+1e-4): 1,
	} {
		var got answer
		if r.get("/v1/stations?"+query, &got); len(got.Stations) != want {
			t.Errorf("stations with %s = %d, want %d", query, len(got.Stations), want)
		}
	}
	w := r.ask(http.MethodGet, "/v1/stations/"+string(r.list[0].ID), "")
	var one card
	r.decode(w, &one)
	tag := w.Header().Get("ETag")
	if tag != fmt.Sprintf(`"%d"`, r.list[0].Revision) || strings.Contains(w.Body.String(), "13900001111") {
		t.Errorf("record with tag %s = %s, want its revision and no personal number", tag, w.Body)
	}
	if w := r.ask(http.MethodGet, "/v1/stations/"+one.ID, "", "If-None-Match: "+tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("record that is known = %v with %d bytes, want 304 and none", w.Code, w.Body.Len())
	}
}

func TestCoverage(t *testing.T) {
	r := newRig(t, nil)
	for _, name := range []string{"wgs84", "gcj02"} {
		d, _ := datum.Parse(name)
		at := datum.Out(r.net.At('B'), d)
		body := fmt.Sprintf(`{"datum":%q,"minutes":1,"area":[%f,%f,%f,%f]}`, name, at.Lon-0.02, at.Lat-0.02, at.Lon+0.02, at.Lat+0.02)
		var got struct {
			ID, Datum string
			Cells     struct{ Total int }
			Gaps      []struct{ Centre [2]float64 }
		}
		r.decode(r.ask(http.MethodPost, "/v1/coverage", body), &got)
		if got.Datum != name || got.Cells.Total == 0 || len(got.Gaps) == 0 {
			t.Fatalf("%s: coverage = %+v, want cells and a gap", name, got)
		}
		base := "/v1/coverage/" + got.ID
		w := r.ask(http.MethodGet, base+"/cells?datum="+name, "")
		cells, err := geojson.UnmarshalFeatureCollection(w.Body.Bytes())
		if err != nil || len(cells.Features) != got.Cells.Total {
			t.Errorf("%s: cells = %v, %v, want %d", name, w.Code, err, got.Cells.Total)
		}
		if w := r.ask(http.MethodGet, base+"/cells?datum="+name, "", "If-None-Match: "+w.Header().Get("ETag")); w.Code != 304 {
			t.Errorf("%s: known cells = %v, want 304", name, w.Code)
		}
		for _, table := range []string{"/cells?f=csv", "/gaps?f=csv", "/stations?f=csv&datum=" + name} {
			if w := r.ask(http.MethodGet, base+table, ""); w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || strings.Count(w.Body.String(), "\n") < 2 || strings.Contains(w.Body.String(), "{") {
				t.Errorf("GET %s = %v %s, want a table", table, w.Code, w.Body)
			}
		}
		checkCoverageTile(t, r, got.ID)
	}
}

func TestAtlasAndComparison(t *testing.T) {
	r := newRig(t, nil)
	var atlas struct {
		Datum string
		Hours []struct{ At string }
	}
	r.decode(r.ask(http.MethodPost, "/v1/coverage/atlas", `{"minutes":5,"at":"2026-05-06T15:20","datum":"bd09"}`), &atlas)
	if len(atlas.Hours) != 24 || atlas.Hours[23].At != "2026-05-06T23:00:00+08:00" || atlas.Datum != "bd09" {
		t.Errorf("atlas = %+v, want 24 hours of that day", atlas)
	}
	r.decode(r.ask(http.MethodPost, "/v1/coverage/week", `{"minutes":5,"at":"2026-05-06T15:20"}`), &atlas)
	if len(atlas.Hours) != 168 || atlas.Hours[167].At != "2026-05-12T23:00:00+08:00" {
		t.Errorf("week = %+v, want 168 hours from that day", atlas)
	}
	var runs [2]struct{ ID string }
	for i, body := range []string{`{"minutes":1}`, `{"minutes":9}`} {
		r.decode(r.ask(http.MethodPost, "/v1/coverage", body), &runs[i])
	}
	var got struct {
		Differs []string
		Cells   struct{ Gained, Lost int }
	}
	r.decode(r.ask(http.MethodGet, "/v1/coverage/"+runs[0].ID+"/compare?with="+runs[1].ID, ""), &got)
	if !slices.Equal(got.Differs, []string{"minutes"}) || got.Cells.Gained == 0 || got.Cells.Lost != 0 {
		t.Errorf("nine minutes against one = %+v, want cells gained by minutes", got)
	}
	for target, want := range map[string]int{"": 400, "?with=": 400, "?with=0000000000000000": 404, "?with=" + runs[1].ID + "&x=1": 400} {
		if w := r.ask(http.MethodGet, "/v1/coverage/"+runs[0].ID+"/compare"+target, ""); w.Code != want {
			t.Errorf("GET compare%s = %v, want %v", target, w.Code, want)
		}
	}
}

func checkCoverageTile(t *testing.T, r *rig, id string) {
	t.Helper()
	tile := maptile.At(r.net.At('B'), 13)
	target := fmt.Sprintf("/tiles/coverage-%s/%d/%d/%d.mvt", id, tile.Z, tile.X, tile.Y)
	first := r.ask(http.MethodGet, target, "").Body.Bytes()
	if second := r.ask(http.MethodGet, target, "").Body.Bytes(); !bytes.Equal(first, second) {
		t.Errorf("a tile that is cut twice differs: the cut changed what is kept")
	}
	layers := decodeTile(t, first)
	if len(layers["cells"]) == 0 || len(layers["gaps"]) == 0 || layers["cells"][0].Properties["h3"] == nil {
		t.Errorf("tile has %d cells and %d gaps, want both", len(layers["cells"]), len(layers["gaps"]))
	}
}

func decodeTile(t *testing.T, data []byte) map[string][]*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatalf("the tile cannot be read: %v", err)
	}
	out := map[string][]*geojson.Feature{}
	for _, l := range layers {
		out[l.Name] = l.Features
	}
	return out
}

// degrees reads a layer of a tile, with its points in degrees.
func degrees(t testing.TB, data []byte, tile maptile.Tile, layer string) []*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatalf("the tile cannot be read: %v", err)
	}
	layers.ProjectToWGS84(tile)
	for _, l := range layers {
		if l.Name == layer {
			return l.Features
		}
	}
	return nil
}

func TestTiles(t *testing.T) {
	r := newRig(t, nil)
	at := func(layer string, z maptile.Zoom) string {
		tile := maptile.At(r.net.At('B'), z)
		return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layer, tile.Z, tile.X, tile.Y)
	}
	w := r.ask(http.MethodGet, at("stations", 16), "")
	features := decodeTile(t, w.Body.Bytes())["stations"]
	if len(features) != 1 || features[0].Properties["id"] != string(r.list[0].ID) || features[0].Properties["count"] != 1.0 {
		t.Errorf("station tile at 16 = %v, want one station", features)
	}
	if known := r.ask(http.MethodGet, at("stations", 16), "", "If-None-Match: "+w.Header().Get("ETag")); known.Code != 304 {
		t.Errorf("a known tile = %v, want 304", known.Code)
	}
	if total := count(decodeTile(t, r.ask(http.MethodGet, at("stations", 3), "").Body.Bytes())["stations"]); total != 3 {
		t.Errorf("stations counted in the tile at 3 = %v, want 3", total)
	}
	if roads := decodeTile(t, r.ask(http.MethodGet, at("roads", 14), "").Body.Bytes())["roads"]; len(roads) != 2 {
		t.Errorf("road classes at 14 = %d, want primary and residential", len(roads))
	}
	if roads := decodeTile(t, r.ask(http.MethodGet, at("roads", 11), "").Body.Bytes())["roads"]; len(roads) != 1 || roads[0].Properties["class"] != "primary" {
		t.Errorf("roads at 11 = %v, want primary alone", roads)
	}
	if w := r.ask(http.MethodGet, "/tiles/stations/5/0/0.mvt", ""); w.Code != 204 {
		t.Errorf("an empty tile = %v, want 204", w.Code)
	}
}

func TestPages(t *testing.T) {
	r := newRig(t, nil)
	for path, want := range map[string]string{"/": "<html>rider", "/plan": "<html>plan", "/drive": "<html>drive", "/assets/main-abc.js": "export {}", "/favicon.svg": "<svg/>", "/?lon=1": "<html>rider"} {
		w := r.ask(http.MethodGet, path, "")
		if w.Code != 200 || w.Body.String() != want || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("GET %s = %v %q, want %q", path, w.Code, w.Body, want)
		}
		if known := r.ask(http.MethodGet, path, "", "If-None-Match: "+w.Header().Get("ETag")); known.Code != 304 {
			t.Errorf("GET %s known = %v, want 304", path, known.Code)
		}
	}
	if cache := r.ask(http.MethodGet, "/assets/main-abc.js", "").Header().Get("Cache-Control"); !strings.Contains(cache, "immutable") {
		t.Errorf("an asset's Cache-Control = %q, want immutable", cache)
	}
	if cache := r.ask(http.MethodGet, "/sw.js", "").Header().Get("Cache-Control"); cache != "no-cache" {
		t.Errorf("the service worker's Cache-Control = %q, want no-cache", cache)
	}
	if media := r.ask(http.MethodGet, "/manifest.webmanifest", "").Header().Get("Content-Type"); media != "application/manifest+json" {
		t.Errorf("the manifest's Content-Type = %q, want application/manifest+json", media)
	}
	if media := r.ask(http.MethodGet, "/client/yizhan.d.ts", "").Header().Get("Content-Type"); media != "text/plain; charset=utf-8" {
		t.Errorf("the Content-Type of the client's types = %q, want text/plain; charset=utf-8 on any system", media)
	}
	for _, path := range []string{"/assets/none.js", "/assets/../index.html", "/assets/%2e%2e/plan.html"} {
		if w := r.ask(http.MethodGet, path, ""); w.Code != 404 {
			t.Errorf("GET %s = %v, want 404", path, w.Code)
		}
	}
}

func TestMeta(t *testing.T) {
	r := newRig(t, nil)
	var m struct {
		Version   string
		Synthetic bool
		Bounds    *[4]float64
		Words     map[string][]json.RawMessage
		Roads     []struct{ Checksum string }
		Areas     []struct{ Adcode string }
		Revision  int
	}
	r.get("/v1/meta", &m)
	if m.Version != "test" || m.Synthetic || m.Bounds == nil || m.Revision != 3 || len(m.Roads) != 1 || len(m.Areas) != 1 || len(m.Words) != 12 {
		t.Errorf("meta = %+v", m)
	}
}

// Every page begins with /v1/meta: it must not read the outlines of a nation's
// divisions to tell their names.
func TestMetaReadsTheAreasOnceForEachVersion(t *testing.T) {
	var store *countedReads
	r := newRig(t, func(c *api.Config) {
		store = &countedReads{Store: c.Store}
		c.Store = store
	})
	var names []string
	for range 3 {
		var m struct{ Areas []struct{ Name string } }
		r.get("/v1/meta", &m)
		names = append(names, m.Areas[0].Name)
	}
	area := stations.Area{Adcode: "320102", Name: "玄武新区", Geometry: orb.MultiPolygon{{{{118, 32}, {119, 32}, {119, 33}, {118, 32}}}}}
	if err := r.store.PutAreas(t.Context(), []stations.Area{area}); err != nil {
		t.Fatal(err)
	}
	var m struct{ Areas []struct{ Name string } }
	r.get("/v1/meta", &m)
	if got := store.areas.Load(); got != 2 || len(m.Areas) != 1 || m.Areas[0].Name != area.Name {
		t.Errorf("four questions, of %v and then %v, read the areas %d times, want once for each version", names, m.Areas, got)
	}
}

func TestReadyWhenLoadedAndNotWhenDraining(t *testing.T) {
	r := newRig(t, nil)
	if w := r.ask(http.MethodGet, "/readyz", ""); w.Code != 200 {
		t.Errorf("readyz = %v, want 200", w.Code)
	}
	r.api.Drain()
	if w := r.ask(http.MethodGet, "/readyz", ""); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("readyz when draining = %v, want 503", w.Code)
	}
	if w := r.ask(http.MethodGet, "/healthz", ""); w.Code != 200 {
		t.Errorf("healthz when draining = %v, want 200", w.Code)
	}
	unloaded := newRig(t, func(c *api.Config) { c.Finder = newUnloaded() })
	if w := unloaded.ask(http.MethodGet, "/healthz", ""); w.Code != 200 {
		t.Errorf("healthz = %v, want 200", w.Code)
	}
}

// Coordinates of a request must be in no log line and no problem.
func TestNoCoordinateIsWrittenDown(t *testing.T) {
	r := newRig(t, nil)
	secret := regexp.MustCompile(`118\.80|801234|32\.05|598765`)
	var told []string
	for _, w := range []*httptest.ResponseRecorder{
		r.ask(http.MethodGet, "/v1/nearby?limit=x&"+somewhere, ""),
		r.ask(http.MethodGet, "/v1/nearby?lon=118.8012345x&lat=32.0598765y", ""),
		r.ask(http.MethodPost, "/v1/nearby", `{"lon":118.8012345,"lat":32.0598765,"x":1}`),
		r.ask(http.MethodPost, "/v1/nearby", `{"lon":118.8012345,"lat":32.0598765`),
		r.ask(http.MethodGet, "/v1/circle?minutes=x&"+somewhere, ""),
		r.ask(http.MethodGet, "/v1/circle?lon=18.8012345&lat=32.0598765", ""),
		r.ask(http.MethodPost, "/v1/coverage", `{"area":[118.8012345,32.0598765,118.8012345]}`),
		r.ask(http.MethodGet, "/118.8012345/32.0598765", ""),
		r.ask(http.MethodGet, "/v1/stations/118.8012345x", ""),
		r.ask(http.MethodGet, "/tiles/roads/14/118.8012345/32.0598765.mvt", ""),
	} {
		if w.Code < 400 {
			t.Errorf("status = %v, want a refusal", w.Code)
		}
		told = append(told, w.Body.String())
	}
	r.ask(http.MethodGet, "/v1/nearby?"+somewhere, "", "X-Request-Id: 118.8012345")
	for _, text := range append(told, r.log.String()) {
		if found := secret.FindString(text); found != "" {
			t.Errorf("%q stands in %s", found, text)
		}
	}
	if !strings.Contains(r.log.String(), "route=/v1/nearby") {
		t.Errorf("the log does not name the route: %s", r.log)
	}
}

func TestAnOpenServerAnswersItsOwnMachineOnly(t *testing.T) {
	r := newRig(t, nil)
	for header, want := range map[string]int{
		"Host: 127.0.0.1:8080": 200, "Host: localhost:1": 200, "Host: [::1]:8080": 200, "Host: 127.8.9.1": 200,
		"Host: evil.example": 403, "Host: 192.168.1.4:8080": 403, "Host: localhost.evil.example": 403,
		"Origin: http://127.0.0.1:8080": 200, "Origin: http://evil.example": 403, "Origin: null": 403, "Origin: http://127.0.0.1:9": 403,
		"Forwarded: for=1.2.3.4": 403, "X-Forwarded-For: 127.0.0.1": 403, "X-Forwarded-Proto: https": 403, "X-Forwarded-Whatever: 1": 403, "Via: 1.1 proxy": 403, "X-Real-IP: 1.2.3.4": 403,
	} {
		if w := r.ask(http.MethodGet, "/v1/meta", "", header); w.Code != want {
			t.Errorf("GET with %s = %v, want %v", header, w.Code, want)
		}
	}
	plain := httptest.NewRequest(http.MethodGet, "/v1/meta", http.NoBody)
	plain.Host, plain.Proto, plain.ProtoMinor = "127.0.0.1:8080", "HTTP/1.0", 0
	w := httptest.NewRecorder()
	if r.api.ServeHTTP(w, plain); w.Code != http.StatusForbidden {
		t.Errorf("GET by HTTP/1.0, as a proxy without settings asks, = %v, want 403", w.Code)
	}
}

func TestAPublicServerGivesReaderRights(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Loopback, c.Open = false, true })
	for target, want := range map[string]int{
		"/v1/nearby?" + somewhere: 200, "/v1/stations": 200, "/tiles/stations/3/6/3.mvt": 200,
		"/v1/coverage/0000000000000000": 403, "/v1/coverage/0000000000000000/cells": 403, "/tiles/coverage-0000000000000000/3/6/3.mvt": 403,
	} {
		if w := r.ask(http.MethodGet, target, "", "Host: yizhan.example", "X-Forwarded-For: 1.2.3.4"); w.Code != want {
			t.Errorf("GET %s = %v, want %v", target, w.Code, want)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	r := newRig(t, nil)
	if got := r.ask(http.MethodGet, "/healthz", "", "X-Request-Id: trace-0123456789").Header().Get("X-Request-Id"); got != "trace-0123456789" {
		t.Errorf("id = %q, want the asker's own", got)
	}
	for _, id := range []string{"", "short", "with spaces in it", strings.Repeat("a", 65)} {
		if got := r.ask(http.MethodGet, "/healthz", "", "X-Request-Id: "+id).Header().Get("X-Request-Id"); got == id || got == "" {
			t.Errorf("id for %q = %q, want a new one", id, got)
		}
	}
}
