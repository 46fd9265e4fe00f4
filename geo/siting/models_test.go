package siting_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"yizhan/geo/siting"
)

func ExampleCover() {
	p := siting.Problem{Demand: []float64{10, 5, 8, 1, 2}, Covers: [][]int32{{0, 1}, {1, 2}, {2, 3}, {0, 3}}}
	a, err := siting.Cover(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Chosen, a.Value, a.Bound, a.Optimal, a.Left)
	// Output: [0 2] 2 2 true [4]
}

func ExampleMedian() {
	n := siting.Network{Demand: []float64{1, 2, 1}, To: [][]float64{{0, 3, 9}, {3, 0, 6}, {9, 6, 0}}}
	a, err := siting.Median(context.Background(), n, 2, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Chosen, a.Value, a.Bound, a.Optimal)
	// Output: [1 2] 3 3 true
}

// coverOptimum returns the least cost of covering all that can be covered,
// infinite when hosts and distances prevent that.
func coverOptimum(p siting.Problem) float64 {
	var all []int32
	for j := range p.Covers {
		all = append(all, int32(j))
	}
	most, _ := reached(p, all)
	least := math.Inf(1)
	free := p
	free.Cost = nil // no budget
	for _, sites := range subsets(p, len(p.Covers)) {
		if c, _ := reached(p, sites); c < most-1e-9 || !allowed(free, sites) {
			continue
		}
		least = min(least, costOf(p, sites))
	}
	return least
}

func costOf(p siting.Problem, sites []int32) float64 {
	if p.Cost == nil {
		return float64(len(sites))
	}
	sum := 0.0
	for _, j := range sites {
		sum += p.Cost[j]
	}
	return sum
}

func TestCoverEndsWithTheLeastThereIs(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	prevented := 0
	for k := range 200 {
		p := drawn(r, k%16)
		want := coverOptimum(p)
		if math.IsInf(want, 1) {
			prevented++
			coversTheMost(t, p)
			continue
		}
		told := func(a siting.Answer) {
			if a.Bound > want+1e-9 || a.Value < want-1e-9 || a.Optimal && a.Value > want+1e-9 {
				t.Fatalf("problem %d: told %+v, least is %v", k, a, want)
			}
		}
		got, err := siting.Cover(t.Context(), p, told)
		if err != nil {
			t.Fatal(err)
		}
		told(got)
		c, _ := reached(p, got.Chosen)
		all, _ := reached(p, slices.Concat(got.Chosen, everyone(p)))
		if !got.Optimal || math.Abs(costOf(p, got.Chosen)-want) > 1e-9 || c < all-1e-9 {
			t.Fatalf("problem %d: Cover = %+v covers %v of %v, want the value %v", k, got, c, all, want)
		}
		if free := (siting.Problem{Open: p.Open, Host: p.Host, Apart: p.Apart}); !allowed(free, got.Chosen) {
			t.Fatalf("problem %d: the sites %v cannot be chosen together", k, got.Chosen)
		}
	}
	if prevented < 10 {
		t.Errorf("in %d problems not everything can be covered, want more for the test to say something", prevented)
	}
}

