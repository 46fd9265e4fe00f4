package main

import (
	"fmt"
	"io"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

// measureFlags ask how well people are served, instead of who is covered.
type measureFlags struct {
	Measures []string `placeholder:"NAME,…" help:"可达性指标 How well people are served instead of one coverage: all, or some of opportunities, kth, 2sfca, e2sfca."`
	Capacity string   `placeholder:"spaces|equal" help:"站点容量 What a station's capacity is, with --measures: its truck.spaces, 1 where none are recorded (default), or 1 for all."`
}

// measured reports whether measures are asked for.
func (f measureFlags) measured() bool { return len(f.Measures) > 0 || f.Capacity != "" }

// on adds the measures to a coverage's request.
func (f measureFlags) on(r plan.Request) (plan.AccessibilityRequest, error) {
	a := plan.AccessibilityRequest{Request: r, Measures: f.Measures, Capacity: f.Capacity}
	if len(f.Measures) == 1 && f.Measures[0] == "all" {
		a.Measures = nil
	}
	if _, err := a.Normal(); err != nil {
		return a, usage("%w", err)
	}
	return a, nil
}

// measure computes the measures and writes them.
func (c coverageCmd) measure(g *globals, p *plan.Planner, r plan.Request, d datum.Datum) error {
	asked, err := c.on(r)
	if err != nil {
		return err
	}
	result, err := p.Accessibility(g.Ctx, asked)
	if err != nil {
		return err
	}
	if c.Output != "" {
		if err := c.writeCells(result, d); err != nil {
			return err
		}
	}
	if c.JSON {
		result.Datum = d
		return writeJSON(g.Stdout, result)
	}
	return tellMeasures(g.Stdout, result)
}

// tellMeasures writes the sums for people.
func tellMeasures(w io.Writer, a *plan.Accessibility) error {
	fmt.Fprintf(w, "%s, %g 分钟 minutes  (编号 id %s, %d ms)\n", a.Profile, a.Minutes, a.ID, a.TookMS)
	fmt.Fprintf(w, "站点 stations: 计入 used %d; 网格 cells: %d (连同共用者 with those who share: %d)\n",
		a.Stations.Used, a.Counts.Total, a.Counts.Sharing)
	tellAccess(w, "合计 total", a.Total)
	for _, area := range a.Areas {
		tellAccess(w, area.Adcode+" "+area.Name, area)
	}
	return nil
}

func tellAccess(w io.Writer, name string, a plan.AreaAccess) {
	fmt.Fprintf(w, "%s: 需求 demand %.0f\n", name, a.Demand)
	for _, m := range []struct {
		name string
		is   *plan.Equity
	}{{"可达站数 stations", a.Stations}, {"可达容量 capacity", a.Capacity}, {"2SFCA", a.TwoStep}, {"E2SFCA", a.Enhanced}} {
		if m.is != nil {
			fmt.Fprintf(w, "  %s: 人均 mean %s, 没有 none %s, 基尼 Gini %s, 帕尔马 Palma %s\n",
				m.name, figure(m.is.Mean), percent(m.is.None), figure(m.is.Gini), figure(m.is.Palma))
		}
	}
	if a.Kth != nil {
		fmt.Fprintf(w, "  到第 k 站分钟 minutes to the k-th: 平均 mean %s, 中位 median %s, P90 %s (有时间 with a time %s)\n",
			minutes(a.Kth.Mean), minutes(a.Kth.Median), minutes(a.Kth.P90), percent(a.Kth.Timed))
	}
}

// figure writes a number to four digits, – for none.
func figure(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.4g", *v)
}
