package exchange_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// A cell of a seldom field, as an office writes it, and what becomes of it.
func TestDetails(t *testing.T) {
	yes, no := true, false
	noon := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	midnight := time.Date(2026, 2, 28, 16, 0, 0, 0, time.UTC)
	truck := func(t stations.Truck) stations.Station { return stations.Station{Truck: &t} }
	verified := func(at time.Time) stations.Station {
		return stations.Station{Verification: &stations.Verification{At: at, Method: stations.ByRecord}}
	}
	closed := func(list ...stations.Closure) stations.Station { return stations.Station{Closures: list} }
	for name, c := range map[string]struct {
		header, cell string
		want         stations.Station
		suspect      bool
	}{
		"brands":                            {"品牌", "工会驿站、暖新驿站", stations.Station{Programmes: stations.Brands("工会驿站", "暖新驿站")}, false},
		"brands and issuers":                {"品牌", `[{"brand":"工会驿站","issuer":"总工会"},"暖新驿站"]`, stations.Station{Programmes: []stations.Programme{{Brand: "工会驿站", Issuer: "总工会"}, {Brand: "暖新驿站"}}}, false},
		"an id elsewhere":                   {"高德ID", "B0FF", stations.Station{ExternalIDs: map[string]string{"amap": "B0FF"}}, false},
		"an official number":                {"全总编号", "0007", stations.Station{ExternalIDs: map[string]string{"official": "0007"}}, false},
		"audience":                          {"面向人群", "骑手、环卫工人", stations.Station{Access: stations.Access{Audience: []string{"骑手", "环卫工人"}}}, false},
		"closed on one day":                 {"闭站日期", "2026年1月1日", closed(stations.Closure{From: "2026-01-01", Until: "2026-01-01"}), false},
		"closed for days, with a reason":    {"休息日期", "2026/2/16-2026/2/22 春节", closed(stations.Closure{From: "2026-02-16", Until: "2026-02-22", Reason: "春节"}), false},
		"closed twice":                      {"休息日期", "2026.1.1（元旦）；2026-05-01至2026-05-03", closed(stations.Closure{From: "2026-01-01", Until: "2026-01-01", Reason: "元旦"}, stations.Closure{From: "2026-05-01", Until: "2026-05-03"}), false},
		"closed for a reason with a remark": {"闭站日期", "2026-01-01 元旦（全天）", closed(stations.Closure{From: "2026-01-01", Until: "2026-01-01", Reason: "元旦（全天）"}), false},
		"closed backwards":                  {"休息日期", "2026-05-03至2026-05-01", stations.Station{}, true},
		"closed on no day":                  {"休息日期", "2026-02-30", stations.Station{}, true},
		"closed in words":                   {"休息日期", "春节期间", stations.Station{}, true},
		"bays":                              {"货车车位数", "120个", truck(stations.Truck{Spaces: 120}), false},
		"half a bay":                        {"货车车位数", "1.5", stations.Station{}, true},
		"bays in words":                     {"货车车位数", "若干", stations.Station{}, true},
		"length":                            {"限长（米）", "17.5米", truck(stations.Truck{MaxLengthM: 17.5}), false},
		"height":                            {"限高", "４.５m", truck(stations.Truck{MaxHeightM: 4.5}), false},
		"a height below the ground":         {"限高", "-1", stations.Station{}, true},
		"an endless height":                 {"限高", "inf", stations.Station{}, true},
		"watched":                           {"监控", "有", truck(stations.Truck{CCTV: &yes}), false},
		"not by night":                      {"可过夜", "不可", truck(stations.Truck{Overnight: &no}), false},
		"perhaps by night":                  {"可过夜", "看情况", stations.Station{}, true},
		"photos":                            {"照片", "https://example.org/1.jpg、https://example.org/2.jpg", stations.Station{Photos: []stations.Photo{{URL: "https://example.org/1.jpg"}, {URL: "https://example.org/2.jpg"}}}, false},
		"a photo over http":                 {"照片", "http://example.org/1.jpg", stations.Station{}, true},
		"one photo of two over http":        {"照片", "http://example.org/1.jpg;https://example.org/2.jpg", stations.Station{Photos: []stations.Photo{{URL: "https://example.org/2.jpg"}}}, true},
		"a link":                            {"入会链接", "https://example.org/a", stations.Station{Links: stations.Links{EnrolURL: "https://example.org/a"}}, false},
		"a link over http":                  {"入会链接", "http://example.org/a", stations.Station{}, true},
		"a script for a link":               {"书屋链接", "javascript:alert(1)", stations.Station{}, true},
		"stars":                             {"星级", "4", stations.Station{Star: 4}, false},
		"stars in words":                    {"星级", "五星级", stations.Station{Star: 5}, false},
		"stars drawn":                       {"星级", "★★★", stations.Station{Star: 3}, false},
		"too many stars":                    {"星级", "6星", stations.Station{}, true},
		"no stars":                          {"星级", "未评", stations.Station{}, true},
		"a grade":                           {"评级", "AAAA级", stations.Station{ARating: "4A"}, false},
		"honours":                           {"荣誉称号", "最美驿站;示范点", stations.Station{Honours: []string{"最美驿站", "示范点"}}, false},
		"verified on a day":                 {"核实日期", "2026年3月1日", verified(midnight), false},
		"verified at an hour":               {"核实时间", "2026/3/1 12:00", verified(noon), false},
		"verified some time":                {"核实时间", "上个月", stations.Station{}, true},
		"verified by nobody knows when":     {"核实人", "张三", stations.Station{}, true},
	} {
		m, row := one(t, "name,lon,lat,"+c.header, `,,,"`+quoted(c.cell)+`"`)
		var got stations.Station
		problems := m.Fill(&got, row)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: station after Fill of %q (-want +got):\n%s", name, c.cell, diff)
		}
		if suspect := len(problems) == 1 && problems[0].Suspect; suspect != c.suspect || len(problems) > 1 {
			t.Errorf("%s: Fill of %q = %v, want a suspect: %v", name, c.cell, problems, c.suspect)
		}
	}
}

