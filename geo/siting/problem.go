package siting

import (
	"encoding/binary"
	"math"
	"slices"
)

// rows is a problem with everything left out that makes no difference: what
// is open already covers its demand, demand that no candidate covers is lost,
// and demands that the same candidates cover are one row.
type rows struct {
	weight   []float64 // by row, > 0
	covers   table     // by candidate: its rows, ascending
	by       table     // by row: its candidates, ascending
	given    float64   // demand that is covered whatever is chosen
	total    float64   // given, and all that candidates cover
	integral bool      // every weight is a whole number, and so every answer
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
	r := rows{integral: true}
	known := map[string]int32{}
	var lists [][]int32
	for i, w := range p.Demand {
		list := by.of(int32(i))
		switch {
		case w == 0 || len(list) == 0:
			continue
		case slices.ContainsFunc(list, func(j int32) bool { return open[j] }):
			r.given += w
			continue
		}
		row, ok := known[signature(list)]
		if !ok {
			row = int32(len(lists))
			known[signature(list)] = row
			lists, r.weight = append(lists, list), append(r.weight, 0)
		}
		r.weight[row] += w
	}
	r.total = r.given
	for _, w := range r.weight {
		r.total += w
		r.integral = r.integral && w == math.Trunc(w) && w < 1<<52
	}
	r.integral = r.integral && r.given == math.Trunc(r.given)
	r.by = tableOf(lists)
	r.covers = r.by.turned(len(p.Covers))
	return r
}

// transpose lists the candidates of each demand, ascending, each once.
func (p Problem) transpose() table {
	lists := make([][]int32, len(p.Demand))
	for j, covers := range p.Covers {
		for _, i := range covers {
			if n := len(lists[i]); n == 0 || lists[i][n-1] != int32(j) {
				lists[i] = append(lists[i], int32(j))
			}
		}
	}
	return tableOf(lists)
}

func tableOf(lists [][]int32) table {
	t := table{first: make([]int32, 1, len(lists)+1)}
	for _, list := range lists {
		t.items = append(t.items, list...)
		t.first = append(t.first, int32(len(t.items)))
	}
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

func signature(list []int32) string {
	text, _ := binary.Append(nil, binary.LittleEndian, list) // fails for other types only
	return string(text)
}

// useful returns how many candidates cover anything.
func (r rows) useful() int {
	n := 0
	for j := range r.covers.len() {
		if len(r.covers.of(int32(j))) > 0 {
			n++
		}
	}
	return n
}
