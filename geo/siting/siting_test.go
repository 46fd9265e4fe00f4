package siting_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/siting"
)

func Example() {
	p := siting.Problem{
		Demand: []float64{10, 5, 8, 1},
		Covers: [][]int32{{0, 1}, {1, 2}, {2, 3}, {0, 3}},
	}
	r, err := siting.Solve(context.Background(), p, 2, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Chosen, r.Covered, r.Bound, r.Optimal)
	// Output: [0 2] 24 24 true
}

// draw makes a random problem; whole says whether weights are whole numbers.
func draw(r *rand.Rand, whole bool) siting.Problem {
	p := siting.Problem{Demand: make([]float64, 1+r.IntN(40)), Covers: make([][]int32, 1+r.IntN(11))}
	for i := range p.Demand {
		if p.Demand[i] = r.Float64() * 50; whole {
			p.Demand[i] = math.Floor(p.Demand[i])
		}
	}
	for j := range p.Covers {
		for range r.IntN(12) {
			p.Covers[j] = append(p.Covers[j], int32(r.IntN(len(p.Demand))))
		}
	}
	if r.IntN(3) == 0 {
		p.Open = []int32{int32(r.IntN(len(p.Covers)))}
	}
	return p
}

// covered is what Open and the sites cover.
func covered(p siting.Problem, sites []int32) float64 {
	seen := map[int32]bool{}
	for _, j := range slices.Concat(p.Open, sites) {
		for _, i := range p.Covers[j] {
			seen[i] = true
		}
	}
	sum := 0.0
	for i := range seen {
		sum += p.Demand[i]
	}
	return sum
}

// best tries every set of up to n sites.
func best(p siting.Problem, n int) float64 {
	most := 0.0
	for set := range 1 << len(p.Covers) {
		var sites []int32
		for j := range p.Covers {
			if set>>j&1 == 1 {
				sites = append(sites, int32(j))
			}
		}
		if len(sites) <= n {
			most = max(most, covered(p, sites))
		}
	}
	return most
}

func TestSmallProblemsEndWithTheBestThereIs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for k := range 1500 {
		p, n := draw(r, k%2 == 0), r.IntN(6)
		got, err := siting.Solve(t.Context(), p, n, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := best(p, n)
		if math.Abs(got.Covered-want) > 1e-9 || !got.Optimal || got.Bound < want-1e-9 || math.Abs(got.Bound-got.Covered) > 1e-9 {
			t.Fatalf("problem %d, %d sites: Solve = %+v, want %v proven", k, n, got, want)
		}
		if len(got.Chosen) > n || math.Abs(covered(p, got.Chosen)-got.Covered) > 1e-9 {
			t.Fatalf("problem %d: sites %v cover %v, want the %v that is claimed", k, got.Chosen, covered(p, got.Chosen), got.Covered)
		}
	}
}

// Whatever is told on the way must be true: answers get better, bounds come
// down, and no bound is below the best.
func TestWhatIsReportedIsTrueAtAnyMoment(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		p, n := draw(r, false), 1+r.IntN(4)
		want, last := best(p, n), siting.Result{Bound: math.Inf(1)}
		_, err := siting.Solve(t.Context(), p, n, func(got siting.Result) {
			if got.Covered < last.Covered-1e-9 || got.Bound > last.Bound+1e-9 || got.Bound < want-1e-9 || got.Covered > want+1e-9 {
				t.Errorf("reported %+v after %+v, best is %v", got, last, want)
			}
			last = got
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestACancelledSearchAnswersWithItsBound(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := draw(rand.New(rand.NewPCG(5, 6)), true)
	got, err := siting.Solve(ctx, p, 2, nil)
	if want := best(p, 2); err != nil || got.Bound < want {
		t.Errorf("Solve = %+v, %v; want an answer with a bound of at least %v", got, err, want)
	}
}

func TestBadProblemsNameTheField(t *testing.T) {
	for name, c := range map[string]struct {
		p siting.Problem
		n int
	}{
		"a negative weight":       {siting.Problem{Demand: []float64{-1}}, 1},
		"no number":               {siting.Problem{Demand: []float64{math.NaN()}}, 1},
		"an endless weight":       {siting.Problem{Demand: []float64{math.Inf(1)}}, 1},
		"weights of endless sum":  {siting.Problem{Demand: []float64{1e308, 1e308}, Covers: [][]int32{{0, 1}}}, 1},
		"a demand that is absent": {siting.Problem{Demand: []float64{1}, Covers: [][]int32{{1}}}, 1},
		"an open one is absent":   {siting.Problem{Covers: [][]int32{{}}, Open: []int32{1}}, 1},
		"a negative p":            {siting.Problem{}, -1},
	} {
		if _, err := siting.Solve(t.Context(), c.p, c.n, nil); !errors.Is(err, siting.ErrInput) {
			t.Errorf("%s: Solve = %v, want ErrInput", name, err)
		}
	}
}

func TestNothingToCover(t *testing.T) {
	for name, p := range map[string]siting.Problem{
		"nothing at all":      {},
		"no candidates":       {Demand: []float64{3}},
		"candidates of air":   {Demand: []float64{3}, Covers: [][]int32{{}, {}}},
		"all is open already": {Demand: []float64{3}, Covers: [][]int32{{0}}, Open: []int32{0}},
	} {
		got, err := siting.Solve(t.Context(), p, 3, nil)
		if err != nil || !got.Optimal || got.Covered != covered(p, nil) || len(got.Chosen) != 0 {
			t.Errorf("%s: Solve = %+v, %v; want no site, proven", name, got, err)
		}
	}
}

func TestTheSameProblemGivesTheSameSequenceOfAnswers(t *testing.T) {
	for asks := range 32 {
		p := drawn(rand.New(rand.NewPCG(31, uint64(asks))), asks)
		var runs [2][]siting.Result
		for k := range runs {
			if _, err := siting.Solve(t.Context(), p, 4, func(r siting.Result) { runs[k] = append(runs[k], r) }); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(runs[0], runs[1]); d != "" || len(runs[0]) == 0 {
			t.Errorf("asks %05b: two runs differ: %s", asks, d)
		}
	}
}

// A search that is told to stop does so soon, whatever is asked: within 50 ms
// of CPU time; without a busy machine it is less than one.
func TestAnEndedContextEndsTheSearchSoon(t *testing.T) {
	pinned(t)
	p := city(1500, 20000, 1500)
	costly := p
	costly.Cost, costly.Budget = make([]float64, len(p.Covers)), 300
	for j := range costly.Cost {
		costly.Cost[j] = float64(5 + j%20)
	}
	fair := p
	fair.Group, fair.Least = make([]int32, len(p.Demand)), []float64{1e5, 1e5, 1e5}
	for i := range fair.Group {
		fair.Group[i] = int32(i % 3)
	}
	for name, p := range map[string]siting.Problem{"plain": p, "with a budget": costly, "with groups": fair} {
		until := cpuTime() + 150*time.Millisecond
		got, err := siting.Solve(spent(until), p, 40, nil)
		if late := cpuTime() - until; err != nil || len(got.Chosen) == 0 || got.Bound < got.Covered || late > 50*time.Millisecond {
			t.Errorf("%s: Solve = %d sites, %v; %v late", name, len(got.Chosen), err, late)
		} else {
			t.Logf("%s: %v late, gap %.2f %%", name, late, 100*got.Gap())
		}
	}
}
