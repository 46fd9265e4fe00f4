package siting

import (
	"math"
	"slices"
)

// bid is the free candidate of the least reduced cost in a block, −1 is none,
// with that cost and the next least.
type bid struct {
	first         int32
	least, second float64
}

// coverNode is a part of a covering problem: some candidates surely in, others
// out.
type coverNode struct {
	c            *covering
	kept, barred []bool
	need         []int32   // by row: how many more must cover it
	share        []float64 // by row: λ
	reduced      []float64 // by candidate: cost less the multipliers of its rows
	blocks       []bid     // by block of candidates of which one may be chosen
	course       []float64 // by row: running mean of the subgradients
	bound        float64
}

func newCoverNode(c *covering) *coverNode {
	n, m := len(c.rows.weight), c.rows.covers.len()
	d := &coverNode{
		c: c, kept: make([]bool, m), barred: make([]bool, m), need: make([]int32, n), share: make([]float64, n),
		reduced: make([]float64, m), course: make([]float64, n), bound: math.Inf(-1),
	}
	if c.limits != nil {
		copy(d.barred, c.limits.barred)
	}
	d.ready()
	for i := range d.share {
		d.share[i] = math.Inf(1)
		for _, j := range c.rows.by.of(int32(i)) {
			d.share[i] = min(d.share[i], c.cost[j]/float64(len(c.rows.covers.of(j))))
		}
	}
	return d
}

// ready makes room for the blocks: each candidate is its own where any may be
// chosen together.
func (d *coverNode) ready() {
	blocks := len(d.kept)
	if !d.c.free() {
		blocks = d.c.limits.blocks
	}
	d.blocks = make([]bid, blocks)
}

// block returns a candidate's.
func (d *coverNode) block(j int) *bid {
	if d.c.free() {
		return &d.blocks[j]
	}
	return &d.blocks[d.c.limits.block[j]]
}

func (d *coverNode) clone() *coverNode {
	c := &coverNode{
		c: d.c, kept: slices.Clone(d.kept), barred: slices.Clone(d.barred), need: slices.Clone(d.need), share: slices.Clone(d.share),
		reduced: slices.Clone(d.reduced), course: make([]float64, len(d.course)), bound: math.Inf(-1),
	}
	c.ready()
	return c
}

// settle bars what cannot be chosen beside what is kept, keeps the candidates
// without which a row cannot be covered any more, and reports whether all rows
// still can be.
func (d *coverNode) settle() bool {
	for again := true; again; {
		if again = false; !d.c.free() && !d.c.limits.respect(d.kept, d.barred) {
			return false
		}
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
	for b := range d.blocks {
		d.blocks[b] = bid{first: -1}
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
			d.reduced[j] = cost
			d.block(j).take(int32(j), cost)
		}
	}
	for _, b := range d.blocks {
		sum += b.least
	}
	return sum
}

// take hears a candidate's reduced cost; only those below 0 count.
func (b *bid) take(j int32, cost float64) {
	switch {
	case cost < b.least:
		b.first, b.second, b.least = j, b.least, cost
	case cost < b.second:
		b.second = cost
	}
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
			if d.chooses(j) {
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

// chooses reports whether L chooses a candidate that is neither kept nor
// barred.
func (d *coverNode) chooses(j int32) bool {
	return !d.kept[j] && !d.barred[j] && d.block(int(j)).first == j
}

// fix settles candidates whose other choice could not better the best answer,
// and reports whether any was.
func (d *coverNode) fix(value float64) bool {
	fixed := false
	for j, cost := range d.reduced {
		if d.kept[j] || d.barred[j] {
			continue
		}
		b := d.block(j)
		chosen := b.first == int32(j)
		more := cost - b.least // to choose it instead
		if chosen {
			more = b.second - cost
		}
		if d.c.closed(value + more) {
			fixed = true
			d.kept[j], d.barred[j] = chosen, !chosen
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
			c.try(d, d.share)
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
		c.try(d, d.share)
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
