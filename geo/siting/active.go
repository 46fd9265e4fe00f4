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
	active, count := make([]bool, len(columns)), 0
	for j := range columns {
		if active[j] = s.now.x[j] > 0 || s.next.x[j] > 0 || s.anchor.x[j] > 0; active[j] {
			count++
		}
	}
	least := math.Inf(-1)
	if n := max(count/2+s.p, 1); n < len(columns) {
		least = slices.Min(top(columns, n))
	}
	for j, v := range columns {
		if active[j] = active[j] || v >= least; !active[j] {
			s.now.x[j] = 0
		}
	}
	s.active.pick(s.by, active)
	s.activeCuts.pick(s.cuts, active)
}

// pick makes it a table of some of another one's items.
func (t *table) pick(from table, in []bool) {
	t.first, t.items = append(t.first[:0], 0), t.items[:0]
	for i := range from.len() {
		for _, j := range from.of(int32(i)) {
			if in[j] {
				t.items = append(t.items, j)
			}
		}
		t.first = append(t.first, int32(len(t.items)))
	}
}
