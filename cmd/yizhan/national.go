package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"

	"yizhan/stations"
	"yizhan/stations/jobs"
	"yizhan/stations/plan"
)

// maxShown is how many divisions a summary for people lists.
const maxShown = 40

// national computes every city and adds them up. Workers on the same
// PostgreSQL help; a run that was interrupted goes on where it was. Exit code
// 1 when a city is missing.
func (c coverageCmd) national(g *globals, p *plan.Planner, store stations.Store) error {
	request, _, err := c.request()
	if err != nil {
		return err
	}
	survey, err := p.Survey(g.Ctx, request)
	if err != nil {
		return err
	}
	queue, err := openQueue(g, c.Store, store)
	if err != nil {
		return err
	}
	defer queue.Close()
	parts := partsOf(survey.Cities)
	results, err := jobs.Finish(g.Ctx, queue, jobs.Task{Run: survey.ID, Parts: parts, Do: cityJob(p), Seen: func(ended int) {
		if g.Terminal {
			fmt.Fprintf(g.Stderr, "\r城市 cities %d/%d ", ended, len(parts))
		}
	}})
	if g.Terminal {
		fmt.Fprintln(g.Stderr)
	}
	if err != nil {
		return err
	}
	cities, err := citiesOf(results.Done)
	if err != nil {
		return err
	}
	return c.report(g, survey.Sum(cities, results.Failed))
}

func (c coverageCmd) report(g *globals, n *plan.National) error {
	if c.JSON {
		if err := writeJSON(g.Stdout, n); err != nil {
			return err
		}
	} else {
		summariseNational(g.Stdout, n)
	}
	if !n.Complete {
		return fmt.Errorf("%d 座城市没有算出 of %d cities are missing; run it again to try them anew", len(n.Failed), len(n.Failed)+len(n.Cities))
	}
	return nil
}

// openQueue opens the queue of jobs of the store.
func openQueue(g *globals, dsn string, store stations.Store) (jobs.Queue, error) {
	warn := slog.New(slog.NewTextHandler(g.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return jobs.Open(g.Ctx, jobs.Options{DSN: dsn, Store: store, Log: warn})
}

// cityJob computes the city of a job: its part is the checksum of the roads.
func cityJob(p *plan.Planner) jobs.Do {
	return func(ctx context.Context, job jobs.Job) (json.RawMessage, error) {
		survey, err := p.Resume(ctx, job.Run)
		if err != nil {
			return nil, err
		}
		city, err := p.City(ctx, survey, job.Part)
		if err != nil {
			return nil, err
		}
		return json.Marshal(city)
	}
}

func partsOf(cities []plan.City) []string {
	parts := make([]string, len(cities))
	for i, city := range cities {
		parts[i] = city.Roads
	}
	return parts
}

func citiesOf(found []stations.Finding) ([]plan.CityCoverage, error) {
	cities := make([]plan.CityCoverage, len(found))
	for i, f := range found {
		if err := json.Unmarshal(f.Body, &cities[i]); err != nil {
			return nil, fmt.Errorf("read what the job of city %.12s found: %w", f.Part, err)
		}
	}
	return cities, nil
}

// summariseNational writes the cities and their sum for people.
func summariseNational(w io.Writer, n *plan.National) {
	fmt.Fprintf(w, "%s, %g 分钟 minutes, k = %d  (编号 id %s)\n", n.Profile, n.Request.Minutes, n.Request.K, n.ID)
	for _, c := range n.Cities {
		fmt.Fprintf(w, "  %s: 站点 stations %d, 网格 cells %d, 需求 demand %.0f / %.0f (%s), 空白 gaps %d\n",
			c.Name, c.Stations.Used, c.Counts.Total, c.Demand.Covered, c.Demand.Total, percent(c.Demand.Share), c.Gaps.Count)
	}
	for _, f := range n.Failed {
		fmt.Fprintf(w, "  %s: 没有算出 failed: %s\n", f.Name, f.Problem)
	}
	fmt.Fprintf(w, "合计 total of %d cities: 站点 stations %d (离路 off road %d, 时间不明 unknown hours %d)\n",
		len(n.Cities), n.Stations.Used, n.Stations.OffRoad, n.Stations.UnknownHours)
	fmt.Fprintf(w, "网格 cells: %d, 覆盖 covered %d, 离路 off road %d, 无出路 no way out %d\n",
		n.Counts.Total, n.Counts.Covered, n.Counts.OffRoad, n.Counts.NoWayOut)
	fmt.Fprintf(w, "需求 demand: %.0f, 覆盖 covered %.0f (%s)\n", n.Demand.Total, n.Demand.Covered, percent(n.Demand.Share))
	for _, l := range n.ByK {
		fmt.Fprintf(w, "  至少 at least %d 站: %.0f (%s)\n", l.K, l.Demand, percent(l.Share))
	}
	fmt.Fprintf(w, "用时 minutes: 平均 mean %s, 中位 median %s, 九成 p90 %s (有时间的需求 demand with a time %s)\n",
		minutes(n.Mean), minutes(n.Median), minutes(n.P90), percent(n.Timed))
	if n.Outside > 0 {
		fmt.Fprintf(w, "不在任何路网内的需求 demand within no road network: %.0f\n", n.Outside)
	}
	for _, a := range n.Areas[:min(len(n.Areas), maxShown)] {
		fmt.Fprintf(w, "  %s %s: %.0f / %.0f (%s), 中位 median %s, 九成 p90 %s\n",
			a.Adcode, a.Name, a.Covered, a.Demand, percent(a.Share), minutes(a.Median), minutes(a.P90))
	}
	fmt.Fprintf(w, "空白 gaps: %d, 需求 demand %.0f\n", n.Gaps.Count, n.Gaps.Demand)
}
