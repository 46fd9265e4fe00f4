package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations/plan"
)

// coverageCmd computes the circle and its gaps.
type coverageCmd struct {
	storeFlag
	calendarFlag
	questionFlags
	measureFlags
	whatIfFlag
	All    bool   `help:"逐城计算并合计 Every city of --roads, a job each, and their sum; on PostgreSQL yizhan work helps."`
	Atlas  bool   `help:"昼夜：一天 24 小时 The 24 hours of the day of --at (default today) instead of one coverage."`
	Week   bool   `help:"一周 168 小时 The 168 hours of seven days from the day of --at."`
	JSON   bool   `help:"以 JSON 输出 Write one JSON document."`
	Output string `short:"o" placeholder:"FILE" help:"输出文件 Write the cells to a .geojson or .csv file, or a report to a .pdf or a map to a .png file."`
}

// Run answers the one question that the flags ask.
func (c coverageCmd) Run(g *globals) error {
	var err error
	if c.Area, err = c.area(g.Ctx, c.Area); err != nil {
		return err
	}
	request, d, err := c.request()
	if err != nil {
		return err
	}
	desk, err := openDesk(g.Ctx, c.storeFlag, c.calendarFlag, c.Roads)
	if err != nil {
		return err
	}
	defer desk.close()
	switch {
	case c.All:
		return c.national(g, desk.planner, desk.store)
	case c.Atlas:
		return c.hours(g, request, desk.planner.Atlas)
	case c.Week:
		return c.hours(g, request, desk.planner.Week)
	case c.measured():
		return c.measure(g, desk.planner, request, d)
	case c.WhatIf != "":
		return c.whatIf(g, desk.planner, request, d)
	}
	result, err := desk.planner.Coverage(g.Ctx, request)
	if err != nil {
		return err
	}
	if err := c.write(g, result, desk.networks, d); err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(g.Stdout, result.To(d))
	}
	return summarise(g.Stdout, result.To(d))
}

// request turns the flags into a request in WGS-84.
func (c coverageCmd) request() (plan.Request, datum.Datum, error) {
	prints := c.printed() && !c.measured() && c.WhatIf == ""
	if c.Output != "" && c.writer() == nil && !prints {
		return plan.Request{}, 0, usage("-o %q: 文件名须以 .geojson 或 .csv 结尾，覆盖结果也可用 .pdf、.png the name must end in .geojson or .csv, or in .pdf or .png for a coverage", c.Output)
	}
	if err := c.oneQuestion(); err != nil {
		return plan.Request{}, 0, err
	}
	return c.question()
}

// oneQuestion complains about flags that ask for different things.
func (c coverageCmd) oneQuestion() error {
	if c.hourly() && c.Output != "" {
		return usage("--atlas、--week 没有可用 -o 写出的格子 --atlas and --week have no cells for -o")
	}
	if c.WhatIf != "" && (c.hourly() || c.All || c.measured()) {
		return usage("--whatif 不能与 --atlas、--week、--all 和可达性指标同用 --whatif goes without --atlas, --week, --all and the measures of access")
	}
	if c.All && (c.Output != "" || c.hourly() || c.measured() || c.Days != nil) {
		return usage("--all 不能与 -o、--atlas、--week、--verified-within-days 和可达性指标同用 --all goes without -o, --atlas, --week, --verified-within-days and the measures of access")
	}
	if c.hourly() && c.measured() {
		return usage("--atlas、--week 与 --measures 不能同用 --atlas, --week and --measures are different questions")
	}
	if c.Atlas && c.Week {
		return usage("--atlas 与 --week 不能同用 --atlas and --week are different questions")
	}
	return nil
}

func (c coverageCmd) hourly() bool { return c.Atlas || c.Week }

// cellTable is a result with cells.
type cellTable interface {
	WriteCellsGeoJSON(w io.Writer, d datum.Datum) error
	WriteCellsCSV(w io.Writer) error
}

type cellWriter func(result cellTable, w io.Writer, d datum.Datum) error

// writer returns what writes a file of the output's name, nil for none.
func (c coverageCmd) writer() cellWriter {
	switch strings.ToLower(filepath.Ext(c.Output)) {
	case ".geojson", ".json":
		return cellTable.WriteCellsGeoJSON
	case ".csv":
		return func(result cellTable, w io.Writer, _ datum.Datum) error { return result.WriteCellsCSV(w) }
	}
	return nil
}

