package siting

import "math/rand/v2"

// walk is a set of sites that wanders from answer to answer, where every row
// is covered by one site and only the number of sites is limited. It knows
// what each candidate would add and what each site's leaving would cost, and
// keeps that up to date along the rows that change (M. G. C. Resende and R. F.
// Werneck, "A fast swap-based local search procedure for location problems",
// Annals of Operations Research 150, 2007), so that a step costs what its
// surroundings hold, however large the whole is.
type walk struct {
	r      *rows
	barred []bool // candidates that are not to be taken

	in      []bool // by candidate
	sites   []int32
	place   []int32 // by site: where it is in sites
	state   []rowState
	gain    []float64 // by candidate: what it would add; of a site: nothing of use
	loss    []float64 // by site: what only it covers
	covered float64
	least   float64 // an exchange that adds no more is none
	work    int     // how many rows were looked at

	active  []int32 // candidates that an exchange may bring in
	known   []bool  // by candidate: in active
	stale   []int32 // those of them whose profit has to be reckoned
	waiting []bool  // by candidate: in stale
	profit  []float64
	saved   []float64 // by site: workspace of weigh, zero outside it
	touched []int32
	random  *rand.Rand
	trail   []int32 // candidates that came or went in this round
	idle    int     // rounds since the best answer was found
}

// rowState is what a walk knows of a row, in one place: it is looked at more
// than anything else.
type rowState struct {
	weight float64
	count  int32 // how many sites cover it
	sum    int32 // the sum of their numbers: of one, the one
}

func newWalk(r *rows, barred []bool) *walk {
	n, m := len(r.weight), r.covers.len()
	w := &walk{
		r: r, barred: barred, in: make([]bool, m), place: make([]int32, m), state: make([]rowState, n),
		gain: make([]float64, m), loss: make([]float64, m), least: 1e-9 * (r.total - r.given), known: make([]bool, m), waiting: make([]bool, m),
		profit: make([]float64, m), saved: make([]float64, m), random: rand.New(rand.NewPCG(1, 2)),
	}
	for i, weight := range r.weight {
		w.state[i].weight = weight
	}
	for j := range w.gain {
		for _, i := range r.covers.of(int32(j)) {
			w.gain[j] += r.weight[i]
		}
	}
	return w
}

func (w *walk) add(j int32) {
	w.in[j], w.place[j], w.loss[j] = true, int32(len(w.sites)), 0
	w.sites = append(w.sites, j)
	for _, i := range w.r.covers.of(j) {
		switch row := &w.state[i]; row.count {
		case 0:
			w.covered += row.weight
			w.loss[j] += row.weight
			for _, k := range w.r.by.of(i) {
				w.gain[k] -= row.weight
				w.wake(k)
			}
		case 1:
			w.loss[row.sum] -= row.weight
			w.wakeAll(i)
		}
		w.state[i].count++
		w.state[i].sum += j
	}
	w.work += len(w.r.covers.of(j))
}

func (w *walk) remove(j int32) {
	last := w.sites[len(w.sites)-1]
	w.sites[w.place[j]], w.place[last] = last, w.place[j]
	w.sites = w.sites[:len(w.sites)-1]
	w.in[j] = false
	for _, i := range w.r.covers.of(j) {
		row := &w.state[i]
		row.count--
		row.sum -= j
		switch row.count {
		case 0:
			w.covered -= row.weight
			for _, k := range w.r.by.of(i) {
				w.gain[k] += row.weight
				w.wake(k)
			}
		case 1:
			w.loss[row.sum] += row.weight
			w.wakeAll(i)
		}
	}
	w.work += len(w.r.covers.of(j))
}

// wakeAll wakes the candidates that cover a row.
func (w *walk) wakeAll(i int32) {
	for _, k := range w.r.by.of(i) {
		w.wake(k)
	}
}