func quoted(cell string) string {
	doubled := ""
	for _, r := range cell {
		if r == '"' {
			doubled += `"`
		}
		doubled += string(r)
	}
	return doubled
}

func TestFillLeavesTheRecordItCameFromAlone(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	before := stations.Station{
		ExternalIDs:  map[string]string{"amap": "1"},
		Truck:        &stations.Truck{Spaces: 1},
		Verification: &stations.Verification{At: at, By: "张三", Method: stations.OnSite},
		Programmes:   []stations.Programme{{Brand: "工会驿站", Issuer: "总工会"}},
	}
	after := before
	m, row := one(t, "name,lon,lat,高德ID,车位数,核实方式,核实日期,品牌", ",,,2,2,电话,2025-01-01,工会驿站;暖新驿站")
	if problems := m.Fill(&after, row); len(problems) > 0 {
		t.Fatal(problems)
	}
	if before.ExternalIDs["amap"] != "1" || before.Truck.Spaces != 1 || before.Verification.Method != stations.OnSite || len(before.Programmes) != 1 {
		t.Errorf("Fill of a copy changed the record itself to %+v", before)
	}
	want := stations.Station{
		ExternalIDs:  map[string]string{"amap": "2"},
		Truck:        &stations.Truck{Spaces: 2},
		Verification: &stations.Verification{At: at, By: "张三", Method: stations.ByPhone},
		Programmes:   []stations.Programme{{Brand: "工会驿站", Issuer: "总工会"}, {Brand: "暖新驿站"}},
	}
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("station after Fill: an older date or a bare brand takes nothing away (-want +got):\n%s", diff)
	}
}

// A file cannot bring a picture that a registry keeps: it neither names one
// nor takes one away.
func TestFilesLeaveKeptPicturesAlone(t *testing.T) {
	kept := stations.Photo{ID: "0123456789abcdef", Width: 16, Height: 9}
	elsewhere := stations.Photo{URL: "https://example.org/1.jpg"}
	s := &stations.Station{Photos: []stations.Photo{kept, elsewhere}}
	e := exchange.NewEditor()
	if got := e.Get(s, "photos"); got != elsewhere.URL {
		t.Errorf("Get(photos) = %q, want %q", got, elsewhere.URL)
	}
	for cell, want := range map[string][]stations.Photo{
		"https://example.org/2.jpg": {kept, {URL: "https://example.org/2.jpg"}},
		`[{"id":"fedcba9876543210"},{"id":"p","url":"https://example.org/2.jpg"}]`: {kept, {ID: "p", URL: "https://example.org/2.jpg"}},
	} {
		_ = e.Set(s, "photos", cell) // what it leaves out it tells
		if diff := cmp.Diff(want, s.Photos); diff != "" {
			t.Errorf("photos after %s differ (-want +got):\n%s", cell, diff)
		}
	}
}
