package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Network is an instance of the problems in which the distance counts: Median
// and Centre.
type Network struct {
	Demand []float64   // weight of each demand, finite, ≥ 0
	To     [][]float64 // by candidate: the distance to each demand, finite, ≥ 0, in any unit
	Open   []int32     // candidates that are there already; they cost no site
}

// Check returns an error that wraps ErrInput and names what is wrong.
func (n Network) Check() error {
	p := Problem{Demand: n.Demand, Covers: make([][]int32, len(n.To)), Open: n.Open}
	if err := p.Check(); err != nil {
		return err
	}
	for j, to := range n.To {
		if len(to) != len(n.Demand) {
			return wrong("to[%d] has %d members, want %d", j, len(to), len(n.Demand))
		}
		if i := slices.IndexFunc(to, func(d float64) bool { return !weighs(d) }); i >= 0 {
			return wrong("to[%d][%d] is not a number of 0 to %g", j, i, heaviest)
		}
	}
	return nil
}

// check looks at the number of sites too: someone must serve the demand.
func (n Network) check(sites int) error {
	if err := n.Check(); err != nil {
		return err
	}
	if sites < 0 || sites == 0 && len(n.Open) == 0 || len(n.To) == 0 {
		return wrong("p leaves nobody to serve the demand")
	}
	return nil
}

// Median chooses up to sites candidates so that the distance of all demand to
// the nearest of Open and the chosen, weighted, is as little as possible: the
// p-median problem (S. L. Hakimi, Operations Research 12, 1964, pp. 450–459).
//
// It works until nothing better can exist or ctx ends, as Solve does. The
// Value is Σ weight × distance. The only error wraps ErrInput.
func Median(ctx context.Context, n Network, sites int, report func(Answer)) (Answer, error) {
	if err := n.check(sites); err != nil {
		return Answer{}, err
	}
	m := newMedian(n, sites)
	m.over = func() bool { return ctx.Err() != nil }
	m.report = report
	m.run()
	return m.answer(), nil
}

// median is the search for a p-median. Its bound relaxes that each demand is
// served once, with multipliers λ_i (G. Cornuéjols, M. L. Fisher and G. L.
// Nemhauser, Management Science 23, 1977, pp. 789–810; J. E. Beasley, "A note on solving large p-median problems",
// European Journal of Operational Research 21, 1985):
//
//	L(λ) = Σ_i λ_i + the p least of  ρ_j = Σ_i min(0, w_i d_ij − λ_i)
type median struct {
	over     func() bool
	report   func(Answer)
	sites    int
	open     []bool
	cost     [][]float64 // by demand of some weight, by candidate: weight × distance
	order    [][]int32   // by demand: the candidates, the nearest first
	integral bool

	best   []int32
	value  float64
	bound  float64
	proven bool
}

func newMedian(n Network, sites int) *median {
	m := &median{open: make([]bool, len(n.To)), value: math.Inf(1), integral: true}
	for _, j := range n.Open {
		m.open[j] = true
	}
	m.sites = min(sites, len(n.To)-len(distinct(n.Open)))
	for i, w := range n.Demand {
		if w == 0 {
			continue
		}
		cost, order := make([]float64, len(n.To)), make([]int32, len(n.To))
		for j := range order {
			cost[j], order[j] = w*n.To[j][i], int32(j)
		}
		slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(cost[a], cost[b]) })
		m.cost, m.order = append(m.cost, cost), append(m.order, order)
		m.integral = m.integral && whole(cost...)
	}
	return m
}

func (m *median) run() {
	root := newMedianNode(m)
	m.keep(m.exchange(m.greedy()))
	m.lower(root, rootMoves, true)
	if m.closed(root.bound) {
		m.proven = true
	} else if !m.over() {
		m.forget(root.barred)
		m.proven = m.branch(root)
	}
	if m.proven {
		m.bound = m.value
	}
	m.tell()
}

// forget leaves candidates out that nothing better has.
func (m *median) forget(barred []bool) {
	for i, order := range m.order {
		m.order[i] = slices.DeleteFunc(order, func(j int32) bool { return barred[j] && !m.open[j] })
	}
}

