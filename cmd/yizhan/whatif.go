package main

import (
	"fmt"
	"io"
	"os"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

// whatIfFlag asks what a coverage would be with other stations.
type whatIfFlag struct {
	WhatIf string `name:"whatif" type:"existingfile" placeholder:"FILE" help:"假如 What would change if stations came, went, moved or kept other hours: a JSON file with add, move, remove and hours as in POST /v1/whatif, its places in --datum. Nothing is written."`
}

// whatIf computes the coverage, what the file does to it, and writes the
// latter; -o writes the cells as they would be.
func (c coverageCmd) whatIf(g *globals, p *plan.Planner, r plan.Request, d datum.Datum) error {
	text, err := os.ReadFile(c.WhatIf)
	if err != nil {
		return err
	}
	edits, err := plan.ReadEdits(text, d)
	if err != nil {
		return fmt.Errorf("read %s: %w", c.WhatIf, err)
	}
	effect, err := p.WhatIf(g.Ctx, plan.Base{Request: r}, edits)
	if err != nil {
		return err
	}
	if c.Output != "" {
		if err := c.writeCells(effect.After, d); err != nil {
			return err
		}
	}
	if c.JSON {
		return writeJSON(g.Stdout, effect)
	}
	return tellEffect(g.Stdout, effect)
}

// tellEffect writes the change for people.
func tellEffect(w io.Writer, e *plan.Effect) error {
	fmt.Fprintf(w, "%s, 对比 against %s (%d ms)\n", e.Profile, e.Base, e.TookMS)
	fmt.Fprintf(w, "站点 stations: %d → %d\n", e.Stations.From, e.Stations.To)
	fmt.Fprintf(w, "网格 cells: 覆盖 covered %d → %d (新增 gained %d, 失去 lost %d)\n", e.Cells.From.Covered, e.Cells.To.Covered, e.Cells.Gained, e.Cells.Lost)
	fmt.Fprintf(w, "需求 demand: %.0f → %.0f (%s → %s)\n", e.Demand.From.Covered, e.Demand.To.Covered, percent(e.Demand.From.Share), percent(e.Demand.To.Share))
	fmt.Fprintf(w, "用时 minutes: 平均 mean %s → %s, P90 %s → %s\n",
		minutes(e.Times.From.Mean), minutes(e.Times.To.Mean), minutes(e.Times.From.P90), minutes(e.Times.To.P90))
	for _, a := range e.Areas {
		fmt.Fprintf(w, "  %s %s: %s → %s\n", a.Adcode, a.Name, percent(a.From), percent(a.To))
	}
	fmt.Fprintf(w, "空白 gaps: %d → %d (消失 closed %d, 新增 opened %d, 变化 changed %d)\n",
		e.Gaps.Before, e.Gaps.After, len(e.Gaps.Closed), len(e.Gaps.Opened), len(e.Gaps.Changed))
	for _, idle := range e.Idle {
		fmt.Fprintf(w, "  %s: %s\n", idle.Edit, idle.Text)
	}
	return nil
}
