package stations

import "slices"

// Service is the code of something that a station offers.
type Service string

// ServiceStatus says how a service stands.
type ServiceStatus string

// The states of a service. Ok and limited can be used.
const (
	ServiceOK      ServiceStatus = "ok"
	ServiceLimited ServiceStatus = "limited"
	ServiceBroken  ServiceStatus = "broken"
	ServiceNone    ServiceStatus = "none"
)

// ParseService returns the service of that code, or an Invalid error on
// field service.
func ParseService(code string) (Service, error) {
	if !known(serviceWords, code) {
		return "", BadField("service", "unknown service "+quote(code))
	}
	return Service(code), nil
}

// Services lists every service in the order in which pages show them.
func Services() []Word { return slices.Clone(serviceWords) }

// serviceWords is asked for each service of each record.
var serviceWords = []Word{
	{"water", "饮水", "Drinking water", []string{"饮用水", "喝水", "直饮水", "茶水", "纯净水", "饮水点"}},
	{"hot_water", "热水", "Hot water", []string{"开水", "饮水机"}},
	{"heat_food", "热饭", "Heat food", []string{"微波炉", "加热饭菜", "热餐", "加热食物", "热饭菜", "饭菜加热", "食品加热"}},
	{"canteen", "食堂", "Canteen", nil},
	{"discount_meal", "优惠餐", "Discount meal", []string{"爱心餐"}},
	{"rest_seat", "休息", "Rest seat", []string{"休息座椅", "歇脚", "桌椅", "歇息", "座椅", "临时休息", "休憩"}},
	{"nap", "午休", "Nap", []string{"躺椅"}},
	{"cool", "纳凉", "Cool off", []string{"空调", "避暑", "防暑降温", "避暑纳凉"}},
	{"warm", "取暖", "Warm up", []string{"避寒", "御寒", "避寒取暖"}},
	{"shelter_rain", "避雨", "Shelter from rain", []string{"遮风避雨", "避风避雨"}},
	{"toilet", "如厕", "Toilet", []string{"厕所", "卫生间", "洗手间", "公厕", "公共厕所"}},
	{"shower", "淋浴", "Shower", []string{"洗澡"}},
	{"laundry", "洗衣", "Laundry", nil},
	{"dryer", "烘干机", "Dryer", []string{"烘干"}},
	{"hair_dryer", "吹风机", "Hair dryer", nil},
	{"phone_charging", "手机充电", "Phone charging", []string{"充电", "充电宝", "充电插座", "充电线", "手机充电站", "共享充电宝"}},
	{"ebike_swap", "换电柜", "E-bike battery swap", []string{"换电", "换电站", "电池换电"}},
	{"ebike_charging", "电动车充电", "E-bike charging", []string{"电瓶车充电", "电动自行车充电", "电瓶车充电桩"}},
	{"ev_charging", "汽车充电", "EV charging", []string{"充电桩"}},
	{"tyre_pump", "打气", "Tyre pump", []string{"打气筒", "打气泵", "充气泵"}},
	{"repair_tools", "维修工具", "Repair tools", []string{"修车工具", "工具箱", "维修工具箱", "便民工具箱"}},
	{"wifi", "无线网络", "Wi-Fi", []string{"WiFi", "Wi-Fi", "免费WiFi", "无线上网"}},
	{"medicine_kit", "药箱", "Medicine kit", []string{"医药箱", "急救箱", "急救药箱", "应急药品", "急救药品", "常用药品", "常备药品", "急救包", "小药箱", "医疗箱"}},
	{"aed", "AED", "AED", []string{"除颤仪", "自动体外除颤仪", "AED除颤仪"}},
	{"health_check", "健康检测", "Health check", []string{"量血压", "血压计", "测血压", "血压测量", "血压仪"}},
	{"health_robot", "健康机器人", "Health robot", nil},
	{"counselling", "心灵驿站", "Counselling", []string{"心理咨询", "心理疏导"}},
	{"mother_baby", "母婴室", "Mother and baby room", []string{"哺乳室", "母婴"}},
	{"women_area", "女职工休息区", "Women's area", nil},
	{"book_room", "书屋", "Book room", []string{"图书", "阅读", "职工书屋", "图书角", "阅读角", "图书阅览", "书报阅读", "读书"}},
	{"legal_aid", "法律援助", "Legal aid", []string{"法律咨询", "法律服务"}},
	{"help_centre", "帮扶", "Help centre", []string{"困难帮扶"}},
	{"union_enrol", "入会", "Join the union", []string{"扫码入会", "工会入会"}},
	{"training", "培训", "Training", nil},
	{"jobs", "就业服务", "Jobs", []string{"求职", "就业指导", "招聘信息"}},
	{"startup", "创业服务", "Start-up help", nil},
	{"haircut", "理发", "Haircut", nil},
	{"sewing", "缝补", "Sewing", []string{"针线包", "针线盒"}},
	{"rain_gear", "雨具", "Rain gear", []string{"雨伞", "爱心雨伞", "雨衣", "共享雨伞", "应急雨伞"}},
	{"sunscreen_kit", "防晒用品", "Sunscreen kit", []string{"防暑用品"}},
	{"recreation", "文娱", "Recreation", nil},
	{"fitness", "健身", "Fitness", nil},
	{"truck_parking", "停车", "Truck parking", []string{"货车停车"}},
	{"parking_security", "停车看护", "Guarded parking", nil},
	{"wheelchair", "无障碍", "Wheelchair access", []string{"轮椅", "无障碍通道", "无障碍设施", "无障碍坡道"}},
	{"volunteer", "志愿服务", "Volunteers", nil},
	{"policy", "政策咨询", "Policy advice", []string{"政策宣传"}},
}
