package siting

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// drawn makes a problem in which anything may cover anything, reduced, and a
// set of its rows as large as a shape asks for; false when it has too few.
func drawn(r *rand.Rand, shape shape) (Problem, rows, cut, bool) {
	p := Problem{Demand: make([]float64, 12), Covers: make([][]int32, 9)}
	for i := range p.Demand {
		p.Demand[i] = float64(1 + r.IntN(9))
	}
	for j := range p.Covers {
		for i := range p.Demand {
			if r.IntN(3) == 0 {
				p.Covers[j] = append(p.Covers[j], int32(i))
			}
		}
	}
	reduced := reduce(p)
	if len(reduced.weight) < shape.size {
		return p, reduced, cut{}, false
	}
	c := cut{shape: shape}
	for _, i := range r.Perm(len(reduced.weight))[:shape.size] {
		c.rows = append(c.rows, int32(i))
	}
	slices.Sort(c.rows)
	return p, reduced, c, true
}

// parted draws candidates that are kept and barred.
func parted(r *rand.Rand, n int) (kept, barred []bool) {
	kept, barred = make([]bool, n), make([]bool, n)
	for j := range n {
		switch r.IntN(6) {
		case 0:
			kept[j] = true
		case 1:
			barred[j] = true
		}
	}
	return kept, barred
}

// choices calls back with each choice, as a set of bits, that has what is kept
// and nothing barred.
func choices(kept, barred []bool, visit func(set uint)) {
	for set := range uint(1) << len(kept) {
		ok := true
		for j := range kept {
			in := set>>j&1 == 1
			ok = ok && (in || !kept[j]) && (!in || !barred[j])
		}
		if ok {
			visit(set)
		}
	}
}

// reaches counts the candidates of a choice that cover a row.
func (r *rows) reaches(set uint, i int32) (n int) {
	for _, j := range r.by.of(i) {
		n += int(set >> j & 1)
	}
	return n
}

func TestEveryChoiceKeepsEveryCut(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	shapes := append(shapes(), shape{2, 3, 4}, shape{2, 5, 6}, shape{1, 2, 4}, shape{1, 6, 3})
	tight := 0
	for k := range 400 {
		_, rows, c, ok := drawn(r, shapes[k%len(shapes)])
		if !ok {
			continue
		}
		kept, barred := parted(r, rows.covers.len())
		e := c.sides(&rows, kept, barred, make([]int, len(kept)))
		choices(kept, barred, func(set uint) {
			covered, number := 0.0, e.number
			for _, i := range e.rows {
				covered += float64(min(rows.reaches(set, i), 1))
			}
			for _, j := range e.sites {
				number += float64(set >> j & 1)
			}
			if covered > number {
				t.Fatalf("cut %d %v of shape %v: the choice %b covers %v of its rows, the cut allows %v", k, c.rows, c.shape, set, covered, number)
			}
			if covered == number {
				tight++
			}
		})
	}
	if tight == 0 {
		t.Error("no choice makes full use of a cut, want some for the test to say something")
	}
}

func TestAFinderSaysByHowMuchACutIsBroken(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 4))
	seen := 0
	for k := range 8 {
		s, n := unproven(scattered(r, 300, 0.12), 12+k, 40)
		tight := newTightening(s, n)
		d := tight.saddle()
		for range 500 {
			d.move()
		}
		x := make([]float64, len(n.kept))
		for k, j := range d.sites {
			if d.next.x[k] > 1e-4 {
				x[j] = d.next.x[k]
			}
		}
		for _, c := range newFinder(d, &d.next).find(1e7, func() bool { return false }) {
			want := -float64(c.shape.free())
			times := map[int32]int{}
			for _, i := range c.rows {
				level := 0.0
				for _, j := range s.rows.by.of(i) {
					times[j]++
					level += x[j]
				}
				at, _ := slices.BinarySearch(d.own, i)
				want += min(level, d.next.y[at])
			}
			for j, n := range times {
				want -= math.Ceil(float64(c.shape.part*n)/float64(c.shape.of)) * x[j]
			}
			if math.Abs(c.by-want) > 1e-6 {
				t.Fatalf("problem %d: the finder says that %v of shape %v is broken by %v, it is by %v", k, c.rows, c.shape, c.by, want)
			}
			seen++
		}
	}
	if seen < 50 {
		t.Errorf("%d cuts were found, want more for the test to say something", seen)
	}
}

func TestTighteningNeverGoesBelowTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 5))
	closed := 0
	for k := range 80 {
		sites := 2 + r.IntN(3)
		p := scattered(r, 14+r.IntN(14), 0.2+0.1*r.Float64())
		if k%2 == 1 {
			p.Demand[0] += 0.5 // scores are no whole numbers
		}
		want := mostOf(p, sites, 0, make([]int, len(p.Demand)))
		s, n := unproven(p, sites, 1+r.IntN(40))
		if s.closed(n.bound) {
			continue
		}
		tight := newTightening(s, n)
		tight.run()
		if tight.best < want-1e-9 && s.score < want-1e-9 || s.score > want+1e-9 {
			t.Fatalf("problem %d: run ended with %v of at most %v, %v is the best", k, s.score, tight.best, want)
		}
		if s.closed(tight.best) {
			closed++
		}
	}
	if closed < 10 {
		t.Errorf("%d bounds came down to the best, want more for the test to say something", closed)
	}
}

func TestTighteningTakesMostOfTheRelaxationsGap(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 8))
	before, after := 0.0, 0.0
	for k := range 16 {
		s, n := unproven(scattered(r, 300, 0.1), 15+k, 40)
		tree := newTree(s, n)
		tree.lp.solve(1e5, func(float64) bool { return false })
		if tree.lp.bound() < 1.002*s.score {
			continue
		}
		newTightening(s, n).run()
		before += tree.lp.bound() - s.score
		after += s.bound - s.score
	}
	if after > 0.6*before || before == 0 {
		t.Errorf("with cuts %v of %v are left open, want less than 0.6 of that", after, before)
	}
}
