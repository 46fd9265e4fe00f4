package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"yizhan/stations"
)

// What few stations have follows from their number alone: drawing it would
// move everything that is drawn after it.

// distinguish gives station number n what sets it apart.
func distinguish(s *stations.Station, n int) {
	if n%3 == 0 {
		s.ExternalIDs = map[string]string{stations.Official: fmt.Sprintf("SL-QZ-%05d", n)}
	}
	if n%4 == 0 {
		s.Access.Audience = []string{"外卖骑手", "快递员", "环卫工人"}
	}
	if n%5 == 0 {
		s.Star = 3 + n/5%3
	}
	if n%20 == 0 {
		s.ARating = []stations.ARating{"3A", "4A", "5A"}[n/20%3]
		s.Honours = []string{"示例最美驿站"}
	}
	if n%6 == 0 {
		s.Verification = &stations.Verification{At: time.Date(2026, 11, 2, 0, 0, 0, 0, stations.Zone()), Method: stations.OnSite}
	}
	if n%11 == 0 {
		s.Closures = []stations.Closure{{From: "2027-02-05", Until: "2027-02-12", Reason: "春节（示例）"}}
	}
}

// steps is how one gets in by a method, where there is more to it than a door.
func steps(m stations.AccessMethod) string {
	switch m {
	case stations.QR:
		return "扫门上的码，无需下载应用"
	case stations.DoorCode:
		return "拨打门上的电话取当日密码"
	case stations.Register:
		return "在前台登记姓名和工种"
	case stations.AskStaff:
		return "按门铃，请店员开门"
	case stations.Face:
		return "首次到站登记，之后刷脸进门"
	}
	return ""
}

// price says what services cost and what goes with them. Every third office
// says nothing of it, as offices do.
func price(list []stations.ServiceState, n int) {
	if n%3 == 0 {
		return
	}
	for i := range list {
		for _, t := range terms() {
			if list[i].Code == t.service && list[i].Note == "" {
				list[i].Free, list[i].Note = &t.free, t.note
			}
		}
	}
}

// lorryYard is how the drivers' home of that number receives lorries.
func lorryYard(n int) *stations.Truck {
	yes, night := true, n%2 == 0
	return &stations.Truck{
		Spaces: 20 + n%7*10, MaxLengthM: 17.5, MaxHeightM: 4.5,
		Guarded: &yes, CCTV: &yes, Overnight: &night,
	}
}

// How an office writes these.

func closures(s *stations.Station) string {
	list := make([]string, len(s.Closures))
	for i, c := range s.Closures {
		list[i] = strings.ReplaceAll(c.From, "-", "/") + "至" + strings.ReplaceAll(c.Until, "-", "/") + " " + c.Reason
	}
	return strings.Join(list, "；")
}

func verifiedOn(s *stations.Station) string {
	if s.Verification == nil {
		return ""
	}
	return s.Verification.At.Format(time.DateOnly)
}

func stars(n int) string {
	if n == 0 {
		return ""
	}
	return []string{"一", "二", "三", "四", "五"}[n-1] + "星"
}

func lorries(s *stations.Station, cell func(*stations.Truck) string) string {
	if s.Truck == nil {
		return ""
	}
	return cell(s.Truck)
}

func metres(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func yesNo(v *bool) string {
	if *v {
		return "是"
	}
	return "否"
}
