package siting

import (
	"math"
	"slices"
)

// tightening solves the relaxation with cuts, round after round:
//
//  1. What the cuts, the sites kept and those barred leave open is a saddle.
//  2. It moves until its bound is near what x and y are worth. Every few moves
//     the bound is told, sites are settled by what they are worth, and better
//     answers are looked for where x is great.
//  3. Cuts that x and y break are found; those without a price are dropped.
type tightening struct {
	s       *solver
	n       *node
	cuts    []cut
	x       []float64 // by candidate: where the last saddle stopped
	y       []float64 // by row
	price   []float64 // by row: likewise
	tilt    float64
	best    float64   // lowest bound
	columns []float64 // workspace
	moves   int       // that a saddle makes at most
	whole   bool      // this is the whole problem
	number  int       // of a part, for order among equals
	asked   [][]int32 // candidates of which some are chosen
	levy    []float64 // by set asked: its price
}

func newTightening(s *solver, n *node) *tightening {
	t := &tightening{s: s, n: n, x: slices.Clone(n.dual.often), y: make([]float64, len(s.rows.weight)), price: make([]float64, len(s.rows.weight)), best: n.bound, moves: roundMoves, whole: true}
	n.dual.value(n.kept, n.barred)
	copy(t.price, n.dual.unit)
	sum := 0.0
	for i, w := range s.rows.weight {
		sum += w
		for _, j := range s.rows.by.of(int32(i)) {
			t.y[i] += t.x[j]
		}
		t.y[i] = min(t.y[i], 1)
	}
	s.anneal = newAnneal(&s.rows, slices.Clone(n.barred))
	s.anneal.start(s.best, firstRound)
	t.tilt = 0.3 * float64(len(s.rows.weight)) / sum
	return t
}

// worthwhile is the share of what is open that a round of cuts must take off
// for there to be more of them.
const worthwhile = 0.06

// run tightens until nothing better is left, time is over, or the cuts bring
// no more.
func (t *tightening) run() {
	for vain := 0; vain < 3; vain++ {
		before := t.best
		d := t.saddle()
		t.descend(d)
		t.keep(d)
		if t.s.closed(t.best) || t.s.over() {
			return
		}
		if !t.separate(d) {
			return
		}
		if before-t.best > worthwhile*(t.best-t.s.worth()) {
			vain = -1
		}
	}
}

// saddle makes the relaxation of what is open, where the last one stopped.
func (t *tightening) saddle() *saddle {
	s, n := t.s, t.n
	d := &saddle{p: s.limits.sites, tilt: t.tilt}
	column := slices.Repeat([]int32{-1}, len(n.kept))
	for j := range column {
		switch {
		case n.kept[j]:
			d.p--
		case !n.barred[j]:
			column[j] = int32(len(d.sites))
			d.sites = append(d.sites, int32(j))
		}
	}
	row := t.rows(d, column)
	t.impose(d, column, row)
	d.steps()
	for _, at := range []*place{&d.now, &d.anchor, &d.next, &d.slope} {
		*at = newPlace(len(d.sites), len(d.own), len(d.number))
	}
	for k, j := range d.sites {
		d.now.x[k] = t.x[j]
	}
	for k, i := range d.own {
		d.now.y[k], d.now.price[k] = t.y[i], t.price[i]
	}
	for k, c := range d.names {
		if at := int(c) - len(t.cuts); at >= 0 {
			d.now.levy[k] = t.levy[at]
		} else {
			d.now.levy[k] = t.cuts[c].price
		}
	}
	d.anchor.set(&d.now)
	t.columns = make([]float64, len(d.sites))
	return d
}

// rows lists the rows that no kept site covers, and returns their places by
// row, −1 for others.
func (t *tightening) rows(d *saddle, column []int32) []int32 {
	row := slices.Repeat([]int32{-1}, len(t.price))
	d.by.first = []int32{0}
	for i, w := range t.s.rows.weight {
		by := t.s.rows.by.of(int32(i))
		if slices.ContainsFunc(by, func(j int32) bool { return t.n.kept[j] }) {
			d.base += w
			continue
		}
		for _, j := range by {
			if column[j] >= 0 {
				d.by.items = append(d.by.items, column[j])
			}
		}
		if len(d.by.items) == int(d.by.first[len(d.own)]) {
			continue
		}
		row[i] = int32(len(d.own))
		d.own, d.weight = append(d.own, int32(i)), append(d.weight, w)
		d.by.first = append(d.by.first, int32(len(d.by.items)))
	}
	d.col = d.by.turned(len(d.sites))
	return row
}

