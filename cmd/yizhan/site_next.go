package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yizhan/geo/datum"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

// siteNextCmd is `yizhan site --p N`: the next sites for a coverage.
type siteNextCmd struct {
	storeFlag
	calendarFlag
	questionFlags
	P          int      `name:"p" required:"" help:"The most sites. 选址数量。"`
	Candidates string   `type:"existingfile" placeholder:"FILE" help:"Hosts that could take a station in: CSV, XLSX or GeoJSON with lon and lat in --datum, and name, host, cost, hours. Without it, points of roads in the gaps. 候选点文件。"`
	Map        []string `sep:"none" placeholder:"COLUMN=FIELD" help:"Column of the file that holds name, host, lon, lat, coordinates, cost or hours; repeatable."`
	GapPoints  int      `name:"gap-points" placeholder:"N" help:"The most points of roads in the gaps (default 2000 without --candidates, else none)."`
	Budget     float64  `help:"What the sites may cost together. 预算。"`
	SiteCost   float64  `name:"site-cost" help:"Cost of a candidate that states none."`
	OnePerHost bool     `name:"one-per-host" help:"At most one site of each host."`
	Spacing    float64  `name:"spacing" placeholder:"METRES" help:"Least distance between sites, and to stations that count. 最小间距（米）。"`
	Level      string   `help:"Level of the divisions of --least-share and --raise-worst (default district)."`
	LeastShare float64  `name:"least-share" help:"What must be covered of each division's demand, 0 to 1. 各区最低覆盖率。"`
	RaiseWorst bool     `name:"raise-worst" help:"Make the share of the worst-off division as great as possible. 提高最差的区。"`
	Seconds    float64  `default:"10" help:"Give the best answer and bound after so many seconds. 限时（秒）。"`
	JSON       bool     `help:"Write one JSON document."`
	CSV        bool     `help:"Write the sites as CSV."`
	Output     string   `short:"o" placeholder:"FILE" help:"Also write the sites to a .geojson or .csv file."`
}

// Run finds the sites and writes them. Exit code 3 when rows of the file were
// left out.
func (c siteNextCmd) Run(g *globals) error {
	r, d, err := c.request()
	if err != nil {
		return err
	}
	file, err := c.hosts(d)
	if err != nil {
		return err
	}
	if r.Hosts = file.Hosts; c.Candidates != "" && len(r.Hosts) == 0 {
		listProblems(g.Stderr, file.Problems)
		return fmt.Errorf("%s: 没有可用的行 no row can be used", c.Candidates)
	}
	if err := r.Check(); err != nil {
		return usage("%w", err)
	}
	answer, err := c.find(g, r)
	if err != nil {
		return err
	}
	if c.Output != "" {
		if err := replaceWhole(c.Output, func(w io.Writer) error { return c.writer()(answer, w, d) }); err != nil {
			return err
		}
	}
	if err := c.show(g, answer, d); err != nil {
		return err
	}
	listProblems(g.Stderr, file.Problems)
	return rejected(file.Rejected)
}

func (c siteNextCmd) show(g *globals, a *sites.Answer, d datum.Datum) error {
	switch {
	case c.JSON:
		return writeJSON(g.Stdout, a)
	case c.CSV:
		return a.WriteCSV(g.Stdout, d)
	}
	tellSites(g.Stdout, a)
	return nil
}

// request turns the flags into a request, but for the hosts.
func (c siteNextCmd) request() (sites.Request, datum.Datum, error) {
	base, d, err := c.question()
	switch {
	case err != nil:
		return sites.Request{}, 0, err
	case c.Candidates != "" && c.Datum == "":
		return sites.Request{}, 0, usage("--datum is required with --candidates: wgs84, gcj02 or bd09")
	case c.Candidates == "" && len(c.Map) > 0:
		return sites.Request{}, 0, usage("--map is for the columns of --candidates")
	case c.JSON && c.CSV:
		return sites.Request{}, 0, usage("--json and --csv are two answers")
	case c.Output != "" && c.writer() == nil:
		return sites.Request{}, 0, usage("-o %q: the name must end in .geojson or .csv", c.Output)
	case !(c.Seconds > 0):
		return sites.Request{}, 0, usage("--seconds must be more than 0")
	}
	return sites.Request{
		Base: plan.Base{Request: base}, P: c.P, GapPoints: c.GapPoints, Budget: c.Budget, SiteCost: c.SiteCost,
		OnePerHost: c.OnePerHost, SpacingM: c.Spacing, Seconds: c.Seconds, Datum: d,
		Equity: sites.Equity{Level: c.Level, LeastShare: c.LeastShare, RaiseWorst: c.RaiseWorst},
	}, d, nil
}

