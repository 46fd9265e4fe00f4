package exchange

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// Field names what a column holds. The same names head the columns of an
// export and stand on the right of --map.
type Field string

// The fields that the importer itself looks for. The others stand in fields.
const (
	Record       Field = "id"            // the file's own key of the row
	Source       Field = "source"        // only together with SourceRecord: a file of our own
	SourceRecord Field = "source_record" // goes before Record
	Name         Field = "name"
	Kind         Field = "kind"
	Lifecycle    Field = "lifecycle"
	Address      Field = "address"
	Adcode       Field = "adcode"
	City         Field = "city"     // with District, a division by name
	District     Field = "district" // where there is no adcode
	Code         Field = "code"
	Quality      Field = "quality"
	Lon          Field = "lon"
	Lat          Field = "lat"
	Pair         Field = "coordinates" // "lon,lat" in one cell
	Datum        Field = "datum"       // the row's own word for its frame
	AmapID       Field = "amap_id"
	BaiduID      Field = "baidu_id"
	TencentID    Field = "tencent_id"
	OfficialID   Field = "official_id"
	Verifier     Field = "verified_by"
)

// column is one field: what files call it, how a station's value becomes a
// cell, and how a cell becomes the station's value. A nil get is never
// written, a nil set is read by the importer itself.
type column struct {
	field   Field
	headers []string
	access
}

type access struct {
	get func(*stations.Station) string
	set func(*stations.Station, string) fault
}

// fault is what is wrong with a cell, if anything.
type fault struct {
	problem string
	suspect bool // worth a look, but the rest of the row is good
}

// cell returns the station's cell of the column, in the datum d.
func (c column) cell(s *stations.Station, d datum.Datum) string {
	switch {
	case c.field == Datum:
		return d.String()
	case c.field == Lon && located(s):
		return degrees(datum.Out(s.Position.Point, d).Lon)
	case c.field == Lat && located(s):
		return degrees(datum.Out(s.Position.Point, d).Lat)
	case c.get == nil:
		return ""
	}
	return c.get(s)
}

// located reports whether the station has coordinates to write: one that is
// known by its address only may stand at 0, 0.
func located(s *stations.Station) bool {
	return s.Position.Quality != stations.AddressOnly || s.Position.Point[0] != 0 || s.Position.Point[1] != 0
}

// labels are the first Chinese header of each field; a row and a position are
// none, but may be what a problem or a change is about.
var labels = sync.OnceValue(func() map[Field]string {
	known := map[Field]string{"row": "整行", "position": "位置"}
	for _, c := range fields() {
		if len(c.headers) > 0 {
			known[c.field] = c.headers[0]
		}
	}
	return known
})

// Label names the field of a problem for people: its usual Chinese header and
// the field, "经度,纬度 lon,lat" for both at once. One that no file of stations
// has is returned as it is.
func Label(field string) string {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		label, ok := labels()[Field(part)]
		if !ok {
			return field
		}
		parts[i] = label
	}
	return strings.Join(parts, ",") + " " + field
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

type station = stations.Station

