package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"yizhan/stations/sites"
)

// tellSites writes the answer for people.
func tellSites(w io.Writer, a *sites.Answer) {
	fmt.Fprintf(w, "%s, 对比 against %s (编号 id %s, %d ms)\n", a.Profile, a.Base, a.ID, a.TookMS)
	n := a.Candidates
	fmt.Fprintf(w, "候选 candidates: %d (场所 hosts %d, 路边点 gap points %d, 可延时 stations %d; 离路 off road %d, 关门 closed %d, 时间不明 unknown hours %d, 距站点太近 too near %d, 无新增 useless %d)\n",
		n.Used, n.Hosts, n.GapPoints, n.Stations, n.OffRoad, n.Closed, n.UnknownHours, n.TooNear, n.Useless)
	for _, s := range a.Sites {
		fmt.Fprintf(w, "  %d. %.7f,%.7f %s %s%s: +%.0f → %s\n", s.Rank, s.Lon, s.Lat, s.Area, s.Name, stayOf(s), s.Gain, percent(s.CumulativeShare))
	}
	fmt.Fprintf(w, "需求 demand: %s → %s (%.0f → %.0f)\n", percent(a.Demand.From.Share), percent(a.Share), a.Demand.From.Covered, a.Covered)
	switch {
	case a.Cost > 0 && a.Budget > 0:
		fmt.Fprintf(w, "成本 cost: %g (预算 budget %g)\n", a.Cost, a.Budget)
	case a.Cost > 0:
		fmt.Fprintf(w, "成本 cost: %g\n", a.Cost)
	}
	fmt.Fprintln(w, verdictOf(a))
	tellFairness(w, a.Equity)
	tellHours(w, a.Hours)
	for _, area := range a.Areas {
		fmt.Fprintf(w, "  %s %s: %s → %s\n", area.Adcode, area.Name, percent(area.From), percent(area.To))
	}
	fmt.Fprintf(w, "空白 gaps: %d → %d\n", a.Gaps.Before, a.Gaps.After)
}

// verdictOf is what is proven, in a sentence. The share is rounded up, so that
// it stays true.
func verdictOf(a *sites.Answer) string {
	if a.BoundShare == nil {
		return "没有需求 there is no demand"
	}
	most := math.Ceil(1000**a.BoundShare) / 10
	if a.Optimal {
		return fmt.Sprintf("已证明最优：任何 %d 个点都不会超过 %.1f %% proven: no %d sites of these can exceed %.1f %% (%.1f s)", a.P, most, a.P, most, a.Seconds)
	}
	return fmt.Sprintf("任何 %d 个点都不会超过 %.1f %% no %d sites of these can exceed %.1f %%; 差距 gap %.2f %% (%.1f s)", a.P, most, a.P, most, a.GapPercent, a.Seconds)
}

func tellFairness(w io.Writer, f *sites.Fairness) {
	if f == nil || f.WorstAfter == nil {
		return
	}
	fmt.Fprintf(w, "最差 worst off: %s %.2f %% → %s %.2f %%\n", f.WorstBefore.Name, 100*f.WorstBefore.Share, f.WorstAfter.Name, 100*f.WorstAfter.Share)
	if f.WorstBound != nil {
		fmt.Fprintf(w, "  没有更公平的选择能超过 no choice brings all to more than %.2f %%\n", 100**f.WorstBound)
	}
	if len(f.Unmet) > 0 {
		fmt.Fprintf(w, "  未达到 below %.0f %%: %s\n", 100*f.LeastShare, strings.Join(f.Unmet, " "))
	}
	if len(f.Aside) > 0 {
		fmt.Fprintf(w, "  没有候选点能改善 no candidate betters: %s\n", strings.Join(f.Aside, " "))
	}
}

// stayOf says how long a station stays open, "" for a new site.
func stayOf(s sites.Site) string {
	switch {
	case s.Until == "":
		return ""
	case s.From == "":
		return fmt.Sprintf(" (开到 open %s)", s.Until)
	}
	return fmt.Sprintf(" (%s → %s)", s.From, s.Until)
}

// tellHours sets longer hours against new sites.
func tellHours(w io.Writer, a *sites.Advice) {
	if a == nil {
		return
	}
	v := a.Versus
	n := len(v.Stations)
	fmt.Fprintf(w, "只延时 longer hours alone: %d 站 stations → %.0f (上界 bound %.0f, 成本 cost %g)\n", n, v.ExtendedCovered, v.ExtendedBound, v.ExtendedCost)
	if v.Built == nil {
		fmt.Fprintf(w, "%d 个站点延时，新建多少都比不上 %d stations that stay open serve more than the new sites that were found\n", n, n)
		return
	}
	fmt.Fprintf(w, "%d 个站点延时相当于新建 %d 个（至少 %d 个） %d stations that stay open serve what %d new sites would (no fewer than %d can)\n",
		n, *v.Built, v.BuiltLeast, n, *v.Built, v.BuiltLeast)
}
