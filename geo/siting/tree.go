package siting

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// tree closes the gap of a problem in which only the number of sites is
// limited and one site covers a row: branch and bound over the linear
// relaxation. A single candidate is no good question, for where it is barred
// its neighbours cover nearly the same. Asked is instead whether two rows are
// covered by one site (D. M. Ryan and B. A. Foster, "An integer programming
// approach to scheduling", 1981): in one half some candidate that covers both
// is chosen, in the other none, and both halves change the bound.
//
//  1. The leaf of the greatest bound is next: it is the bound of all.
//  2. Some pairs of rows are tried for a few steps each; the best is kept.
//  3. Both halves are solved, and stay open unless nothing better is in them.
//  4. The sites of greatest x are where the search for answers goes on.
type tree struct {
	s     *solver
	lp    *simplex
	sites []int32 // by column: its candidate
	kept  []int32 // candidates that are in every better answer
	rows  int     // how many rows there are before any question
	heavy float64 // the price of breaking an answer to a question
	open  leaves
	at    *leaf   // the one that lp stands at
	stuck float64 // the greatest bound of leaves that could not be asked any more
}

// leaf is a part of the problem with its answers so far, its bound and basis.
type leaf struct {
	bound        float64
	number       int // for order among equals
	above        *leaf
	set          []int32 // of the last question
	in           bool    // some of set are chosen; else none
	bars         []int32 // nothing better has these
	basic, tight []int32
	price        []float64
}

// leaves is a queue for package heap, the greatest bound first.
type leaves []*leaf

func (q leaves) Len() int { return len(q) }
func (q leaves) Less(i, j int) bool {
	return cmp.Or(-cmp.Compare(q[i].bound, q[j].bound), -cmp.Compare(q[i].number, q[j].number)) < 0
}
func (q leaves) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push adds a leaf at the end.
func (q *leaves) Push(x any) { *q = append(*q, x.(*leaf)) }

// Pop takes the last leaf away.
func (q *leaves) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// newTree makes the relaxation of what a node leaves open, at the prices that
// its multipliers are.
func newTree(s *solver, n *node) *tree {
	t := &tree{s: s, stuck: math.Inf(-1), heavy: s.rows.total + 1}
	n.dual.value(n.kept, n.barred)
	column := slices.Repeat([]int32{-1}, len(n.kept))
	for j := range column {
		switch {
		case n.kept[j]:
			t.kept = append(t.kept, int32(j))
		case !n.barred[j]:
			column[j] = int32(len(t.sites))
			t.sites = append(t.sites, int32(j))
		}
	}
	t.lp = newSimplex(len(t.sites))
	for i, w := range s.rows.weight {
		by := s.rows.by.of(int32(i))
		if slices.ContainsFunc(by, func(j int32) bool { return n.kept[j] }) {
			t.lp.base += w
			continue
		}
		var columns []int32
		for _, j := range by {
			if column[j] >= 0 {
				columns = append(columns, column[j])
			}
		}
		if len(columns) > 0 {
			t.lp.base += w
			t.lp.add(columns, 1, 0, w, w*n.dual.share[i])
		}
	}
	all := make([]int32, len(t.sites))
	for j := range all {
		all[j] = int32(j)
	}
	t.lp.add(all, float64(s.limits.sites-len(t.kept)), -t.heavy, 0, -max(n.dual.pick.last, 0))
	t.rows = len(t.lp.by)
	t.lp.enter()
	return t
}

// run reports whether the whole was settled.
func (t *tree) run() bool {
	root := &leaf{bound: t.s.bound}
	t.at = root
	if !t.bound(root) {
		return false
	}
	for number := 1; len(t.open) > 0; number += 2 {
		next := heap.Pop(&t.open).(*leaf)
		t.s.raise(max(next.bound, t.stuck))
		if t.s.over() || len(t.open) > treePrices/len(next.price) {
			return false
		}
		if t.s.closed(next.bound) {
			break
		}
		if !t.goTo(next) {
			t.stuck = max(t.stuck, next.bound)
			continue
		}
		t.answer()
		t.split(next, number)
	}
	t.s.raise(max(t.stuck, t.s.worth()))
	return t.s.closed(t.stuck)
}

// treePrices is how many prices the open leaves may keep: 160 MB.
const treePrices = 20e6

