package plan

import (
	"io"

	"yizhan/geo/datum"
	"yizhan/stations/exchange"
)

// WriteBook writes the coverage as an XLSX workbook for an office: what was
// asked and found, the divisions, the gaps, the stations and the distribution
// of the minutes, a sheet each. Places are in the datum d. Headers are Chinese
// with English beside it; shares are numbers of 0 to 1.
func (c *Coverage) WriteBook(w io.Writer, d datum.Datum) error {
	in := c.To(d)
	return exchange.WriteBook(w, []exchange.Sheet{in.summarySheet(), in.divisionSheet(), in.gapSheet(), in.loadSheet(d), in.minuteSheet()})
}

func (c *Coverage) summarySheet() exchange.Sheet {
	q := c.Request
	rows := [][]any{
		{"口径 Profile", c.Profile},
		{"分钟 Minutes", q.Minutes},
		{"至少几个站 Stations in reach", q.K},
		{"区域 Area", q.Area},
		{"时刻 Moment", q.At},
		{"需求层 Demand layer", q.Layer},
		{"需求合计 Demand", c.Demand.Total},
		{"已覆盖 Covered", c.Demand.Covered},
		{"覆盖率 Share", number(c.Demand.Share)},
		{"网格合计 Cells", c.Counts.Total},
		{"已覆盖网格 Covered cells", c.Counts.Covered},
		{"平均分钟 Mean minutes", number(c.Times.Mean)},
		{"中位分钟 Median minutes", number(c.Times.Median)},
		{"九成分钟 P90 minutes", number(c.Times.P90)},
		{"计入站点 Stations counted", c.Stations.Used},
		{"时间不明 Unknown hours", len(c.Stations.UnknownHours)},
		{"离路太远 Off the road", len(c.Stations.OffRoad)},
	}
	for _, l := range c.ByK {
		rows = append(rows, []any{"≥ k 个站的需求 Demand with ≥ k", l.Demand, l.K})
	}
	if v := c.Verified; v != nil {
		rows = append(rows, []any{"只算核实过的 Verified stations only", number(v.Demand.Share), v.Days})
	}
	rows = append(rows, []any{"路网 Roads", c.Roads}, []any{"登记册修订 Revision", int64(c.Revision)}, []any{"编号 Run", c.ID})
	return exchange.Sheet{Name: "概要 Summary", Header: []string{"项目 Item", "值 Value", "k / 天 k / days"}, Rows: rows}
}

func (c *Coverage) divisionSheet() exchange.Sheet {
	s := exchange.Sheet{Name: "区划 Divisions", Header: []string{
		"代码 Code", "名称 Name", "级别 Level", "需求 Demand", "已覆盖 Covered", "覆盖率 Share", "平均分钟 Mean", "中位分钟 Median", "九成分钟 P90",
	}}
	for _, a := range c.Areas {
		s.Rows = append(s.Rows, []any{a.Adcode, a.Name, a.Level, a.Demand, a.Covered, number(a.Share), number(a.Mean), number(a.Median), number(a.P90)})
	}
	return s
}

func (c *Coverage) gapSheet() exchange.Sheet {
	s := exchange.Sheet{Name: "空白点 Gaps", Header: []string{
		"名次 Rank", "最近的路 Nearest road", "区划 Division", "需求 Demand", "网格 Cells", "平方公里 km²", "最远分钟 Worst", "超出范围的网格 Beyond", "经度 lon", "纬度 lat", "编号 id",
	}}
	for i, g := range c.Gaps {
		s.Rows = append(s.Rows, []any{i + 1, g.Label, g.Adcode, g.Demand, g.Cells, round(g.Area, 1e3), number(g.Worst), g.Beyond, g.Centre[0], g.Centre[1], g.ID})
	}
	return s
}

func (c *Coverage) loadSheet(d datum.Datum) exchange.Sheet {
	s := exchange.Sheet{Name: "站点 Stations", Header: []string{
		"名称 Name", "离它最近的需求 Nearest", "只靠它的需求 Alone", "只靠它的网格 Cells alone", "经度 lon", "纬度 lat", "编号 id",
	}}
	for _, l := range c.ranked() {
		at := datum.Out(l.Point, d)
		s.Rows = append(s.Rows, []any{l.Name, l.Nearest, l.Alone, l.Cells, round(at.Lon, 1e7), round(at.Lat, 1e7), string(l.Station)})
	}
	return s
}

func (c *Coverage) minuteSheet() exchange.Sheet {
	s := exchange.Sheet{Name: "用时 Minutes", Header: []string{"至多分钟 Up to minutes", "需求 Demand"}}
	for _, b := range c.Times.Bins {
		s.Rows = append(s.Rows, []any{b.To, b.Demand})
	}
	return s
}

// number is what a cell of a workbook holds: nothing for nil.
func number(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}
