package main

import (
	"fmt"
	"io"
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
	P          int      `name:"p" required:"" help:"选址数量 The most sites."`
	Candidates string   `type:"existingfile" placeholder:"FILE" help:"候选场所文件 Hosts that could take a station in: CSV, XLSX or GeoJSON with lon and lat in --datum, and name, host, cost, hours. Without it, points of roads in the gaps."`
	Map        []string `sep:"none" placeholder:"COLUMN=FIELD" help:"列对应 Column of the file that holds name, host, lon, lat, coordinates, cost or hours; repeatable."`
	GapPoints  *int     `name:"gap-points" placeholder:"N" help:"路边候选点数 The most points of roads in the gaps (default 4000 without --candidates, else none)."`
	Hours      string   `placeholder:"HH:MM|24h" help:"延长营业到 Stations that are closed at --at may stay open until then, past midnight as 26:00, instead of new ones."`
	HoursCost  float64  `name:"hours-cost" default:"1" help:"延时一站的成本 Cost of one station that stays open so long."`
	AllDayCost float64  `name:"all-day-cost" help:"全天开放一站的成本 Cost of one that opens round the clock; offered when stated."`
	Budget     float64  `help:"预算 What the sites may cost together."`
	SiteCost   float64  `name:"site-cost" help:"未写明成本的候选点按此计 Cost of a candidate that states none."`
	OnePerHost bool     `name:"one-per-host" help:"每家单位至多一处 At most one site of each host."`
	Spacing    float64  `name:"spacing" placeholder:"METRES" help:"最小间距（米） Least distance between sites, and to stations that count."`
	Level      string   `help:"按哪一级区划 Level of the divisions of --least-share and --raise-worst (default district)."`
	LeastShare float64  `name:"least-share" help:"各区最低覆盖率 What must be covered of each division's demand, 0 to 1."`
	RaiseWorst bool     `name:"raise-worst" help:"先抬高最差的区 Make the share of the worst-off division as great as possible."`
	Seconds    float64  `default:"10" help:"限时（秒） Give the best answer and bound after so many seconds."`
	JSON       bool     `help:"以 JSON 输出 Write one JSON document."`
	CSV        bool     `help:"以 CSV 输出 Write the sites as CSV."`
	Output     string   `short:"o" placeholder:"FILE" help:"输出文件 Also write the sites to a .geojson or .csv file."`
}

// Run finds the sites and writes them. Exit code 3 when rows of the file were
// left out.
func (c siteNextCmd) Run(g *globals) error {
	var err error
	if c.Area, err = c.area(g.Ctx, c.Area); err != nil {
		return err
	}
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
		if err := replaceFile(c.Output, func(w io.Writer) error { return c.writer()(answer, w, d) }); err != nil {
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
		return sites.Request{}, 0, usage("--datum: 有 --candidates 时须指定坐标系 is required with --candidates: wgs84, gcj02 or bd09")
	case c.Candidates == "" && len(c.Map) > 0:
		return sites.Request{}, 0, usage("--map: 只用于 --candidates 的列 is for the columns of --candidates")
	case c.JSON && c.CSV:
		return sites.Request{}, 0, usage("--json 与 --csv 不能同用 --json and --csv are two answers")
	case c.Output != "" && c.writer() == nil:
		return sites.Request{}, 0, usage("-o %q: 文件名须以 .geojson 或 .csv 结尾 the name must end in .geojson or .csv", c.Output)
	case c.Hours != "" && c.At == "":
		return sites.Request{}, 0, usage("--hours: 须用 --at 指定时刻 needs a moment: --at")
	case !(c.Seconds > 0):
		return sites.Request{}, 0, usage("--seconds: 须大于 0 must be more than 0")
	}
	r := sites.Request{
		Base: plan.Base{Request: base}, P: c.P, Budget: c.Budget, SiteCost: c.SiteCost,
		OnePerHost: c.OnePerHost, SpacingM: c.Spacing, Seconds: c.Seconds, Datum: d,
		Equity: sites.Equity{Level: c.Level, LeastShare: c.LeastShare, RaiseWorst: c.RaiseWorst},
	}
	if c.Hours != "" {
		r.Hours = &sites.Hours{Until: c.Hours, Cost: c.HoursCost, AllDayCost: c.AllDayCost}
	}
	if c.GapPoints != nil {
		if r.GapPoints = *c.GapPoints; r.GapPoints <= 0 {
			r.GapPoints-- // none, or wrong
		}
	}
	return r, d, nil
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
		return nil, mapError(fmt.Errorf("read %s: %w", c.Candidates, err))
	}
	return file, nil
}

func (c siteNextCmd) find(g *globals, r sites.Request) (*sites.Answer, error) {
	desk, err := openDesk(g.Ctx, c.storeFlag, c.calendarFlag, c.Roads)
	if err != nil {
		return nil, err
	}
	defer desk.close()
	return sites.NewFinder(desk.planner, desk.store, time.Now).Find(g.Ctx, r, progressOf(g))
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