// write writes the file of -o, if there is one: cells, a report or a map.
func (c coverageCmd) write(g *globals, result *plan.Coverage, networks []*roads.Graph, d datum.Datum) error {
	switch {
	case c.printed():
		return c.print(g, result, networks)
	case c.Output != "":
		return c.writeCells(result, d)
	}
	return nil
}

func (c coverageCmd) writeCells(result cellTable, d datum.Datum) error {
	return replaceFile(c.Output, func(w io.Writer) error { return c.writer()(result, w, d) })
}

// summarise writes the coverage for people.
func summarise(w io.Writer, c *plan.Coverage) error {
	r := c.Request
	fmt.Fprintf(w, "%s, %g 分钟 minutes, k = %d  (编号 id %s, %d ms)\n", c.Profile, r.Minutes, r.K, c.ID, c.TookMS)
	fmt.Fprintf(w, "站点 stations: 计入 used %d, 离路 off road %d, 时间不明 unknown hours %d\n",
		c.Stations.Used, len(c.Stations.OffRoad), len(c.Stations.UnknownHours))
	if c.Stations.Used == 0 {
		fmt.Fprintln(w, "  没有站点计入：--store 里有站点吗？筛选、时刻对吗？ no station counts: are there any in --store, and do the filters and the moment fit?")
	}
	fmt.Fprintf(w, "网格 cells: %d, 覆盖 covered %d, 离路 off road %d, 无出路 no way out %d\n",
		c.Counts.Total, c.Counts.Covered, c.Counts.OffRoad, c.Counts.NoWayOut)
	fmt.Fprintf(w, "需求 demand: %.0f, 覆盖 covered %.0f (%s)\n", c.Demand.Total, c.Demand.Covered, percent(c.Demand.Share))
	for _, l := range c.ByK {
		fmt.Fprintf(w, "  至少 at least %d 站: %.0f (%s)\n", l.K, l.Demand, percent(l.Share))
	}
	for _, a := range c.Areas {
		fmt.Fprintf(w, "  %s %s: %.0f / %.0f (%s)\n", a.Adcode, a.Name, a.Covered, a.Demand, percent(a.Share))
	}
	fmt.Fprintf(w, "用时 minutes: 平均 mean %s, 中位 median %s, P90 %s (有时间的需求 demand with a time %s)\n",
		minutes(c.Times.Mean), minutes(c.Times.Median), minutes(c.Times.P90), percent(c.Times.Timed))
	if v := c.Verified; v != nil {
		fmt.Fprintf(w, "%d 天内核实过的站点 verified within %d days: %d 站, %.0f (%s)\n", v.Days, v.Days, v.Stations, v.Demand.Covered, percent(v.Demand.Share))
	}
	tellGaps(w, c)
	return nil
}

// tellGaps lists the ten gaps with the most unmet demand, by the names of
// their division and of the nearest road as far as they have some.
func tellGaps(w io.Writer, c *plan.Coverage) {
	fmt.Fprintf(w, "空白 gaps: %d\n", len(c.Gaps))
	for i, gap := range c.Gaps[:min(len(c.Gaps), 10)] {
		place := []string{gap.ID}
		for _, area := range c.Areas {
			if area.Adcode == gap.Adcode {
				place = append(place, area.Name)
			}
		}
		if gap.Label != "" {
			place = append(place, gap.Label)
		}
		fmt.Fprintf(w, "  %d. %s: 需求 demand %.0f, %d 格 cells, %.2f km²\n", i+1, strings.Join(place, " "), gap.Demand, gap.Cells, gap.Area)
	}
}

// hours writes the hours of a day or a week.
func (c coverageCmd) hours(g *globals, r plan.Request, ask func(context.Context, plan.Request) (*plan.Atlas, error)) error {
	atlas, err := ask(g.Ctx, r)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(g.Stdout, atlas)
	}
	fmt.Fprintf(g.Stdout, "%s, %d 格 cells, %d ms\n", atlas.Profile, atlas.Cells, atlas.TookMS)
	for _, h := range atlas.Hours {
		fmt.Fprintf(g.Stdout, "  %s: %d 站 stations (时间不明 unknown hours %d), %.0f (%s)\n",
			strings.Replace(h.At[5:16], "T", " ", 1), h.Stations, h.UnknownHours, h.Demand.Covered, percent(h.Demand.Share))
	}
	return nil
}

func minutes(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", *v)
}

func percent(share *float64) string {
	if share == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", *share*100)
}
