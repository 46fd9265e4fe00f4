package api

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// slowly draws a hit member by member from its record: the oracle of cards.
func slowly(w *writer, h *nearby.Hit, d datum.Datum, full bool, mode roads.Mode) {
	view{datum: d, full: full}.station(w, h.Station)
	w.number("distance_m", h.Distance)
	if h.ByRoad {
		w.number("road_m", h.RoadM)
	} else {
		w.none("road_m")
	}
	w.number("duration_s", h.Duration)
	w.flag("by_road", h.ByRoad)
	w.text("open", string(h.Open))
	if h.ClosesAt.IsZero() {
		w.none("closes_at")
	}
	w.moment("closes_at", h.ClosesAt)
	w.moment("opens_at", h.OpensAt)
	trust(w, h.Station, h.Badge)
	slowLinks(w, h.Station, mode)
	w.lonLat(datum.Out(h.Station.Position.Point, d))
}

func slowLinks(w *writer, s *stations.Station, mode roads.Mode) {
	pair := func(d datum.Datum, latFirst bool) string {
		c := datum.Out(s.Position.Point, d)
		a, b := string(appendDegrees(nil, c.Lon)), string(appendDegrees(nil, c.Lat))
		if latFirst {
			a, b = b, a
		}
		return a + "," + b
	}
	name := strings.ReplaceAll(url.QueryEscape(s.Name), "+", "%20")
	app := travel(mode)
	wgs := pair(datum.WGS84, true)
	w.key("navigate")
	w.open('{')
	for _, link := range [][2]string{
		{"amap", "https://uri.amap.com/navigation?to=" + pair(datum.GCJ02, false) + "," + name + "&mode=" + app.amap + "&coordinate=gaode&src=yizhan&callnative=1"},
		{"baidu", "https://api.map.baidu.com/marker?location=" + pair(datum.BD09, true) + "&title=" + name + "&content=yizhan&coord_type=bd09ll&output=html&src=yizhan"},
		{"tencent", "https://apis.map.qq.com/uri/v1/routeplan?type=" + app.tencent + "&to=" + name + "&tocoord=" + pair(datum.GCJ02, true) + "&referer=yizhan"},
		{"geo", "geo:" + wgs + "?q=" + wgs + "(" + name + ")"},
	} {
		w.key(link[0])
		w.buf = append(append(append(w.buf, '"'), link[1]...), '"')
	}
	w.close('}')
}

// someHit draws a hit, its station with or without each field.
func someHit(t *rapid.T) *nearby.Hit {
	word := func(label string) string {
		return rapid.SampledFrom([]string{"", "示例驿站 <甲>", "a&b=c+d%/?#\"\\", "\x00\xff坏", "é😀"}).Draw(t, label)
	}
	moment := time.Date(2026, 11, 20, 12, 0, 0, rapid.IntRange(0, 1e9-1).Draw(t, "ns"), stations.Zone())
	free := rapid.Bool().Draw(t, "free")
	s := &stations.Station{
		ID: "0192f0c1-7d00-7000-8000-000000000001", Code: word("code"), Name: word("name"), Kind: stations.DriverHome, Lifecycle: stations.Open,
		Hours: word("hours"), Source: rapid.SampledFrom([]string{"", "demo"}).Draw(t, "source"), Aliases: []string{word("alias")},
		Position: stations.Position{
			Point:   orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")},
			Address: word("address"), Quality: stations.GPS, Floor: word("floor"),
		},
	}
	if rapid.Bool().Draw(t, "services") {
		s.Services = []stations.ServiceState{{Code: "water", Status: stations.ServiceOK, Free: &free, Note: word("note"), CheckedAt: &moment}}
	}
	if rapid.Bool().Draw(t, "verified") {
		s.Verification = &stations.Verification{At: moment, Method: stations.OnSite}
	}
	h := &nearby.Hit{
		Station: s, Memo: new(nearby.Memo), Distance: rapid.Float64Range(0, 2e7).Draw(t, "distance"), Duration: rapid.Float64Range(0, 1e5).Draw(t, "duration"),
		ByRoad: rapid.Bool().Draw(t, "by road"), RoadM: rapid.Float64Range(0, 1e5).Draw(t, "road"), Open: stations.StateUnknown, Badge: s.Badge(moment),
	}
	if rapid.Bool().Draw(t, "open") {
		h.Open, h.ClosesAt = stations.StateOpen, moment.Add(time.Hour)
	}
	return h
}

// An answer is the same bytes whether its cards were drawn before or not, and
// the same as one drawn member by member, in every datum, view and mode.
func TestACardChangesNoByteOfAnAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, kept := someHit(t), new(cards)
		for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
			for _, full := range []bool{false, true} {
				for _, mode := range []roads.Mode{roads.Walk, roads.Ride, roads.Truck} {
					var want writer
					slowly(&want, h, d, full, mode)
					for name, k := range map[string]*cards{"kept": kept, "drawn anew": nil} {
						var got writer
						v := hitView{view: view{datum: d, full: full}, mode: mode, cards: k}
						c := k.of(h)
						v.hit(&got, h, c)
						v.position(&got, c)
						if diff := cmp.Diff(string(want.buf), string(got.buf)); diff != "" {
							t.Fatalf("hit in %v, full %v, mode %v, card %s (-want +got):\n%s", d, full, mode, name, diff)
						}
					}
				}
			}
		}
	})
}
