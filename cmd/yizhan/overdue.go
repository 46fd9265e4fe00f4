package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"yizhan/stations"
)

// overdueCmd lists the stations that nobody has verified for 90 days.
type overdueCmd struct {
	storeFlag
	Area string `placeholder:"DIVISION" help:"行政区 Division by code or name, and all below it (default: everywhere)."`
	JSON bool   `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// due is a station of the list.
type due struct {
	ID          stations.ID `json:"id"`
	Code        string      `json:"code,omitempty"`
	Name        string      `json:"name"`
	Adcode      string      `json:"adcode"`
	Address     string      `json:"address,omitempty"`
	VerifiedAt  *time.Time  `json:"verified_at"` // null when it never was
	OverdueDays int         `json:"overdue_days"`
}

// Run prints the list, by district.
func (c overdueCmd) Run(g *globals) error {
	var err error
	if c.Area, err = c.area(g.Ctx, c.Area); err != nil {
		return err
	}
	if c.Area != "" && !stations.ValidAdcode(c.Area) {
		return usage("--area %q: 须为行政区划代码 must be a division code of 6, 9 or 12 digits", c.Area)
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	now := time.Now()
	counts, err := store.CountOverdue(g.Ctx, c.Area, now)
	if err != nil {
		return err
	}
	list, err := c.list(g, store, now)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(g.Stdout, struct {
			Total     int            `json:"total"`
			Districts map[string]int `json:"districts"`
			Stations  []due          `json:"stations"`
		}{len(list), counts, list})
	}
	if len(list) > 0 {
		return printOverdue(g.Stdout, counts, list)
	}
	return c.none(g, store, now)
}

// none says that no station is overdue, and of how many there are: a division
// without any, as of a code mistyped, is not one in good order.
func (c overdueCmd) none(g *globals, store stations.Store, now time.Time) error {
	n, err := store.Count(g.Ctx, stations.Filter{Adcode: c.Area}, now)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Stderr, "没有待核实的站点，共 %d 站 no station is overdue, of %d\n", n, n)
	return err
}

// list reads every page.
func (c overdueCmd) list(g *globals, store stations.Store, now time.Time) ([]due, error) {
	const size = 1000
	all := []due{}
	var last stations.Place
	for {
		page, err := store.Overdue(g.Ctx, c.Area, now, last, size)
		if err != nil {
			return nil, err
		}
		for _, s := range page {
			d := due{ID: s.ID, Code: s.Code, Name: s.Name, Adcode: s.Position.Adcode, Address: s.Position.Address}
			if s.Verification != nil {
				d.VerifiedAt = &s.Verification.At
			}
			d.OverdueDays = int((now.Sub(s.CheckedAt()) - stations.VerifyAfter) / (24 * time.Hour))
			all = append(all, d)
			last = stations.Place{Adcode: s.Position.Adcode, ID: s.ID}
		}
		if len(page) < size {
			return all, nil
		}
	}
}

func printOverdue(w io.Writer, counts map[string]int, list []due) error {
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, adcode := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(table, "%s\t待核实 overdue %d\n", adcode, counts[adcode])
	}
	for _, d := range list {
		verified := "从未 never"
		if d.VerifiedAt != nil {
			verified = stations.DayOf(*d.VerifiedAt)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t+%d 天 days\n", d.Adcode, d.ID, d.Name, verified, d.OverdueDays)
	}
	return table.Flush()
}
