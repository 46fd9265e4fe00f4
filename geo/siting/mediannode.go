package siting

import (
	"cmp"
	"math"
	"slices"
)

// medianNode is a part of a p-median problem: some candidates surely in,
// others out. What is open is kept, and takes no slot.
type medianNode struct {
	m            *median
	kept, barred []bool
	share        []float64 // by demand: λ
	worth        []float64 // by candidate: ρ
	free         []int32   // neither kept nor barred, of least ρ first
	slots        int       // how many of them are chosen
	course       []float64 // by demand: running mean of the subgradients
	bound        float64
}

func newMedianNode(m *median) *medianNode {
	d := &medianNode{m: m, kept: slices.Clone(m.open), barred: make([]bool, len(m.open)), share: make([]float64, len(m.cost)), bound: math.Inf(-1)}
	for i, order := range m.order {
		d.share[i] = m.cost[i][order[min(len(order)-1, 1)]]
	}
	d.ready()
	return d
}

func (d *medianNode) clone() *medianNode {
	c := &medianNode{m: d.m, kept: slices.Clone(d.kept), barred: slices.Clone(d.barred), share: slices.Clone(d.share), bound: math.Inf(-1)}
	c.ready()
	return c
}

func (d *medianNode) ready() {
	d.worth, d.course = make([]float64, len(d.kept)), make([]float64, len(d.share))
}

// value computes L with the candidates of kept chosen and those of barred not;
// infinite when nothing is left to choose.
func (d *medianNode) value() float64 {
	clear(d.worth)
	sum := 0.0
	for i, order := range d.m.order {
		sum += d.share[i]
		for _, j := range order {
			gap := d.m.cost[i][j] - d.share[i]
			if gap >= 0 {
				break
			}
			d.worth[j] += gap
		}
	}
	d.free, d.slots = d.free[:0], d.m.sites
	none := true
	for j := range d.worth {
		switch {
		case d.kept[j]:
			none = false
			sum += d.worth[j]
			if !d.m.open[j] {
				d.slots--
			}
		case !d.barred[j]:
			none = false
			d.free = append(d.free, int32(j))
		}
	}
	if none || d.slots < 0 {
		return math.Inf(1)
	}
	slices.SortFunc(d.free, func(a, b int32) int { return cmp.Or(cmp.Compare(d.worth[a], d.worth[b]), cmp.Compare(a, b)) })
	d.slots = min(d.slots, len(d.free))
	for _, j := range d.free[:d.slots] {
		sum += d.worth[j]
	}
	return sum
}

// chosen lists the candidates that L chooses, without what is open.
func (d *medianNode) chosen() []int32 {
	sites := slices.DeleteFunc(slices.Clone(d.free[:d.slots]), func(j int32) bool { return d.kept[j] }) // settled since
	for j, kept := range d.kept {
		if kept && !d.m.open[j] {
			sites = append(sites, int32(j))
		}
	}
	return sites
}

// move takes one step towards a higher bound.
func (d *medianNode) move(step, gap float64) {
	in := slices.Clone(d.kept)
	for _, j := range d.free[:d.slots] {
		in[j] = true
	}
	norm := 0.0
	for i, order := range d.m.order {
		g := 1.0
		for _, j := range order {
			if d.m.cost[i][j] >= d.share[i] {
				break
			}
			if in[j] {
				g--
			}
		}
		d.course[i] = (1-quick)*g + quick*d.course[i]
		norm += d.course[i] * d.course[i]
	}
	if norm == 0 {
		return
	}
	for i := range d.share {
		d.share[i] = max(d.share[i]+step*gap/norm*d.course[i], 0)
	}
}

// fix settles candidates whose other choice could not better the best answer.
func (d *medianNode) fix(value float64) {
	last, next := 0.0, 0.0
	if d.slots > 0 {
		last = d.worth[d.free[d.slots-1]]
	}
	if d.slots < len(d.free) {
		next = d.worth[d.free[d.slots]]
	}
	for rank, j := range d.free {
		switch {
		case rank < d.slots:
			d.kept[j] = d.m.closed(value - d.worth[j] + next)
		case d.slots == 0:
			d.barred[j] = true
		default:
			d.barred[j] = d.m.closed(value - last + d.worth[j])
		}
	}
}

// Below the root the multipliers are nearly right: a few short steps. With 20
// steps of length 1, pmed6 takes twenty times as many.
const (
	medianMoves = 20
	medianStep  = 0.2
)

// lower brings the node's bound up, and finds answers on the way.
func (m *median) lower(d *medianNode, moves int, root bool) {
	step, stalled := medianStep, 0
	if root {
		step = 1
	}
	highest := slices.Clone(d.share)
	for k := range moves {
		if m.over() || step < 1e-6 {
			break
		}
		value := d.value()
		if stalled++; value > d.bound+1e-7*math.Abs(d.bound) {
			stalled = 0
		}
		if value > d.bound {
			d.bound = value
			copy(highest, d.share)
			if !math.IsInf(value, 1) {
				d.fix(value)
			}
		}
		if m.closed(d.bound) {
			break
		}
		if stalled == 20 {
			step, stalled = step/1.5, 0
		}
		m.try(d, k, root)
		if root && k%25 == 0 {
			m.raise(d.bound)
		}
		d.move(step, max(m.value-value, 1e-6*math.Abs(value)))
	}
	if root {
		m.raise(d.bound)
	}
	copy(d.share, highest)
}

// try sees what the chosen of every few steps are worth, at the root those of
// some after exchanges.
func (m *median) try(d *medianNode, k int, root bool) {
	sites := d.chosen()
	switch {
	case k%10 != 0 || len(sites) == 0 && !slices.Contains(m.open, true):
		return
	case root && k%100 == 50:
		sites = m.exchange(sites)
	}
	m.keep(sites)
}

func (m *median) raise(bound float64) {
	if bound = min(m.round(bound), m.value); bound > m.bound {
		m.bound = bound
		m.tell()
	}
}

// branch tries both ways for the candidate that the node is least sure of, and
// reports whether the whole node was settled.
func (m *median) branch(d *medianNode) bool {
	if math.IsInf(d.value(), 1) {
		return true
	}
	if d.slots == 0 || d.slots == len(d.free) {
		m.keep(d.chosen())
		return true
	}
	middle := (d.worth[d.free[d.slots-1]] + d.worth[d.free[d.slots]]) / 2
	best := slices.MinFunc(d.free, func(a, b int32) int {
		return cmp.Compare(math.Abs(d.worth[a]-middle), math.Abs(d.worth[b]-middle))
	})
	for _, in := range []bool{true, false} {
		if m.over() {
			return false
		}
		half := d.clone()
		half.kept[best], half.barred[best] = in, !in
		m.lower(half, medianMoves, false)
		if !m.closed(half.bound) && !m.branch(half) {
			return false
		}
	}
	return !m.over()
}
