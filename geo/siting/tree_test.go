package siting

import (
	"math"
	"math/rand/v2"
	"testing"
)

// scattered makes a problem of points on a square, each of which may be a site
// for those within a radius: the linear relaxation of such ones is seldom
// whole.
func scattered(r *rand.Rand, points int, radius float64) Problem {
	p := Problem{Demand: make([]float64, points), Covers: make([][]int32, points)}
	x, y := make([]float64, points), make([]float64, points)
	for i := range p.Demand {
		x[i], y[i], p.Demand[i] = r.Float64(), r.Float64(), float64(1+r.IntN(20))
	}
	for j := range p.Covers {
		for i := range p.Demand {
			if math.Hypot(x[j]-x[i], y[j]-y[i]) <= radius {
				p.Covers[j] = append(p.Covers[j], int32(i))
			}
		}
	}
	return p
}

// mostOf tries every set of n candidates.
func mostOf(p Problem, n int, first int, count []int) float64 {
	if n == 0 || first == len(p.Covers) {
		sum := 0.0
		for i, c := range count {
			if c > 0 {
				sum += p.Demand[i]
			}
		}
		return sum
	}
	without := mostOf(p, n, first+1, count)
	for _, i := range p.Covers[first] {
		count[i]++
	}
	with := mostOf(p, n-1, first+1, count)
	for _, i := range p.Covers[first] {
		count[i]--
	}
	return max(with, without)
}

// unproven is a solver with a first answer and a root whose multipliers moved
// so many times.
func unproven(p Problem, sites, moves int) (*solver, *node) {
	r := reduce(p)
	s := &solver{over: func() bool { return false }, problem: p, rows: r, limits: limit(p, min(sites, r.useful()))}
	s.loose, s.bound = r.total-r.given, r.total-r.given
	s.slack = 1e-12 * s.loose
	n := &node{kept: make([]bool, len(p.Covers)), barred: make([]bool, len(p.Covers))}
	s.walk = newWalk(&s.rows, n.barred)
	s.walk.fill(sites, false)
	s.found()
	n.dual = newDual(&s.rows, &s.limits)
	s.lower(n, moves, false)
	s.raise(n.bound)
	return s, n
}

// unsettled makes a problem one of the k-th kind, and lowers its bound by some
// multipliers; want is the best that there is, to which all reports are held.
func unsettled(t *testing.T, r *rand.Rand, p Problem, k, sites, moves int) (s *solver, n *node, want float64) {
	t.Helper()
	if k%2 == 1 {
		p.Demand[0] += 0.5 // scores are no whole numbers
	}
	if k%3 == 2 {
		for i := range p.Demand {
			p.Demand[i] = float64(1 + r.IntN(2)) // a site more or less is a step of one
		}
	}
	want = mostOf(p, sites, 0, make([]int, len(p.Demand)))
	s, n = unproven(p, sites, 1+r.IntN(moves))
	s.report = func(now Result) {
		if now.Bound < want-1e-9 || now.Covered > want+1e-9 {
			t.Fatalf("problem %d: told %v of at most %v, %v is the best", k, now.Covered, now.Bound, want)
		}
	}
	return s, n, want
}

func TestTheTreeEndsWithTheBestThereIs(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	trees := 0
	for k := range 60 {
		sites := 2 + r.IntN(3)
		p := scattered(r, 12+r.IntN(14), 0.2+0.1*r.Float64())
		s, n, want := unsettled(t, r, p, k, sites, 40)
		if s.closed(n.bound) {
			continue // the multipliers were enough
		}
		trees++
		if proven := newTree(s, n).run(); !proven || math.Abs(s.score-want) > 1e-9 {
			t.Errorf("problem %d: run = %v with %v covered, want %v proven", k, proven, s.score, want)
		}
	}
	if trees < 20 {
		t.Errorf("%d problems needed a tree, want more for the test to say something", trees)
	}
}

// TestTheRelaxationIsSolved holds the simplex to duality: an x that breaks no
// rule and is worth what the prices prove is the best, and so are the prices.
func TestTheRelaxationIsSolved(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 6))
	asked := 0
	for k := range 12 {
		sites := 5 + r.IntN(10)
		s, n := unproven(scattered(r, 300+r.IntN(200), 0.12), 10+sites, 1+r.IntN(60))
		if s.closed(n.bound) {
			continue
		}
		tree := newTree(s, n)
		lp := tree.lp
		for step := range 3 {
			last := lp.objective()
			for got := moved; got == moved; {
				if got = lp.step(); got == failed {
					t.Fatalf("problem %d: step failed", k)
				}
				if now := lp.objective(); now > last+1e-6 {
					t.Fatalf("problem %d: the bound went up from %v to %v", k, last, now)
				} else {
					last = now
				}
			}
			if worth, bound := lp.worthOf(t), lp.bound(); math.Abs(worth-bound) > 1e-5*bound {
				t.Errorf("problem %d, question %d: x is worth %v, the prices prove %v", k, step, worth, bound)
			}
			set := tree.question()
			if set == nil {
				break
			}
			asked++
			tree.ask(set, step%2 == 0)
		}
	}
	if asked < 20 {
		t.Errorf("%d questions were asked, want more for the test to say something", asked)
	}
}

// worthOf returns what x is worth, and fails when it breaks a rule.
func (s *simplex) worthOf(t *testing.T) float64 {
	t.Helper()
	for j, x := range s.x {
		if x < -1e-6 || x > 1+1e-6 || s.barred[j] && x > 1e-6 {
			t.Fatalf("x[%d] = %v, barred %v", j, x, s.barred[j])
		}
	}
	sum := s.base
	for i, by := range s.by {
		level := 0.0
		for _, j := range by {
			level += s.x[j]
		}
		slope := s.least[i]
		if level < s.want[i] {
			slope = s.most[i]
		}
		sum += slope * (level - s.want[i])
	}
	return sum
}

func TestALeafIsComeBackTo(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 6))
	back := 0
	for k := range 20 {
		s, n := unproven(scattered(r, 400, 0.12), 20, 30)
		if s.closed(n.bound) {
			continue
		}
		tree := newTree(s, n)
		if !tree.bound(&leaf{bound: s.bound}) || len(tree.open) == 0 {
			continue
		}
		root := tree.open[0]
		tree.at = root
		tree.split(root, 1)
		for _, l := range tree.open[1:] {
			if !tree.goTo(l) || math.Abs(tree.lp.bound()-l.bound) > 1e-6*l.bound {
				t.Errorf("problem %d: back at a leaf the bound is %v, it was %v", k, tree.lp.bound(), l.bound)
			}
			back++
		}
	}
	if back < 8 {
		t.Errorf("%d leaves were come back to, want more", back)
	}
}