// fields lists every field in the order of an export's columns. Each call
// builds the table anew: its word lists are indexed once for a whole file.
func fields() []column {
	return append([]column{
		{Record, []string{"记录号", "编码", "唯一标识", "record", "record id", "fid", "objectid", "uuid"}, access{get: func(s *station) string { return string(s.ID) }}},
		{Source, nil, access{get: func(s *station) string { return s.Source }}},
		{SourceRecord, nil, access{get: func(s *station) string { return s.SourceRecord }}},
		{Code, []string{"编号", "站点编号", "驿站编号", "站点编码", "驿站编码", "station code", "station no"}, plainText(func(s *station) *string { return &s.Code })},
		{Name, []string{"名称", "站点名称", "驿站名称", "站名", "站点", "驿站", "服务站名称", "站点名", "驿站名", "点位名称", "station name", "title"}, publicText(func(s *station) *string { return &s.Name })},
		{"aliases", []string{"别名", "曾用名", "又名", "alias"}, texts(func(s *station) *[]string { return &s.Aliases })},
		{"programmes", []string{"品牌", "项目", "所属品牌", "programme", "program", "programs", "brand"}, programmesAccess()},
		{AmapID, []string{"高德ID", "高德POI", "高德POI ID", "amap", "amap poi"}, externalID(stations.Amap)},
		{BaiduID, []string{"百度ID", "百度UID", "baidu", "baidu uid"}, externalID(stations.Baidu)},
		{TencentID, []string{"腾讯ID", "腾讯POI", "tencent", "tencent poi"}, externalID(stations.Tencent)},
		{OfficialID, []string{"官方编号", "全总编号", "国家编号", "official", "official no"}, externalID(stations.Official)},
		{Kind, []string{"类型", "站点类型", "驿站类型", "类别", "站点类别", "驿站类别", "station type"}, kindAccess()},
		{"host", []string{"依托单位类型", "场所类型", "依托场所", "载体", "载体类型", "依托类型", "host type"}, hostAccess()},
		{Lifecycle, []string{"状态", "运营状态", "运行状态", "使用状态", "站点状态", "驿站状态", "开放状态", "是否开放", "是否正常开放", "是否运营", "是否正常运营", "是否运行", "是否营业", "是否启用", "是否在用", "status"}, lifecycleAccess()},
		{"merged_into", []string{"并入站点", "并入"}, mergedAccess()},
		{Lon, []string{"经度", "lng", "long", "longitude", "x", "x坐标", "东经"}, access{}},
		{Lat, []string{"纬度", "latitude", "y", "y坐标", "北纬"}, access{}},
		{Pair, []string{"坐标", "经纬度", "位置坐标", "地理坐标", "坐标(经度,纬度)", "coordinate", "location", "lonlat", "lnglat"}, access{}},
		{Datum, []string{"坐标系", "坐标系统", "crs"}, access{}},
		{Quality, []string{"定位方式", "坐标来源", "position quality"}, qualityAccess()},
		{Address, []string{"地址", "详细地址", "站点地址", "驿站地址", "具体地址", "所在地址", "所在位置", "站点位置", "位置", "addr"}, publicText(func(s *station) *string { return &s.Position.Address })},
		{Adcode, []string{"区划代码", "行政区划代码", "所属行政区", "行政区代码", "区县代码", "行政区划"}, adcodeAccess()},
		{City, []string{"城市", "地市", "地级市", "所在城市", "所属城市", "所属地市", "市"}, access{}},
		{District, []string{"区县", "县区", "市区县", "行政区", "所在区", "所属区", "所在区县", "所属区县", "区", "county"}, access{}},
		{"floor", []string{"楼层", "所在楼层"}, publicText(func(s *station) *string { return &s.Position.Floor })},
		{"street_front", []string{"临街", "是否临街", "沿街"}, boolAccess(func(s *station) **bool { return &s.Position.StreetFront })},
		{"entrance_note", []string{"入口说明", "入口", "进门说明", "entrance"}, publicText(func(s *station) *string { return &s.Position.EntranceNote })},
		{"road_stake", []string{"桩号", "公路桩号", "里程桩号"}, publicText(func(s *station) *string { return &s.Position.RoadStake })},
		{"side_of_road", []string{"道路方向", "所在侧"}, publicText(func(s *station) *string { return &s.Position.SideOfRoad })},
		{"bike_parking", []string{"电动车停放", "停车说明", "非机动车停放"}, publicText(func(s *station) *string { return &s.Position.BikeParking })},
		{"hours", []string{"营业时间", "开放时间", "对外开放时间", "服务时间", "开放时段", "服务时段", "运营时间", "运行时间", "opening hours", "open hours"}, hoursAccess()},
		{"closures", []string{"闭站日期", "休息日期", "停开日期", "临时关闭", "closed on"}, closuresAccess()},
		{"access_method", []string{"进门方式", "进入方式", "开门方式", "access"}, methodAccess()},
		{"access_steps", []string{"进门步骤", "steps"}, publicText(func(s *station) *string { return &s.Access.Steps })},
		{"eligibility", []string{"服务对象", "使用条件"}, publicText(func(s *station) *string { return &s.Access.Eligibility })},
		{"audience", []string{"面向人群", "适用人群", "服务人群"}, texts(func(s *station) *[]string { return &s.Access.Audience })},
		{"services", []string{"服务", "服务项目", "服务内容", "服务功能", "服务设施", "设施", "设施设备", "配套设施", "配备设施", "功能", "提供服务", "提供的服务", "service", "facilities"}, servicesAccess()},
		{"phone", []string{"电话", "联系电话", "联系方式", "联系人及电话", "联系人电话", "负责人电话", "咨询电话", "服务电话", "办公电话", "值班电话", "热线", "热线电话", "服务热线", "tel", "telephone", "contacts"}, contactsAccess()},
	}, details()...)
}