// coversTheMost holds Cover's answer where hosts and distances prevent that
// everything is covered.
func coversTheMost(t *testing.T, p siting.Problem) {
	t.Helper()
	p.Cost, p.Budget, p.Group, p.Least = nil, 0, nil, nil
	got, err := siting.Cover(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, most := optimum(p, len(p.Covers))
	if c, _ := reached(p, got.Chosen); !allowed(p, got.Chosen) || math.Abs(c-most) > 1e-9 || got.Optimal || got.Bound != 0 || len(got.Left) == 0 {
		t.Fatalf("Cover = %+v covers %v, want %v and no proof", got, c, most)
	}
}

func everyone(p siting.Problem) (all []int32) {
	for j := range p.Covers {
		all = append(all, int32(j))
	}
	return all
}

// network makes a random instance of places on a square.
func network(r *rand.Rand) siting.Network {
	n := siting.Network{To: make([][]float64, 1+r.IntN(9))}
	whole := r.IntN(2) == 0
	for range 1 + r.IntN(15) {
		n.Demand = append(n.Demand, float64(r.IntN(5)))
		x, y := r.Float64()*100, r.Float64()*100
		for j := range n.To {
			d := math.Hypot(x-float64(j*10), y-float64(j*37%90))
			if whole {
				d = math.Round(d)
			}
			n.To[j] = append(n.To[j], d)
		}
	}
	if r.IntN(3) == 0 {
		n.Open = []int32{int32(r.IntN(len(n.To)))}
	}
	return n
}

// distances returns Σ weight × distance and the greatest distance.
func distances(n siting.Network, sites []int32) (sum, worst float64) {
	for i, w := range n.Demand {
		near := math.Inf(1)
		for _, j := range slices.Concat(n.Open, sites) {
			near = min(near, n.To[j][i])
		}
		if w > 0 {
			sum += w * near
			worst = max(worst, near)
		}
	}
	return sum, worst
}

func TestMedianAndCentreEndWithTheLeastThereIs(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for k := range 300 {
		n, p := network(r), 1+r.IntN(4)
		sum, worst := math.Inf(1), math.Inf(1)
		for _, sites := range subsets(siting.Problem{Covers: make([][]int32, len(n.To))}, p) {
			s, w := distances(n, sites)
			sum, worst = min(sum, s), min(worst, w)
		}
		median, err := siting.Median(t.Context(), n, p, nil)
		if s, _ := distances(n, median.Chosen); err != nil || !median.Optimal || math.Abs(s-sum) > 1e-6 || math.Abs(median.Value-sum) > 1e-6 || len(median.Chosen) > p {
			t.Fatalf("problem %d: Median = %+v, %v; its sites have %v, want %v", k, median, err, s, sum)
		}
		centre, err := siting.Centre(t.Context(), n, p, nil)
		if _, w := distances(n, centre.Chosen); err != nil || !centre.Optimal || w != worst || centre.Value != worst || len(centre.Chosen) > p {
			t.Fatalf("problem %d: Centre = %+v, %v; its sites have %v, want %v", k, centre, err, w, worst)
		}
	}
}

func TestMaximinRaisesTheWorstOffGroup(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for k := range 150 {
		p, n := drawn(r, 16|r.IntN(16)), r.IntN(5)
		all := make([]float64, len(p.Least))
		for i, w := range p.Demand {
			all[p.Group[i]] += w
		}
		want, most := -1.0, 0.0
		for _, sites := range subsets(p, n) {
			if !allowed(p, sites) {
				continue
			}
			c, groups := reached(p, sites)
			switch s := worstShare(groups, all); {
			case s > want+1e-9:
				want, most = s, c
			case s > want-1e-9:
				most = max(most, c)
			}
		}
		got, err := siting.Maximin(t.Context(), p, n, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, groups := reached(p, got.Chosen)
		if s := worstShare(groups, all); !allowed(p, got.Chosen) || !got.Optimal || math.Abs(s-want) > 2e-6 || math.Abs(s-got.Share) > 1e-9 || got.Most < want-1e-9 || c < most-1e-6 {
			t.Fatalf("problem %d: Maximin = %+v, share %v, want %v and %v covered", k, got, s, want, most)
		}
	}
}

func worstShare(groups, all []float64) float64 {
	worst := 1.0
	for g := range all {
		if all[g] > 0 {
			worst = min(worst, groups[g]/all[g])
		}
	}
	return worst
}

func TestBadInstancesOfTheOtherModelsAreRefused(t *testing.T) {
	p := siting.Problem{Demand: []float64{1}, Covers: [][]int32{{0}}, Host: []int32{0}}
	if _, err := siting.Maximin(t.Context(), p, 1, nil); !errors.Is(err, siting.ErrInput) {
		t.Errorf("Maximin without groups = %v, want ErrInput", err)
	}
	for name, n := range map[string]siting.Network{
		"a short row":    {Demand: []float64{1, 1}, To: [][]float64{{1}}},
		"no candidates":  {Demand: []float64{1}},
		"a far distance": {Demand: []float64{1}, To: [][]float64{{math.Inf(1)}}},
	} {
		if _, err := siting.Median(t.Context(), n, 1, nil); !errors.Is(err, siting.ErrInput) {
			t.Errorf("%s: Median = %v, want ErrInput", name, err)
		}
		if _, err := siting.Centre(t.Context(), n, 1, nil); !errors.Is(err, siting.ErrInput) {
			t.Errorf("%s: Centre = %v, want ErrInput", name, err)
		}
	}
}