// fill adds the candidate of the greatest gain until there are n sites or none
// gains anything; with blink now and then the next one instead.
func (w *walk) fill(n int, blink bool) {
	for len(w.sites) < n {
		best, most := int32(-1), w.least
		for j, g := range w.gain {
			if g > most && !w.in[j] && !w.barred[j] && (!blink || w.random.IntN(10) > 0) {
				best, most = int32(j), g
			}
		}
		w.work += len(w.gain) / 4
		if best < 0 {
			return
		}
		w.turn(best)
	}
}

// turn takes a candidate in or out and notes that.
func (w *walk) turn(j int32) {
	if w.in[j] {
		w.remove(j)
	} else {
		w.add(j)
	}
	w.trail = append(w.trail, j)
}

// wake has a candidate's profit reckoned anew.
func (w *walk) wake(k int32) {
	if w.waiting[k] {
		return
	}
	w.waiting[k] = true
	w.stale = append(w.stale, k)
	if !w.known[k] {
		w.known[k] = true
		w.active = append(w.active, k)
	}
}

// sleep forgets which candidates might come in.
func (w *walk) sleep() {
	for _, k := range w.active {
		w.known[k], w.waiting[k] = false, false
	}
	w.active, w.stale, w.trail = w.active[:0], w.stale[:0], w.trail[:0]
}

// cheapest returns the site whose leaving costs least.
func (w *walk) cheapest() int32 {
	best := w.sites[0]
	for _, j := range w.sites {
		if w.loss[j] < w.loss[best] {
			best = j
		}
	}
	return best
}

// weigh returns what the best exchange that brings a newcomer adds, and its
// leaver.
func (w *walk) weigh(j, cheapest int32) (profit float64, leaver int32) {
	rows := w.r.covers.of(j)
	w.work += len(rows) + 20
	w.touched = w.touched[:0]
	for _, i := range rows {
		if row := w.state[i]; row.count == 1 {
			if w.saved[row.sum] == 0 {
				w.touched = append(w.touched, row.sum)
			}
			w.saved[row.sum] += row.weight
		}
	}
	most, leaver := -w.loss[cheapest], cheapest
	for _, out := range w.touched {
		if d := w.saved[out] - w.loss[out]; d > most {
			most, leaver = d, out
		}
		w.saved[out] = 0
	}
	return w.gain[j] + most, leaver
}

// descend exchanges sites among the candidates that are awake, and any that
// gain more than the cheapest site's leaving costs, the best exchange first,
// until none adds anything or over says stop.
func (w *walk) descend(over func() bool) {
	for len(w.sites) > 0 && !over() {
		cheapest := w.cheapest()
		w.reckon(cheapest)
		newcomer, most := int32(-1), w.least
		for _, j := range w.active {
			if w.profit[j] > most && !w.in[j] {
				newcomer, most = j, w.profit[j]
			}
		}
		if newcomer < 0 {
			if !w.rouse(w.loss[cheapest] + w.least) {
				return
			}
			continue
		}
		profit, leaver := w.weigh(newcomer, cheapest)
		if w.profit[newcomer] = profit; profit < most-w.least || profit <= w.least {
			continue // the site that was to leave is gone or has become dearer
		}
		w.turn(leaver)
		w.turn(newcomer)
	}
}

// reckon brings the profits of the candidates that wait for it up to date.
func (w *walk) reckon(cheapest int32) {
	for _, j := range w.stale {
		w.waiting[j], w.profit[j] = false, 0
		if !w.in[j] && !w.barred[j] && w.gain[j] > w.least {
			w.profit[j], _ = w.weigh(j, cheapest)
		}
	}
	w.stale = w.stale[:0]
}

// rouse wakes the candidates that gain more than so much, and reports whether
// there were any.
func (w *walk) rouse(more float64) bool {
	for j, g := range w.gain {
		if g > more && !w.in[j] && !w.barred[j] {
			w.wake(int32(j))
		}
	}
	return len(w.stale) > 0
}
