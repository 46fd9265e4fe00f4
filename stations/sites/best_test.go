package sites_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

// quarter is a town with few hosts, so that every choice can be tried.
type quarter struct {
	*town
	ask  sites.Request
	base *plan.Coverage
}

func newQuarter(t *testing.T, seed uint64) *quarter {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 11))
	g := streets(t, r, 7)
	box := g.Bounds().Pad(0.0005)
	var people []stations.Demand
	for _, p := range scatter(r, box, 30) {
		people = append(people, stations.Demand{Point: p, Weight: float64(1 + r.IntN(20))})
	}
	west := orb.Bound{Min: box.Min, Max: orb.Point{box.Center()[0], box.Max[1]}}
	east := orb.Bound{Min: orb.Point{west.Max[0], box.Min[1]}, Max: box.Max}
	q := &quarter{town: newTown(t, g, people, []*stations.Station{station(1, scatter(r, box, 1)[0])}, square("320102", west), square("320104", east))}
	request := plan.Request{Minutes: 5, Res: 10, K: 1 + int(seed%4)/3}
	q.ask = sites.Request{Base: plan.Base{Request: request}, P: 1 + r.IntN(3), Seconds: 5}
	for i, p := range scatter(r, box, 9) {
		q.ask.Hosts = append(q.ask.Hosts, exchange.Host{
			Place: datum.Out(p, datum.WGS84), Owner: []string{"", "甲", "乙", "丙"}[r.IntN(4)], Cost: float64(1 + i%4),
		})
	}
	var err error
	if q.base, err = q.planner.Coverage(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	return q
}

// outcome is what a choice makes of the quarter.
type outcome struct {
	covered float64
	shares  []float64 // of the divisions
	short   float64   // of LeastShare, all divisions together
}

// try computes the coverage with some of the hosts as stations.
func (q *quarter) try(chosen []int) outcome {
	q.t.Helper()
	var e plan.Edits
	for _, i := range chosen {
		e.Add = append(e.Add, plan.Addition{Point: point(q.ask.Hosts[i])})
	}
	effect, err := q.planner.WhatIf(q.t.Context(), plan.Base{ID: q.base.ID}, e)
	if err != nil {
		q.t.Fatal(err)
	}
	o := outcome{covered: effect.After.Demand.Covered}
	for _, a := range effect.After.Areas {
		o.shares = append(o.shares, *a.Share)
		o.short += math.Max(0, q.ask.Equity.LeastShare*a.Demand-a.Covered)
	}
	return o
}

// point is where a host is, with the seven decimals that count.
func point(h exchange.Host) orb.Point {
	return orb.Point{math.Round(h.Place.Lon*1e7) / 1e7, math.Round(h.Place.Lat*1e7) / 1e7}
}

// allowed reports whether a choice keeps the rules of the request.
func (q *quarter) allowed(chosen []int) bool {
	cost := 0.0
	for n, i := range chosen {
		h := q.ask.Hosts[i]
		cost += h.Cost
		for _, j := range chosen[:n] {
			if q.ask.OnePerHost && h.Owner != "" && h.Owner == q.ask.Hosts[j].Owner || sphere.Distance(point(h), point(q.ask.Hosts[j])) < q.ask.SpacingM {
				return false
			}
		}
		if sphere.Distance(point(h), q.list[0].Position.Point) < q.ask.SpacingM {
			return false
		}
	}
	return q.ask.Budget == 0 || cost <= q.ask.Budget
}

// each calls visit with every choice that is allowed.
func (q *quarter) each(visit func(outcome)) {
	var grow func(from int, chosen []int)
	grow = func(from int, chosen []int) {
		if q.allowed(chosen) {
			visit(q.try(chosen))
		}
		for i := from; i < len(q.ask.Hosts) && len(chosen) < q.ask.P; i++ {
			grow(i+1, append(chosen[:len(chosen):len(chosen)], i))
		}
	}
	grow(0, nil)
}

// least is the smallest share.
func least(shares []float64) float64 {
	worst := 1.0
	for _, s := range shares {
		worst = min(worst, s)
	}
	return worst
}

// near is how much sums in another order may differ.
const near = 1e-6

