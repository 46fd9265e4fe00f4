package siting

import (
	"math"
	"slices"
)

// solver works on one problem. A score is what a choice covers, without what
// is given, less the penalty for what groups are short of.
type solver struct {
	over    func() bool // whether no more time is given
	problem Problem
	rows    rows
	limits  limits
	report  func(Result)
	only    bool // only whether the groups can have their least counts, not what is covered

	best   []int32 // nil before the first answer
	score  float64 // of best
	short  float64 // of best: what groups lack together
	bound  float64 // of scores
	loose  float64 // of what any choice covers, groups aside
	slack  float64 // what rounding may do to a score
	proven bool
}

// run finds an answer, then the bound, then closes the gap by branching.
func (s *solver) run() {
	s.loose = s.rows.total - s.rows.given
	s.bound = s.loose
	s.slack = 1e-12 * s.loose
	for _, least := range s.rows.least {
		s.slack += 1e-12 * s.rows.penalty * least
	}
	if s.only {
		s.bound = 0
	}
	none := make([]bool, len(s.limits.barred))
	s.improve(none)
	s.prove(none)
	if s.proven {
		s.bound = s.worth()
	}
	s.tell()
}

// prove brings the bound down to the best answer, or that up to the bound.
func (s *solver) prove(none []bool) {
	if s.proven = s.closed(s.bound); s.proven {
		return
	}
	n := &node{kept: none, barred: slices.Clone(s.limits.barred), dual: newDual(&s.rows, &s.limits)}
	s.root(n)
	if s.proven = s.closed(s.bound); !s.proven && !s.over() {
		s.proven = s.branch(n)
	}
}

// worth is what bounds are compared with: the score of the best answer, or,
// when only the groups count, −1 times what they are short of.
func (s *solver) worth() float64 {
	if s.only {
		return -s.short
	}
	return s.score
}

// root brings the bound of the whole problem down, at first with the groups
// left aside.
func (s *solver) root(n *node) {
	if s.only {
		n.dual.onlyGroups()
	} else if s.rows.least != nil {
		n.dual.frozen = true
		s.lower(n, rootMoves/4, true)
		s.loose = min(s.loose, n.bound)
		n.dual.frozen, n.dual.step = false, 1
	}
	s.lower(n, rootMoves, true)
	s.raise(n.bound)
}

// How many steps the multipliers take: at the root, and at each node below.
const (
	rootMoves = 4000
	nodeMoves = 120
)

// node is a part of the problem: some candidates surely in, others out.
type node struct {
	kept, barred []bool
	dual         *dual
	bound        float64
}

// improve makes greedy answers and betters them.
func (s *solver) improve(none []bool) {
	s.better(newChoice(&s.rows, &s.limits), none, false)
	if s.limits.cost != nil {
		s.better(newChoice(&s.rows, &s.limits), none, true)
	}
}

// better completes a choice greedily, exchanges sites as long as that helps,
// and keeps the choice if it is the best so far.
func (s *solver) better(c *choice, none []bool, thrift bool) {
	c.greedy(none, thrift)
	s.keep(c)
	for !s.over() && c.exchange(none, none) {
	}
	s.keep(c)
}

func (s *solver) keep(c *choice) {
	if score := c.sum(); score > s.score || s.best == nil {
		s.best, s.score, s.short = append([]int32{}, c.sites...), score, c.short()
		s.tell()
	}
}

// closed reports whether a bound leaves nothing better than the best answer.
// When only the groups count, nothing but all their least is better.
func (s *solver) closed(bound float64) bool {
	if s.only && bound < -s.slack-1e-9*s.rows.total {
		return true
	}
	if s.rows.integral && s.slack < 0.1 {
		bound = math.Floor(bound + s.slack + 1e-6)
	}
	return bound <= s.worth()+s.slack
}

