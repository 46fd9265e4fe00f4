package siting_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"yizhan/geo/siting"
)

// drawn makes a random problem with the asks whose bits are set.
func drawn(r *rand.Rand, asks int) siting.Problem {
	p := draw(r, r.IntN(2) == 0)
	n := len(p.Covers)
	if asks&1 != 0 {
		for range p.Demand {
			p.Need = append(p.Need, uint8(1+r.IntN(3)))
		}
	}
	if asks&2 != 0 {
		p.Budget = 1 + r.Float64()*20
		for range n {
			p.Cost = append(p.Cost, 0.5+r.Float64()*10)
		}
	}
	if asks&4 != 0 {
		for range n {
			p.Host = append(p.Host, int32(r.IntN(4)-1))
		}
	}
	if asks&8 != 0 {
		p.Apart = make([][]int32, n)
		for range r.IntN(2 * n) {
			if j, k := int32(r.IntN(n)), int32(r.IntN(n)); j != k {
				p.Apart[j], p.Apart[k] = append(p.Apart[j], k), append(p.Apart[k], j)
			}
		}
	}
	if asks&16 != 0 {
		p.Least = []float64{float64(r.IntN(60)), float64(r.IntN(200)), 0}
		for range p.Demand {
			p.Group = append(p.Group, int32(r.IntN(3)))
		}
	}
	return p
}

// allowed reports whether sites may be chosen together.
func allowed(p siting.Problem, sites []int32) bool {
	cost := 0.0
	for a, j := range sites {
		if slices.Contains(p.Open, j) {
			return false
		}
		if p.Cost != nil {
			cost += p.Cost[j]
		}
		for _, k := range sites[:a] {
			if p.Host != nil && p.Host[j] >= 0 && p.Host[j] == p.Host[k] || p.Apart != nil && slices.Contains(p.Apart[j], k) {
				return false
			}
		}
	}
	return p.Cost == nil || cost <= p.Budget
}

// reached returns what Open and sites cover, together and by group.
func reached(p siting.Problem, sites []int32) (float64, []float64) {
	by := make([]map[int32]bool, len(p.Demand))
	for _, j := range slices.Concat(p.Open, sites) {
		for _, i := range p.Covers[j] {
			if by[i] == nil {
				by[i] = map[int32]bool{}
			}
			by[i][j] = true
		}
	}
	sum, groups := 0.0, make([]float64, len(p.Least))
	for i, w := range p.Demand {
		if p.Need == nil && len(by[i]) > 0 || p.Need != nil && len(by[i]) >= int(p.Need[i]) {
			sum += w
			if p.Group != nil {
				groups[p.Group[i]] += w
			}
		}
	}
	return sum, groups
}

// lack returns what the groups lack of what is possible for each of them.
func lack(p siting.Problem, most, groups []float64) float64 {
	sum := 0.0
	for g, least := range p.Least {
		sum += max(min(least, most[g])-groups[g], 0)
	}
	return sum
}

// subsets lists every set of up to n candidates.
func subsets(p siting.Problem, n int) [][]int32 {
	var sets [][]int32
	for set := range 1 << len(p.Covers) {
		var sites []int32
		for j := range p.Covers {
			if set>>j&1 == 1 {
				sites = append(sites, int32(j))
			}
		}
		if len(sites) <= n {
			sets = append(sets, sites)
		}
	}
	return sets
}

// everything is covered when each candidate is chosen.
func everything(p siting.Problem) []float64 {
	var all []int32
	for j := range p.Covers {
		all = append(all, int32(j))
	}
	_, groups := reached(p, all)
	return groups
}

// optimum returns the least lack that is possible and the most that is covered
// with it.
func optimum(p siting.Problem, n int) (short, most float64) {
	short = math.Inf(1)
	for _, sites := range subsets(p, n) {
		if !allowed(p, sites) {
			continue
		}
		c, groups := reached(p, sites)
		switch s := lack(p, everything(p), groups); {
		case s < short-1e-9:
			short, most = s, c
		case s <= short+1e-9:
			most = max(most, c)
		}
	}
	return short, most
}

func TestEveryCombinationOfAsksEndsWithTheBestThereIs(t *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	for asks := range 32 {
		t.Run(fmt.Sprintf("asks %05b", asks), func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, uint64(asks)))
			for k := range rounds {
				p, n := drawn(r, asks), r.IntN(6)
				short, most := optimum(p, n)
				got, err := siting.Solve(t.Context(), p, n, func(now siting.Result) { holds(t, p, now, short, most) })
				if err != nil {
					t.Fatal(err)
				}
				holds(t, p, got, short, most)
				_, groups := reached(p, got.Chosen)
				if s := lack(p, everything(p), groups); !got.Optimal || s > short+1e-6 || math.Abs(got.Covered-most) > 1e-6 {
					t.Fatalf("problem %d, %d sites: Solve = %+v short of %v, want %v short of %v, proven\n%+v", k, n, got, s, most, short, p)
				}
			}
		})
	}
}