// TestNoOtherChoiceIsBetter tries every choice with the planner itself.
func TestNoOtherChoiceIsBetter(t *testing.T) {
	for seed := range seeds(16) {
		q := newQuarter(t, seed)
		switch seed % 5 {
		case 1:
			q.ask.Budget = 4
		case 2:
			q.ask.OnePerHost = true
		case 3:
			q.ask.SpacingM = 700
		case 4:
			q.ask.OnePerHost, q.ask.Budget, q.ask.SpacingM = true, 5, 400
		}
		best := 0.0
		q.each(func(o outcome) { best = max(best, o.covered) })
		a, err := q.finder.Find(t.Context(), q.ask, nil)
		if stations.CodeOf(err) == stations.Invalid && best == q.base.Demand.Covered {
			continue // no candidate is any use
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !a.Optimal || math.Abs(a.Covered-best) > near || math.Abs(a.Bound-best) > near {
			t.Errorf("seed %d: %+v covers %v ≤ %v, optimal %v, want the best, %v", seed, q.ask, a.Covered, a.Bound, a.Optimal, best)
		}
		var chosen []int
		for _, s := range a.Sites {
			chosen = append(chosen, *s.Candidate)
		}
		if !q.allowed(chosen) {
			t.Errorf("seed %d: sites %v break a rule", seed, chosen)
		}
	}
}

func TestNoOtherChoiceIsFairer(t *testing.T) {
	for seed := range seeds(12) {
		q := newQuarter(t, seed)
		if q.ask.Equity.LeastShare = 0.4; seed%2 == 0 {
			q.ask.Equity = sites.Equity{RaiseWorst: true}
		}
		a, err := q.finder.Find(t.Context(), q.ask, nil)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(a.Equity.Aside) > 0 {
			continue // see TestADivisionThatNothingBettersIsLeftAside
		}
		var best outcome
		first := true
		q.each(func(o outcome) {
			better := o.short < best.short-near || o.short < best.short+near && o.covered > best.covered
			if q.ask.Equity.RaiseWorst {
				better = least(o.shares) > least(best.shares)+near || least(o.shares) > least(best.shares)-near && o.covered > best.covered
			}
			if first || better {
				best, first = o, false
			}
		})
		if math.Abs(a.Covered-best.covered) > near || a.Equity.Level != "district" {
			t.Errorf("seed %d: %+v covers %v, want %v", seed, q.ask.Equity, a.Covered, best.covered)
		}
		if q.ask.Equity.RaiseWorst && math.Abs(a.Equity.WorstAfter.Share-least(best.shares)) > near {
			t.Errorf("seed %d: the worst-off has %v, want %v", seed, *a.Equity.WorstAfter, least(best.shares))
		}
	}
}

func TestADivisionThatNothingBettersIsLeftAside(t *testing.T) {
	net := roadstest.Draw(t, 200, "A-----B-----C-----D")
	people := []stations.Demand{{Point: net.At('A'), Weight: 10}, {Point: net.At('B'), Weight: 5}, {Point: net.At('C'), Weight: 50}, {Point: net.At('D'), Weight: 7}}
	around := func(name byte) orb.Bound { return net.At(name).Bound().Pad(0.003) }
	w := newTown(t, net.Graph, people, nil, square("320102", around('A')), square("320104", around('B').Union(around('C'))), square("320105", around('D')))
	ask := sites.Request{
		Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 1, Equity: sites.Equity{RaiseWorst: true},
		Hosts: []exchange.Host{host("甲", net.At('A')), host("乙", net.At('C'))},
	}
	a := w.find(ask)
	// One site serves one of two divisions: the worst-off stays at 0, so the
	// demand in all decides. 320105 has no host.
	if len(a.Equity.Aside) != 1 || a.Equity.Aside[0] != "320105" || a.Sites[0].Name != "乙" || a.Equity.WorstAfter.Share != 0 {
		t.Errorf("one site = %+v, %+v, want 乙 and 320105 aside", a.Sites, a.Equity)
	}
	ask.P = 2
	a = w.find(ask)
	if a.Equity.WorstBefore.Share != 0 || a.Equity.WorstAfter.Adcode != "320104" || math.Abs(*a.Equity.WorstBound-50.0/55) > 1e-5 {
		t.Errorf("two sites = %+v, want 320104 with 50 of 55 worst off, proven", a.Equity)
	}
	ask.Equity = sites.Equity{LeastShare: 0.5}
	if a = w.find(ask); len(a.Equity.Unmet) != 1 || a.Equity.Unmet[0] != "320105" {
		t.Errorf("at least half = %+v, want 320105 unmet", a.Equity)
	}
}

// A division that its stations serve already needs no site: what stands there
// counts for it.
func TestFairnessCountsTheStationsThatAreThere(t *testing.T) {
	net := roadstest.Draw(t, 200, "A-----B-----C-----D")
	people := []stations.Demand{{Point: net.At('A'), Weight: 80}, {Point: net.At('B'), Weight: 20}, {Point: net.At('C'), Weight: 10}, {Point: net.At('D'), Weight: 15}}
	around := func(one, other byte) orb.Bound {
		return net.At(one).Bound().Pad(0.003).Union(net.At(other).Bound().Pad(0.003))
	}
	w := newTown(t, net.Graph, people, []*stations.Station{station(1, net.At('A'))}, square("320102", around('A', 'B')), square("320104", around('C', 'D')))
	for _, equity := range []sites.Equity{{RaiseWorst: true}, {LeastShare: 0.5}} {
		a := w.find(sites.Request{
			Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 1, Equity: equity,
			Hosts: []exchange.Host{host("甲", net.At('B')), host("乙", net.At('C')), host("丙", net.At('D'))},
		})
		if len(a.Sites) != 1 || a.Sites[0].Name != "丙" || len(a.Equity.Unmet) > 0 || math.Abs(a.Equity.WorstAfter.Share-0.6) > near {
			t.Errorf("%+v: sites = %+v, %+v, want 丙, which serves 15 of 25 where nobody does", equity, a.Sites, a.Equity)
		}
	}
}
