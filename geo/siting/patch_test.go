package siting

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// mostCovered tries every choice of n of some candidates.
func mostCovered(r *rows, candidates []int32, n int) (most float64) {
	for set := range uint(1) << len(candidates) {
		if bits.OnesCount(set) > n {
			continue
		}
		c := newChoice(r, &limits{sites: n, barred: make([]bool, r.covers.len())})
		for k, j := range candidates {
			if set>>k&1 == 1 {
				c.add(j)
			}
		}
		most = max(most, c.sum())
	}
	return most
}

func TestAfterPatchesOfAllSitesNothingNearIsBetter(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	bettered := 0
	for k := range 200 {
		problem, rows, _, ok := drawn(r, shape{1, 2, 3})
		if !ok {
			continue
		}
		n := 1 + r.IntN(4)
		s := &solver{over: func() bool { return false }, problem: problem, rows: rows, limits: limit(problem, n)}
		s.anneal = newAnneal(&s.rows, make([]bool, rows.covers.len()))
		var first []int32
		for _, j := range r.Perm(rows.covers.len())[:n] {
			first = append(first, int32(j))
		}
		p := newPatcher(s)
		p.turn(first)
		before := s.score
		p.run(first, 1000)
		end := newChoice(&s.rows, &s.limits)
		for _, j := range p.sites {
			end.add(j)
		}
		if want := mostCovered(&s.rows, p.neighbours(p.sites), n); s.score != want || end.sum() != want {
			t.Fatalf("problem %d: patches of all %d sites end at %v (%v kept), the best of those near covers %v", k, n, end.sum(), s.score, want)
		}
		if s.score > before {
			bettered++
		}
		counted := make([]int32, len(p.count))
		for _, j := range p.sites {
			for _, i := range rows.covers.of(j) {
				counted[i]++
			}
		}
		if !slices.Equal(p.count, counted) {
			t.Fatalf("problem %d: patches count %v sites by row, there are %v", k, p.count, counted)
		}
	}
	if bettered < 50 {
		t.Errorf("patches bettered %d answers, want some for the test to say something", bettered)
	}
}

func TestAPatchIsTheSitesNearestToOne(t *testing.T) {
	// A street of 20 places, a candidate at each, which covers both places beside it.
	p := Problem{Demand: slices.Repeat([]float64{1}, 20), Covers: make([][]int32, 20)}
	for j := range p.Covers {
		for i := max(0, j-1); i <= min(19, j+1); i++ {
			p.Covers[j] = append(p.Covers[j], int32(i))
		}
	}
	s := &solver{over: func() bool { return false }, problem: p, rows: reduce(p), limits: limit(p, 6)}
	s.anneal = newAnneal(&s.rows, make([]bool, 20))
	patcher := newPatcher(s)
	patcher.turn([]int32{1, 4, 7, 10, 13, 16})
	patcher.size = 3
	got := patcher.near(7)
	slices.Sort(got)
	if want := []int32{4, 7, 10}; !slices.Equal(got, want) {
		t.Errorf("the patch of three around site 7 = %v, want %v", got, want)
	}
	problem, candidates := patcher.problem(got)
	if want := []int32{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}; !slices.Equal(candidates, want) {
		t.Errorf("candidates of the patch = %v, want %v", candidates, want)
	}
	if len(problem.Demand) != 9 {
		t.Errorf("the patch leaves %d rows open, want the 9 of places 3 to 11", len(problem.Demand))
	}
}