// holds checks that what is told is true of the problem.
func holds(t *testing.T, p siting.Problem, got siting.Result, short, most float64) {
	t.Helper()
	c, groups := reached(p, got.Chosen)
	s := lack(p, everything(p), groups)
	if !allowed(p, got.Chosen) || math.Abs(c-got.Covered) > 1e-6 {
		t.Fatalf("sites %v are allowed: %v, cover %v, claimed %v", got.Chosen, allowed(p, got.Chosen), c, got.Covered)
	}
	if got.Bound < got.Covered || s >= short-1e-9 && s <= short+1e-9 && got.Bound < most-1e-6 {
		t.Fatalf("Bound = %v with %v covered, %v are possible", got.Bound, got.Covered, most)
	}
	if got.Optimal && (s > short+1e-6 || c < most-1e-6) {
		t.Fatalf("Optimal with %v covered, %v short, want %v and %v", c, s, most, short)
	}
	for g, least := range p.Least {
		if slices.Contains(got.Unmet, int32(g)) != (groups[g] < least-1e-9) {
			t.Fatalf("Unmet = %v, group %d has %v of %v", got.Unmet, g, groups[g], least)
		}
	}
}

func TestBadAsksNameTheField(t *testing.T) {
	base := func() siting.Problem {
		return siting.Problem{Demand: []float64{1, 2}, Covers: [][]int32{{0}, {1}, {0, 1}}}
	}
	for want, spoil := range map[string]func(*siting.Problem){
		"need[1]":               func(p *siting.Problem) { p.Need = []uint8{1, 0} },
		"need has":              func(p *siting.Problem) { p.Need = []uint8{1} },
		"cost[2]":               func(p *siting.Problem) { p.Cost, p.Budget = []float64{1, 1, 0}, 1 },
		"cost has":              func(p *siting.Problem) { p.Cost, p.Budget = []float64{1, 1}, 1 },
		"cost[0]":               func(p *siting.Problem) { p.Cost, p.Budget = []float64{math.Inf(1), 1, 1}, 1 },
		"budget is not":         func(p *siting.Problem) { p.Cost = []float64{1, 1, 1} },
		"budget is given":       func(p *siting.Problem) { p.Budget = 1 },
		"host[1]":               func(p *siting.Problem) { p.Host = []int32{0, -2, 0} },
		"host has":              func(p *siting.Problem) { p.Host = []int32{0} },
		"apart[0] names itself": func(p *siting.Problem) { p.Apart = [][]int32{{0}, {}, {}} },
		"apart[1] names 2":      func(p *siting.Problem) { p.Apart = [][]int32{{}, {2}, {}} },
		"apart has":             func(p *siting.Problem) { p.Apart = [][]int32{{}} },
		"group[0]":              func(p *siting.Problem) { p.Group, p.Least = []int32{1, 0}, []float64{1} },
		"group has":             func(p *siting.Problem) { p.Group, p.Least = []int32{0}, []float64{1} },
		"least[0]":              func(p *siting.Problem) { p.Group, p.Least = []int32{0, 0}, []float64{-1} },
		"least is given":        func(p *siting.Problem) { p.Least = []float64{1} },
	} {
		p := base()
		spoil(&p)
		_, err := siting.Solve(t.Context(), p, 1, nil)
		if !errors.Is(err, siting.ErrInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("Solve = %v, want ErrInput that says %q", err, want)
		}
	}
}

// TestACrowdThatIsTooNearIsNoHardQuestion holds that the time for candidates
// of which any two are too near each other grows with their pairs: a second
// here, where looking through a list for each pair took half a minute.
func TestACrowdThatIsTooNearIsNoHardQuestion(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about time")
	}
	const crowd = 4000
	p := siting.Problem{Demand: make([]float64, crowd), Covers: make([][]int32, crowd), Apart: make([][]int32, crowd)}
	for j := range int32(crowd) {
		p.Demand[j], p.Covers[j] = float64(j%97+1), []int32{j}
		for k := range int32(crowd) {
			if k != j {
				p.Apart[j] = append(p.Apart[j], k)
			}
		}
	}
	pinned(t)
	began := cpuTime()
	r, err := siting.Solve(t.Context(), p, 5, nil)
	if took := cpuTime() - began; err != nil || r.Covered != 97 || len(r.Chosen) != 1 || took > 10*time.Second {
		t.Errorf("Solve = %d sites that cover %v in %v, %v, want one that covers 97 in a second or so", len(r.Chosen), r.Covered, took, err)
	}
}
