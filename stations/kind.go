package stations

import "slices"

// Kind is what sort of station it is.
type Kind string

// Host is the sort of place that a station is in.
type Host string

// Lifecycle is where a station stands between plan and end.
type Lifecycle string

// PositionQuality says how a position was found.
type PositionQuality string

// AccessMethod says what opens the door.
type AccessMethod string

// ARating is an office's grade of a station.
type ARating string

// VerificationMethod says how somebody made sure that a record is true.
type VerificationMethod string

// Word is a code with its names, for pages, imports and exports.
type Word struct {
	Code    string   `json:"code"`
	Chinese string   `json:"zh"`
	English string   `json:"en"`
	Also    []string `json:"-"` // other spellings that offices write
}

// The kinds of station.
const (
	WorkersHome         Kind = "workers_home"
	UnionStation        Kind = "union_station"
	WarmStation         Kind = "warm_station"
	DriverHome          Kind = "driver_home"
	DriverStation       Kind = "driver_station"
	RiderHome           Kind = "rider_home"
	CourierHome         Kind = "courier_home"
	ServiceCentre       Kind = "service_centre"
	TownServiceStation  Kind = "town_service_station"
	VillageServicePoint Kind = "village_service_point"
	HealthStation       Kind = "health_station"
	MobileStation       Kind = "mobile_station"
	SmartLocker         Kind = "smart_locker"
)

// Kinds lists every kind in the order in which pages show them.
func Kinds() []Word { return slices.Clone(kindWords) }

// kindWords is asked for each record, and for each question that names a kind.
var kindWords = []Word{
	{string(UnionStation), "职工驿站", "Union station", []string{"工会驿站", "户外劳动者驿站", "户外劳动者服务站点", "户外劳动者服务站", "工会户外劳动者服务站点", "工会户外劳动者服务站", "户外劳动者爱心驿站", "爱心驿站"}},
	{string(WarmStation), "暖心驿站", "Warm station", []string{"暖新驿站", "暖蜂驿站"}},
	{string(WorkersHome), "职工之家", "Workers' home", nil},
	{string(RiderHome), "骑手之家", "Riders' home", []string{"骑手驿站", "小哥驿站"}},
	{string(CourierHome), "快递员之家", "Couriers' home", []string{"快递小哥之家"}},
	{string(DriverHome), "司机之家", "Drivers' home", []string{"货车司机之家"}},
	{string(DriverStation), "司机驿站", "Drivers' station", []string{"货车司机驿站"}},
	{string(ServiceCentre), "综合服务中心", "Service centre", nil},
	{string(TownServiceStation), "镇级综合服务站", "Town service station", nil},
	{string(VillageServicePoint), "村级服务点", "Village service point", nil},
	{string(HealthStation), "健康小站", "Health station", nil},
	{string(MobileStation), "流动服务站", "Mobile station", []string{"流动服务车"}},
	{string(SmartLocker), "智能柜", "Smart locker", nil},
}

// Hosts lists every sort of host.
func Hosts() []Word { return slices.Clone(hostWords) }

// hostWords is asked for each record.
var hostWords = []Word{
	{"party_centre", "党群服务中心", "Party and community centre", nil},
	{"community", "社区", "Community", []string{"居委会", "社区居委会"}},
	{"restaurant", "餐饮", "Restaurant", []string{"餐厅", "饭店"}},
	{"estate_agent", "房产中介", "Estate agent", nil},
	{"chain_store", "连锁商超", "Chain store", []string{"便利店", "超市"}},
	{"mall", "商场", "Mall", []string{"购物中心"}},
	{"bank", "银行网点", "Bank", []string{"银行"}},
	{"petrol_station", "加油站", "Petrol station", nil},
	{"charging_station", "充电站", "Charging station", nil},
	{"post_express", "快递网点", "Post and express", []string{"邮政", "邮政网点"}},
	{"telecom_hall", "通信营业厅", "Telecom hall", []string{"营业厅"}},
	{"medical", "医疗机构", "Medical", []string{"医院", "卫生站", "药店"}},
	{"park_square", "广场", "Park or square", []string{"公园"}},
	{"visitor_centre", "游客中心", "Visitor centre", nil},
	{"public_toilet", "公厕", "Public toilet", []string{"公共厕所"}},
	{"library", "图书馆", "Library", nil},
	{"logistics_park", "物流园区", "Logistics park", []string{"物流园"}},
	{"truck_park", "货车停车场", "Truck park", nil},
	{"service_area", "高速服务区", "Motorway service area", []string{"服务区"}},
	{"overload_station", "治超站", "Overload control station", nil},
	{"auto_repair", "汽修店", "Auto repair", []string{"汽车维修"}},
	{"gov_hall", "政务大厅", "Government hall", []string{"政务服务中心"}},
	{"traffic_post", "交通岗亭", "Traffic post", nil},
	{"standalone", "独立站点", "Standalone", []string{"独立", "独立设置"}},
	{"vehicle", "车辆", "Vehicle", nil},
	{"other", "其他", "Other", []string{"其它"}},
}

// The stages of a station's life. Riders see Trial and Open.
const (
	Planned   Lifecycle = "planned"
	Building  Lifecycle = "building"
	Trial     Lifecycle = "trial"
	Open      Lifecycle = "open"
	Suspended Lifecycle = "suspended"
	Closed    Lifecycle = "closed"
	Merged    Lifecycle = "merged"
)