// raise takes a bound of the whole problem, if it says more.
func (s *solver) raise(bound float64) {
	if s.rows.integral {
		bound = math.Floor(bound + s.slack + 1e-6)
	}
	if bound = max(bound, s.worth()); bound < s.bound {
		s.bound = bound
		s.tell()
	}
}

// lower brings the node's bound down. Where the multipliers choose sites that
// are better than the best answer, that is the better answer.
func (s *solver) lower(n *node, moves int, root bool) {
	n.bound = math.Inf(1)
	lowest := n.dual.copy()
	for k := range moves {
		if s.over() {
			break
		}
		value := n.dual.value(n.kept, n.barred)
		better := value < n.bound-1e-6*math.Abs(n.bound)
		if value < n.bound {
			n.bound = value
			lowest = n.dual.copy()
			if !s.fix(n, value) {
				n.bound = math.Inf(-1)
			}
		}
		if s.closed(n.bound) || !n.dual.settle(better) {
			break
		}
		if k%25 == 24 {
			s.try(n, root && k%100 == 99)
			if root {
				s.raise(n.bound)
			}
		}
		n.dual.move(min(value-s.worth(), s.rows.total/20))
	}
	n.dual.restore(lowest)
}

// try sees what the sites chosen by the multipliers are worth, as far as the
// limits allow them; with polish it betters them by exchanges too.
func (s *solver) try(n *node, polish bool) {
	c := newChoice(&s.rows, &s.limits)
	for _, chosen := range [][]int32{n.dual.kept, n.dual.pick.chosen} {
		for _, j := range chosen {
			if c.fits(j) {
				c.add(j)
			}
		}
	}
	none := make([]bool, len(n.kept))
	if polish {
		s.better(c, none, s.limits.cost != nil)
		return
	}
	if !s.limits.free() {
		c.greedy(none, s.limits.cost != nil)
	}
	s.keep(c)
}

// fix settles candidates whose other choice could not better the best answer.
// It reports whether what is kept respects the limits: if not, nothing in this
// node is better than the best answer.
func (s *solver) fix(n *node, value float64) bool {
	p := n.dual.pick
	for _, j := range p.free {
		if p.in[j] {
			n.kept[j] = s.closed(value - p.without(j))
		} else {
			n.barred[j] = s.closed(value - p.with(j))
		}
	}
	return s.limits.respect(n.kept, n.barred)
}

// branch tries both ways for the candidate that the node is least sure of,
// and reports whether the whole node was settled. Of the two halves the one
// that keeps the candidate comes first: it finds answers.
func (s *solver) branch(n *node) bool {
	if s.over() {
		return false
	}
	n.dual.value(n.kept, n.barred)
	j := n.dual.unsure()
	if j < 0 {
		s.try(n, false)
		return true // every candidate is settled
	}
	for _, in := range []bool{true, false} {
		half := &node{kept: slices.Clone(n.kept), barred: slices.Clone(n.barred), dual: n.dual.clone()}
		if in {
			half.kept[j] = true
		} else {
			half.barred[j] = true
		}
		if !s.limits.respect(half.kept, half.barred) {
			continue
		}
		s.lower(half, nodeMoves, false)
		if s.over() {
			return false
		}
		if !s.closed(half.bound) && !s.branch(half) {
			return false
		}
	}
	return true
}

func (s *solver) tell() {
	if s.report != nil {
		s.report(s.result())
	}
}

func (s *solver) result() Result {
	c := newChoice(&s.rows, &s.limits)
	others := make([]bool, len(c.in))
	for j := range others {
		others[j] = !slices.Contains(s.best, int32(j))
	}
	c.greedy(others, false) // the chosen ones by their gain in turn
	c.sum()
	r := Result{Chosen: c.sites, Covered: s.rows.given + c.covered, Optimal: s.proven}
	r.Bound = r.Covered
	if !s.proven {
		r.Bound = max(r.Covered, s.rows.given+min(s.loose, s.bound+s.rows.penalty*s.short))
	}
	r.Unmet = s.problem.unmet(c.sites)
	return r
}
