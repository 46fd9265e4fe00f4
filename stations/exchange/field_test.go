package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

func Example() {
	table, err := exchange.Read(strings.NewReader("站点名称,经度（GCJ02）,纬度,服务项目,备注\n鼓楼驿站,118.77,32.06,饮水、如厕,无\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	columns, err := exchange.MapColumns(table.Columns, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var s stations.Station
	fmt.Println(columns.Fill(&s, table.Rows[0]), s.Name, len(s.Services), columns.Ignored)
	coord, ok, _ := columns.Place(table.Rows[0], datum.GCJ02)
	fmt.Println(coord, ok)
	// Output:
	// [] 鼓楼驿站 2 [备注]
	// {118.77 32.06 gcj02} true
}

// one maps a single row.
func one(t *testing.T, header, row string) (*exchange.Mapping, exchange.Row) {
	t.Helper()
	table, err := exchange.Read(strings.NewReader(header + "\n" + row + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.MapColumns(table.Columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m, table.Rows[0]
}

// Of columns that differ in a remark only, the one that somebody chose is read.
func TestAColumnIsChosenByItsWholeHeading(t *testing.T) {
	columns := []string{"(一)", "(二)", "经度(BD09)", "纬度(BD09)", "经度(WGS84)", "纬度(WGS84)"}
	row := exchange.Row{Number: 2, Values: []string{"甲", "乙", "118.78", "32.07", "118.77", "32.06"}}
	m, err := exchange.MapColumns(columns, map[string]string{"(二)": "name", "经度(WGS84)": "lon", "纬度(WGS84)": "lat"})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Value(row, exchange.Name); got != "乙" {
		t.Errorf("Value(name) = %q, want 乙 of the column that was chosen", got)
	}
	if c, ok, problems := m.Place(row, datum.GCJ02); !ok || c != (datum.Coord{Lon: 118.77, Lat: 32.06, Datum: datum.WGS84}) {
		t.Errorf("Place = %v, %v, %v, want the columns that were chosen", c, ok, problems)
	}
	if at, ok := m.Column("(二)"); !ok || at != 1 {
		t.Errorf("Column((二)) = %d, %v, want 1", at, ok)
	}
	if at, ok := m.Column("(三)"); ok {
		t.Errorf("Column((三)) = %d, want none", at)
	}
	if at, ok := m.Column("经度（必填）"); !ok || at != 2 {
		t.Errorf("Column(经度（必填）) = %d, %v, want 2, the first that is called so", at, ok)
	}
}

func TestHeaders(t *testing.T) {
	for name, c := range map[string]struct {
		header string
		field  exchange.Field
	}{
		"Chinese":               {"驿站名称,lon,lat", "name"},
		"English, any case":     {"NAME,lon,lat", "name"},
		"full width":            {"ｎａｍｅ,lon,lat", "name"},
		"starred":               {"*名称,lon,lat", "name"},
		"with a remark":         {"站点名称（必填）,lon,lat", "name"},
		"with two remarks":      {"站点名称（必填）（不超过50字）,lon,lat", "name"},
		"with a remark before":  {"【必填】站点名称,lon,lat", "name"},
		"with spaces":           {"站点 名称,lon,lat", "name"},
		"underscored":           {"station_name,lon,lat", "name"},
		"one column for a pair": {"name,坐标", "coordinates"},
		"hours":                 {"name,坐标,开放时间", "hours"},
		"phone":                 {"name,坐标,联系电话", "phone"},
		"kind":                  {"name,坐标,驿站类型", "kind"},
		"adcode":                {"name,坐标,区划代码", "adcode"},
		"x and y":               {"name,x,y", "lon"},
		"the first of two":      {"name,名称,x,y", "name"},
	} {
		m, err := exchange.MapColumns(strings.Split(c.header, ","), nil)
		if err != nil || !m.Has(c.field) {
			t.Errorf("%s: MapColumns(%s) lacks %s, %v", name, c.header, c.field, err)
		}
	}
}

func TestMissingColumnsAreNamed(t *testing.T) {
	for header, want := range map[string][]string{
		"编号,地址":            {"name: no column", "lon,lat: no columns", "it has: 编号, 地址"},
		"name,lon,address": {"lon,lat: no columns"},
		"lon,lat":          {"name: no column"},
	} {
		_, err := exchange.MapColumns(strings.Split(header, ","), nil)
		for _, text := range want {
			if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), text) {
				t.Errorf("MapColumns(%s) = %v, want an Invalid error with %q", header, err, text)
			}
		}
	}
}

func TestOverrides(t *testing.T) {
	columns := []string{"name", "点位", "lon", "lat"}
	m, err := exchange.MapColumns(columns, map[string]string{"点位": "名称"})
	if err != nil {
		t.Fatal(err)
	}
	row := exchange.Row{Values: []string{"内部名", "鼓楼驿站", "118.77", "32.06"}}
	if got := m.Value(row, exchange.Name); got != "鼓楼驿站" {
		t.Errorf("Value(name) = %q, want that of the override", got)
	}
	if diff := cmp.Diff([]string{"name"}, m.Ignored); diff != "" {
		t.Errorf("ignored columns (-want +got):\n%s", diff)
	}
	for _, bad := range []map[string]string{{"没有": "name"}, {"点位": "colour"}} {
		if _, err := exchange.MapColumns(columns, bad); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("MapColumns with %v = %v, want Invalid", bad, err)
		}
	}
}

func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		header, row string
		lon, lat    float64
		field, want string // of the problem
	}{
		"plain":                     {"name,lon,lat", "a,118.77,32.06", 118.77, 32.06, "", ""},
		"full-width digits":         {"name,lon,lat", "a,１１８．７７,３２．０６", 118.77, 32.06, "", ""},
		"in one cell":               {"name,坐标", `a,"118.77,32.06"`, 118.77, 32.06, "", ""},
		"in one cell, full width":   {"name,坐标", "a,118.77，32.06", 118.77, 32.06, "", ""},
		"in one cell, as a list":    {"name,坐标", `a,"[118.77, 32.06]"`, 118.77, 32.06, "", ""},
		"in the west":               {"name,lon,lat", "a,-51.2,-30.03", -51.2, -30.03, "", ""},
		"directions in Chinese":     {"name,lon,lat", "a,东经118.77,北纬 32.06", 118.77, 32.06, "", ""},
		"with an exponent":          {"name,lon,lat", "a,1.1877e2,32.06", 118.77, 32.06, "", ""},
		"swapped":                   {"name,lon,lat", "a,32.06,118.77", 0, 0, "lon,lat", "looks swapped"},
		"swapped, both within ±90":  {"name,lon,lat", "a,43.8,87.6", 0, 0, "lon,lat", "looks swapped"},
		"swapped in one cell":       {"name,坐标", `a,"32.06,118.77"`, 0, 0, "lon,lat", "looks swapped"},
		"nought":                    {"name,lon,lat", "a,0,0.0", 0, 0, "lon,lat", "is 0, 0"},
		"too far east":              {"name,lon,lat", "a,190.5,32", 0, 0, "lon", "not within ±180"},
		"metres":                    {"name,lon,lat", "a,13221000.5,3770000", 0, 0, "lon", "projected"},
		"too far north":             {"name,lon,lat", "a,118.7,-132", 0, 0, "lat", "not within ±90"},
		"words":                     {"name,lon,lat", "a,东边,32.06", 0, 0, "lon", "is not a number"},
		"not a number":              {"name,lon,lat", "a,118.77,NaN", 0, 0, "lat", "is not a number"},
		"infinite":                  {"name,lon,lat", "a,Inf,32", 0, 0, "lon", "is not a number"},
		"beyond any number":         {"name,lon,lat", "a,1e999,32", 0, 0, "lon", "is not a number"},
		"hexadecimal":               {"name,lon,lat", "a,0x1p4,32", 0, 0, "lon", "is not a number"},
		"decimal comma":             {"name,lon,lat", `a,"118,77",32.06`, 0, 0, "lon", "has a comma"},
		"degrees and minutes":       {"name,lon,lat", "a,118°46′12″,32.06", 0, 0, "lon", "decimal degrees"},
		"degrees in Chinese":        {"name,lon,lat", "a,118度46分,32.06", 0, 0, "lon", "decimal degrees"},
		"a direction":               {"name,lon,lat", "a,118.77E,32.06N", 0, 0, "lon", "decimal degrees"},
		"half a pair":               {"name,lon,lat", "a,118.77,", 0, 0, "lat", "is missing"},
		"three numbers in one cell": {"name,坐标", `a,"1,2,3"`, 0, 0, "coordinates", "is not a pair"},
		"a datum that is no word":   {"name,lon,lat,坐标系", "a,118.77,32.06,地方坐标系", 0, 0, "datum", "is none of wgs84, gcj02, bd09"},
	} {
		m, row := one(t, c.header, c.row)
		got, ok, problems := m.Place(row, datum.GCJ02)
		if c.want == "" {
			if want := (datum.Coord{Lon: c.lon, Lat: c.lat, Datum: datum.GCJ02}); !ok || got != want || problems != nil {
				t.Errorf("%s: Place = %v, %v, %v, want %v", name, got, ok, problems, want)
			}
			continue
		}
		if ok || len(problems) != 1 || problems[0].Field != c.field || problems[0].Row != 2 || !strings.Contains(problems[0].Problem, c.want) {
			t.Errorf("%s: Place = %v, %v, want a problem of %s with %q", name, ok, problems, c.field, c.want)
		}
	}
	named, blank := one(t, "name,lon,lat,坐标系", "a,118.77,32.06,")
	if got, _, problems := named.Place(blank, datum.BD09); got.Datum != datum.BD09 || problems != nil {
		t.Errorf("Place of a row that names no datum = %v, %v, want it in bd09", got, problems)
	}
	m, row := one(t, "name,lon,lat", "a,,")
	if _, ok, problems := m.Place(row, datum.GCJ02); ok || problems != nil {
		t.Errorf("Place of a row without a pair = %v, %v, want none", ok, problems)
	}
}

