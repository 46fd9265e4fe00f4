package siting

import (
	"cmp"
	"slices"
)

// greedy completes what the node keeps to a cover: the candidate that for its
// cost covers most in terms of the multipliers first; then it leaves out what
// is not needed. It reports whether everything is covered, which hosts and
// distances may prevent.
func (c *covering) greedy(d *coverNode, share []float64) ([]int32, bool) {
	near := make([]bool, len(d.kept))
	need := slices.Clone(c.rows.need)
	if need == nil {
		need = slices.Repeat([]int32{1}, len(share))
	}
	worth := func(j int32) float64 {
		if near[j] {
			return 0
		}
		sum := 0.0
		for _, i := range c.rows.covers.of(j) {
			if need[i] > 0 {
				sum += share[i] + 1e-6
			}
		}
		return sum / c.cost[j]
	}
	var sites []int32
	add := func(j int32) {
		sites = append(sites, j)
		for _, i := range c.rows.covers.of(j) {
			need[i]--
		}
		c.crowd(j, near)
	}
	var queue gains
	for j := range int32(len(d.kept)) {
		if d.kept[j] {
			add(j)
		}
	}
	for j := range int32(len(d.kept)) {
		if w := worth(j); w > 0 && !d.kept[j] && !d.barred[j] {
			queue = append(queue, gain{w, j})
		}
	}
	queue.drain(worth, add)
	if slices.ContainsFunc(need, func(n int32) bool { return n > 0 }) {
		return nil, false
	}
	return c.spare(sites, need), true
}

// crowd marks what cannot be chosen beside a candidate.
func (c *covering) crowd(j int32, near []bool) {
	if c.free() {
		return
	}
	if c.limits.apart != nil {
		for _, k := range c.limits.apart[j] {
			near[k] = true
		}
	}
	if h := c.limits.host; h != nil && h[j] >= 0 {
		for k := range near {
			near[k] = near[k] || h[k] == h[j]
		}
	}
}

// spare leaves out sites that are not needed, the dearest first, the last
// chosen first among equals.
func (c *covering) spare(sites, need []int32) []int32 {
	order := slices.Clone(sites)
	slices.Reverse(order)
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Compare(c.cost[b], c.cost[a])
	})
	out := map[int32]bool{}
	for _, j := range order {
		rows := c.rows.covers.of(j)
		if slices.ContainsFunc(rows, func(i int32) bool { return need[i] == 0 }) {
			continue
		}
		out[j] = true
		for _, i := range rows {
			need[i]++
		}
	}
	return slices.DeleteFunc(sites, func(j int32) bool { return out[j] })
}
