package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// How much a document lists; what is left out is said.
const (
	maxGaps  = 30
	maxAreas = 400
)

// Coverage writes a coverage as a PDF: the question, the figures, a map, each
// division, the largest gaps, the minutes and the method. g gives the streets
// of the map, nil for none.
func (p *Printer) Coverage(c *plan.Coverage, g *roads.Graph) ([]byte, error) {
	title := fmt.Sprintf("%g 分钟服务圈覆盖报告 Coverage within %g minutes", c.Request.Minutes, c.Request.Minutes)
	s := p.newSheet(title, "驿站 yizhan · "+c.ID+" · "+day(p.now()))
	s.write(title, margin, s.y, 18, brand)
	s.y += 30
	for _, line := range question(c) {
		s.paragraph(line, 10, black)
	}
	s.heading("结果 Result")
	s.figures(c)
	m := drawn(c, g, 1400)
	s.numbers(m, s.picture("地图 Map", m.img), c.Gaps[:min(len(c.Gaps), maxGaps)])
	s.legend(c.Request.Minutes)
	s.areas(c)
	s.gaps(c)
	s.minutes(c)
	s.method(c)
	return s.finish()
}

// question says what was asked.
func question(c *plan.Coverage) []string {
	r := c.Request
	lines := []string{
		fmt.Sprintf("问题 Question: %s，多少需求在 %g 分钟内可到达至少 %d 个站点 demand with k = %d stations within %g minutes",
			mode(r.Mode), r.Minutes, r.K, r.K, r.Minutes),
		"范围 Area: " + orElse(r.Area, "全部需求 all demand") + "    需求层 Demand: " + orElse(r.Layer, "有路的网格 cells with roads"),
	}
	if r.At != "" {
		lines = append(lines, "时刻 Moment: "+r.At+"，只计当时开门的站点 stations that are open then")
	}
	var kinds, services []string
	for _, kind := range r.Filter.Kinds {
		kinds = append(kinds, both(stations.Kinds(), kind))
	}
	for _, service := range r.Filter.Services {
		services = append(services, both(stations.Services(), service))
	}
	if len(kinds) > 0 {
		lines = append(lines, "类型 Kinds: "+strings.Join(kinds, "、"))
	}
	if len(services) > 0 {
		lines = append(lines, "服务 Services: "+strings.Join(services, "、"))
	}
	return append(lines, fmt.Sprintf("规则 Profile: %s    路网 Roads: %.12s    站点修订 Revision: %d", c.Profile, c.Roads, c.Revision))
}