func TestCells(t *testing.T) {
	yes := true
	ok := func(codes ...stations.Service) (list []stations.ServiceState) {
		for _, code := range codes {
			list = append(list, stations.ServiceState{Code: code, Status: stations.ServiceOK})
		}
		return list
	}
	for name, c := range map[string]struct {
		column, cell string
		want         stations.Station
		problem      string
		suspect      bool
	}{
		"kind in Chinese":      {"类型", "暖心驿站", stations.Station{Kind: stations.WarmStation}, "", false},
		"kind by another word": {"类型", "工会驿站", stations.Station{Kind: stations.UnionStation}, "", false},
		"kind in English":      {"类型", "Warm  Station", stations.Station{Kind: stations.WarmStation}, "", false},
		"kind by code":         {"类型", "warm_station", stations.Station{Kind: stations.WarmStation}, "", false},
		"unknown kind":         {"类型", "茶馆", stations.Station{}, "is not a known word", false},
		"unknown host":         {"host", "茶馆", stations.Station{}, "is not a known word", true},
		"stage":                {"状态", "停用", stations.Station{Lifecycle: stations.Suspended}, "", false},
		"unknown stage":        {"状态", "？", stations.Station{}, "is not a known word", false},
		"way in":               {"进门方式", "扫码开门", stations.Station{Access: stations.Access{Method: stations.QR}}, "", false},
		"services":             {"服务", "饮水、WiFi，微波炉/厕所；饮水", stations.Station{Services: ok("water", "wifi", "heat_food", "toilet")}, "", false},
		"services by blanks":   {"服务", "饮水 充电　休息、Hot water", stations.Station{Services: ok("water", "phone_charging", "rest_seat", "hot_water")}, "", false},
		"remarks of services": {"服务", "换电柜（室内）、淋浴(自带毛巾)、免费WiFi、洗衣（收费）、理发服务、应急药品", stations.Station{Services: []stations.ServiceState{
			{Code: "ebike_swap", Status: stations.ServiceOK, Indoor: new(true)},
			{Code: "shower", Status: stations.ServiceOK, Note: "自带毛巾"},
			{Code: "wifi", Status: stations.ServiceOK},
			{Code: "laundry", Status: stations.ServiceOK, Free: new(false)},
			{Code: "haircut", Status: stations.ServiceOK},
			{Code: "medicine_kit", Status: stations.ServiceOK},
		}}, "", false},
		"a remark about no service": {"服务", "饮水、跳舞（周末）", stations.Station{Services: ok("water")}, "left out: 跳舞（周末）", true},
		"services that are not there": {"服务", "淋浴（无）、充电（维修中）、卫生间（无障碍）、wifi（有）、停车（不免费）", stations.Station{Services: []stations.ServiceState{
			{Code: "shower", Status: stations.ServiceNone},
			{Code: "phone_charging", Status: stations.ServiceBroken, Note: "维修中"},
			{Code: "toilet", Status: stations.ServiceOK, Note: "无障碍"},
			{Code: "wifi", Status: stations.ServiceOK},
			{Code: "truck_parking", Status: stations.ServiceOK, Free: new(false)},
		}}, "", false},
		"a service that may not be there": {"服务", "饮水、淋浴（尚未接水）", stations.Station{Services: ok("water")}, "left out: 淋浴（尚未接水）", true},
		"a person's mobile in a remark":   {"服务", "饮水、淋浴（张三139-0000-1111）", stations.Station{Services: ok("water")}, "left out: 淋浴（张三139-0000-1111）", true},
		"free water":                      {"服务", "免费饮水", stations.Station{Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceOK, Free: new(true)}}}, "", false},
		"a stage in other words":          {"运行状态", "暂停服务", stations.Station{Lifecycle: stations.Suspended}, "", false},
		"a stage that is over":            {"使用状态", "已撤销", stations.Station{Lifecycle: stations.Closed}, "", false},
		"unknown service":                 {"服务", "饮水、跳舞", stations.Station{Services: ok("water")}, "left out: 跳舞", true},
		"unknown after a blank":           {"服务", "如厕、饮水 跳舞", stations.Station{Services: ok("toilet")}, "left out: 饮水 跳舞", true},
		"services as words, JSON":         {"服务", `["饮水","aed"]`, stations.Station{Services: ok("water", "aed")}, "", false},
		"services as states": {"服务", `[{"code":"water","status":"broken"}]`, stations.Station{
			Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceBroken}},
		}, "", false},
		"services as broken JSON":    {"服务", `[{`, stations.Station{}, "neither a list", false},
		"hours":                      {"开放时间", "周一至周五9:00-17:00", stations.Station{Hours: "Mo-Fr 09:00-17:00"}, "", false},
		"hours of no known words":    {"开放时间", "看门口的牌子", stations.Station{Hours: "看门口的牌子"}, "cannot be read as opening hours; kept as text", true},
		"hours of half a day":        {"开放时间", "2:00-5:00", stations.Station{Hours: `unknown "2:00-5:00"`}, "may be of the night or of the afternoon; kept as text", true},
		"hours that end too soon":    {"开放时间", "9:00-5:00", stations.Station{Hours: `unknown "9:00-5:00"`}, "ends before it begins; kept as text", true},
		"hours said as unknown":      {"开放时间", `unknown "9:00-5:00"`, stations.Station{Hours: `unknown "9:00-5:00"`}, "", false},
		"a person's mobile":          {"联系电话", "025-1234、张三 139-0000-1111", stations.Station{Contacts: []stations.Contact{{Phone: "025-1234"}, {Phone: "张三 139-0000-1111", Personal: true}}}, "has mobile numbers, which may be a person's: kept inside, not shown: 张三 139-0000-1111", true},
		"a stroke for nothing":       {"开放时间", "/", stations.Station{}, "", false},
		"services with numbers":      {"服务项目", "①饮水②AED", stations.Station{Services: ok("water", "aed")}, "", false},
		"a stage with its reason":    {"状态", "暂停（装修）", stations.Station{Lifecycle: stations.Suspended}, "", false},
		"a stage of the past":        {"状态", "已搬迁", stations.Station{Lifecycle: stations.Closed}, "", false},
		"a stage that is denied":     {"状态", "开放（迁至中山路8号）", stations.Station{}, "says that it is open, and remarks: 迁至中山路8号", false},
		"a stage put off":            {"状态", "试运行(尚未挂牌)", stations.Station{}, "says that it is open, and remarks: 尚未挂牌", false},
		"a stage that is merged":     {"状态", "开放（合并到中山路站）", stations.Station{}, "says that it is open, and remarks: 合并到中山路站", false},
		"a stage that has ended":     {"状态", "正常（已停止使用）", stations.Station{}, "says that it is open, and remarks: 已停止使用", false},
		"a stage of a closed shop":   {"状态", "开放（歇业）", stations.Station{}, "says that it is open, and remarks: 歇业", false},
		"a stage for now":            {"状态", "开放（疫情暂不开放）", stations.Station{}, "says that it is open, and remarks: 疫情暂不开放", false},
		"a stage denied in English":  {"状态", "Open (Moved)", stations.Station{}, "says that it is open, and remarks: Moved", false},
		"a stage with its hours":     {"状态", "开放（20点关门）", stations.Station{Lifecycle: stations.Open}, "has a remark, left out: 20点关门", true},
		"a stage day and night":      {"状态", "开放（不打烊）", stations.Station{Lifecycle: stations.Open}, "has a remark, left out: 不打烊", true},
		"a stage with a service":     {"状态", "开放（提供维修工具）", stations.Station{Lifecycle: stations.Open}, "has a remark, left out: 提供维修工具", true},
		"a stage after works":        {"状态", "开放（已改造）", stations.Station{Lifecycle: stations.Open}, "has a remark, left out: 已改造", true},
		"a stage amid works":         {"状态", "开放（新装修且未挂牌）", stations.Station{}, "says that it is open, and remarks: 新装修且未挂牌", false},
		"a stage after works moved":  {"状态", "开放（已装修，已搬走）", stations.Station{}, "says that it is open, and remarks: 已装修，已搬走", false},
		"a stage with a remark":      {"状态", "开放（需扫码）", stations.Station{Lifecycle: stations.Open}, "has a remark, left out: 需扫码", true},
		"a stage without barriers":   {"状态", "开放（无障碍）", stations.Station{Lifecycle: stations.Open}, "has a remark, left out: 无障碍", true},
		"a stage and another":        {"状态", "开放（7月起暂停）", stations.Station{}, "is not a known word", false},
		"a name of the office":       {"类型", "户外劳动者服务站", stations.Station{Kind: stations.UnionStation}, "", false},
		"a mobile in Chinese digits": {"电话", "一三九〇〇〇〇一一一一", stations.Station{Contacts: []stations.Contact{{Phone: "一三九〇〇〇〇一一一一", Personal: true}}}, "kept inside, not shown: 一三九〇〇〇〇一一一一", true},
		"a mobile in a note as JSON": {"服务", `[{"code":"water","status":"ok","note":"找张三１３９００００１１１１"}]`, stations.Station{Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceOK, Note: "找张三…"}}}, "has a mobile number, which may be a person's: not shown", true},
		"a mobile at the entrance":   {"入口说明", "打139 0000 1111开门", stations.Station{Position: stations.Position{EntranceNote: "打…开门"}}, "has a mobile number", true},
		"a mobile among aliases":     {"别名", "甲；乙13900001111", stations.Station{Aliases: []string{"甲", "乙…"}}, "has a mobile number", true},
		"a mobile among the brands":  {"品牌", "工会驿站；找张三13900001111", stations.Station{Programmes: stations.Brands("工会驿站", "找张三…")}, "has a mobile number", true},
		"a mobile of an issuer":      {"品牌", `[{"brand":"甲","issuer":"张三13900001111"}]`, stations.Station{Programmes: []stations.Programme{{Brand: "甲", Issuer: "张三…"}}}, "has a mobile number", true},
		"a mobile at a road stake":   {"桩号", "K12 打13900001111", stations.Station{Position: stations.Position{RoadStake: "K12 打…"}}, "has a mobile number", true},
		"a mobile at a side":         {"所在侧", "东侧13900001111", stations.Station{Position: stations.Position{SideOfRoad: "东侧…"}}, "has a mobile number", true},
		"a mobile among the honours": {"荣誉", `["找张三13900001111"]`, stations.Station{Honours: []string{"找张三…"}}, "has a mobile number", true},
		"a mobile among closures":    {"闭站日期", "2026-02-16..2026-02-22 有事打13900001111", stations.Station{Closures: []stations.Closure{{From: "2026-02-16", Until: "2026-02-22", Reason: "有事打…"}}}, "has a mobile number", true},
		"a mobile among the hours":   {"开放时间", "来前打13900001111", stations.Station{Hours: "来前打…"}, "has a mobile number: kept as text, without the number", true},
		"a mobile of the office":     {"电话", `[{"phone":"13900001111"}]`, stations.Station{Contacts: []stations.Contact{{Phone: "13900001111"}}}, "", false},
		"phones":                     {"电话", "025-1234、025-5678", stations.Station{Contacts: []stations.Contact{{Phone: "025-1234"}, {Phone: "025-5678"}}}, "", false},
		"aliases":                    {"别名", "甲；乙/丙", stations.Station{Aliases: []string{"甲", "乙/丙"}}, "", false},
		"street front":               {"是否临街", "是", stations.Station{Position: stations.Position{StreetFront: &yes}}, "", false},
		"unclear street front":       {"是否临街", "也许", stations.Station{}, "neither 是/yes nor 否/no", true},
		"a disarmed formula":         {"地址", "'=1+1", stations.Station{Position: stations.Position{Address: "=1+1"}}, "", false},
		"an apostrophe of its own": {"地址", "'s-Hertogenbosch", stations.Station{
			Position: stations.Position{Address: "'s-Hertogenbosch"},
		}, "", false},
	} {
		m, row := one(t, "name,坐标,"+c.column, `,,"`+strings.ReplaceAll(c.cell, `"`, `""`)+`"`)
		var got stations.Station
		problems := m.Fill(&got, row)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: Fill (-want +got):\n%s", name, diff)
		}
		switch {
		case c.problem == "" && problems != nil:
			t.Errorf("%s: problems = %v, want none", name, problems)
		case c.problem != "" && (len(problems) != 1 || !strings.Contains(problems[0].Problem, c.problem) || problems[0].Suspect != c.suspect):
			t.Errorf("%s: problems = %v, want one with %q, suspect %v", name, problems, c.problem, c.suspect)
		}
	}
}