// Lifecycles lists every stage in order.
func Lifecycles() []Word {
	return []Word{
		{string(Planned), "规划", "Planned", []string{"规划中", "拟建", "待建", "筹建", "计划"}},
		{string(Building), "在建", "Building", []string{"建设中", "筹建中", "施工中"}},
		{string(Trial), "试运行", "Trial", []string{"试运营", "试营业", "试开放"}},
		{string(Open), "开放", "Open", []string{"运营", "运营中", "正常", "启用", "已启用", "正常开放", "正常运行", "正常运营", "正常使用", "正常营业", "开放中", "已开放", "运行", "运行中", "在用", "使用中", "营业中"}},
		{string(Suspended), "暂停", "Suspended", []string{"暂停开放", "停用", "暂停服务", "暂停运营", "暂停营业", "暂停使用", "临时关闭", "维修中", "装修中", "整改中"}},
		{string(Closed), "关闭", "Closed", []string{"已关闭", "撤点", "已撤点", "撤销", "已撤销", "关停", "已关停", "取消", "已取消", "永久关闭", "搬迁", "已搬迁", "已迁址", "拆除", "已拆除"}},
		{string(Merged), "并入", "Merged", []string{"已并入", "已合并"}},
	}
}

// How a position was found, best first.
const (
	Surveyed    PositionQuality = "surveyed"
	GPS         PositionQuality = "gps"
	Geocoded    PositionQuality = "geocoded"
	AddressOnly PositionQuality = "address_only"
)

// PositionQualities lists every quality, best first.
func PositionQualities() []Word {
	return []Word{
		{string(Surveyed), "实测", "Surveyed", nil},
		{string(GPS), "卫星定位", "GPS", []string{"GPS"}},
		{string(Geocoded), "地址解析", "Geocoded", nil},
		{string(AddressOnly), "仅有地址", "Address only", []string{"仅地址", "只有地址"}},
	}
}

// Ways through the door.
const (
	WalkIn   AccessMethod = "walk_in"
	QR       AccessMethod = "qr"
	Face     AccessMethod = "face"
	DoorCode AccessMethod = "code"
	Card     AccessMethod = "card"
	Register AccessMethod = "register"
	AskStaff AccessMethod = "ask_staff"
)

// AccessMethods lists every way through the door.
func AccessMethods() []Word {
	return []Word{
		{string(WalkIn), "直接进", "Walk in", []string{"直接进门", "直接进入", "自由进出", "自由出入", "免登记", "无需登记"}},
		{string(QR), "扫码", "Scan a QR code", []string{"扫码进门", "扫码开门", "扫码进入", "扫二维码"}},
		{string(Face), "刷脸", "Face scan", []string{"人脸识别", "刷脸进入", "刷脸进门"}},
		{string(DoorCode), "密码", "Door code", []string{"密码锁", "密码开门", "密码进入"}},
		{string(Card), "刷卡", "Card", []string{"刷卡进门", "刷卡进入"}},
		{string(Register), "登记", "Register", []string{"登记进门", "登记进入", "登记后进入"}},
		{string(AskStaff), "找工作人员", "Ask staff", []string{"询问工作人员", "联系工作人员", "工作人员开门"}},
	}
}

// known reports whether code is one of words.
func known(words []Word, code string) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return w.Code == code })
}

// ParseKind returns the kind of that code, or an Invalid error on field kind.
func ParseKind(code string) (Kind, error) {
	if !known(kindWords, code) {
		return "", BadField("kind", "unknown kind "+quote(code))
	}
	return Kind(code), nil
}

// The registries that name stations too, the keys of Station.ExternalIDs.
const (
	Amap     = "amap"
	Baidu    = "baidu"
	Tencent  = "tencent"
	Official = "official"
)

// Registries lists the registries that name stations too.
func Registries() []Word {
	return []Word{
		{Amap, "高德", "Amap", []string{"高德地图"}},
		{Baidu, "百度", "Baidu", []string{"百度地图"}},
		{Tencent, "腾讯", "Tencent", []string{"腾讯地图"}},
		{Official, "官方", "Official", []string{"全总"}},
	}
}

// ARatings lists the grades, lowest first.
func ARatings() []Word {
	return []Word{
		{"3A", "3A级", "Grade 3A", []string{"AAA", "AAA级"}},
		{"4A", "4A级", "Grade 4A", []string{"AAAA", "AAAA级"}},
		{"5A", "5A级", "Grade 5A", []string{"AAAAA", "AAAAA级"}},
	}
}

// Ways to make sure that a record is true.
const (
	OnSite   VerificationMethod = "on_site"
	ByPhone  VerificationMethod = "phone"
	ByPhoto  VerificationMethod = "photo"
	ByRecord VerificationMethod = "document"
)

// VerificationMethods lists the ways to verify a record, surest first.
func VerificationMethods() []Word {
	return []Word{
		{string(OnSite), "现场核实", "On site", []string{"现场", "实地", "实地核实"}},
		{string(ByPhone), "电话核实", "By telephone", []string{"电话"}},
		{string(ByPhoto), "照片核实", "By photo", []string{"照片"}},
		{string(ByRecord), "资料核实", "By document", []string{"资料", "台账"}},
	}
}
