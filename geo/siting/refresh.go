package siting

import (
	"math"
	"slices"
)

// enter computes all that follows from new lists of the basis and from the
// prices outside it, and reports whether that could be done. The lengths of
// edges are forgotten.
func (s *simplex) enter() bool {
	s.place()
	for i := range s.rowEdge {
		s.rowEdge[i] = 1
	}
	for j := range s.colEdge {
		s.colEdge[j] = 1
	}
	if !s.invert() {
		return false
	}
	s.settleWorths()
	s.settlePrices()
	leeway := s.leeway()
	for j, d := range s.worth {
		s.top[j] = d > leeway && s.colAt[j] < 0 && !s.barred[j]
	}
	s.settleColumns()
	return true
}

// refresh computes all that follows from the basis anew, and the inverse too
// where rounding has spoilt it.
func (s *simplex) refresh() bool {
	s.settleWorths()
	if s.drift() > 1e-5 && !s.invert() {
		return false
	}
	s.settlePrices()
	s.settleColumns()
	return true
}

// settleWorths computes the worths from the prices.
func (s *simplex) settleWorths() {
	clear(s.worth)
	for i, price := range s.price {
		if price != 0 {
			for _, j := range s.by[i] {
				s.worth[j] += price
			}
		}
	}
}

// drift is the greatest worth of a basic column, which ought to be none.
func (s *simplex) drift() float64 {
	most := 0.0
	for _, j := range s.basic {
		most = max(most, math.Abs(s.worth[j]))
	}
	return most
}

// settlePrices moves the prices of tight rows so that basic columns are worth
// nothing.
func (s *simplex) settlePrices() {
	moves := sized(&s.first, len(s.tight))
	for q, j := range s.basic {
		if d := s.worth[j]; d != 0 {
			addTimes(moves, s.inverse[q], -d)
		}
	}
	for t, v := range moves {
		i := s.tight[t]
		s.price[i] += v
		for _, j := range s.by[i] {
			s.worth[j] += v
		}
	}
}

// settleColumns computes x and the levels.
func (s *simplex) settleColumns() {
	clear(s.x)
	for j, top := range s.top {
		if top {
			s.x[j] = 1
		}
	}
	lack := sized(&s.first, len(s.tight))
	for t, i := range s.tight {
		lack[t] = s.want[i]
		for _, j := range s.by[i] {
			lack[t] -= s.x[j]
		}
	}
	for q, j := range s.basic {
		s.x[j] = dot(s.inverse[q], lack)
	}
	clear(s.level)
	for j, x := range s.x {
		if x != 0 {
			for _, i := range s.col[j] {
				s.level[i] += x
			}
		}
	}
}

// invert computes the inverse from the lists of the basis, by elimination with
// the greatest pivot of each column; it reports whether there is one.
func (s *simplex) invert() bool {
	n := len(s.basic)
	left, right := make([][]float64, n), make([][]float64, n)
	for t, i := range s.tight {
		left[t], right[t] = make([]float64, n), make([]float64, n, n+64)
		right[t][t] = 1
		for _, j := range s.by[i] {
			if q := s.colAt[j]; q >= 0 {
				left[t][q] = 1
			}
		}
	}
	for q := range n {
		best := q
		for t := q; t < n; t++ {
			if math.Abs(left[t][q]) > math.Abs(left[best][q]) {
				best = t
			}
		}
		left[q], left[best], right[q], right[best] = left[best], left[q], right[best], right[q]
		pivot := left[q][q]
		if math.Abs(pivot) < 1e-9 {
			return false
		}
		for k := range n {
			left[q][k] /= pivot
			right[q][k] /= pivot
		}
		for t := range n {
			if f := left[t][q]; t != q && f != 0 {
				addTimes(left[t][q:], left[q][q:], -f)
				addTimes(right[t], right[q], -f)
			}
		}
	}
	s.inverse = right
	return true
}

// stand is a copy of where a simplex stands.
type stand struct {
	basic, tight     []int32
	inverse          [][]float64
	price, worth, x  []float64
	level            []float64
	rowEdge, colEdge []float64
	top, barred      []bool
}

func (s *simplex) save() stand {
	k := stand{
		basic: slices.Clone(s.basic), tight: slices.Clone(s.tight), inverse: make([][]float64, len(s.inverse)), price: slices.Clone(s.price),
		worth: slices.Clone(s.worth), x: slices.Clone(s.x), level: slices.Clone(s.level), rowEdge: slices.Clone(s.rowEdge), colEdge: slices.Clone(s.colEdge),
		top: slices.Clone(s.top), barred: slices.Clone(s.barred),
	}
	for q, row := range s.inverse {
		k.inverse[q] = slices.Clone(row)
	}
	return k
}

// load goes back to a copy, and drops the rows that came since.
func (s *simplex) load(k stand) {
	s.leave()
	s.drop(len(k.price))
	s.basic, s.tight = append(s.basic, k.basic...), append(s.tight, k.tight...)
	copy(s.price, k.price)
	copy(s.worth, k.worth)
	copy(s.x, k.x)
	copy(s.level, k.level)
	copy(s.rowEdge, k.rowEdge)
	copy(s.colEdge, k.colEdge)
	copy(s.top, k.top)
	copy(s.barred, k.barred)
	s.place()
	s.inverse = s.inverse[:min(len(s.inverse), len(k.inverse))]
	for q, row := range k.inverse {
		if q == len(s.inverse) {
			s.inverse = append(s.inverse, nil)
		}
		s.inverse[q] = append(s.inverse[q][:0], row...)
	}
}

// leave empties the basis.
func (s *simplex) leave() {
	for _, j := range s.basic {
		s.colAt[j] = -1
	}
	for _, i := range s.tight {
		s.rowAt[i] = -1
	}
	s.basic, s.tight = s.basic[:0], s.tight[:0]
}

// place notes where the members of the basis are in it.
func (s *simplex) place() {
	for q, j := range s.basic {
		s.colAt[j] = int32(q)
	}
	for t, i := range s.tight {
		s.rowAt[i] = int32(t)
	}
}
