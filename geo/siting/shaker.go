package siting

import (
	"math/rand/v2"
	"slices"
)

// shaker looks for better answers where gains are no sums of weights or the
// limits are more than a number: it takes a few sites out that are near each
// other, completes the choice anew, and exchanges what came in.
type shaker struct {
	s      *solver
	now    *choice
	score  float64
	none   []bool
	random *rand.Rand
}

func newShaker(s *solver) *shaker {
	return &shaker{s: s, none: make([]bool, len(s.limits.barred)), random: rand.New(rand.NewPCG(3, 4))}
}

// start makes greedy answers and betters them by exchanges.
func (k *shaker) start() {
	k.better(false)
	if first := k.now; k.s.limits.cost != nil {
		k.better(true)
		if k.now.sum() < first.sum() {
			k.now = first
		}
	}
	k.score = k.now.sum()
}

// better completes an empty choice greedily and exchanges sites as long as
// that helps.
func (k *shaker) better(thrift bool) {
	k.now = newChoice(&k.s.rows, &k.s.limits)
	k.now.greedy(k.none, thrift)
	k.s.keep(k.now)
	for k.now.exchange(k.none, k.s.over) {
	}
	k.s.keep(k.now)
}

// shake makes rounds until about so many rows were looked at.
func (k *shaker) shake(work int) {
	size := len(k.s.rows.covers.items) + len(k.none)
	for rounds := max(1, work/(4*size)); rounds > 0 && len(k.now.sites) > 0 && !k.s.over(); rounds-- {
		before := slices.Clone(k.now.sites)
		k.round()
		score := k.now.sum()
		if score < k.score {
			k.back(before)
			continue
		}
		k.score = score
		k.s.keep(k.now)
	}
}

// round ruins a neighbourhood, completes the choice without one of those that
// were there, and then exchanges the newcomers.
func (k *shaker) round() {
	c := k.now
	gone := []int32{c.sites[k.random.IntN(len(c.sites))]}
	c.remove(gone[0])
	for size := 1 + k.random.IntN(3); len(gone) < size && len(c.sites) > 0; {
		j := k.near(gone[k.random.IntN(len(gone))])
		c.remove(j)
		gone = append(gone, j)
	}
	stay := len(c.sites)
	barred := slices.Clone(k.none)
	barred[gone[0]] = true
	c.greedy(barred, c.l.cost != nil && k.random.IntN(2) == 0)
	for _, j := range slices.Clone(c.sites[min(stay, len(c.sites)):]) {
		if c.in[j] {
			c.replace(j, k.none)
		}
	}
}

// near returns a site that shares a candidate with j, any other after some
// tries.
func (k *shaker) near(j int32) int32 {
	r := k.now.r
	for range 20 {
		for range 2 {
			rows := r.covers.of(j)
			if len(rows) == 0 {
				break
			}
			by := r.by.of(rows[k.random.IntN(len(rows))])
			j = by[k.random.IntN(len(by))]
		}
		if k.now.in[j] {
			return j
		}
	}
	return k.now.sites[k.random.IntN(len(k.now.sites))]
}

// back returns to a choice.
func (k *shaker) back(sites []int32) {
	k.now = newChoice(&k.s.rows, &k.s.limits)
	for _, j := range sites {
		k.now.add(j)
	}
}
