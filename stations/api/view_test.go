package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
)

// The members of each view, those of lists as list[].member. Whoever adds a
// field to the record says here who sees it.
func cardKeys() []string {
	return []string{
		"id", "code", "name", "kind", "lifecycle", "host", "address", "adcode", "floor", "entrance_note", "bike_parking",
		"access_method", "access_steps", "eligibility", "hours", "phone", "photo", "lon", "lat",
		"services[].code", "services[].status", "services[].free", "services[].note", "services[].indoor", "services[].expires_at", "verified_at", "badge",
	}
}

func fullKeys() []string {
	return append(cardKeys(),
		"revision", "aliases[]", "programmes[].brand", "programmes[].issuer",
		"external_ids.amap", "position_quality", "street_front", "road_stake", "side_of_road",
		"closures[].from", "closures[].until", "closures[].reason", "audience[]",
		"truck.spaces", "truck.max_length_m", "truck.max_height_m", "truck.guarded", "truck.cctv", "truck.overnight",
		"contacts[].label", "contacts[].phone",
		"photos[].id", "photos[].width", "photos[].height", "photos[].url", "photos[].caption", "photos[].caption_en", "photos[].taken_at",
		"links.enrol_url", "links.book_room_url", "star", "a_rating", "honours[]",
		"verification.at", "verification.method", "services[].checked_at",
		"source", "created_at", "updated_at",
	)
}

func internalKeys() []string {
	return append(fullKeys(),
		"source_record", "adcode_derived", "original.lon", "original.lat", "original.datum",
		"personal_contacts[].label", "personal_contacts[].phone", "verified_by", "flags[].field", "flags[].problem",
	)
}

func hitKeys() []string {
	return []string{
		"distance_m", "road_m", "duration_s", "by_road", "open", "closes_at",
		"navigate.amap", "navigate.baidu", "navigate.tencent", "navigate.geo",
	}
}

// whole is a station of which everything is known.
func (r *rig) whole() *stations.Station {
	yes := true
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	later := time.Date(2036, 3, 1, 0, 0, 0, 0, time.UTC)
	id, err := stations.NewID()
	if err != nil {
		r.t.Fatal(err)
	}
	point := roadstest.Shift(r.net.At('B'), 6, 20)
	return &stations.Station{
		ID: id, Code: "NJ-1", Name: "全站", Aliases: []string{"别名"}, Programmes: []stations.Programme{{Brand: "工会驿站", Issuer: "总工会"}},
		ExternalIDs: map[string]string{stations.Amap: "B0"}, Kind: stations.DriverHome, Host: "truck_park", Lifecycle: stations.Open,
		Position: stations.Position{
			Point: point, Original: datum.Out(point, datum.BD09), Quality: stations.GPS, Address: "中山路", Adcode: "320102", Derived: true,
			Floor: "1", StreetFront: &yes, EntranceNote: "东门", RoadStake: "G1 K1", SideOfRoad: "左", BikeParking: "门前",
		},
		Hours: "24/7", Closures: []stations.Closure{{From: "2025-01-01", Until: "2025-01-02", Reason: "元旦"}},
		Access:   stations.Access{Method: stations.QR, Steps: "扫码", Eligibility: "皆可", Audience: []string{"司机"}},
		Services: []stations.ServiceState{{Code: "ebike_charging", Status: stations.ServiceOK, Free: &yes, Note: "一楼", Indoor: &yes, CheckedAt: &at, ExpiresAt: &later}},
		Truck:    &stations.Truck{Spaces: 3, MaxLengthM: 17.5, MaxHeightM: 4.5, Guarded: &yes, CCTV: &yes, Overnight: &yes},
		Contacts: []stations.Contact{{Label: "前台", Phone: "025-1"}, {Label: "站长", Phone: "13911112222", Personal: true}},
		Photos:   []stations.Photo{{URL: "https://example.org/1.jpg"}, {ID: "0123456789abcdef", Width: 16, Height: 9, Caption: "门", CaptionEN: "Door", TakenAt: &at}},
		Links:    stations.Links{EnrolURL: "https://example.org/a", BookRoomURL: "https://example.org/b"},
		Star:     4, ARating: "4A", Honours: []string{"示范点"},
		Verification: &stations.Verification{At: at, By: "核实人王五", Method: stations.OnSite},
		Source:       "office", SourceRecord: "内部行号77",
	}
}

