package siting

import (
	"cmp"
	"math"
	"slices"
)

// coverNode is a part of a covering problem: some candidates surely in, others
// out.
type coverNode struct {
	c            *covering
	kept, barred []bool
	need         []int32   // by row: how many more must cover it
	share        []float64 // by row: λ
	reduced      []float64 // by candidate: cost less the multipliers of its rows
	course       []float64 // by row: running mean of the subgradients
	bound        float64
}

func newCoverNode(c *covering) *coverNode {
	n, m := len(c.rows.weight), c.rows.covers.len()
	d := &coverNode{
		c: c, kept: make([]bool, m), barred: make([]bool, m), need: make([]int32, n), share: make([]float64, n),
		reduced: make([]float64, m), course: make([]float64, n), bound: math.Inf(-1),
	}
	for i := range d.share {
		d.share[i] = math.Inf(1)
		for _, j := range c.rows.by.of(int32(i)) {
			d.share[i] = min(d.share[i], c.cost[j]/float64(len(c.rows.covers.of(j))))
		}
	}
	return d
}

func (d *coverNode) clone() *coverNode {
	return &coverNode{
		c: d.c, kept: slices.Clone(d.kept), barred: slices.Clone(d.barred), need: slices.Clone(d.need), share: slices.Clone(d.share),
		reduced: slices.Clone(d.reduced), course: make([]float64, len(d.course)), bound: math.Inf(-1),
	}
}

// settle keeps the candidates without which a row cannot be covered any more,
// and reports whether all rows still can be.
func (d *coverNode) settle() bool {
	for again := true; again; {
		again = false
		for i := range d.need {
			kept, free := int32(0), int32(0)
			for _, j := range d.c.rows.by.of(int32(i)) {
				if d.kept[j] {
					kept++
				} else if !d.barred[j] {
					free++
				}
			}
			d.need[i] = max(d.c.rows.needs(int32(i))-kept, 0)
			if free < d.need[i] {
				return false
			}
			if d.need[i] > 0 && free == d.need[i] {
				again = true
				for _, j := range d.c.rows.by.of(int32(i)) {
					d.kept[j] = d.kept[j] || !d.barred[j]
				}
			}
		}
	}
	return true
}

// value computes L and the reduced costs.
func (d *coverNode) value() float64 {
	sum := 0.0
	for i, need := range d.need {
		sum += float64(need) * d.share[i]
	}
	for j := range d.reduced {
		cost := d.c.cost[j]
		switch {
		case d.kept[j]:
			sum += cost
		case !d.barred[j]:
			for _, i := range d.c.rows.covers.of(int32(j)) {
				if d.need[i] > 0 {
					cost -= d.share[i]
				}
			}
			sum += min(cost, 0)
			d.reduced[j] = cost
		}
	}
	return sum
}

// move takes one step towards a higher bound.
func (d *coverNode) move(step, gap float64) {
	norm := 0.0
	for i, need := range d.need {
		if need == 0 {
			continue
		}
		g := float64(need)
		for _, j := range d.c.rows.by.of(int32(i)) {
			if !d.kept[j] && !d.barred[j] && d.reduced[j] < 0 {
				g--
			}
		}
		d.course[i] = (1-quick)*g + quick*d.course[i]
		if g := d.course[i]; g > 0 || d.share[i] > 0 {
			norm += g * g
		}
	}
	if norm == 0 {
		return
	}
	for i, need := range d.need {
		if need > 0 {
			d.share[i] = max(d.share[i]+step*gap/norm*d.course[i], 0)
		}
	}
}

// fix settles candidates whose other choice could not better the best answer,
// and reports whether any was.
func (d *coverNode) fix(value float64) bool {
	fixed := false
	for j, cost := range d.reduced {
		if d.kept[j] || d.barred[j] || !d.c.closed(value+math.Abs(cost)) {
			continue
		}
		fixed = true
		if cost > 0 {
			d.barred[j] = true
		} else {
			d.kept[j] = true
		}
	}
	return fixed
}

// lower brings the node's bound up, and finds answers on the way.
func (c *covering) lower(d *coverNode, moves int, root bool) {
	step, stalled := 1.0, 0
	highest := slices.Clone(d.share)
	for k := range moves {
		if c.done() || step < 1e-4 {
			break
		}
		value := d.value()
		if stalled++; value > d.bound+1e-6*math.Abs(d.bound) {
			stalled = 0
		}
		if value > d.bound {
			d.bound = value
			copy(highest, d.share)
			if d.fix(value) && !d.settle() {
				d.bound = math.Inf(1)
			}
		}
		if c.closed(d.bound) {
			break
		}
		if stalled == 20 {
			step, stalled = step/1.5, 0
		}
		if k%20 == 0 {
			c.keep(c.greedy(d, d.share))
		}
		d.move(step, max(min(c.value, d.bound*1.1+1)-value, 0.001*math.Abs(value)))
	}
	if root {
		c.raise(min(d.bound, c.value))
	}
	copy(d.share, highest)
	d.value()
}

// branch tries both ways for the candidate that the node is least sure of, and
// reports whether the whole node was settled.
func (c *covering) branch(d *coverNode) bool {
	j := d.unsure()
	if j < 0 {
		c.keep(c.greedy(d, d.share))
		return !c.done()
	}
	for _, in := range []bool{true, false} {
		if c.done() {
			return false
		}
		half := d.clone()
		half.kept[j], half.barred[j] = in, !in
		if !half.settle() {
			continue
		}
		c.lower(half, nodeMoves, false)
		if !c.closed(half.bound) && !c.branch(half) {
			return false
		}
	}
	return !c.done()
}

// unsure returns the free candidate of the least reduced cost, either way, −1
// when no row needs one.
func (d *coverNode) unsure() int32 {
	best, at := int32(-1), math.Inf(1)
	for j, cost := range d.reduced {
		if d.kept[j] || d.barred[j] || math.Abs(cost) >= at {
			continue
		}
		if slices.ContainsFunc(d.c.rows.covers.of(int32(j)), func(i int32) bool { return d.need[i] > 0 }) {
			best, at = int32(j), math.Abs(cost)
		}
	}
	return best
}

// greedy completes what the node keeps to a cover: the candidate that for its
// cost covers most in terms of the multipliers first; then it leaves out what
// is not needed.
func (c *covering) greedy(d *coverNode, share []float64) []int32 {
	need := slices.Clone(c.rows.need)
	if need == nil {
		need = slices.Repeat([]int32{1}, len(share))
	}
	worth := func(j int32) float64 {
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
	return c.spare(sites, need)
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
