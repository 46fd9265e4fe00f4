package siting

import "slices"

// Measure works out what a choice of sites covers, whoever made it, and which
// groups that leaves short; Bound is all demand and Optimal false. The error
// wraps ErrInput when the problem is bad, when there are more than n sites or
// one of them is not there, twice there or open, and when they cannot be
// chosen together.
func (p Problem) Measure(chosen []int32, n int) (Result, error) {
	if err := p.Check(); err != nil {
		return Result{}, err
	}
	if len(chosen) > n || len(distinct(chosen)) < len(chosen) {
		return Result{}, wrong("%d sites are chosen of at most %d, or one twice", len(chosen), n)
	}
	l := limit(p, n)
	kept, barred := make([]bool, len(p.Covers)), slices.Clone(l.barred)
	for _, j := range chosen {
		if j < 0 || int(j) >= len(p.Covers) {
			return Result{}, wrong("a chosen site is not there")
		}
		kept[j] = true
	}
	if !l.respect(kept, barred) {
		return Result{}, wrong("the chosen sites cannot be chosen together")
	}
	r := Result{Chosen: slices.Clone(chosen), Unmet: p.unmet(chosen)}
	for i, times := range p.times(chosen) {
		r.Bound += p.Demand[i]
		if times >= p.need(i) {
			r.Covered += p.Demand[i]
		}
	}
	return r, nil
}

// unmet lists the groups of which Open and the sites cover less than they ask.
func (p Problem) unmet(sites []int32) []int32 {
	if len(p.Least) == 0 {
		return nil
	}
	short := slices.Clone(p.Least)
	for i, n := range p.times(sites) {
		if n >= p.need(i) {
			short[p.Group[i]] -= p.Demand[i]
		}
	}
	var unmet []int32
	for g, s := range short {
		if s > p.Least[g]*1e-9 {
			unmet = append(unmet, int32(g))
		}
	}
	return unmet
}

// times counts for each demand how many of Open and the sites cover it.
func (p Problem) times(sites []int32) []int32 {
	times, last := make([]int32, len(p.Demand)), make([]int32, len(p.Demand))
	for k, j := range distinct(p.Open, sites) {
		for _, i := range p.Covers[j] {
			if last[i] != int32(k)+1 {
				last[i] = int32(k) + 1
				times[i]++
			}
		}
	}
	return times
}

// distinct joins lists, ascending, each member once.
func distinct(lists ...[]int32) []int32 {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}
