package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"yizhan/geo/siting"
	"yizhan/geo/siting/cbc"
)

// modelAnswer is what --json prints of the models in which less is better.
type modelAnswer struct {
	Chosen  []int32 `json:"chosen"`
	Value   float64 `json:"value"` // lscp: sites, or their cost; pmedian: Σ weight × distance; pcenter: the greatest distance
	Bound   float64 `json:"bound"` // nothing is below
	Optimal bool    `json:"optimal"`
	Left    []int32 `json:"left,omitempty"` // lscp: demands that are not covered as often as they need
}

// runOther solves the problem by a model other than mclp.
func (c *siteSolveCmd) runOther(ctx context.Context, g *globals, p siteProblem) error {
	var a siting.Answer
	var err error
	switch c.Model {
	case "lscp":
		a, err = siting.Cover(ctx, p.cover(), nil)
	case "pmedian":
		a, err = siting.Median(ctx, p.network(), c.P, nil)
	default:
		a, err = siting.Centre(ctx, p.network(), c.P, nil)
	}
	if err != nil {
		return err
	}
	if g.Ctx.Err() != nil {
		return g.Ctx.Err()
	}
	if c.JSON {
		return writeJSON(g.Stdout, modelAnswer{Chosen: append([]int32{}, a.Chosen...), Value: a.Value, Bound: a.Bound, Optimal: a.Optimal, Left: a.Left})
	}
	return printAnswer(g.Stdout, a)
}

func printAnswer(w io.Writer, a siting.Answer) error {
	verdict := "已证明最优 proven optimal"
	if !a.Optimal {
		verdict = "未证明最优 not proven"
	}
	_, err := fmt.Fprintf(w, "选址 chosen: %v\n数值 value: %g · 下界 bound: %g · %s\n", a.Chosen, a.Value, a.Bound, verdict)
	return err
}

// askCbc has cbc look for a better answer and takes it if it is one by our own
// measure; the bound stays ours, which a better answer may reach. Where groups
// are short of their least, an answer that leaves fewer of them short is not
// told apart from one that does not.
func (c *siteSolveCmd) askCbc(g *globals, p siting.Problem, ours siting.Result) (siting.Result, error) {
	solver, err := cbc.Find()
	if err != nil {
		return ours, err
	}
	theirs, err := solver.Solve(g.Ctx, p, c.P, time.Duration(c.Seconds*float64(time.Second)))
	if err != nil {
		return ours, err
	}
	if _, err := fmt.Fprintf(g.Stderr, "cbc: 覆盖 covered %g · 自称最优 claims that nothing is better: %t\n", theirs.Covered, theirs.Claims); err != nil {
		return ours, err
	}
	if theirs.Covered > ours.Covered && len(theirs.Unmet) <= len(ours.Unmet) {
		ours.Chosen, ours.Covered, ours.Unmet = theirs.Chosen, theirs.Covered, theirs.Unmet
		ours.Optimal = ours.Covered >= ours.Bound
		ours.Bound = max(ours.Bound, ours.Covered)
	}
	return ours, nil
}
