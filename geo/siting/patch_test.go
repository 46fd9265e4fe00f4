package siting

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// mostCovered tries every choice of n of some candidates beside those that
// stay.
func mostCovered(r *rows, stay, candidates []int32, n int) (most float64) {
	for set := range uint(1) << len(candidates) {
		if bits.OnesCount(set) > n {
			continue
		}
		c := newChoice(r, &limits{sites: len(stay) + n, barred: make([]bool, r.covers.len())})
		for _, j := range stay {
			c.add(j)
		}
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
		p.run(first, 1e9)
		end := newChoice(&s.rows, &s.limits)
		for _, j := range p.sites {
			end.add(j)
		}
		if want := mostCovered(&s.rows, nil, p.neighbours(p.sites), n); s.score != want || end.sum() != want {
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
	candidates := patcher.neighbours(got)
	problem := patcher.problem(got, candidates)
	if want := []int32{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}; !slices.Equal(candidates, want) {
		t.Errorf("candidates of the patch = %v, want %v", candidates, want)
	}
	if len(problem.Demand) != 9 {
		t.Errorf("the patch leaves %d rows open, want the 9 of places 3 to 11", len(problem.Demand))
	}
}

func TestMergedAnswersMakeTheBestOneAmongTheirSitesBesideThoseOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(37, 1))
	bettered, stayed := 0, 0
	for k := range 300 {
		problem, rows, _, ok := drawn(r, shape{1, 2, 3})
		if !ok {
			continue
		}
		n := 1 + r.IntN(5)
		s := &solver{over: func() bool { return false }, problem: problem, rows: rows, limits: limit(problem, n)}
		answers := make([][]int32, 2+r.IntN(2))
		times := map[int32]int{}
		for a := range answers {
			for _, j := range r.Perm(rows.covers.len())[:n] {
				answers[a] = append(answers[a], int32(j))
				times[int32(j)]++
			}
		}
		var stay, others []int32
		for j, n := range times {
			if n == len(answers) {
				stay = append(stay, j)
			} else {
				others = append(others, j)
			}
		}
		p := newPatcher(s)
		p.turn(answers[0])
		before := s.score
		p.merge(answers)
		if want := mostCovered(&s.rows, stay, others, n-len(stay)); s.score != want {
			t.Fatalf("problem %d: %d answers of %d sites merged cover %v, the best among their sites %v", k, len(answers), n, s.score, want)
		}
		if s.score > before {
			bettered++
		}
		stayed += len(stay)
	}
	if bettered < 50 || stayed < 50 {
		t.Errorf("merging bettered %d answers and %d sites stayed, want some for the test to say something", bettered, stayed)
	}
}
