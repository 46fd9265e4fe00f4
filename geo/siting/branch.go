package siting

import (
	"math"
	"slices"
)

// solver works on one problem.
type solver struct {
	over   func() bool // whether no more time is given
	rows   rows
	sites  int
	report func(Result)

	best    []int32
	covered float64 // by best, without what is given
	bound   float64 // likewise
	proven  bool
}

// run finds an answer, then the bound, then closes the gap by branching.
func (s *solver) run() {
	none := make([]bool, s.rows.covers.len())
	s.bound = s.rows.total - s.rows.given
	s.improve(none, none)
	root := newDual(&s.rows)
	n := &node{kept: slices.Clone(none), barred: slices.Clone(none), dual: root}
	s.lower(n, rootMoves, true)
	s.raise(n.bound)
	if s.closed(s.bound) {
		s.proven = true
	} else if !s.over() {
		s.proven = s.branch(n)
	}
	if s.proven {
		s.bound = s.covered
	}
	s.tell()
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

// improve makes an answer of kept candidates and greedy ones, and exchanges
// sites as long as that helps.
func (s *solver) improve(kept, barred []bool) {
	c := newChoice(&s.rows)
	for j, k := range kept {
		if k {
			c.add(int32(j))
		}
	}
	s.better(c, kept, barred)
}

// better completes a choice, betters it by exchanges, and keeps it if it is
// the best so far.
func (s *solver) better(c *choice, kept, barred []bool) {
	c.greedy(s.sites, barred)
	s.keep(c)
	for !s.over() && c.exchange(kept, barred) {
	}
	s.keep(c)
}

func (s *solver) keep(c *choice) {
	if covered := c.sum(); covered > s.covered || s.best == nil {
		s.best, s.covered = slices.Clone(c.sites), covered
		s.tell()
	}
}

// closed reports whether a bound leaves nothing better than the best answer.
func (s *solver) closed(bound float64) bool {
	if s.rows.integral {
		return math.Floor(bound+1e-6*math.Max(1, bound*1e-9)) <= s.covered
	}
	return bound <= s.covered*(1+1e-12)
}

// raise takes a bound of the whole problem, if it says more.
func (s *solver) raise(bound float64) {
	if s.rows.integral {
		bound = math.Floor(bound + 1e-6)
	}
	if bound = math.Max(bound, s.covered); bound < s.bound {
		s.bound = bound
		s.tell()
	}
}

// lower brings the node's bound down. Where the multipliers choose sites that
// cover more than the best answer, that is the better answer.
func (s *solver) lower(n *node, moves int, root bool) {
	n.bound = math.Inf(1)
	lowest := slices.Clone(n.dual.share)
	for k := range moves {
		if s.over() {
			break
		}
		value := n.dual.value(s.sites, n.kept, n.barred)
		better := value < n.bound*(1-1e-6)
		if value < n.bound {
			n.bound = value
			copy(lowest, n.dual.share)
			s.fix(n, value)
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
		n.dual.move(value, s.covered)
	}
	copy(n.dual.share, lowest)
	n.dual.value(s.sites, n.kept, n.barred)
}

// try sees what the sites chosen by the multipliers cover; with polish it
// betters them by exchanges too.
func (s *solver) try(n *node, polish bool) {
	c := newChoice(&s.rows)
	for _, j := range n.dual.chosen {
		c.add(j)
	}
	if polish {
		s.better(c, make([]bool, len(n.kept)), make([]bool, len(n.kept)))
		return
	}
	s.keep(c)
}

// fix settles candidates whose other choice could not better the best answer:
// to take one in beyond the last, or to leave one out, costs the difference of
// their worths.
func (s *solver) fix(n *node, value float64) {
	free, last, next := n.dual.edges()
	for rank, j := range n.dual.order {
		worth := n.dual.worth[j]
		if rank < free {
			n.kept[j] = s.closed(value - worth + next)
			continue
		}
		if free == 0 || s.closed(value-last+worth) {
			for _, k := range n.dual.order[rank:] { // none is worth more
				n.barred[k] = true
			}
			return
		}
	}
}

// branch tries both ways for the candidate that the node is least sure of,
// and reports whether the whole node was settled. Of the two halves the one
// that keeps the candidate comes first: it finds answers.
func (s *solver) branch(n *node) bool {
	if s.over() {
		return false
	}
	j := s.unsure(n)
	if j < 0 {
		return true // every candidate is settled, and the answer was tried
	}
	for _, in := range []bool{true, false} {
		half := &node{kept: slices.Clone(n.kept), barred: slices.Clone(n.barred), dual: n.dual.clone()}
		if in {
			half.kept[j] = true
		} else {
			half.barred[j] = true
		}
		s.lower(half, nodeMoves, false)
		s.try(half, false)
		if s.over() {
			return false
		}
		if !s.closed(half.bound) && !s.branch(half) {
			return false
		}
	}
	return true
}

// unsure returns the free candidate whose worth is nearest to the edge between
// chosen and not, −1 when none is free or enough are kept.
func (s *solver) unsure(n *node) int32 {
	free, last, next := n.dual.edges()
	if free == 0 {
		return -1
	}
	middle := (last + next) / 2
	best, at := int32(-1), math.Inf(1)
	for _, j := range n.dual.order {
		if d := math.Abs(n.dual.worth[j] - middle); d < at {
			best, at = j, d
		}
	}
	return best
}

func (s *solver) tell() {
	if s.report != nil {
		s.report(s.result())
	}
}

func (s *solver) result() Result {
	c := newChoice(&s.rows)
	order := make([]bool, len(c.in))
	for j := range order {
		order[j] = !slices.Contains(s.best, int32(j))
	}
	c.greedy(len(s.best), order) // the chosen ones by their gain in turn
	covered := s.rows.given + s.covered
	return Result{Chosen: c.sites, Covered: covered, Bound: math.Max(s.rows.given+s.bound, covered), Optimal: s.proven}
}
