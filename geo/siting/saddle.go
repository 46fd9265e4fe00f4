package siting

import (
	"math"
	"slices"
)

// saddle is the linear relaxation with cuts, and a method for it that needs no
// basis. A price λ_i of each row's y_i ≤ Σ x_j and μ_c of each cut make it a
// game: x and y go up what they are worth at these prices, the prices go up
// where a rule is broken.
//
//	min over λ, μ ≥ 0  max over x, y  Σ w_i y_i + Σ λ_i (Σ_{j covers i} x_j − y_i) + Σ μ_c (number_c + Σ f_cj x_j − Σ_{i in c} y_i)
//
// with 0 ≤ x, y ≤ 1 and Σ x ≤ p. Whatever the prices are, the inner maximum is
// a bound, and it is found by sorting. The moves are those of A. Chambolle and
// T. Pock ("A first-order primal-dual algorithm for convex problems", Journal
// of Mathematical Imaging and Vision 40, 2011), with a step of its own for each
// unknown (T. Pock and A. Chambolle, "Diagonal preconditioning for first order
// primal-dual algorithms", 2011), drawn back to an anchor that is set anew
// whenever they have come near enough to rest (H. Lu and J. Yang, "Restarted
// Halpern PDHG for linear programming", 2024).
type saddle struct {
	p     int
	sites []int32 // by column: its candidate
	own   []int32 // by row: its number in the problem
	by    table   // by row: its columns
	col   table   // by column: its rows
	cuts  table   // by cut: its columns, each as often as its factor
	cutOf table   // by column: its cuts likewise
	sets  table   // by cut: its rows
	names []int32 // by cut: its number among all cuts
	base  float64 // what is covered by sites that are kept

	all    []int32 // the columns
	active []int32 // those that moves look at

	weight []float64 // by row
	number []float64 // by cut
	now    place
	anchor place
	next   place
	speed  place   // the steps
	slope  place   // workspace
	tilt   float64 // steps of x and y are longer by that, those of the prices shorter
	age    int     // moves since the anchor was set
	moves  int
	theta  float64 // price of a site in the last projection

	rest, fresh, last float64 // how far it was from rest: now, at the first move, at the look before
}

// place is a point of the game.
type place struct{ x, y, price, levy []float64 } // by column, row, row, cut

func newPlace(columns, rows, cuts int) place {
	return place{make([]float64, columns), make([]float64, rows), make([]float64, rows), make([]float64, cuts)}
}

func (p *place) lists() [4][]float64 { return [4][]float64{p.x, p.y, p.price, p.levy} }

func (p *place) set(q *place) {
	from := q.lists()
	for k, to := range p.lists() {
		copy(to, from[k])
	}
}

// steps gives each unknown the inverse of how much it touches.
func (s *saddle) steps() {
	s.speed = newPlace(len(s.sites), len(s.own), len(s.number))
	for i := range s.own {
		s.speed.y[i] = 1
		s.speed.price[i] = 1 + float64(len(s.by.of(int32(i))))
	}
	for j := range s.sites {
		s.speed.x[j] = float64(len(s.col.of(int32(j))))
	}
	for c := range s.number {
		for _, i := range s.sets.of(int32(c)) {
			s.speed.y[i]++
			s.speed.levy[c]++
		}
		for _, j := range s.cuts.of(int32(c)) {
			s.speed.x[j]++
			s.speed.levy[c]++
		}
	}
	for _, list := range s.speed.lists() {
		for k, v := range list {
			list[k] = 1 / max(v, 1)
		}
	}
}

// move makes one move: from now to next, and from there to a place between
// its double and the anchor.
func (s *saddle) move() {
	s.worths(&s.now, s.active, s.slope.x, s.slope.y)
	for j, v := range s.slope.x {
		s.next.x[j] = s.now.x[j] + s.tilt*s.speed.x[j]*v
	}
	for i, v := range s.slope.y {
		s.next.y[i] = min(max(s.now.y[i]+s.tilt*s.speed.y[i]*v, 0), 1)
	}
	s.project(s.next.x)
	for k, from := range [2][]float64{s.now.x, s.now.y} {
		to, ahead := [2][]float64{s.next.x, s.next.y}[k], [2][]float64{s.slope.x, s.slope.y}[k]
		for j, v := range to {
			ahead[j] = 2*v - from[j]
		}
	}
	s.levels(s.slope.x, s.slope.y, s.slope.price, s.slope.levy)
	for i, v := range s.slope.price {
		s.next.price[i] = max(0, s.now.price[i]-v*s.speed.price[i]/s.tilt)
	}
	for c, v := range s.slope.levy {
		s.next.levy[c] = max(0, s.now.levy[c]-v*s.speed.levy[c]/s.tilt)
	}
	s.moves++
	if s.age == 0 || s.age%look == look-1 {
		s.settle()
	}
	s.draw()
}

// draw goes on from next: as far again, and back towards the anchor.
func (s *saddle) draw() {
	back := 1 / float64(s.age+2)
	next, anchor := s.next.lists(), s.anchor.lists()
	for k, now := range s.now.lists() {
		n, a := next[k], anchor[k]
		for j, v := range now {
			now[j] = (1-back)*(2*n[j]-v) + back*a[j]
		}
	}
	s.age++
}

