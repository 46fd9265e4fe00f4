package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"yizhan/stations"
)

// keyChangeCmd changes the terms of a key.
type keyChangeCmd struct {
	storeFlag
	ID   string  `arg:"" help:"编号 The key's id, the part of the secret between the underscores."`
	Name *string `help:"名称 Whose it is, or what for."`
	keyTerms
}

// Run changes what is named and leaves the rest.
func (c keyChangeCmd) Run(g *globals) error {
	if c.Name == nil && c.Origin == nil && c.PerMinute == nil && c.PerDay == nil {
		return usage("没有要改的内容 nothing to change: give --name, --origin, --per-minute or --per-day")
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	key, err := store.ChangeKey(g.Ctx, c.ID, func(key *stations.Key) {
		c.on(key)
		if c.Name != nil {
			key.Name = *c.Name
		}
	})
	if err != nil {
		return err
	}
	if err := audited(g.Ctx, store, stations.Audited{Action: "key change", Key: key.ID}); err != nil {
		return err
	}
	fmt.Fprintf(g.Stderr, "密钥 %s 已更改 key %s is changed: per minute %s, per day %s, origins %v\n", key.ID, key.ID, quota(key.PerMinute), quota(key.PerDay), key.Origins)
	return nil
}

// keyUsageCmd reports how much keys asked.
type keyUsageCmd struct {
	storeFlag
	Days int  `default:"30" help:"天数 The last days, 1 to 400 (default ${default})."`
	JSON bool `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// Run prints a line per day and key. What servers counted in the last seconds
// may be missing.
func (c keyUsageCmd) Run(g *globals) error {
	if most := int(stations.UsageMemory / (24 * time.Hour)); c.Days < 1 || c.Days > most {
		return usage("--days: 应在 1 到 %d 之间 must be 1 to %d", most, most)
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	now := time.Now()
	list, err := store.KeyUsage(g.Ctx, stations.DayOf(now.AddDate(0, 0, 1-c.Days)), stations.DayOf(now))
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(map[string][]stations.KeyUsage{"usage": append([]stations.KeyUsage{}, list...)})
	}
	table := tabwriter.NewWriter(g.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "day\tkey\tasked\trefused")
	for _, u := range list {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\n", u.Day, u.Key, u.Asked, u.Refused)
	}
	return table.Flush()
}