// enough reports whether nothing better is left below a bound, or no time.
func (t *tree) enough(bound float64) bool { return t.s.closed(bound) || t.s.over() }

// bound solves the relaxation, which stands at the leaf's rows, and keeps the
// leaf unless nothing better is in it. It reports whether there was time.
func (t *tree) bound(l *leaf) bool {
	t.descend(l, t.enough)
	if l.bound = min(l.bound, t.lp.bound()); !t.enough(l.bound) {
		t.descend(l, func(float64) bool { return t.s.over() }) // rounding had closed it
		l.bound = min(l.bound, t.lp.bound())
	}
	if t.s.closed(l.bound) {
		return true
	}
	t.keep(l)
	return !t.s.over()
}

// descend solves the relaxation in turns, and at the root, where that takes
// long, lets the search for answers go on between them. There is an end to the
// turns: rounding could let them go in circles.
func (t *tree) descend(l *leaf, enough func(float64) bool) {
	for range 2 * (len(t.lp.by) + len(t.lp.col)) {
		if t.lp.solve(turn, enough) {
			return
		}
		if l.above == nil {
			t.s.raise(t.lp.bound())
			t.answer()
		}
	}
}

// turn is how many steps the simplex makes in turn.
const turn = 100

func (t *tree) keep(l *leaf) {
	l.basic, l.tight = slices.Clone(t.lp.basic), slices.Clone(t.lp.tight)
	l.price = slices.Clone(t.lp.price)
	bound := t.lp.bound() // of these prices, as a worth is, and not what was known before
	for j, d := range t.lp.shift {
		if t.lp.colAt[j] < 0 && !t.lp.top[j] && !t.lp.barred[j] && d < 0 && t.s.closed(bound+d) {
			l.bars = append(l.bars, int32(j))
		}
	}
	heap.Push(&t.open, l)
}

// goTo brings the relaxation to a leaf, and reports whether it could.
func (t *tree) goTo(l *leaf) bool {
	if t.at == l {
		return true
	}
	t.at = l
	lp := t.lp
	lp.leave()
	lp.drop(t.rows)
	clear(lp.barred)
	t.impose(l)
	lp.basic, lp.tight = append(lp.basic, l.basic...), append(lp.tight, l.tight...)
	copy(lp.price, l.price)
	return lp.enter()
}

// impose puts a leaf's questions to the relaxation, the first one first.
func (t *tree) impose(l *leaf) {
	if l.above != nil {
		t.impose(l.above)
		t.ask(l.set, l.in)
	}
	for _, j := range l.bars {
		t.lp.barred[j] = true
	}
}

func (t *tree) ask(set []int32, in bool) {
	if in {
		t.lp.add(set, 1, 0, t.heavy, 0)
		return
	}
	for _, j := range set {
		t.lp.barred[j] = true
	}
}

// split tries both answers to the best question.
func (t *tree) split(l *leaf, number int) {
	for _, j := range l.bars {
		t.lp.barred[j] = true
	}
	set := t.question()
	if set == nil { // every x is whole: the best of this leaf, to rounding, was found
		if l.bound > t.s.worth()+1e-9*t.s.rows.total {
			t.stuck = max(t.stuck, l.bound)
		}
		return
	}
	before := t.lp.save()
	for k, in := range []bool{true, false} {
		half := &leaf{bound: l.bound, number: number + k, above: l, set: set, in: in}
		t.ask(set, in)
		t.at = half
		t.bound(half)
		if in {
			t.lp.load(before)
		}
	}
	l.price, l.basic, l.tight = nil, nil, nil
}

// answer lets the search for answers go on at the sites of greatest x.
func (t *tree) answer() {
	sites := slices.Clone(t.kept)
	for _, j := range leaders(t.lp.x, t.s.limits.sites-len(t.kept)) {
		sites = append(sites, t.sites[j])
	}
	t.s.walk.leap(sites, t.s.limits.sites, t.s.over)
	t.s.found()
	work := leafWork + turn*len(t.lp.basic)*len(t.lp.basic)
	if t.s.walk.idle > stuck {
		work /= 8
	}
	t.s.search(work)
}

// leafWork is how many rows are looked at for better answers at each leaf, and
// turn by turn at the root, besides about half as long as the simplex took meanwhile.
const leafWork = 8e6
