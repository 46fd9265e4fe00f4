package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/signintech/gopdf"
	"github.com/skip2/go-qrcode"

	"yizhan/stations"
)

// Poster writes a sheet for the station's door: its name, when it is open, what
// is there, and a code that leads to link, where riders see the rest and tell
// when something is wrong.
func (p *Printer) Poster(station *stations.Station, link string) ([]byte, error) {
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		return nil, stations.BadField("link", "is too long for a code")
	}
	s := p.newSheet(station.Name, "驿站 yizhan · "+day(p.now()))
	s.y += 30
	s.centred(both(stations.Kinds(), string(station.Kind)), 18, quiet)
	s.within(station.Name, 34, brand)
	s.y += 10
	if station.Hours == "" {
		s.within("开放时间没有登记，以现场为准 hours are not on record", 16, quiet)
	}
	s.within(hours(station.Hours), 20, black)
	if station.Access.Method != "" {
		s.centred(both(stations.AccessMethods(), string(station.Access.Method)), 16, black)
	}
	s.y += 16
	const side = 250.0
	s.check(s.pdf.ImageFrom(code.Image(1000), (pageWidth-side)/2, s.y, &gopdf.Rect{W: side, H: side}))
	s.y += side + 10
	s.centred("扫码：怎么进门、何时开放、白跑了就说一声", 15, black)
	s.centred("scan: how to get in, when it is open, tell us when it was not", 11, quiet)
	s.y += 16
	var offered []string
	for _, service := range station.Services {
		if service.Offered(p.now()) {
			offered = append(offered, word(stations.Services(), string(service.Code)).Chinese)
		}
	}
	s.within(strings.Join(offered, " · "), 15, black)
	s.within(station.Position.Address, 12, quiet)
	if station.Code != "" {
		s.centred("编号 code "+station.Code, 12, quiet)
	}
	s.centred("工会热线 union hotline 12351", 14, black)
	return s.finish()
}

// within writes text in two lines at most, in smaller letters when it is long,
// and cuts off what does not fit even so: what stands below it must stay on the
// page.
func (s *sheet) within(text string, size float64, colour ink) {
	const most, smallest = 2, 8.0
	for {
		s.check(s.pdf.SetFont(family, "", size))
		lines := s.lines(text)
		if len(lines) <= most {
			break
		}
		if size <= smallest {
			last := []rune(lines[most-1])
			text = strings.Join(lines[:most-1], "") + string(last[:max(len(last)-1, 0)]) + "…"
			break
		}
		size = max(size-1, smallest)
	}
	s.centred(text, size, colour)
}

// centred writes text in the middle of the page, in as many lines as it takes.
func (s *sheet) centred(text string, size float64, colour ink) {
	if text == "" {
		return
	}
	s.check(s.pdf.SetFont(family, "", size))
	for _, line := range s.lines(text) {
		width, err := s.pdf.MeasureTextWidth(line)
		s.check(err)
		s.write(line, (pageWidth-width)/2, s.y, size, colour)
		s.y += size * 1.45
	}
}

// Hotline is what an operator reads out to a caller: where the station is, how
// to get in, and whether it is open now. It is plain text, a sentence a line.
func Hotline(s *stations.Station, door stations.OpenState, closes string) string {
	lines := []string{s.Name + "（" + word(stations.Kinds(), string(s.Kind)).Chinese + "）。"}
	add := func(format, value string) {
		if value != "" {
			lines = append(lines, fmt.Sprintf(format, value))
		}
	}
	add("地址：%s。", s.Position.Address)
	if floor := s.Position.Floor; floor != "" && floor != "1" {
		add("在 %s 层。", floor)
	}
	add("入口：%s。", s.Position.EntranceNote)
	add("停车：%s。", s.Position.BikeParking)
	add("开放时间：%s。", cmp.Or(hours(s.Hours), "没有登记"))
	lines = append(lines, "现在"+states()[door]+"。")
	add("开放到 %s。", closes)
	if s.Access.Method != "" {
		add("进门：%s。", word(stations.AccessMethods(), string(s.Access.Method)).Chinese)
	}
	add("%s。", strings.TrimSuffix(s.Access.Steps, "。"))
	add("谁能用：%s。", strings.TrimSuffix(s.Access.Eligibility, "。"))
	for _, c := range s.PublicContacts() {
		add("电话：%s。", c.Phone)
	}
	if s.Doubt != nil {
		lines = append(lines, "注意：近日有骑手反映未能使用，请先致电。")
	}
	return strings.Join(lines, "\n") + "\n"
}

func states() map[stations.OpenState]string {
	return map[stations.OpenState]string{
		stations.StateOpen: "开放", stations.StateClosingSoon: "开放，但即将关门", stations.StateClosed: "已关门", stations.StateUnknown: "是否开放不明，请先致电",
	}
}

// hours writes opening hours as people in China do. What cannot be read stays
// as the office wrote it, and so do comments.
func hours(text string) string {
	if text == "24/7" {
		return "24 小时 · 24 hours"
	}
	if _, err := stations.ParseHours(text); err != nil {
		return text
	}
	words := strings.NewReplacer(
		"24/7", "24 小时",
		"Mo", "周一", "Tu", "周二", "We", "周三", "Th", "周四", "Fr", "周五", "Sa", "周六", "Su", "周日", "PH", "节假日", "SH", "学校假期",
		"Jan", "1月", "Feb", "2月", "Mar", "3月", "Apr", "4月", "May", "5月", "Jun", "6月",
		"Jul", "7月", "Aug", "8月", "Sep", "9月", "Oct", "10月", "Nov", "11月", "Dec", "12月",
		" off", " 不开放", " closed", " 不开放", "unknown", "时间不定", " open", "", "; ", "；", ", ", "；", "-", "至",
	)
	var said strings.Builder
	for i, part := range strings.Split(text, `"`) { // every second one is a comment
		if i%2 == 1 {
			part = "（" + part + "）"
		} else {
			part = strings.TrimRight(words.Replace(part), " ")
		}
		said.WriteString(part)
	}
	return said.String()
}