func (m *median) round(bound float64) float64 {
	if m.integral {
		return math.Ceil(bound - 1e-6)
	}
	return bound + 1e-12*math.Abs(bound)
}

func (m *median) closed(bound float64) bool { return m.round(bound) >= m.value }

// keep takes sites as the best answer if they are.
func (m *median) keep(sites []int32) {
	if value := m.sum(sites); value < m.value {
		m.best, m.value = slices.Sorted(slices.Values(sites)), value
		m.tell()
	}
}

// sum returns Σ weight × distance with the sites and what is open.
func (m *median) sum(sites []int32) float64 {
	in := slices.Clone(m.open)
	for _, j := range sites {
		in[j] = true
	}
	sum := 0.0
	for i, order := range m.order {
		for _, j := range order {
			if in[j] {
				sum += m.cost[i][j]
				break
			}
		}
	}
	return sum
}

func (m *median) tell() {
	if m.report != nil {
		m.report(m.answer())
	}
}

func (m *median) answer() Answer {
	return Answer{Chosen: slices.Clone(m.best), Value: m.value, Bound: min(max(m.bound, 0), m.value), Optimal: m.proven}
}

// greedy chooses, one after the other, the candidate that saves most.
func (m *median) greedy() []int32 {
	near := make([]float64, len(m.cost))
	for i, cost := range m.cost {
		near[i] = slices.Max(cost) + 1 // so that the first site saves something, too
		for j, open := range m.open {
			if open {
				near[i] = min(near[i], cost[j])
			}
		}
	}
	in := slices.Clone(m.open)
	var sites []int32
	for range m.sites {
		best, most := int32(-1), math.Inf(-1)
		for j := range in {
			saved := 0.0
			for i, d := range near {
				saved += max(d-m.cost[i][j], 0)
			}
			if !in[j] && saved > most {
				best, most = int32(j), saved
			}
		}
		sites, in[best] = append(sites, best), true
		for i := range near {
			near[i] = min(near[i], m.cost[i][best])
		}
	}
	return sites
}

// exchange makes the exchange of a site for another candidate that saves most,
// as long as one saves anything (M. B. Teitz and P. Bart, Operations Research
// 16, 1968, with R. A. Whitaker's fast interchange, INFOR 21, 1983).
func (m *median) exchange(sites []int32) []int32 {
	sites = slices.Clone(sites)
	for !m.over() {
		leaver, newcomer := m.swap(sites)
		if newcomer < 0 {
			break
		}
		sites[leaver] = newcomer
	}
	return sites
}

// swap returns the place of the best leaver among the sites and its newcomer,
// −1 when no exchange saves anything.
func (m *median) swap(sites []int32) (leaver int, newcomer int32) {
	place := slices.Repeat([]int{-1}, len(m.open)) // of the chosen among the sites
	in := slices.Clone(m.open)
	for at, j := range sites {
		place[j], in[j] = at, true
	}
	near, next := make([]int32, len(m.cost)), make([]float64, len(m.cost))
	total := 0.0
	for i := range m.cost {
		near[i], next[i] = m.nearest(i, in)
		total += m.cost[i][near[i]]
	}
	newcomer = -1
	most := 1e-12 * total
	lost := make([]float64, len(sites))
	for j := range in {
		if in[j] {
			continue
		}
		clear(lost)
		saved := 0.0
		for i, cost := range m.cost {
			first := cost[near[i]]
			if cost[j] < first {
				saved += first - cost[j]
			} else if at := place[near[i]]; at >= 0 {
				lost[at] += min(cost[j], next[i]) - first
			}
		}
		for at, l := range lost {
			if saved-l > most {
				leaver, newcomer, most = at, int32(j), saved-l
			}
		}
	}
	return leaver, newcomer
}

// nearest returns the nearest of some candidates to a demand, and the cost of
// the second nearest.
func (m *median) nearest(i int, in []bool) (near int32, next float64) {
	near, next = -1, math.Inf(1)
	for _, j := range m.order[i] {
		if !in[j] {
			continue
		}
		if near >= 0 {
			return near, m.cost[i][j]
		}
		near = j
	}
	return near, next
}