// details lists the fields that few stations have.
func details() []column {
	return []column{
		{"truck_spaces", []string{"货车车位数", "货车位", "货车泊位", "停车位数", "车位数"}, truckSpaces()},
		{"truck_max_length_m", []string{"最大车长", "限长", "max length"}, truckMetres(func(t *stations.Truck) *float64 { return &t.MaxLengthM })},
		{"truck_max_height_m", []string{"最大车高", "限高", "max height"}, truckMetres(func(t *stations.Truck) *float64 { return &t.MaxHeightM })},
		{"truck_guarded", []string{"停车看护", "有人值守", "guarded"}, truckAnswer(func(t *stations.Truck) **bool { return &t.Guarded })},
		{"truck_cctv", []string{"监控", "视频监控", "cctv"}, truckAnswer(func(t *stations.Truck) **bool { return &t.CCTV })},
		{"truck_overnight", []string{"可过夜", "过夜停车", "overnight"}, truckAnswer(func(t *stations.Truck) **bool { return &t.Overnight })},
		{"photos", []string{"照片", "图片", "照片链接", "图片链接", "photo"}, photosAccess()},
		{"enrol_url", []string{"入会链接", "入会网址", "enrol link"}, link(func(s *station) *string { return &s.Links.EnrolURL })},
		{"book_room_url", []string{"书屋链接", "书屋网址", "电子书屋", "book room link"}, link(func(s *station) *string { return &s.Links.BookRoomURL })},
		{"star", []string{"星级", "星级评定", "stars"}, starAccess()},
		{"a_rating", []string{"A级", "评级", "等级", "grade"}, word(stations.ARatings(), func(s *station) *stations.ARating { return &s.ARating }, true)},
		{"honours", []string{"荣誉", "荣誉称号", "所获荣誉", "honors"}, texts(func(s *station) *[]string { return &s.Honours })}, //nolint:misspell // American files say so
		{"verified_at", []string{"核实时间", "核实日期", "核验时间", "核验日期", "verified"}, verifiedAt()},
		{"verified_method", []string{"核实方式", "核验方式"}, verifiedMethod()},
		{Verifier, []string{"核实人", "核验人"}, verifiedBy()},
	}
}

// FieldOf returns the column that holds what the domain calls so:
// position.adcode gives adcode. What no column holds keeps its name.
func FieldOf(name string) string {
	for _, c := range []struct{ domain, column string }{
		{"position.quality", "quality"},
		{"position.point", "lon,lat"},
		{"position.", ""},
		{"access.method", "access_method"},
		{"access.steps", "access_steps"},
		{"access.", ""},
		{"external_ids.amap", "amap_id"},
		{"external_ids.baidu", "baidu_id"},
		{"external_ids.tencent", "tencent_id"},
		{"external_ids.official", "official_id"},
		{"truck.", "truck_"},
		{"links.", ""},
		{"verification.", "verified_"},
		{"contacts", "phone"},
	} {
		if rest, ok := strings.CutPrefix(name, c.domain); ok {
			return c.column + rest
		}
	}
	return name
}

// written returns the columns of an export. A pair in one cell, divisions by
// name and the name of a person are only read.
func written() []column {
	read := []Field{Pair, City, District, Verifier}
	return slices.DeleteFunc(fields(), func(c column) bool { return slices.Contains(read, c.field) })
}

// adcodeAccess reads a division that somebody states.
func adcodeAccess() access {
	return access{
		get: func(s *station) string { return s.Position.Adcode },
		set: func(s *station, cell string) fault {
			s.Position.Adcode, s.Position.Derived = cell, false
			return fault{}
		},
	}
}

// publicText is a field of words that everybody reads: mobile numbers in it,
// which may be a person's, are blotted out.
func publicText(at func(*station) *string) access {
	return access{
		get: func(s *station) string { return *at(s) },
		set: func(s *station, cell string) fault {
			words, had := stations.WithoutMobiles(cell)
			*at(s) = words
			return inside(had)
		},
	}
}

// hide blots mobile numbers out of the words of a list, which everybody reads.
func hide[T any](list []T, words func(*T) *string) fault {
	found := false
	for i := range list {
		at := words(&list[i])
		without, had := stations.WithoutMobiles(*at)
		*at, found = without, found || had
	}
	return inside(found)
}

// inside says of a text that its mobile numbers were left out.
func inside(had bool) fault {
	if !had {
		return fault{}
	}
	return fault{"has a mobile number, which may be a person's: not shown; numbers stay inside under 联系电话", true}
}

// plainText is a field that keeps its cell as it is.
func plainText(at func(*station) *string) access {
	return access{
		get: func(s *station) string { return *at(s) },
		set: func(s *station, cell string) fault { *at(s) = cell; return fault{} },
	}
}
