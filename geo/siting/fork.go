package siting

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// forks closes what tightening leaves open: branch and bound over the
// relaxation with cuts, with the questions of tree, and the greatest bound
// first. A part goes on from the prices and cuts of the one above it, for a few
// moves and new cuts of its own.
type forks struct {
	s      *solver
	open   parts
	number int
	stuck  float64 // the greatest bound of parts that no question divides
}

// parts is a queue for package heap, the greatest bound first.
type parts []*tightening

func (q parts) Len() int { return len(q) }
func (q parts) Less(i, j int) bool {
	return cmp.Or(-cmp.Compare(q[i].best, q[j].best), cmp.Compare(q[i].number, q[j].number)) < 0
}
func (q parts) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push adds a part at the end.
func (q *parts) Push(x any) { *q = append(*q, x.(*tightening)) }

// Pop takes the last part away.
func (q *parts) Pop() any {
	last := (*q)[len(*q)-1]
	(*q)[len(*q)-1] = nil
	*q = (*q)[:len(*q)-1]
	return last
}

// forkMoves is how many moves a part makes at once; manyParts, and partRoom in
// bytes, are how many may be open.
const (
	forkMoves = 1000
	manyParts = 600
	partRoom  = 256 << 20
)

// run reports whether the whole was settled.
func (f *forks) run(root *tightening) bool {
	f.stuck = math.Inf(-1)
	f.open = parts{root}
	most := min(manyParts, partRoom/(10*len(root.x)+16*len(root.y))) // cuts take no more than that again
	for len(f.open) > 0 {
		next := heap.Pop(&f.open).(*tightening)
		f.s.raise(max(next.best, f.stuck))
		if f.s.over() || len(f.open) > most {
			return false
		}
		if f.s.closed(next.best) {
			break
		}
		set := next.question()
		if set == nil {
			f.stuck = max(f.stuck, next.best)
			continue
		}
		for _, in := range []bool{true, false} {
			f.settle(next.part(set, in))
		}
	}
	f.s.raise(max(f.stuck, f.s.worth()))
	return f.s.closed(f.stuck)
}

// settle brings a part's bound down and keeps the part unless nothing better
// is in it.
func (f *forks) settle(t *tightening) {
	f.number++
	t.number = f.number
	for _, set := range t.asked {
		if !slices.ContainsFunc(set, func(j int32) bool { return !t.n.barred[j] }) {
			return
		}
	}
	for range 2 {
		d := t.saddle()
		t.descend(d)
		t.keep(d)
		if t.s.closed(t.best) || t.s.over() || !t.separate(d) {
			break
		}
	}
	if !f.s.closed(t.best) {
		heap.Push(&f.open, t)
	}
}

// haste is by how much longer the steps of x and y are in a part than where
// the one above it stopped: a question moves sites, and hardly a price.
const haste = 4

// part is the half in which some of a set are chosen, or none.
func (t *tightening) part(set []int32, in bool) *tightening {
	h := *t
	h.whole, h.moves, h.tilt = false, forkMoves, haste*t.tilt
	h.n = &node{kept: slices.Clone(t.n.kept), barred: slices.Clone(t.n.barred)}
	h.x, h.y, h.price = slices.Clone(t.x), slices.Clone(t.y), slices.Clone(t.price)
	h.cuts, h.asked, h.levy = slices.Clone(t.cuts), slices.Clone(t.asked), slices.Clone(t.levy)
	switch {
	case in && len(set) == 1:
		h.n.kept[set[0]] = true
		return &h
	case in:
		h.asked, h.levy = append(h.asked, set), append(h.levy, 0)
		return &h
	}
	for _, j := range set {
		h.n.barred[j] = true
	}
	return &h
}

// dearest is how many rows of a candidate pairs are made of.
const dearest = 10

// question returns the candidates, not barred, that cover two rows together:
// those two that are nearest to being covered by one site by half, and dear.
// Where one site surely covers any two such rows or surely does not, it is the
// candidate that is nearest to being chosen by half; nil is none.
func (t *tightening) question() []int32 {
	sums := map[[2]int32]float64{}
	for j, x := range t.x {
		if x < 1e-3 || t.n.kept[j] || t.n.barred[j] {
			continue
		}
		rows := slices.Clone(t.s.rows.covers.of(int32(j)))
		slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(t.price[b], t.price[a]) })
		rows = rows[:min(len(rows), dearest)]
		slices.Sort(rows)
		for k, b := range rows {
			for _, a := range rows[:k] {
				sums[[2]int32{a, b}] += x
			}
		}
	}
	var best [2]int32
	most := 0.0
	for p, x := range sums {
		far := min(x, 1-x)
		if far < unsure {
			continue
		}
		score := far * min(t.price[p[0]], t.price[p[1]])
		if score > most || score == most && slices.Compare(p[:], best[:]) < 0 {
			best, most = p, score
		}
	}
	if most == 0 {
		return t.doubtful()
	}
	return t.both(best)
}

// settled is how near to chosen or not an x is that is taken for either.
const settled = 0.02

// doubtful returns the candidate that is nearest to being chosen by half, by
// itself; nil where every one is chosen or not.
func (t *tightening) doubtful() []int32 {
	best, far := int32(-1), settled
	for j, x := range t.x {
		if d := min(x, 1-x); d > far && !t.n.kept[j] && !t.n.barred[j] {
			best, far = int32(j), d
		}
	}
	if best < 0 {
		return nil
	}
	return []int32{best}
}

// both lists the candidates, not barred, that cover both rows.
func (t *tightening) both(p [2]int32) []int32 {
	var set []int32
	for _, j := range t.s.rows.by.of(p[0]) {
		if _, ok := slices.BinarySearch(t.s.rows.by.of(p[1]), j); ok && !t.n.barred[j] {
			set = append(set, j)
		}
	}
	return set
}
