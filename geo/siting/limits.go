package siting

import "slices"

// limits is what may be chosen together.
type limits struct {
	sites  int
	cost   []float64 // by candidate; nil is no budget
	budget float64
	host   []int32   // by candidate, −1 is none; nil is none at all
	hosts  int       // how many numbers of hosts there are
	apart  [][]int32 // by candidate, ascending; nil is none at all
	barred []bool    // candidates that can never be chosen: open already, too dear
	block  []int32   // by candidate: a set of which at most one can be chosen; nil when there are no such sets
	blocks int
}

// limit prepares the limits of a problem that was checked.
func limit(p Problem, sites int) limits {
	l := limits{sites: sites, cost: p.Cost, budget: p.Budget * (1 + 1e-9), host: p.Host, apart: ordered(p.Apart), barred: make([]bool, len(p.Covers))}
	for j, c := range p.Cost {
		l.barred[j] = c > l.budget
	}
	for _, j := range p.Open {
		l.barred[j] = true
	}
	for _, h := range l.host {
		l.hosts = max(l.hosts, int(h)+1)
	}
	if l.host != nil || l.apart != nil {
		l.partition()
	}
	return l
}

// ordered returns the lists in ascending order: thousands of candidates may be
// near each other, and which of them clash is asked for each pair of them.
func ordered(lists [][]int32) [][]int32 {
	if len(lists) == 0 {
		return nil
	}
	out := make([][]int32, len(lists))
	for j, list := range lists {
		if out[j] = list; !slices.IsSorted(list) {
			out[j] = slices.Sorted(slices.Values(list))
		}
	}
	return out
}

// partition puts every candidate into one block: a set of which no two may be
// chosen together. Blocks are grown greedily; conflicts between blocks remain
// for the choice to heed and are not part of the bound.
func (l *limits) partition() {
	mates := make([][]int32, l.hosts)
	for j, h := range l.host {
		if h >= 0 {
			mates[h] = append(mates[h], int32(j))
		}
	}
	l.block = slices.Repeat([]int32{-1}, len(l.barred))
	for j := range l.block {
		if l.block[j] < 0 {
			l.grow(int32(j), mates)
			l.blocks++
		}
	}
}

// grow makes the next block out of j, its mates and its neighbours.
func (l *limits) grow(j int32, mates [][]int32) {
	l.block[j] = int32(l.blocks)
	block := []int32{j}
	take := func(k int32) {
		l.block[k] = int32(l.blocks)
		block = append(block, k)
	}
	if l.host != nil && l.host[j] >= 0 {
		for _, k := range mates[l.host[j]] {
			if l.block[k] < 0 {
				take(k)
			}
		}
	}
	if l.apart == nil {
		return
	}
	for _, k := range l.apart[j] {
		if l.block[k] < 0 && !slices.ContainsFunc(block, func(m int32) bool { return !l.clash(m, k) }) {
			take(k)
		}
	}
}

// clash reports whether two candidates cannot be chosen together.
func (l *limits) clash(j, k int32) bool {
	if l.host != nil && l.host[j] >= 0 && l.host[j] == l.host[k] {
		return true
	}
	if l.apart == nil {
		return false
	}
	_, found := slices.BinarySearch(l.apart[j], k)
	return found
}

// free reports whether there is no limit but the number of sites.
func (l *limits) free() bool { return l.cost == nil && l.block == nil }

// respect bars the candidates that cannot be chosen beside those that are
// kept, and reports whether those can be chosen together.
func (l *limits) respect(kept, barred []bool) bool {
	left, money := l.sites, l.budget
	taken := make([]bool, l.hosts)
	for j, k := range kept {
		if !k {
			continue
		}
		if barred[j] {
			return false
		}
		left--
		if l.cost != nil {
			money -= l.cost[j]
		}
		if l.host != nil && l.host[j] >= 0 {
			if taken[l.host[j]] {
				return false
			}
			taken[l.host[j]] = true
		}
		if l.apart != nil {
			for _, k := range l.apart[j] {
				barred[k] = true
			}
		}
	}
	if left < 0 || l.cost != nil && money < 0 {
		return false
	}
	l.prune(kept, barred, taken, money)
	return l.apart == nil || !both(kept, barred)
}

// prune bars what is of a taken host or dearer than the money left.
func (l *limits) prune(kept, barred, taken []bool, money float64) {
	for j := range barred {
		if kept[j] {
			continue
		}
		if l.cost != nil && l.cost[j] > money || l.host != nil && l.host[j] >= 0 && taken[l.host[j]] {
			barred[j] = true
		}
	}
}

func both(a, b []bool) bool {
	for j := range a {
		if a[j] && b[j] {
			return true
		}
	}
	return false
}
