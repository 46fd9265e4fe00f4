package siting

import (
	"cmp"
	"math"
	"slices"
)

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

// prove brings the bound down to the best answer, or that up to the bound.
func (s *solver) prove(n *node) {
	n.dual = newDual(&s.rows, &s.limits)
	switch {
	case s.only:
		n.dual.onlyGroups()
	case s.rows.least != nil:
		n.dual.frozen = true // at first the groups are left aside
		s.lower(n, rootMoves/4, true)
		s.loose = min(s.loose, n.bound)
		n.dual.frozen, n.dual.step = false, firstStep
	case s.walk != nil && len(s.walk.sites) > 0:
		n.dual.ascend(n, s.walk.loss[s.walk.cheapest()])
	}
	s.lower(n, rootMoves, true)
	s.raise(n.bound)
	if s.proven = s.closed(s.bound); !s.proven && !s.over() {
		s.proven = s.settle(n)
	}
}

// settle closes the gap by branching, and reports whether it could.
func (s *solver) settle(n *node) bool {
	if s.walk != nil && len(s.walk.sites) > 0 && len(s.rows.weight) <= treeRows {
		return s.tighten(n) || !s.over() && newTree(s, n).run()
	}
	return s.branch(n)
}

// tighten closes the gap by cuts and by branching over them, and reports
// whether it could: to rounding, which leaves it open whether two answers that
// are worth about the same are.
func (s *solver) tighten(n *node) bool {
	t := newTightening(s, n)
	t.run()
	if s.closed(s.bound) || s.over() {
		return s.closed(s.bound)
	}
	return (&forks{s: s}).run(t)
}

// treeRows is how many rows a problem may have for its linear relaxation to be
// solved: with more the inverse of a basis becomes too large.
const treeRows = 6000

// lower brings the node's bound down. Where the multipliers choose sites that
// are better than the best answer, that is the better answer. Every few steps
// better answers are looked for with about as much work.
func (s *solver) lower(n *node, moves int, root bool) {
	n.bound = math.Inf(1)
	var lowest multipliers
	n.dual.copyTo(&lowest)
	for k := range moves {
		if s.over() {
			break
		}
		value := n.dual.value(n.kept, n.barred)
		s.looked += len(s.rows.covers.items)
		better := value < n.bound-1e-6*math.Abs(n.bound)
		if value < n.bound {
			n.bound = value
			n.dual.copyTo(&lowest)
			if !s.fix(n, value) {
				n.bound = math.Inf(-1)
			}
		}
		if s.closed(n.bound) || !n.dual.settle(better) {
			break
		}
		if k%every == every-1 {
			s.pause(n, root)
		}
		if root && k%every == every/2 {
			s.leap(n)
		}
		n.dual.move(min(value-s.worth(), s.rows.total/20))
	}
	n.dual.restore(lowest)
}

// every is how many steps are between two searches for better answers.
const every = 20

// stuck is how many rounds without a better answer make one unlikely.
const stuck = 20000

// pause tells the root's bound and looks for better answers.
func (s *solver) pause(n *node, root bool) {
	if root {
		s.raise(n.bound)
	}
	s.try(n)
	work := every * len(s.rows.covers.items)
	if root && n.dual.inertia == quick || s.walk != nil && s.walk.idle > stuck {
		work /= 8 // the bound comes first as long as it falls quickly, and when nothing better turns up
	}
	s.search(work)
}

// leap lets the search for answers go on at the candidates that were chosen
// most often of late: their shares are about those of the linear relaxation.
func (s *solver) leap(n *node) {
	if s.walk == nil {
		return
	}
	s.walk.leap(leaders(n.dual.often, s.limits.sites), s.limits.sites, s.over)
	s.found()
}

// leaders returns up to n of the greatest shares, the greatest first, of equal
// ones the lowest.
func leaders(share []float64, n int) []int32 {
	var order []int32
	for j, x := range share {
		if x > 0.02 {
			order = append(order, int32(j))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(share[b], share[a]) })
	return order[:min(len(order), n)]
}

// try sees what the sites chosen by the multipliers are worth, as far as the
// limits allow them.
func (s *solver) try(n *node) {
	c := newChoice(&s.rows, &s.limits)
	for _, chosen := range [][]int32{n.dual.kept, n.dual.pick.chosen} {
		for _, j := range chosen {
			if !c.in[j] && c.fits(j) {
				c.add(j)
			}
		}
	}
	if s.walk == nil {
		c.greedy(make([]bool, len(n.kept)), s.limits.cost != nil)
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
	if s.nodes--; s.nodes == 0 {
		return false
	}
	n.dual.value(n.kept, n.barred)
	j := n.dual.unsure()
	if j < 0 {
		s.try(n)
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