// What the registry knows beyond an office's list survives that list.
func TestListsKeepWhatIsKnown(t *testing.T) {
	s := stations.Station{
		Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceBroken, Note: "待修"}, {Code: "wifi", Status: stations.ServiceOK}},
		Contacts: []stations.Contact{{Label: "前台", Phone: "025-1"}, {Phone: "138", Personal: true}},
	}
	m, row := one(t, "name,坐标,服务,电话", "a,,饮水、如厕,025-1;025-2")
	m.Fill(&s, row)
	want := stations.Station{
		Name:     "a",
		Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceBroken, Note: "待修"}, {Code: "toilet", Status: stations.ServiceOK}},
		Contacts: []stations.Contact{{Label: "前台", Phone: "025-1"}, {Phone: "025-2"}, {Phone: "138", Personal: true}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("Fill over what is known (-want +got):\n%s", diff)
	}
}

// TestNumbersOfEarlierVersionsAreKnownAgain: those kept a mobile number as
// public, and what the source said as the bare number.
func TestNumbersOfEarlierVersionsAreKnownAgain(t *testing.T) {
	for name, c := range map[string]struct {
		contact stations.Contact
		want    bool
	}{
		"as it was imported": {stations.Contact{Phone: "13900001111"}, true},
		"with a label":       {stations.Contact{Phone: "13900001111", Label: "前台"}, false},
		"another":            {stations.Contact{Phone: "13900001112"}, false},
		"hidden by hand":     {stations.Contact{Phone: "13900001111", Personal: true}, false},
	} {
		s := &stations.Station{Contacts: []stations.Contact{c.contact}}
		if got := exchange.NewEditor().Same(s, "phone", "13900001111"); got != c.want {
			t.Errorf("%s: Same = %v, want %v", name, got, c.want)
		}
	}
}

// TestOfficesNameADatumByItsMap reads rows that name their datum, whichever was
// stated for their file.
func TestOfficesNameADatumByItsMap(t *testing.T) {
	for d, words := range map[datum.Datum]string{
		datum.GCJ02: "gcj02 GCJ-02 高德 高德坐标系 高德地图 腾讯 火星坐标系", datum.BD09: "bd09 BD-09 百度 百度坐标系 bd09ll",
		datum.WGS84: "WGS84 WGS-84 GPS 天地图 CGCS2000 CGCS2000坐标系 国家2000 2000国家大地坐标系",
	} {
		for _, stated := range []datum.Datum{datum.GCJ02, datum.BD09, datum.WGS84} {
			for _, word := range strings.Fields(words) {
				m, row := one(t, "name,lon,lat,坐标系", "a,118.77,32.06,"+word)
				if c, ok, _ := m.Place(row, stated); !ok || c.Datum != d {
					t.Errorf("Place of a row in %q as %v = %v, %v, want it in %v", word, stated, c, ok, d)
				}
			}
		}
	}
}
