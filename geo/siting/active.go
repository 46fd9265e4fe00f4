package siting

import (
	"math"
	"slices"
)

// focus picks the columns that moves look at until the next look at all of
// them, by what they are worth at the prices at hand: those of some x, half as
// many again, and p. The x of the others stays 0, as it mostly would: of San
// Francisco's 4,000 columns 700 have some.
func (s *saddle) focus(columns []float64) {
	count := 0
	some := func(j int) bool { return s.now.x[j] > 0 || s.next.x[j] > 0 || s.anchor.x[j] > 0 }
	for j := range columns {
		if some(j) {
			count++
		}
	}
	least := math.Inf(-1)
	if n := max(count/2+s.p, 1); n < len(columns) {
		least = slices.Min(top(columns, n))
	}
	s.active = s.active[:0]
	for j, v := range columns {
		if v >= least || some(j) {
			s.active = append(s.active, int32(j))
		} else {
			s.now.x[j] = 0
		}
	}
}

// total adds numbers up, four sums side by side: one would wait for each
// addition to end.
func total(list []float64, at []int32) float64 {
	var a, b, c, d float64
	for ; len(at) >= 4; at = at[4:] {
		a += list[at[0]]
		b += list[at[1]]
		c += list[at[2]]
		d += list[at[3]]
	}
	for _, k := range at {
		a += list[k]
	}
	return a + b + c + d
}
