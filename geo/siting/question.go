package siting

import (
	"cmp"
	"math"
	"slices"
)

// How many questions are tried at a leaf, for how many steps each, and how far
// from yes and no the relaxation must be for one to be asked.
const (
	trials     = 8
	trialSteps = 30
	unsure     = 0.1
)

// question returns the candidates that cover two rows together, of those rows
// of which the relaxation does not say clearly whether one site covers both
// the pair that brings the bound down most; nil when there is none.
func (t *tree) question() []int32 {
	pairs := t.pairs()
	if len(pairs) == 0 {
		return t.single()
	}
	if len(pairs) == 1 {
		return t.both(pairs[0])
	}
	before := t.lp.save()
	base := t.lp.objective()
	best, most := pairs[0], -1.0
	for _, p := range pairs {
		score := 1.0
		for _, in := range []bool{true, false} {
			t.ask(t.both(p), in)
			t.lp.solve(trialSteps, t.enough)
			score *= max(base-max(t.lp.objective(), t.s.worth()), 1e-6*base)
			t.lp.load(before)
		}
		if score > most {
			best, most = p, score
		}
	}
	return t.both(best)
}

// pair is two tight rows and how far one site covers both.
type pair struct {
	a, b  int32
	x     float64
	score float64
}

// pairs returns the most promising pairs: nearest to one half, and dear.
func (t *tree) pairs() []pair {
	sums := map[[2]int32]float64{}
	for _, j := range t.lp.basic {
		x := t.lp.x[j]
		if x < 1e-6 {
			continue
		}
		var tight []int32
		for _, i := range t.lp.col[j] {
			if t.lp.rowAt[i] >= 0 && int(i) < t.rows-1 {
				tight = append(tight, i)
			}
		}
		for k, b := range tight {
			for _, a := range tight[:k] {
				sums[[2]int32{a, b}] += x
			}
		}
	}
	var found []pair
	for p, x := range sums {
		if far := min(x, 1-x); far > unsure {
			found = append(found, pair{p[0], p[1], x, far * min(t.lp.price[p[0]], t.lp.price[p[1]])})
		}
	}
	slices.SortFunc(found, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	return found[:min(len(found), trials)]
}

// both lists the columns, not barred, that cover both rows.
func (t *tree) both(p pair) []int32 {
	var set []int32
	for _, j := range t.lp.by[p.a] {
		if _, ok := slices.BinarySearch(t.lp.by[p.b], j); ok && !t.lp.barred[j] {
			set = append(set, j)
		}
	}
	return set
}

// single returns the column farthest from 0 and 1, nil when all are there.
func (t *tree) single() []int32 {
	best, most := int32(-1), 1e-6
	for _, j := range t.lp.basic {
		if far := math.Min(t.lp.x[j], 1-t.lp.x[j]); far > most && !t.lp.barred[j] {
			best, most = j, far
		}
	}
	if best < 0 {
		return nil
	}
	return []int32{best}
}
