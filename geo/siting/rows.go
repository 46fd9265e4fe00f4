package siting

import (
	"math"
	"slices"
)

// rows is a problem with everything left out that makes no difference: what
// is open already covers its demand, demand that no choice can cover is lost,
// and demands that the same candidates cover, with the same need and group,
// are one row.
type rows struct {
	weight   []float64 // by row, > 0
	need     []int32   // by row, how many of the chosen must cover it; nil is 1 each
	group    []int32   // by row; nil when no group asks for anything
	least    []float64 // by group: what the chosen must cover of it, no more than they can
	penalty  float64   // what a unit less than that costs: more than all demand
	covers   table     // by candidate: its rows, ascending
	by       table     // by row: its candidates, ascending
	given    float64   // demand that is covered whatever is chosen
	total    float64   // given, and all that candidates cover
	integral bool      // every weight and least is a whole number, and so every answer
}

// table is a list of lists in one piece.
type table struct {
	first []int32
	items []int32
}

func (t table) of(i int32) []int32 { return t.items[t.first[i]:t.first[i+1]] }

func (t table) len() int { return len(t.first) - 1 }

// reduce prepares a problem that was checked.
func reduce(p Problem) rows {
	by := p.transpose()
	open := make([]bool, len(p.Covers))
	for _, j := range p.Open {
		open[j] = true
	}
	m := merger{rows: rows{integral: true, least: slices.Clone(p.Least), by: table{first: []int32{0}}}, known: map[uint64]int32{}}
	var fresh []int32
	for i, w := range p.Demand {
		list, need, group := by.of(int32(i)), p.need(i), p.group(i)
		fresh = fresh[:0]
		for _, j := range list {
			if !open[j] {
				fresh = append(fresh, j)
			}
		}
		need -= int32(len(list) - len(fresh))
		switch {
		case w > 0 && need <= 0:
			m.rows.give(w, group)
		case w > 0 && int(need) <= len(fresh):
			m.add(w, fresh, need, group)
		}
	}
	m.rows.covers = m.rows.by.turned(len(p.Covers))
	m.rows.finish()
	return m.rows
}

// merger makes one row of the demands that are of one kind.
type merger struct {
	rows  rows
	known map[uint64]int32 // by hash: the last row that has it
	next  []int32          // by row: another of the same hash, −1 is none
}

func (m *merger) add(w float64, list []int32, need, group int32) {
	r := &m.rows
	h := hash(list, need, group)
	last, ok := m.known[h]
	if !ok {
		last = -1
	}
	for row := last; row >= 0; row = m.next[row] {
		if r.need[row] == need && r.group[row] == group && slices.Equal(r.by.of(row), list) {
			r.weight[row] += w
			return
		}
	}
	m.known[h] = int32(len(r.weight))
	m.next = append(m.next, last)
	r.weight, r.need, r.group = append(r.weight, w), append(r.need, need), append(r.group, group)
	r.by.items = append(r.by.items, list...)
	r.by.first = append(r.by.first, int32(len(r.by.items)))
}

// hash mixes a kind's numbers as FNV does, a number at a time; rows of equal
// hash are compared in full.
func hash(list []int32, more ...int32) uint64 {
	h := uint64(14695981039346656037)
	for _, numbers := range [][]int32{list, more} {
		for _, j := range numbers {
			h = (h ^ uint64(uint32(j))) * 1099511628211
			h ^= h >> 29
		}
	}
	return h
}

func (p Problem) need(i int) int32 {
	if len(p.Need) == 0 {
		return 1
	}
	return int32(p.Need[i])
}

func (p Problem) group(i int) int32 {
	if len(p.Group) == 0 {
		return -1
	}
	return p.Group[i]
}

// give counts demand that is covered whatever is chosen.
func (r *rows) give(w float64, group int32) {
	r.given += w
	if group >= 0 {
		r.least[group] = max(r.least[group]-w, 0)
	}
}

// finish adds up what the rows say together.
func (r *rows) finish() {
	within := make([]float64, len(r.least))
	for i, w := range r.weight {
		r.total += w
		if r.group[i] >= 0 {
			within[r.group[i]] += w
		}
	}
	r.penalty = r.total + 1
	r.total += r.given
	asked := false
	for g := range r.least {
		r.least[g] = min(r.least[g], within[g])
		asked = asked || r.least[g] > 0
	}
	if !asked {
		r.group, r.least = nil, nil
	}
	if !slices.ContainsFunc(r.need, func(n int32) bool { return n > 1 }) {
		r.need = nil
	}
	r.integral = whole(r.weight...) && whole(r.least...) && whole(r.given)
}

// whole reports whether numbers are whole, and small enough for their sums to
// be exact.
func whole(numbers ...float64) bool {
	for _, w := range numbers {
		if w != math.Trunc(w) || w >= 1<<40 {
			return false
		}
	}
	return true
}

// needs returns how many of the chosen must cover a row.
func (r *rows) needs(i int32) int32 {
	if r.need == nil {
		return 1
	}
	return r.need[i]
}

// plain reports whether a row is covered by one site, and no group asks for
// anything: then gains and losses are sums of weights.
func (r *rows) plain() bool { return r.need == nil && r.group == nil }

// transpose lists the candidates of each demand, ascending, each once.
func (p Problem) transpose() table {
	t := table{first: make([]int32, len(p.Demand)+1)}
	last := slices.Repeat([]int32{-1}, len(p.Demand)) // by demand: the candidate seen last
	each := func(visit func(i, j int32)) {
		for j, covers := range p.Covers {
			for _, i := range covers {
				if last[i] != int32(j) {
					last[i] = int32(j)
					visit(i, int32(j))
				}
			}
		}
	}
	each(func(i, _ int32) { t.first[i+1]++ })
	for i := range p.Demand {
		t.first[i+1] += t.first[i]
		last[i] = -1
	}
	t.items = make([]int32, t.first[len(p.Demand)])
	next := slices.Clone(t.first)
	each(func(i, j int32) {
		t.items[next[i]] = j
		next[i]++
	})
	return t
}

// turned lists, for each of n items, the lists that it is in.
func (t table) turned(n int) table {
	out := table{first: make([]int32, n+1), items: make([]int32, len(t.items))}
	for _, item := range t.items {
		out.first[item+1]++
	}
	for i := range n {
		out.first[i+1] += out.first[i]
	}
	next := slices.Clone(out.first)
	for i := range t.len() {
		for _, item := range t.of(int32(i)) {
			out.items[next[item]] = int32(i)
			next[item]++
		}
	}
	return out
}

// useful returns how many candidates cover anything.
func (r *rows) useful() int {
	n := 0
	for j := range r.covers.len() {
		if len(r.covers.of(int32(j))) > 0 {
			n++
		}
	}
	return n
}
