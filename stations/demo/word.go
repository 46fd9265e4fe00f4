package demo

import "yizhan/stations"

// The words that synthetic stations are made of. None names a real place.

// choice is a value and how often it is drawn.
type choice struct {
	weight int
	value  string
}

func kinds() []choice {
	return []choice{
		{34, string(stations.UnionStation)},
		{24, string(stations.WarmStation)},
		{10, string(stations.RiderHome)},
		{8, string(stations.CourierHome)},
		{6, string(stations.WorkersHome)},
		{5, string(stations.ServiceCentre)},
		{4, string(stations.HealthStation)},
		{4, string(stations.SmartLocker)},
		{2, string(stations.MobileStation)},
	}
}

func lifecycles() []choice {
	return []choice{
		{90, string(stations.Open)},
		{4, string(stations.Trial)},
		{3, string(stations.Suspended)},
		{2, string(stations.Planned)},
		{1, string(stations.Closed)},
	}
}

func qualities() []choice {
	return []choice{
		{50, string(stations.Surveyed)},
		{32, string(stations.GPS)},
		{15, string(stations.Geocoded)},
		{3, string(stations.AddressOnly)},
	}
}

// openingHours are what offices write. The last ones do not parse, and are
// kept as text.
func openingHours() []choice {
	return []choice{
		{14, "24/7"},
		{20, "Mo-Su 08:00-22:00"},
		{14, "Mo-Su 09:00-21:00"},
		{12, "Mo-Fr 09:00-17:30"},
		{10, "Mo-Fr 08:30-12:00,14:00-18:00; Sa 09:00-16:00"},
		{6, "Mo-Fr 08:30-18:00; PH off"},
		{6, "Mo-Su 06:00-23:00"},
		{5, "Mo-Su 18:00-02:00"},
		{3, "Mo-Su 22:00-06:00"},
		{4, "周一至周日9:00—17:00"},
		{2, "Tu-Su 10:00-20:00; Mo off"},
		{2, "以门口公告为准"},
		{2, "白天开放，节假日另行通知"},
	}
}

func hosts() []choice {
	return []choice{
		{18, "community"},
		{14, "party_centre"},
		{12, "bank"},
		{12, "chain_store"},
		{8, "telecom_hall"},
		{7, "restaurant"},
		{7, "post_express"},
		{6, "park_square"},
		{5, "petrol_station"},
		{4, "medical"},
		{4, "estate_agent"},
		{3, "library"},
	}
}

func accessMethods() []choice {
	return []choice{
		{60, string(stations.WalkIn)},
		{16, string(stations.QR)},
		{8, string(stations.DoorCode)},
		{8, string(stations.Register)},
		{5, string(stations.AskStaff)},
		{3, string(stations.Face)},
	}
}

// commonServices are drawn one by one; the weight is the chance in percent.
func commonServices() []choice {
	return []choice{
		{96, "water"},
		{72, "hot_water"},
		{64, "heat_food"},
		{88, "rest_seat"},
		{22, "nap"},
		{70, "cool"},
		{60, "warm"},
		{46, "shelter_rain"},
		{48, "toilet"},
		{6, "shower"},
		{82, "phone_charging"},
		{24, "ebike_swap"},
		{20, "tyre_pump"},
		{16, "repair_tools"},
		{62, "wifi"},
		{58, "medicine_kit"},
		{14, "aed"},
		{10, "health_check"},
		{30, "book_room"},
		{8, "mother_baby"},
		{36, "rain_gear"},
		{18, "wheelchair"},
		{26, "union_enrol"},
	}
}

// lorryServices are what the drivers' homes at the lorries' ring offer.
func lorryServices() []string {
	return []string{"truck_parking", "parking_security", "hot_water", "heat_food", "shower", "laundry", "toilet", "rest_seat", "wifi"}
}

// term is what a service costs, and what goes with it.
type term struct {
	service stations.Service
	free    bool
	note    string
}

func terms() []term {
	return []term{
		{"water", true, ""},
		{"hot_water", true, ""},
		{"heat_food", true, "微波炉两台，中午排队"},
		{"rest_seat", true, ""},
		{"nap", true, "12:00-14:00"},
		{"phone_charging", true, ""},
		{"wifi", true, ""},
		{"rain_gear", true, "登记借用，次日归还"},
		{"shower", false, "10 元一次，自带毛巾"},
		{"laundry", false, "投币 5 元"},
		{"ebike_swap", false, "按电池公司的价格"},
		{"truck_parking", false, "过夜 20 元"},
	}
}

// placeNames begin the names of stations and streets.
func placeNames() []string {
	return []string{
		"云杉", "白鹭", "石榴", "望山", "临水", "新桥", "晨光", "青禾", "松涛", "兰亭", "芦苇", "银杏", "月湾", "星河", "丹枫", "碧桐",
		"春晓", "和风", "金穗", "蓝天", "梨花", "绿洲", "暖阳", "清泉", "秋实", "瑞雪", "沙枣", "听雨", "梧桐", "小满", "雁鸣", "紫藤",
	}
}