// hosts reads the file of candidates, an empty one when there is none.
func (c siteNextCmd) hosts(d datum.Datum) (*exchange.HostFile, error) {
	if c.Candidates == "" {
		return &exchange.HostFile{}, nil
	}
	columns, err := parseMap(c.Map)
	if err != nil {
		return nil, err
	}
	in, err := os.Open(c.Candidates)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	file, err := exchange.ReadHosts(in, exchange.HostOptions{Map: columns, Datum: d})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", c.Candidates, err)
	}
	return file, nil
}

func (c siteNextCmd) find(g *globals, r sites.Request) (*sites.Answer, error) {
	networks, err := openRoads(c.Roads)
	if err != nil {
		return nil, err
	}
	defer closeRoads(networks)
	store, err := c.open(g.Ctx)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	days, err := c.calendar()
	if err != nil {
		return nil, err
	}
	finder := sites.NewFinder(plan.NewPlanner(store, networks, time.Now).ReadBy(days), store, time.Now)
	return finder.Find(g.Ctx, r, progressOf(g))
}

// progressOf draws how a search goes, on a terminal only.
func progressOf(g *globals) func(sites.Progress) {
	if !g.Terminal {
		return nil
	}
	return func(p sites.Progress) {
		if p.Best == nil {
			fmt.Fprintf(g.Stderr, "\r候选点 candidates %d/%d \x1b[K", p.Done, p.Of)
			return
		}
		fmt.Fprintf(g.Stderr, "\r%.1f s: %s, 上界 bound %s, 差距 gap %.2f %% \x1b[K", p.Seconds, percent(p.Share), percent(p.BoundShare), p.GapPercent)
	}
}

// writer returns what writes a file of the output's name, nil for none.
func (c siteNextCmd) writer() func(*sites.Answer, io.Writer, datum.Datum) error {
	switch strings.ToLower(filepath.Ext(c.Output)) {
	case ".geojson", ".json":
		return (*sites.Answer).WriteGeoJSON
	case ".csv":
		return (*sites.Answer).WriteCSV
	}
	return nil
}

// tellSites writes the answer for people.
func tellSites(w io.Writer, a *sites.Answer) {
	fmt.Fprintf(w, "%s, 对比 against %s (编号 id %s, %d ms)\n", a.Profile, a.Base, a.ID, a.TookMS)
	n := a.Candidates
	fmt.Fprintf(w, "候选 candidates: %d (场所 hosts %d, 路边点 gap points %d; 离路 off road %d, 关门 closed %d, 时间不明 unknown hours %d, 距站点太近 too near %d, 无新增 useless %d)\n",
		n.Used, n.Hosts, n.GapPoints, n.OffRoad, n.Closed, n.UnknownHours, n.TooNear, n.Useless)
	for _, s := range a.Sites {
		fmt.Fprintf(w, "  %d. %.7f,%.7f %s %s: +%.0f → %s\n", s.Rank, s.Lon, s.Lat, s.Area, s.Name, s.Gain, percent(s.CumulativeShare))
	}
	fmt.Fprintf(w, "需求 demand: %s → %s (%.0f → %.0f)\n", percent(a.Demand.From.Share), percent(a.Share), a.Demand.From.Covered, a.Covered)
	if a.Cost > 0 {
		fmt.Fprintf(w, "成本 cost: %g (预算 budget %g)\n", a.Cost, a.Budget)
	}
	fmt.Fprintln(w, verdictOf(a))
	tellFairness(w, a.Equity)
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