func mode(code string) string {
	switch code {
	case "ride":
		return "骑行 by e-bike"
	case "truck":
		return "货车 by lorry"
	}
	return "步行 on foot"
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// figures are the numbers that people quote.
func (s *sheet) figures(c *plan.Coverage) {
	s.write(percent(c.Demand.Share), margin, s.y, 30, brand)
	s.write(fmt.Sprintf("%s / %s", number(c.Demand.Covered), number(c.Demand.Total)), margin+150, s.y+4, 12, black)
	s.write("覆盖的需求 demand covered", margin+150, s.y+20, 9, quiet)
	s.y += 44
	rows := [][]string{
		{"计入的站点 stations that count", fmt.Sprint(c.Stations.Used)},
		{"离路站点 stations off the road", fmt.Sprint(len(c.Stations.OffRoad))},
	}
	if c.Request.At != "" {
		rows = append(rows, []string{"时间不明的站点（未计入）hours unknown, not counted", fmt.Sprint(len(c.Stations.UnknownHours))})
	}
	for _, l := range c.ByK {
		rows = append(rows, []string{fmt.Sprintf("至少 %d 站 k = %d", l.K, l.K), number(l.Demand) + "  (" + percent(l.Share) + ")"})
	}
	rows = append(rows,
		[]string{"平均、中位、P90 分钟 mean, median, P90 minutes", minutes(c.Times.Mean) + " / " + minutes(c.Times.Median) + " / " + minutes(c.Times.P90)},
		[]string{"有时间的需求 demand with a time", percent(c.Times.Timed)},
		[]string{"网格：全部、覆盖、离路 cells: all, covered, off road", fmt.Sprintf("%d / %d / %d", c.Counts.Total, c.Counts.Covered, c.Counts.OffRoad)},
	)
	if v := c.Verified; v != nil {
		rows = append(rows, []string{
			fmt.Sprintf("只计 %d 天内核实的 %d 站 by stations verified within %d days", v.Days, v.Stations, v.Days), percent(v.Demand.Share),
		})
	}
	s.table([]column{{"", 0.68, false}, {"", 0.32, true}}, rows)
}

func (s *sheet) legend(limit float64) {
	x, before := margin, 0.0
	for _, b := range bands(limit) {
		text := fmt.Sprintf("%g–%g", short(before), short(b.to))
		if math.IsInf(b.to, 1) {
			text = fmt.Sprintf("> %g", short(before))
		}
		x, before = s.swatch(x, b.colour, text+" 分 min"), b.to
	}
	s.y += 13
	x = s.swatch(margin, noTime, "无时间 no time")
	x = s.swatch(x, edge, "空白边界（编号同下表） edge of a gap, by its number below")
	s.swatch(x, pin, "站点 station")
	s.y += 16
}

func short(v float64) float64 { return math.Round(v*10) / 10 }

func (s *sheet) areas(c *plan.Coverage) {
	if len(c.Areas) == 0 {
		return
	}
	s.heading("分区 Divisions")
	var rows [][]string
	for _, a := range c.Areas[:min(len(c.Areas), maxAreas)] {
		rows = append(rows, []string{a.Adcode, a.Name, number(a.Demand), number(a.Covered), percent(a.Share), minutes(a.Median), minutes(a.P90)})
	}
	s.table([]column{
		{"代码 code", 0.13, false},
		{"名称 name", 0.23, false},
		{"需求 demand", 0.15, true},
		{"覆盖 covered", 0.15, true},
		{"比例 share", 0.13, true},
		{"中位 median", 0.13, true},
		{"P90", 0.08, true},
	}, rows)
	s.rest(len(c.Areas)-maxAreas, "个分区 divisions")
}

func (s *sheet) gaps(c *plan.Coverage) {
	s.heading("空白 Gaps")
	if len(c.Gaps) == 0 {
		s.paragraph("没有空白 none", 10, black)
		return
	}
	names := map[string]string{}
	for _, a := range c.Areas {
		names[a.Adcode] = a.Name
	}
	var rows [][]string
	for i, g := range c.Gaps[:min(len(c.Gaps), maxGaps)] {
		worst := minutes(g.Worst)
		if g.Beyond > 0 {
			worst = fmt.Sprintf("> %g", c.Request.HorizonMinutes)
		}
		rows = append(rows, []string{
			strconv.Itoa(i + 1), orElse(g.Label, "–"), orElse(names[g.Adcode], orElse(g.Adcode, "–")), number(g.Demand), fmt.Sprintf("%.2f", g.Area), worst,
			fmt.Sprintf("%.5f, %.5f", g.Centre[0], g.Centre[1]),
		})
	}
	s.table([]column{
		{"", 0.05, false},
		{"附近道路 near", 0.25, false},
		{"区划 division", 0.13, false},
		{"需求 demand", 0.15, true},
		{"km²", 0.1, true},
		{"最远 worst", 0.1, true},
		{"中心 centre (WGS-84)", 0.22, true},
	}, rows)
	s.rest(len(c.Gaps)-maxGaps, "处空白 gaps")
}

// rest says how many rows were left out.
func (s *sheet) rest(n int, what string) {
	if n > 0 {
		s.paragraph(fmt.Sprintf("另有 %d %s 未列出 more are not listed", n, what), 9, quiet)
	}
}

// minutes draws how the demand lies over the minutes.
func (s *sheet) minutes(c *plan.Coverage) {
	most := 0.0
	for _, b := range c.Times.Bins {
		most = math.Max(most, b.Demand)
	}
	if most == 0 {
		return
	}
	const height, labelled = 60.0, 20
	s.heading("用时分布 Demand by minutes")
	s.room(height + 24)
	width := textWidth / float64(len(c.Times.Bins))
	for i, b := range c.Times.Bins {
		to := b.To
		colour := colourOf(&to, c.Request.Minutes)
		s.pdf.SetFillColor(colour[0], colour[1], colour[2])
		tall := height * b.Demand / most
		s.pdf.RectFromUpperLeftWithStyle(margin+float64(i)*width, s.y+height-tall, math.Max(width-1, 0.5), tall, "F")
		if len(c.Times.Bins) <= labelled || i%5 == 4 {
			s.right(fmt.Sprintf("%g", b.To), margin+float64(i+1)*width, s.y+height+3, 7, quiet)
		}
	}
	s.y += height + 14
}

func (s *sheet) method(c *plan.Coverage) {
	s.heading("方法 Method")
	s.paragraph(strings.Join([]string{
		"需求按 H3 网格（分辨率 " + strconv.Itoa(c.Request.Res) + "）汇总，以网格中心接入 500 米内最近的道路；从网格前往站点的时间由真实路网计算，遵守单向通行与该方式的通行规则；第 k 近的站点在时限内即为覆盖。",
		"Demand is summed by H3 cells, each tied by its centre to the nearest road within 500 m. Times from a cell to the stations are those of the road network, one-way rules included. A cell is covered when its k-th nearest station is in time.",
		"空白是相邻的、有需求而未覆盖的网格；编号可由同样的输入重新算出：“" + c.ID + "”。",
		"A gap is a patch of touching cells with demand that are not covered. The id is a hash of the question and of all its inputs: anyone with the same inputs gets the same numbers.",
		"道路 roads: © OpenStreetMap contributors, ODbL 1.0. 地图仅示意道路与网格，不含行政区域界线 the map shows roads and cells and no administrative border.",
	}, "\n"), 8, black)
}

func number(v float64) string {
	text := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func percent(share *float64) string {
	if share == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", *share*100)
}

func minutes(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", *v)
}
