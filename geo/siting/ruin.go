package siting

import "slices"

// stroll ruins a neighbourhood and makes it anew, round after round, until so
// many rows were looked at, and calls found with each answer that is better
// than the best (G. Schrimpf, J. Schneider, H. Stamm-Wilbrandt and G. Dueck,
// "Record breaking optimization results using the ruin and recreate
// principle", Journal of Computational Physics 159, 2000). A result that is a
// little worse is kept, too, once nothing better was found for a while.
func (w *walk) stroll(n, work int, best float64, found func(), over func() bool) {
	for until := w.work + work; w.work < until && !over(); w.idle++ {
		before := w.covered
		w.sleep()
		w.ruin()
		w.fill(n, true)
		w.descend(over)
		switch {
		case w.covered > best+w.least:
			best, w.idle = w.covered, 0
			found()
		case w.covered < before-w.patience(before):
			w.back()
		}
	}
}

// How long a walk stays on the spot and takes nothing worse, how much worse,
// as a share, it takes things later on, and how many sites it ruins at most.
const (
	calm      = 100
	tolerance = 6e-4
	fewSites  = 4
	manySites = 6
)

// patience is how much worse than before a round may end.
func (w *walk) patience(covered float64) float64 {
	if w.idle < calm {
		return 0
	}
	return tolerance * covered * w.random.Float64() * w.random.Float64()
}

// ruin takes a few sites out that are near each other: those that share
// candidates with one another.
func (w *walk) ruin() {
	most := fewSites
	if w.idle >= calm {
		most = manySites
	}
	gone := []int32{w.sites[w.random.IntN(len(w.sites))]}
	w.turn(gone[0])
	size := 1 + w.random.IntN(most)
	for tries := 0; len(gone) < size && tries < 20 && len(w.sites) > 0; tries++ {
		i := w.pickRow(gone[w.random.IntN(len(gone))])
		by := w.r.by.of(i)
		if row := w.state[w.pickRow(by[w.random.IntN(len(by))])]; row.count == 1 {
			gone = append(gone, row.sum)
			w.turn(row.sum)
		}
	}
}

// pickRow returns any row of a candidate that has some.
func (w *walk) pickRow(j int32) int32 {
	rows := w.r.covers.of(j)
	return rows[w.random.IntN(len(rows))]
}

// back undoes the round.
func (w *walk) back() {
	for k := len(w.trail) - 1; k >= 0; k-- {
		if j := w.trail[k]; w.in[j] {
			w.remove(j)
		} else {
			w.add(j)
		}
	}
}

// leap goes to other sites, completes them to n and betters them by exchanges.
func (w *walk) leap(sites []int32, n int, over func() bool) {
	w.sleep()
	stay := make([]bool, len(w.in))
	for _, j := range sites {
		stay[j] = true
	}
	for _, j := range slices.Clone(w.sites) {
		if !stay[j] {
			w.turn(j)
		}
	}
	for _, j := range sites {
		if !w.in[j] {
			w.turn(j)
		}
	}
	w.fill(n, false)
	w.descend(over)
}
