package siting

import (
	"math"
	"math/rand/v2"
)

// anneal is a set of sites that is shaken ever more gently, where every row is
// covered by one site and only the number of sites is limited (S. Kirkpatrick,
// C. D. Gelatt and M. P. Vecchi, "Optimization by simulated annealing",
// Science 220, 1983). Mostly a site moves to a candidate nearby, now and then
// the cheapest moves anywhere; what a move would add is seen from the rows of
// the newcomer alone, so that a million of them are tried in a second.
type anneal struct {
	r      *rows
	barred []bool
	free   []int32 // candidates that are not barred

	sites     []int32
	place     []int32 // by candidate: where it is in sites, −1 is not
	state     []rowState
	loss      []float64 // by site: what only it covers
	covered   float64
	best      []int32 // of this round, of a long one of its second half: it is to find others than it began with
	most      float64
	ripe      int     // work from which on the best is noted
	hot, cold float64 // the temperatures between which the round cools
	rounds    int     // long ones so far
	random    *rand.Rand
	work      int // how many rows were looked at
	began     int // work when the round began
	round     int // how many rows it looks at
}

func newAnneal(r *rows, barred []bool) *anneal {
	a := &anneal{r: r, barred: barred, state: make([]rowState, len(r.weight)), loss: make([]float64, r.covers.len()), place: make([]int32, r.covers.len()), random: rand.New(rand.NewPCG(5, 6))}
	for i, w := range r.weight {
		a.state[i].weight = w
	}
	for j := range a.place {
		a.place[j] = -1
	}
	return a
}

// start begins a round of so many rows at some sites.
func (a *anneal) start(sites []int32, round int) {
	a.began, a.round = a.work, round
	for len(a.sites) > 0 {
		a.remove(a.sites[0])
	}
	a.covered = 0
	for _, j := range sites {
		a.add(j)
	}
	a.free = a.free[:0]
	for j, barred := range a.barred {
		if !barred && len(a.r.covers.of(int32(j))) > 0 {
			a.free = append(a.free, int32(j))
		}
	}
	a.best, a.most = append(a.best[:0], sites...), 0
	a.heat()
	if a.ripe = a.began + round/2; round < firstRound {
		a.ripe, a.most = 0, a.covered
	}
}

// heat sets the temperatures of a round.
func (a *anneal) heat() {
	mean := a.covered / float64(len(a.sites))
	if a.round < firstRound {
		a.hot, a.cold = hastyHot*mean, hastyCold*mean
		return
	}
	least := math.Inf(1)
	for _, j := range a.sites {
		least = min(least, a.loss[j])
	}
	least = max(least, leastLoss*mean)
	a.hot, a.cold = hot*least*math.Exp2(-float64(a.rounds%heats)), cold*least
	a.rounds++
}

func (a *anneal) add(j int32) {
	a.place[j], a.loss[j] = int32(len(a.sites)), 0
	a.sites = append(a.sites, j)
	rows := a.r.covers.of(j)
	for _, i := range rows {
		row := &a.state[i]
		switch row.count {
		case 0:
			a.covered += row.weight
			a.loss[j] += row.weight
		case 1:
			a.loss[row.sum] -= row.weight
		}
		row.count++
		row.sum += j
	}
	a.work += len(rows)
}

func (a *anneal) remove(j int32) {
	last := a.sites[len(a.sites)-1]
	a.sites[a.place[j]], a.place[last] = last, a.place[j]
	a.sites, a.place[j] = a.sites[:len(a.sites)-1], -1
	rows := a.r.covers.of(j)
	for _, i := range rows {
		row := &a.state[i]
		row.count--
		row.sum -= j
		switch row.count {
		case 0:
			a.covered -= row.weight
		case 1:
			a.loss[row.sum] += row.weight
		}
	}
	a.work += len(rows)
}

// How many rows a round looks at: one at the start, for the first 20 ms, the
// first of those that get longer, and the last. The temperatures between which
// a round cools are shares of what the cheapest site's leaving costs, or so
// much of a site's mean cover where it costs next to nothing; those of the
// round at the start are shares of that mean. Some problems are better searched
// hot and some less so: each round begins at half the heat of the last one, and
// after some at the first again.
const (
	startRound = 2e6
	firstRound = 2e7
	lastRound  = 8e7
	hot, cold  = 0.2, 0.012
	heats      = 3
	leastLoss  = 0.01

	hastyHot, hastyCold = 0.03, 0.005
)

// run goes on cooling while it looks at so many rows, and reports whether that
// ended the round.
func (a *anneal) run(work int, over func() bool) bool {
	now := 0.0
	for n, until := 0, a.work+work; a.work < until && a.work < a.began+a.round; n++ {
		if n%256 == 0 {
			if over() {
				return false
			}
			now = a.hot * math.Pow(a.cold/a.hot, float64(a.work-a.began)/float64(a.round))
		}
		a.step(now)
	}
	return a.work >= a.began+a.round
}

// step tries a move at some temperature.
func (a *anneal) step(heat float64) {
	out, in := a.propose()
	if in < 0 {
		return
	}
	if gain := a.weigh(out, in); gain < 0 && a.random.Float64() >= math.Exp(gain/heat) {
		return
	}
	a.remove(out)
	a.add(in)
	if a.covered > a.most && a.work >= a.ripe {
		a.best, a.most = append(a.best[:0], a.sites...), a.covered
	}
}

// afar is one in how many moves that a site makes to anywhere.
const afar = 8

// propose names a site and a candidate that it might move to, −1 for none.
func (a *anneal) propose() (out, in int32) {
	if a.random.IntN(afar) == 0 && len(a.free) > 0 {
		in = a.free[a.random.IntN(len(a.free))]
		out = a.sites[a.random.IntN(len(a.sites))]
		for range 3 {
			if j := a.sites[a.random.IntN(len(a.sites))]; a.loss[j] < a.loss[out] {
				out = j
			}
		}
	} else {
		out = a.sites[a.random.IntN(len(a.sites))]
		rows := a.r.covers.of(out)
		by := a.r.by.of(rows[a.random.IntN(len(rows))])
		in = by[a.random.IntN(len(by))]
	}
	a.work += 4
	if a.place[in] >= 0 || a.barred[in] {
		return out, -1
	}
	return out, in
}

// weigh returns what a move would add.
func (a *anneal) weigh(out, in int32) float64 {
	sum := -a.loss[out]
	rows := a.r.covers.of(in)
	for _, i := range rows {
		if row := &a.state[i]; row.count == 0 || row.count == 1 && row.sum == out {
			sum += row.weight
		}
	}
	a.work += len(rows)
	return sum
}
