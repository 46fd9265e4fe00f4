package siting

import "slices"

// repair looks for a cover with fewer sites: it takes a site out and then, as
// long as a row is open, exchanges one, the rows that stay open counting more
// and more (C. Gao, T. Weise and J. Li, "A weighting-based local search
// heuristic algorithm for the set covering problem", IEEE Congress on
// Evolutionary Computation 2014).
type repair struct {
	w     *walk
	rows  rows    // the covering problem's, each of weight 1 at first
	open  []int32 // rows that no site covers
	place []int32 // by row: where it is in open, −1 is nowhere
	came  []int   // by candidate: the step in which it came or went
	now   int     // the step
}

func newRepair(r *rows, sites []int32) *repair {
	p := &repair{rows: *r, now: 1, came: make([]int, r.covers.len()), place: slices.Repeat([]int32{-1}, len(r.weight))}
	p.rows.weight = slices.Repeat([]float64{1}, len(r.weight))
	p.w = newWalk(&p.rows, make([]bool, r.covers.len()))
	for _, j := range sites {
		p.w.add(j)
	}
	p.w.sleep()
	return p
}

// leave takes the site out whose rows count least, the one that came longest
// ago among equals, but not the one that came last.
func (p *repair) leave() {
	p.now++
	best := int32(-1)
	for _, j := range p.w.sites {
		if p.came[j] == p.now-1 && len(p.w.sites) > 1 {
			continue
		}
		if best < 0 || p.w.loss[j] < p.w.loss[best] || p.w.loss[j] == p.w.loss[best] && p.came[j] < p.came[best] {
			best = j
		}
	}
	if best < 0 {
		return
	}
	p.w.remove(best)
	p.w.sleep()
	p.came[best] = p.now
	for _, i := range p.rows.covers.of(best) {
		if p.w.state[i].count == 0 {
			p.place[i] = int32(len(p.open))
			p.open = append(p.open, i)
		}
	}
}

// step exchanges a site for a candidate that covers one of the open rows.
func (p *repair) step() {
	p.leave()
	i := p.open[p.w.random.IntN(len(p.open))]
	best := int32(-1)
	for _, j := range p.rows.by.of(i) {
		if p.came[j] == p.now {
			continue // it has just left
		}
		if best < 0 || p.w.gain[j] > p.w.gain[best] || p.w.gain[j] == p.w.gain[best] && p.came[j] < p.came[best] {
			best = j
		}
	}
	if best < 0 {
		best = p.rows.by.of(i)[0] // there is no other
	}
	p.enter(best)
	for _, i := range p.open { // they have waited long enough
		p.w.state[i].weight++
		for _, k := range p.rows.by.of(i) {
			p.w.gain[k]++
		}
	}
}

// enter takes a candidate in.
func (p *repair) enter(j int32) {
	for _, i := range p.rows.covers.of(j) {
		if at := p.place[i]; at >= 0 {
			last := p.open[len(p.open)-1]
			p.open[at], p.place[last], p.place[i] = last, at, -1
			p.open = p.open[:len(p.open)-1]
		}
	}
	p.w.add(j)
	p.w.sleep()
	p.came[j] = p.now
}
