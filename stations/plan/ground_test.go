package plan_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// TestACoverHoldsWhatAWhatIfGains asks for the covers of all changes at once,
// and then a what-if for each: another search.
func TestACoverHoldsWhatAWhatIfGains(t *testing.T) {
	tries := uint64(6)
	if testing.Short() {
		tries = 2
	}
	for seed := range tries {
		p := newPlayground(t, maze(t, rand.New(rand.NewPCG(seed, 9))), seed, 8)
		r := plan.Request{Mode: []string{"walk", "ride"}[seed%2], Minutes: 4, Res: 10, K: 1 + int(seed%3), At: "2026-05-06T20:00"}
		g, err := p.planner.Ground(t.Context(), plan.Base{Request: r})
		if err != nil {
			t.Fatal(err)
		}
		e := plan.Edits{}
		for _, at := range scatter(p.r, p.graph, 12) {
			e.Add = append(e.Add, plan.Addition{Point: at, Hours: p.hours()})
		}
		for _, s := range g.Shut() {
			e.Hours = append(e.Hours, plan.Timing{ID: s.ID, Hours: p.hours()})
		}
		covers, err := g.Covers(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range covers {
			one := plan.Edits{}
			if i < len(e.Add) {
				one.Add = e.Add[i : i+1]
			} else {
				one.Hours = e.Hours[i-len(e.Add) : i-len(e.Add)+1]
			}
			p.checkCover(g, one, c)
		}
	}
}

func (p *playground) checkCover(g *plan.Ground, e plan.Edits, c plan.Cover) {
	p.t.Helper()
	base := g.Coverage()
	effect, err := p.planner.WhatIf(p.t.Context(), plan.Base{ID: base.ID}, e)
	if err != nil {
		p.t.Fatal(err)
	}
	var want []int32
	for _, i := range g.Missing() {
		if effect.After.Cells[i].K > base.Cells[i].K {
			want = append(want, i)
		}
	}
	if !slices.Equal(c.Cells, want) {
		p.t.Errorf("%+v covers %v, want %v", e, c.Cells, want)
	}
	idle := len(effect.Idle) > 0
	if idle != (c.Reason != "") || idle && effect.Idle[0].Reason != c.Reason {
		p.t.Errorf("%+v does nothing because of %q, want %+v", e, c.Reason, effect.Idle)
	}
}

func TestMissingCellsAreTiedAndNotCovered(t *testing.T) {
	p := newPlayground(t, maze(t, rand.New(rand.NewPCG(4, 9))), 4, 6)
	g, err := p.planner.Ground(t.Context(), plan.Base{Request: plan.Request{Minutes: 3, Res: 10}})
	if err != nil {
		t.Fatal(err)
	}
	base := g.Coverage()
	counts := base.Counts
	if got, want := len(g.Missing()), counts.Total-counts.Covered-counts.OffRoad; got != want {
		t.Errorf("missing cells = %d, want %d of %+v", got, want, counts)
	}
	for i, d := range g.Divisions() {
		if d.Adcode != base.Areas[i].Adcode || len(d.Cells) == 0 {
			t.Errorf("division %d = %s with %d cells, want %s with some", i, d.Adcode, len(d.Cells), base.Areas[i].Adcode)
		}
	}
	if _, ok := g.Moment(); ok {
		t.Error("a base without a moment has one")
	}
	if got := g.Shut(); len(got) != 0 {
		t.Errorf("without a moment %d stations are shut, want none", len(got))
	}
}

func TestCoversOfChangesThatCannotBe(t *testing.T) {
	p := newPlayground(t, maze(t, rand.New(rand.NewPCG(2, 9))), 2, 4)
	g, err := p.planner.Ground(t.Context(), plan.Base{Request: plan.Request{Minutes: 3, Res: 10}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Covers(t.Context(), plan.Edits{Hours: []plan.Timing{{ID: "nobody", Hours: "24/7"}}})
	if stations.CodeOf(err) != stations.Invalid || fieldOf(err) != "hours[0].id" {
		t.Errorf("hours of nobody = %v, want Invalid about hours[0].id", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = g.Covers(ctx, plan.Edits{Add: []plan.Addition{{Point: p.graph.Point(0)}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("covers for nobody = %v, want that they are cancelled", err)
	}
	if _, err = p.planner.Ground(t.Context(), plan.Base{ID: "0123456789abcdef"}); stations.CodeOf(err) != stations.NotFound {
		t.Errorf("an unknown base = %v, want NotFound", err)
	}
}