// look is how many moves are between two looks at how far it is from rest.
const look = 20

// settle sets the anchor anew when the moves have become short, and finds the
// balance between x and prices from how far each has come.
func (s *saddle) settle() {
	s.last, s.rest = s.rest, math.Sqrt(s.tilted(&s.next, &s.now))
	if s.age == 0 {
		s.fresh = s.rest
		return
	}
	if s.rest > 0.2*s.fresh && (s.rest > 0.8*s.fresh || s.rest <= s.last) && float64(s.age) < 0.36*float64(s.moves) {
		return
	}
	x, prices := s.ways(&s.next, &s.anchor)
	if x > 1e-18 && prices > 1e-18 {
		s.tilt = math.Sqrt(s.tilt * math.Sqrt(x/prices))
	}
	s.now.set(&s.next)
	s.anchor.set(&s.next)
	s.age = -1
}

// ways are the squared distances of two places in x and y, and in prices.
func (s *saddle) ways(a, b *place) (x, prices float64) {
	la, lb := a.lists(), b.lists()
	for k, steps := range s.speed.lists() {
		sum := 0.0
		for j, v := range la[k] {
			sum += (v - lb[k][j]) * (v - lb[k][j]) / steps[j]
		}
		if k < 2 {
			x += sum
		} else {
			prices += sum
		}
	}
	return x, prices
}

func (s *saddle) tilted(a, b *place) float64 {
	x, prices := s.ways(a, b)
	return x/s.tilt + prices*s.tilt
}

// worths computes what some columns and all rows are worth at the prices of a
// place; the other columns are worth 0.
func (s *saddle) worths(at *place, some []int32, columns, rows []float64) {
	clear(columns)
	for _, j := range some {
		columns[j] = total(at.price, s.col.of(j)) + total(at.levy, s.cutOf.of(j))
	}
	for i, price := range at.price {
		rows[i] = s.weight[i] - price
	}
	for c, levy := range at.levy {
		if levy == 0 {
			continue
		}
		for _, i := range s.sets.of(int32(c)) {
			rows[i] -= levy
		}
	}
}

// levels computes by how much x and y keep the rules.
func (s *saddle) levels(x, y, rows, cuts []float64) {
	for i, v := range y {
		rows[i] = -v
	}
	for c, number := range s.number {
		sum := number
		for _, i := range s.sets.of(int32(c)) {
			sum -= y[i]
		}
		cuts[c] = sum
	}
	for j, v := range x {
		if v == 0 {
			continue
		}
		for _, i := range s.col.of(int32(j)) {
			rows[i] += v
		}
		for _, c := range s.cutOf.of(int32(j)) {
			cuts[c] += v
		}
	}
}

// project brings x to the nearest that chooses p at most: it lessens each by
// its step times the same price.
func (s *saddle) project(x []float64) {
	left := func(theta float64) (sum, slope float64) {
		for j, v := range x {
			step := s.tilt * s.speed.x[j]
			if v -= theta * step; v >= 1 {
				sum++
			} else if v > 0 {
				sum += v
				slope += step
			}
		}
		return sum - float64(s.p), slope
	}
	theta := 0.0
	if over, _ := left(0); over > 0 {
		theta = falling(left, s.theta)
		s.theta = theta
	}
	for j, v := range x {
		x[j] = min(max(v-theta*s.tilt*s.speed.x[j], 0), 1)
	}
}

// falling returns where a falling function, positive at 0, is 0, by Newton's
// method within a bracket; slope is by how much it falls.
func falling(f func(float64) (value, slope float64), at float64) float64 {
	low, high := 0.0, math.Inf(1)
	for range 60 {
		value, slope := f(at)
		if math.Abs(value) < 1e-10 {
			break
		}
		if value > 0 {
			low = at
		} else {
			high = at
		}
		next := at + value/slope
		if !(next > low && next < high) {
			if next = (low + high) / 2; math.IsInf(high, 1) {
				next = 2*low + 1
			}
		}
		at = next
	}
	return at
}

// bound returns what prices prove, with what each column is worth at them.
func (s *saddle) bound(at *place, columns []float64) float64 {
	rows := make([]float64, len(s.own))
	s.worths(at, s.all, columns, rows)
	sum := s.base
	for _, v := range rows {
		sum += max(v, 0)
	}
	for c, levy := range at.levy {
		sum += levy * s.number[c]
	}
	for _, v := range top(columns, s.p) {
		sum += max(v, 0)
	}
	return sum
}

// top returns the n greatest numbers of a list, in any order.
func top(list []float64, n int) []float64 {
	sorted := slices.Clone(list)
	if n < len(sorted) {
		for k := range sorted {
			sorted[k] = -sorted[k]
		}
		nth(sorted, n)
		for k := range sorted {
			sorted[k] = -sorted[k]
		}
		sorted = sorted[:n]
	}
	return sorted
}
