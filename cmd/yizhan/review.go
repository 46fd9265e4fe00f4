package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/intake"
	"yizhan/stations/wording"
)

// reviewCmd lists and decides what imports left to people.
type reviewCmd struct {
	List   reviewListCmd   `cmd:"" help:"列出 List open reviews: possible duplicates and conflicts."`
	Decide reviewDecideCmd `cmd:"" help:"决定 Decide one review."`
}

// reviewListCmd lists reviews.
type reviewListCmd struct {
	storeFlag
	Decided bool   `help:"已决定 Those that were decided, instead of the open ones."`
	Kind    string `help:"种类 duplicate or conflict."`
	Area    string `placeholder:"DIVISION" help:"行政区 This division, by code or name, and all below it."`
	JSON    bool   `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// Run prints a line per review.
func (c reviewListCmd) Run(g *globals) error {
	var err error
	if c.Area, err = c.area(g.Ctx, c.Area); err != nil {
		return err
	}
	f := stations.ReviewFilter{Decided: c.Decided, Kind: stations.ReviewKind(c.Kind), Adcode: c.Area}
	if f.Kind != "" && f.Kind != stations.ReviewDuplicate && f.Kind != stations.ReviewConflict {
		return usage("--kind %q: 应是 duplicate 或 conflict want duplicate or conflict", c.Kind)
	}
	if f.Adcode != "" && !stations.ValidAdcode(f.Adcode) {
		return usage("--area %q: 须为行政区划代码 must be a division code of 6, 9 or 12 digits", c.Area)
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	const page = 1000
	all := []stations.Review{}
	for after := ""; ; after = all[len(all)-1].ID {
		list, err := store.Reviews(g.Ctx, f, after, page)
		if err != nil {
			return err
		}
		if all = append(all, list...); len(list) < page {
			break
		}
	}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(map[string][]stations.Review{"reviews": all})
	}
	for part := range slices.Chunk(all, page) {
		if err := tellReviews(g.Ctx, g.Stdout, store, part); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		fmt.Fprintln(g.Stderr, "没有这样的审核项 there is no such review")
	} else if !c.Decided {
		fmt.Fprintln(g.Stderr, "决定 decide: yizhan review decide ID merge --keep STATION | keep_apart | take_source | keep_station")
	}
	return nil
}

// tellReviews writes reviews for people, with the names that their stations
// have now.
func tellReviews(ctx context.Context, w io.Writer, store stations.Now, list []stations.Review) error {
	ids := make([]stations.ID, 0, 2*len(list))
	for _, r := range list {
		if ids = append(ids, r.Station); r.Other != "" {
			ids = append(ids, r.Other)
		}
	}
	now, err := store.StationsOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := io.WriteString(w, describeReview(now, r)); err != nil {
			return err
		}
	}
	return nil
}

// describeReview tells one review. A station that was deleted has its id only.
func describeReview(now map[stations.ID]*stations.Station, r stations.Review) string {
	named := func(id stations.ID) string {
		if s := now[id]; s != nil {
			return string(id) + " " + s.Name
		}
		return string(id)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s", r.ID, r.Kind, named(r.Station))
	if r.Kind == stations.ReviewDuplicate {
		fmt.Fprintf(&b, " = %s ?", named(r.Other))
		for _, reason := range r.Reasons {
			fmt.Fprintf(&b, "  %s", wording.Both(reason))
		}
		if r.DistanceM != nil {
			fmt.Fprintf(&b, "  %.0f m", *r.DistanceM)
		}
		if r.Similarity != nil {
			fmt.Fprintf(&b, "  %.2f", *r.Similarity)
		}
	} else {
		fmt.Fprintf(&b, "  %s: 站点 station %q, 来源 source %q → %q (%s %s)", r.Field, exchange.Plain(r.Value), exchange.Plain(r.Old), exchange.Plain(r.New), r.Source, r.Record)
	}
	if r.Verdict != "" {
		fmt.Fprintf(&b, "  [%s %s]", r.Verdict, r.DecidedBy)
	}
	return b.String() + "\n"
}

// reviewDecideCmd decides a review.
type reviewDecideCmd struct {
	storeFlag
	ID       string `arg:"" help:"编号 The review's id."`
	Decision string `arg:"" enum:"merge,keep_apart,take_source,keep_station" help:"决定 merge (with --keep), keep_apart, take_source or keep_station."`
	Keep     string `placeholder:"STATION" help:"保留的站点 With merge: the id of the station that stays."`
}

// Run decides, and prints the review as it then is.
func (c reviewDecideCmd) Run(g *globals) error {
	if merging := c.Decision == string(stations.Merge); merging != (c.Keep != "") {
		return usage("merge 必须有 --keep，别的决定不能有 --keep goes with merge, and merge needs it")
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	decided, err := intake.Decide(g.Ctx, store, intake.Answer{
		Review: c.ID, Verdict: stations.Verdict(c.Decision), Keep: stations.ID(c.Keep), By: byCLI, At: time.Now(),
	})
	if err != nil {
		return err
	}
	return tellReviews(g.Ctx, g.Stdout, store, []stations.Review{decided})
}
