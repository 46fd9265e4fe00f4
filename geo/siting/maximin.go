package siting

import (
	"context"
	"slices"
)

// Fair is an answer to Maximin.
type Fair struct {
	Result
	Share float64 // covered share of the worst-off group's demand, of 0 to 1
	Most  float64 // no choice brings every group to more than this share; ≥ Share
}

// Maximin chooses up to sites candidates so that the covered share of the
// worst-off group's demand is as great as possible, and with that share for
// every group so that as much as possible is covered. Least is not heeded but
// says how many groups there are; groups without demand are left aside.
//
// The share is found by halving: that a share is possible for all is shown by
// sites, that it is not by a bound. It ends with Share and Most within one
// millionth of each other, when neither can be shown with bearable work, or
// when ctx ends; Optimal then says that both are
// proven: the share to a millionth and Covered given the share. The only error
// wraps ErrInput.
func Maximin(ctx context.Context, p Problem, sites int, report func(Fair)) (Fair, error) {
	if err := p.Check(); err != nil {
		return Fair{}, err
	}
	if len(p.Group) == 0 || sites < 0 {
		return Fair{}, wrong("group is not given, or p is negative")
	}
	m := &maximin{p: p, sites: sites, all: make([]float64, len(p.Least)), report: report}
	m.over = func() bool { return ctx.Err() != nil }
	m.solve = func(p Problem, report func(Result)) (Result, error) { return Solve(ctx, p, sites, report) }
	for i, w := range p.Demand {
		m.all[p.Group[i]] += w
	}
	m.run()
	return m.fair, nil
}

// nearly is how near Share and Most come, shareNodes how many nodes may be
// looked at to settle whether a share is possible: what stays open then keeps
// Most where it is, and lower shares are tried.
const (
	nearly     = 1e-6
	shareNodes = 5000
)

// maximin is the search for the fairest choice.
type maximin struct {
	over   func() bool
	solve  func(p Problem, report func(Result)) (Result, error)
	p      Problem
	sites  int
	all    []float64 // by group: its demand
	report func(Fair)
	fair   Fair
}

func (m *maximin) run() {
	m.take(nil)
	m.fair.Most = m.ceiling()
	for high := m.fair.Most; high-m.fair.Share > nearly && !m.over(); {
		share := (m.fair.Share + high) / 2
		chosen, none := m.possible(share)
		m.take(chosen)
		if m.fair.Share < share {
			high = share
		}
		if none {
			m.fair.Most = max(share, m.fair.Share)
			m.tell()
		}
	}
	m.level()
}

// ceiling is the share of the worst-off group when everything is chosen.
func (m *maximin) ceiling() float64 {
	every := make([]int32, len(m.p.Covers))
	for j := range every {
		every[j] = int32(j)
	}
	return m.share(every)
}

// share returns the covered share of the worst-off group.
func (m *maximin) share(sites []int32) float64 {
	covered := make([]float64, len(m.all))
	for i, n := range m.p.times(sites) {
		if n >= m.p.need(i) {
			covered[m.p.Group[i]] += m.p.Demand[i]
		}
	}
	worst := 1.0
	for g, all := range m.all {
		if all > 0 {
			worst = min(worst, covered[g]/all)
		}
	}
	return worst
}

// asking is the problem in which every group asks for a share.
func (m *maximin) asking(share float64) Problem {
	p := m.p
	p.Least = slices.Clone(m.all)
	for g := range p.Least {
		p.Least[g] *= share
	}
	return p
}

// possible looks for sites that bring every group to a share. It returns
// those that come nearest, and whether it is sure that there are none.
func (m *maximin) possible(share float64) (chosen []int32, none bool) {
	r := reduce(m.asking(share))
	s := &solver{over: m.over, rows: r, limits: limit(m.p, min(m.sites, r.useful())), only: true, nodes: shareNodes}
	s.run()
	return s.best, s.proven && s.short > 0
}

// take notes sites that are fairer than those known.
func (m *maximin) take(sites []int32) {
	share := m.share(sites)
	if share <= m.fair.Share && m.fair.Chosen != nil {
		return
	}
	m.fair.Chosen, m.fair.Share = append([]int32{}, sites...), share
	m.fair.Most = max(m.fair.Most, share)
	m.fair.Covered, m.fair.Bound = 0, 0
	for i, n := range m.p.times(sites) {
		m.fair.Bound += m.p.Demand[i]
		if n >= m.p.need(i) {
			m.fair.Covered += m.p.Demand[i]
		}
	}
	m.tell()
}

// level covers the most while every group keeps the share of the worst-off.
func (m *maximin) level() {
	p := m.asking(m.fair.Share * (1 - 1e-9))
	found := func(r Result) {
		if m.share(r.Chosen) >= m.fair.Share*(1-1e-8) && (r.Covered >= m.fair.Covered || r.Optimal) {
			r.Optimal = r.Optimal && m.fair.Most-m.fair.Share <= nearly
			m.fair.Result = r
			m.tell()
		}
	}
	if r, err := m.solve(p, found); err == nil {
		found(r)
	}
}

func (m *maximin) tell() {
	if m.report != nil {
		m.report(m.fair)
	}
}
