package siting

import (
	"context"
	"math"
	"slices"
)

// Answer is an answer to a problem in which less is better, and what is known
// of all others.
type Answer struct {
	Chosen  []int32 // sites, ascending
	Value   float64 // what is to be as little as possible
	Bound   float64 // no choice has less; ≤ Value
	Optimal bool    // nothing better exists
	Left    []int32 // of Cover: demands that are not covered as often as they need
}

// Cover chooses the fewest sites, or with Cost those of the least cost
// together, that cover every demand of some weight as often as it needs, as
// far as that is possible at all: the location set covering problem (C.
// Toregas, R. Swain, C. ReVelle and L. Bergman, "The location of emergency
// service facilities", Operations Research 19, 1971). Budget, Group and Least
// are not heeded. Where Host and Apart let no choice cover all of that, or
// none is found in time, the answer is one that covers much, after Solve, with
// no claim of how few sites do as much: its Bound is 0.
//
// It works until nothing better can exist or ctx ends, as Solve does. The
// Value is the number of sites or their cost. The only error wraps ErrInput.
func Cover(ctx context.Context, p Problem, report func(Answer)) (Answer, error) {
	p.Group, p.Least, p.Budget = nil, nil, 0
	if len(p.Cost) > 0 {
		p.Budget = 1 // Check wants one
	}
	if err := p.Check(); err != nil {
		return Answer{}, err
	}
	l := limit(Problem{Covers: p.Covers, Open: p.Open, Host: p.Host, Apart: p.Apart}, len(p.Covers))
	c := newCovering(reduce(p), p.Cost)
	c.limits = &l
	c.over = func() bool { return ctx.Err() != nil }
	c.left = p.left(nil)
	c.report = report
	if c.run(); !math.IsInf(c.value, 1) {
		return c.answer(), nil
	}
	return p.most(ctx)
}

// most is an answer where not everything can be covered, or is not.
func (p Problem) most(ctx context.Context) (Answer, error) {
	cost := p.Cost
	p.Cost, p.Budget = nil, 0
	r, err := Solve(ctx, p, len(p.Covers), nil)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Chosen: slices.Sorted(slices.Values(r.Chosen)), Value: float64(len(r.Chosen)), Left: p.left(r.Chosen)}
	if len(cost) > 0 {
		a.Value = 0
		for _, j := range a.Chosen {
			a.Value += cost[j]
		}
	}
	return a, nil
}

// left lists the demands that sites, nil being all, do not cover as often as
// they need.
func (p Problem) left(sites []int32) []int32 {
	if sites == nil {
		sites = make([]int32, len(p.Covers))
		for j := range sites {
			sites[j] = int32(j)
		}
	}
	var left []int32
	for i, n := range p.times(sites) {
		if n < p.need(i) && p.Demand[i] > 0 {
			left = append(left, int32(i))
		}
	}
	return left
}

// covering is the search for a cover of all rows. Its bound relaxes the rows
// with multipliers λ_i ≥ 0 (M. L. Fisher and P. Kedia, "Optimal solution of
// set covering/partitioning problems using dual heuristics", Management
// Science 36, 1990):
//
//	L(λ) = Σ_i need_i λ_i + Σ_j min(0, cost_j − Σ_{i covered by j} λ_i)
//
// where of candidates that cannot be chosen together only the least term
// counts.
type covering struct {
	over     func() bool
	rows     rows
	limits   *limits // what may be chosen together; nil is anything
	cost     []float64
	integral bool    // costs are whole numbers
	enough   float64 // a value that is good enough to stop
	left     []int32
	report   func(Answer)

	best   []int32
	value  float64 // of best; infinite before the first
	bound  float64
	proven bool
}

func newCovering(r rows, cost []float64) *covering {
	c := &covering{rows: r, cost: cost, value: math.Inf(1), enough: math.Inf(-1)}
	if len(cost) == 0 {
		c.cost = slices.Repeat([]float64{1}, r.covers.len())
	}
	c.integral = whole(c.cost...)
	return c
}

func (c *covering) run() {
	root := newCoverNode(c)
	c.try(root, slices.Repeat([]float64{1}, len(c.rows.weight)))
	if !root.settle() {
		return // hosts and distances leave no choice
	}
	c.lower(root, rootMoves, true)
	if c.closed(root.bound) {
		c.proven = true
	} else if !c.done() {
		c.fewer()
		c.proven = c.branch(root)
	}
	if c.proven {
		c.bound = c.value
	}
	c.tell()
}

// done reports whether there is no more to do: no time, or a good answer.
func (c *covering) done() bool { return c.over() || c.value <= c.enough }

// round takes a bound to the next value that an answer can have.
func (c *covering) round(bound float64) float64 {
	if c.integral {
		return math.Ceil(bound - 1e-6)
	}
	return bound + 1e-12*math.Abs(bound)
}

// closed reports whether a bound leaves nothing better than the best answer,
// or nothing that is good enough.
func (c *covering) closed(bound float64) bool {
	b := c.round(bound)
	return b >= c.value || b > c.enough && !math.IsInf(c.enough, -1)
}

func (c *covering) keep(sites []int32) {
	value := 0.0
	for _, j := range sites {
		value += c.cost[j]
	}
	if value < c.value {
		c.best, c.value = slices.Sorted(slices.Values(sites)), value
		c.tell()
	}
}

func (c *covering) raise(bound float64) {
	if bound = min(c.round(bound), c.value); bound > c.bound {
		c.bound = bound
		c.tell()
	}
}

// try completes what a node keeps to a cover, if it can.
func (c *covering) try(d *coverNode, share []float64) {
	if sites, ok := c.greedy(d, share); ok {
		c.keep(sites)
	}
}

// free reports whether any sites may be chosen together.
func (c *covering) free() bool { return c.limits == nil || c.limits.free() }

func (c *covering) tell() {
	if c.report != nil && !math.IsInf(c.value, 1) {
		c.report(c.answer())
	}
}

func (c *covering) answer() Answer {
	return Answer{Chosen: slices.Clone(c.best), Value: c.value, Bound: min(c.bound, c.value), Optimal: c.proven, Left: c.left}
}

// fewer looks for covers of fewer sites, where all cost the same and one site
// covers a row, until it has made a hundred steps for each row in vain.
func (c *covering) fewer() {
	if !c.free() || c.rows.need != nil || len(c.best) < 2 || slices.ContainsFunc(c.cost, func(v float64) bool { return v != c.cost[0] }) {
		return
	}
	r := newRepair(&c.rows, c.best)
	for vain := 0; vain < 100*len(c.rows.weight) && !c.done(); vain++ {
		if len(r.open) == 0 {
			c.keep(r.w.sites)
			if vain = 0; c.closed(c.bound) {
				return
			}
			r.leave()
			continue
		}
		r.step()
	}
}
