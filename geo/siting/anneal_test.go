package siting

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTheSearchForAnswersRestsWhenItFindsNothing(t *testing.T) {
	s := &solver{best: []int32{0}, anneal: &anneal{rounds: 20}, lucky: 6}
	if s.tired() {
		t.Error("tired() = true after 14 rounds in vain, where the best took 6, want false")
	}
	s.anneal.rounds++
	due := 0
	for range 10 * seldom {
		if !s.tired() {
			due++
		}
	}
	if due != 10 {
		t.Errorf("of %d times %d were not rested, want 10", 10*seldom, due)
	}
	s.lucky = s.anneal.rounds
	if s.tired() {
		t.Error("tired() = true after something better was found, want false")
	}
}

func TestAnAnnealKnowsWhatItCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 6))
	p := scattered(r, 400, 0.12)
	rows := reduce(p)
	barred := make([]bool, len(p.Covers))
	for j := range barred {
		barred[j] = j%7 == 3
	}
	w := newWalk(&rows, barred)
	w.fill(20, false)
	a := newAnneal(&rows, barred)
	a.start(w.sites, firstRound)
	a.run(firstRound, func() bool { return false })
	for _, sites := range [][]int32{a.sites, a.best} {
		c := newChoice(&rows, &limits{sites: 20, barred: barred})
		for _, j := range sites {
			if barred[j] || c.in[j] {
				t.Fatalf("site %d is barred or twice there", j)
			}
			c.add(j)
		}
		want := a.covered
		if &sites[0] == &a.best[0] {
			want = a.most
		}
		if math.Abs(c.covered-want) > 1e-6 {
			t.Errorf("covered = %v, counted anew %v", want, c.covered)
		}
	}
	if a.most < w.covered {
		t.Errorf("the best of a round covers %v, it began with %v", a.most, w.covered)
	}
}
