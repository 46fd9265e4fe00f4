package siting

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestForksEndWithTheBestThereIs(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 1))
	divided := 0
	for k := range 120 {
		sites := 3 + r.IntN(3)
		p := scattered(r, 20+r.IntN(8), 0.18+0.1*r.Float64())
		s, n, want := unsettled(t, r, p, k, sites, 10)
		if s.closed(n.bound) {
			continue // the multipliers were enough
		}
		f := &forks{s: s}
		f.run(newTightening(s, n)) // without the whole having been tightened
		divided += f.number
		if s.score > want+1e-9 || s.bound < want-1e-9 || math.IsNaN(s.bound) {
			t.Errorf("problem %d: run ended with %v of at most %v, %v is the best", k, s.score, s.bound, want)
		}
		if s.closed(s.bound) && math.Abs(s.score-want) > 1e-9 {
			t.Errorf("problem %d: run says %v is the best, %v is", k, s.score, want)
		}
	}
	if divided < 20 {
		t.Errorf("%d parts were looked at, want more for the test to say something", divided)
	}
}

func TestRowsOfAKeptSiteHaveNoPrice(t *testing.T) {
	s, n := unproven(scattered(rand.New(rand.NewPCG(10, 2)), 300, 0.1), 15, 40)
	tight := newTightening(s, n)
	kept := s.best[0]
	n.kept[kept] = true
	d := tight.saddle()
	for range 100 {
		d.move()
	}
	tight.keep(d)
	for _, i := range s.rows.covers.of(kept) {
		if tight.price[i] != 0 {
			t.Errorf("row %d, which a kept site covers, has the price %v, want 0: nothing is to be asked about it", i, tight.price[i])
		}
	}
	if set := tight.question(); slices.Contains(set, kept) {
		t.Errorf("question = %v, which has the site %d that is kept", set, kept)
	}
}

func TestWhereNoPairIsInDoubtACandidateIsAsked(t *testing.T) {
	s, n := unproven(scattered(rand.New(rand.NewPCG(10, 3)), 300, 0.1), 15, 40)
	tight := newTightening(s, n)
	clear(tight.price) // no two rows are worth a question
	for j := range tight.x {
		tight.x[j] = float64(j % 2)
	}
	if set := tight.question(); set != nil {
		t.Errorf("question = %v where every candidate is chosen or not, want none", set)
	}
	tight.x[4], tight.x[7], tight.x[9] = 0.7, 0.45, 0.98
	set := tight.question()
	if !slices.Equal(set, []int32{7}) {
		t.Fatalf("question = %v, want candidate 7, the nearest to a half", set)
	}
	if in, out := tight.part(set, true), tight.part(set, false); !in.n.kept[7] || in.question()[0] != 4 || !out.n.barred[7] || tight.n.kept[7] || tight.n.barred[7] {
		t.Errorf("of the halves one keeps 7: %v, one bars it: %v; the whole keeps it: %v, bars it: %v", in.n.kept[7], out.n.barred[7], tight.n.kept[7], tight.n.barred[7])
	}
}