func TestWhoSeesWhichField(t *testing.T) {
	r := newRig(t, nil)
	s := r.whole()
	for i, field := range reflect.VisibleFields(reflect.TypeOf(*s)) {
		name := field.Name
		set := slices.Contains([]string{"Revision", "CreatedAt", "UpdatedAt", "MergedInto", "Doubt"}, name)
		if !set && reflect.ValueOf(*s).Field(i).IsZero() {
			t.Fatalf("whole() does not set %s: say in this test who sees it", name)
		}
	}
	place := fmt.Sprintf("lon=%.7f&lat=%.7f", s.Position.Point[0], s.Position.Point[1])
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); !strings.Contains(r.ask(http.MethodGet, "/v1/nearby?"+place, "").Body.String(), string(s.ID)); {
		if time.Now().After(deadline) {
			t.Fatal("nearby does not follow the store")
		}
		time.Sleep(5 * time.Millisecond)
	}
	at := func(answer map[string]any) map[string]any { // of the station in a list
		for _, member := range []string{"stations", "features"} {
			list, _ := answer[member].([]any)
			for _, item := range list {
				one := item.(map[string]any)
				if properties, ok := one["properties"].(map[string]any); ok {
					one = properties
				}
				if one["id"] == string(s.ID) {
					return one
				}
			}
		}
		return answer
	}
	without := func(keys []string, gone ...string) []string {
		return slices.DeleteFunc(keys, func(k string) bool { return slices.Contains(gone, k) })
	}
	for name, c := range map[string]struct {
		target string
		want   []string
	}{
		"a list":               {"/v1/stations", cardKeys()},
		"a list, as GeoJSON":   {"/v1/stations?f=geojson", without(cardKeys(), "lon", "lat")},
		"nearby":               {"/v1/nearby?" + place, append(cardKeys(), hitKeys()...)},
		"nearby, full":         {"/v1/nearby?view=full&" + place, append(fullKeys(), hitKeys()...)},
		"nearby, as GeoJSON":   {"/v1/nearby?f=geojson&view=full&" + place, append(without(fullKeys(), "lon", "lat"), hitKeys()...)},
		"one station":          {"/v1/stations/" + string(s.ID), append(fullKeys(), "datum")},
		"one station, to keep": {"/v1/stations/" + string(s.ID) + "?view=internal", append(without(internalKeys(), "verified_at", "badge"), "datum")},
	} {
		w := r.ask(http.MethodGet, c.target, "")
		var answer map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: status %d, %v: %s", name, w.Code, err, w.Body)
		}
		var got []string
		members(at(answer), "", &got)
		slices.Sort(got)
		slices.Sort(c.want)
		if diff := cmp.Diff(c.want, slices.Compact(got)); diff != "" {
			t.Errorf("%s: members (-want +got):\n%s", name, diff)
		}
		if strings.HasSuffix(c.target, "internal") {
			continue
		}
		for _, secret := range []string{"13911112222", "站长", "核实人王五", "内部行号77"} {
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s holds %s, which never leaves the registry", name, secret)
			}
		}
	}
}

// What is not a view of one station keeps the same secrets. A file of ours
// names the source's keys: it could not be read back without.
func TestNobodyElseTellsSecrets(t *testing.T) {
	r := newRig(t, nil)
	s := r.whole()
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{
		"/v1/exports?format=csv&datum=wgs84", "/v1/exports?format=geojson&datum=wgs84", "/v1/changes?since=0", "/v1/meta",
		"/v1/stations?q=" + url.QueryEscape(s.Name), "/v1/areas",
	} {
		w := r.ask(http.MethodGet, target, "")
		if w.Code != http.StatusOK {
			t.Errorf("GET %s = %d, %s", target, w.Code, w.Body)
		}
		for _, secret := range []string{"13911112222", "站长", "核实人王五"} {
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("GET %s tells %s, which never leaves the registry", target, secret)
			}
		}
	}
}

// members lists the paths of all values.
func members(v any, path string, into *[]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			members(value, strings.TrimPrefix(path+"."+key, "."), into)
		}
	case []any:
		for _, item := range v {
			members(item, path+"[]", into)
		}
	default:
		*into = append(*into, path)
	}
}