// impose puts the cuts in that can be broken yet.
func (t *tightening) impose(d *saddle, column, row []int32) {
	times := make([]int, len(column))
	d.cuts.first, d.sets.first = []int32{0}, []int32{0}
	for c := range t.cuts {
		e := t.cuts[c].sides(&t.s.rows, t.n.kept, t.n.barred, times)
		e.rows = slices.DeleteFunc(e.rows, func(i int32) bool { return row[i] < 0 })
		if float64(len(e.rows)) <= e.number {
			continue
		}
		d.rule(int32(c), e, column, row)
	}
	for k, set := range t.asked {
		if slices.ContainsFunc(set, func(j int32) bool { return t.n.kept[j] }) {
			continue
		}
		e := sides{number: -1}
		for _, j := range set {
			if !t.n.barred[j] {
				e.sites = append(e.sites, j)
			}
		}
		d.rule(int32(len(t.cuts)+k), e, column, row)
	}
	d.cutOf = d.cuts.turned(len(d.sites))
	for j := range d.sites {
		d.all = append(d.all, int32(j))
	}
	d.active = slices.Clone(d.all)
}

// rule adds a rule of some name.
func (s *saddle) rule(name int32, e sides, column, row []int32) {
	for _, j := range e.sites {
		s.cuts.items = append(s.cuts.items, column[j])
	}
	for _, i := range e.rows {
		s.sets.items = append(s.sets.items, row[i])
	}
	s.cuts.first, s.sets.first = append(s.cuts.first, int32(len(s.cuts.items))), append(s.sets.first, int32(len(s.sets.items)))
	s.names, s.number = append(s.names, name), append(s.number, e.number)
}

// How many moves are between two bounds, between two choices of the columns
// that moves look at, and in a round at most; and how near to each other the
// bound and what x and y are worth must come, as a share of what is open.
const (
	between    = 40
	glance     = 80
	roundMoves = 2000
	nearness   = 0.1
)

// descend moves until the bound is near what x and y are worth.
func (t *tightening) descend(d *saddle) {
	if d.p < 0 { // more sites must be kept than may be chosen: nothing is better
		t.best = math.Inf(-1)
		if t.whole {
			t.s.raise(t.s.worth())
		}
		return
	}
	for k := 1; k <= t.moves && !t.s.over(); k++ {
		d.move()
		t.s.looked += len(d.col.items) + len(d.cuts.items)
		if k%between > 0 {
			continue
		}
		bound := d.bound(&d.next, t.columns)
		if k%glance == 0 {
			d.focus(t.columns)
		}
		if bound < t.best {
			t.best = bound
			t.fix(d, bound)
			t.narrow(d, bound)
			if t.whole {
				t.s.raise(bound)
			}
		}
		t.answer(d)
		if t.s.closed(t.best) || bound-d.reached() < nearness*(t.best-t.s.worth()) {
			return
		}
	}
}

// reached is about what x and y are worth, less what they break.
func (s *saddle) reached() float64 {
	rows, cuts := s.slope.price, s.slope.levy
	s.levels(s.next.x, s.next.y, rows, cuts)
	sum, mean := s.base, 0.0
	for i, w := range s.weight {
		sum += w * (s.next.y[i] + min(rows[i], 0))
		mean += w
	}
	mean /= float64(len(s.weight))
	for _, v := range cuts {
		sum += mean * min(v, 0)
	}
	return sum
}

// fix settles candidates whose other choice could not better the best answer:
// without one of the p worth most the next comes in, with another the last
// goes.
func (t *tightening) fix(d *saddle, bound float64) {
	best := top(t.columns, d.p+1)
	if len(best) <= d.p {
		return
	}
	slices.Sort(best)
	next, last := max(best[0], 0), math.Inf(1)
	if d.p > 0 {
		last = best[1]
	}
	for k, v := range t.columns {
		switch j := d.sites[k]; {
		case v < last:
			t.n.barred[j] = t.n.barred[j] || t.s.closed(bound-(max(last, 0)-v))
		case v > next:
			t.n.kept[j] = t.n.kept[j] || t.s.closed(bound-(v-next))
		}
	}
}

// keep notes where a saddle stopped; rows that a kept site covers have no
// price any more.
func (t *tightening) keep(d *saddle) {
	t.tilt = d.tilt
	clear(t.price)
	for k, j := range d.sites {
		t.x[j] = d.next.x[k]
	}
	for k, i := range d.own {
		t.y[i], t.price[i] = d.next.y[k], d.next.price[k]
	}
	for k, c := range d.names {
		if at := int(c) - len(t.cuts); at >= 0 {
			t.levy[at] = d.next.levy[k]
		} else {
			t.cuts[c].price = d.next.levy[k]
		}
	}
}

// separate drops the cuts that are not needed and adds new ones; it reports
// whether there are any.
func (t *tightening) separate(d *saddle) bool {
	least := 1e-6 * t.s.rows.total / float64(len(t.s.rows.weight))
	t.cuts = slices.DeleteFunc(t.cuts, func(c cut) bool { return c.price <= least })
	old := map[uint64]bool{}
	for _, c := range t.cuts {
		old[c.key()] = true
	}
	fresh := 0
	work := 2000 * (len(d.col.items) + len(d.cuts.items))
	if !t.whole {
		work /= 20
	}
	for _, c := range newFinder(d, &d.next).find(work, t.s.over) {
		if !old[c.key()] {
			t.cuts = append(t.cuts, c.cut)
			fresh++
		}
	}
	return fresh > 0
}
