package siting

import "math"

// rowOfInverse returns a row's columns times the inverse, by tight row.
func (s *simplex) rowOfInverse(i int32) []float64 {
	v := sized(&s.first, len(s.basic))
	for _, j := range s.by[i] {
		if q := s.colAt[j]; q >= 0 {
			addTimes(v, s.inverse[q], 1)
		}
	}
	return v
}

// columnOfInverse returns the inverse times a column, by basic column.
func (s *simplex) columnOfInverse(j int32) []float64 {
	v := sized(&s.second, len(s.basic))
	for _, i := range s.col[j] {
		if t := s.rowAt[i]; t >= 0 {
			for q, row := range s.inverse {
				v[q] += row[t]
			}
		}
	}
	return v
}

// sized returns a workspace of so many zeros.
func sized(space *[]float64, n int) []float64 {
	if cap(*space) < n {
		*space = make([]float64, n, 2*n+16)
	}
	*space = (*space)[:n]
	clear(*space)
	return *space
}

// addTimes adds a list times a factor to another; four at a time, for the
// processor waits for none of them.
func addTimes(to, from []float64, factor float64) {
	for len(from) >= 4 && len(to) >= 4 {
		to[0] += factor * from[0]
		to[1] += factor * from[1]
		to[2] += factor * from[2]
		to[3] += factor * from[3]
		to, from = to[4:], from[4:]
	}
	for k, v := range from {
		to[k] += factor * v
	}
}

// exchange brings a column in, or takes a tight row out, for what leaves or
// comes by the edge. It reports whether that could be done without too great
// an error.
func (s *simplex) exchange(enter int32, out int, rho []float64) bool {
	e := s.edge
	var alpha []float64
	if enter >= 0 {
		alpha = s.columnOfInverse(enter)
	} else {
		alpha = sized(&s.second, len(s.basic))
		for q, row := range s.inverse {
			alpha[q] = row[out]
		}
	}
	s.spread(enter, alpha)
	var pivot float64
	if e.row >= 0 {
		pivot = s.change[e.row]
	} else {
		pivot = alpha[e.place]
	}
	if math.Abs(pivot) < 1e-8 {
		return false
	}
	s.walkOver(enter, out, alpha, pivot)
	s.lengthen(enter, out, alpha, pivot, rho)
	s.swapOut(enter, out, alpha, pivot, rho)
	return true
}

// spread fills change with how the level of each row outside the basis moves
// when the newcomer grows: its own entry less what the basic columns give way.
func (s *simplex) spread(enter int32, alpha []float64) {
	clear(s.change)
	if enter >= 0 {
		for _, i := range s.col[enter] {
			s.change[i]++
		}
	}
	s.subtract(s.change, alpha)
}

// subtract takes basic columns times factors off what rows have.
func (s *simplex) subtract(rows, factors []float64) {
	for q, v := range factors {
		if math.Abs(v) > 1e-12 {
			for _, i := range s.col[s.basic[q]] {
				rows[i] -= v
			}
		}
	}
}

// walkOver moves x and levels so that the leaver comes to its goal.
func (s *simplex) walkOver(enter int32, out int, alpha []float64, pivot float64) {
	e := s.edge
	var t float64
	if e.row >= 0 {
		t = (s.want[e.row] - s.level[e.row]) / pivot
	} else {
		t = (s.x[s.basic[e.place]] - e.goal) / pivot
	}
	for q, v := range alpha {
		s.x[s.basic[q]] -= t * v
	}
	for i, v := range s.change {
		s.level[i] += t * v
	}
	if enter >= 0 {
		s.x[enter] += t
	} else {
		s.level[s.tight[out]] = s.want[s.tight[out]] - t
	}
	if e.row >= 0 {
		s.level[e.row] = s.want[e.row]
	} else {
		s.x[s.basic[e.place]] = e.goal
	}
}

// lengthen brings the lengths of the edges up to date.
func (s *simplex) lengthen(enter int32, out int, alpha []float64, pivot float64, rho []float64) {
	e := s.edge
	tau := make([]float64, len(s.basic))
	length := 0.0
	for _, v := range rho {
		length += v * v
	}
	if e.row >= 0 {
		length++
	}
	for q, row := range s.inverse {
		tau[q] = dot(row, rho)
	}
	for q, v := range alpha {
		if v != 0 && q != e.place {
			s.colEdge[s.basic[q]] = longer(s.colEdge[s.basic[q]], v/pivot, tau[q], length)
		}
	}
	s.lengthenRows(tau, pivot, length)
	if enter >= 0 {
		s.colEdge[enter] = length / (pivot * pivot)
	} else {
		s.rowEdge[s.tight[out]] = length / (pivot * pivot)
	}
}

func (s *simplex) lengthenRows(tau []float64, pivot, length float64) {
	given := sized(&s.third, len(s.by))
	s.subtract(given, tau)
	for i, v := range s.change {
		if s.rowAt[i] < 0 && int32(i) != s.edge.row && math.Abs(v) > 1e-12 {
			s.rowEdge[i] = longer(s.rowEdge[i], v/pivot, given[i], length)
		}
	}
}

// longer is the update of an edge's squared length.
func longer(before, ratio, tau, length float64) float64 {
	return max(before-2*ratio*tau+ratio*ratio*length, 1e-4)
}

// dot is the sum of products, in four sums that do not wait for each other.
func dot(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	for k, v := range b {
		s0 += a[k] * v
	}
	return s0 + s1 + s2 + s3
}

// swapOut changes the basis and its inverse.
func (s *simplex) swapOut(enter int32, out int, alpha []float64, pivot float64, rho []float64) {
	e := s.edge
	switch {
	case enter >= 0 && e.row < 0:
		s.eliminate(alpha, e.place, pivot)
		s.release(e.place)
		s.basic[e.place], s.colAt[enter] = enter, int32(e.place)
	case enter >= 0:
		s.border(alpha, rho, pivot)
		s.colAt[enter], s.rowAt[e.row] = int32(len(s.basic)), int32(len(s.basic))
		s.basic, s.tight = append(s.basic, enter), append(s.tight, e.row)
	case e.row < 0:
		s.eliminate(alpha, e.place, pivot)
		s.shrink(e.place, out)
	default:
		s.replaceRow(alpha, out, pivot, rho)
		s.free(out)
		s.tight[out], s.rowAt[e.row] = e.row, int32(out)
	}
	if enter >= 0 {
		s.top[enter], s.worth[enter] = false, 0
	}
}

// release puts a basic column outside the basis, where the edge leads it.
func (s *simplex) release(place int) {
	j := s.basic[place]
	s.colAt[j], s.top[j] = -1, s.edge.goal == 1
}

// free puts a tight row outside the basis, its price at the limit that it met.
func (s *simplex) free(place int) {
	i := s.tight[place]
	s.rowAt[i] = -1
	if s.price[i]-s.least[i] < s.most[i]-s.price[i] {
		s.price[i] = s.least[i]
	} else {
		s.price[i] = s.most[i]
	}
}

// eliminate divides a row of the inverse by the pivot and takes it off the
// others.
func (s *simplex) eliminate(alpha []float64, place int, pivot float64) {
	chosen := s.inverse[place]
	for t := range chosen {
		chosen[t] /= pivot
	}
	for q, v := range alpha {
		if q != place && v != 0 {
			addTimes(s.inverse[q], chosen, -v)
		}
	}
}

// border adds a row and a column to the inverse; −rho is the new row's columns
// times the inverse.
func (s *simplex) border(alpha, rho []float64, pivot float64) {
	for q, v := range alpha {
		if v != 0 {
			addTimes(s.inverse[q], rho, -v/pivot)
		}
		s.inverse[q] = append(s.inverse[q], -v/pivot)
	}
	last := make([]float64, len(rho)+1, 2*len(rho)+16)
	for t, v := range rho {
		last[t] = v / pivot
	}
	last[len(rho)] = 1 / pivot
	s.inverse = append(s.inverse, last)
}

// shrink takes a column and a row out of the basis, after eliminate; the last
// ones take their places.
func (s *simplex) shrink(place, out int) {
	s.release(place)
	s.free(out)
	end := len(s.basic) - 1
	for q, row := range s.inverse {
		row[out] = row[end]
		s.inverse[q] = row[:end]
	}
	s.inverse[place] = s.inverse[end]
	s.inverse = s.inverse[:end]
	if place < end {
		s.basic[place], s.colAt[s.basic[end]] = s.basic[end], int32(place)
	}
	if out < end {
		s.tight[out], s.rowAt[s.tight[end]] = s.tight[end], int32(out)
	}
	s.basic, s.tight = s.basic[:end], s.tight[:end]
}

// replaceRow puts a row in the place of another; alpha is that one's column of
// the inverse.
func (s *simplex) replaceRow(alpha []float64, out int, pivot float64, rho []float64) {
	for q, v := range alpha {
		if v != 0 {
			addTimes(s.inverse[q], rho, -v/pivot)
		}
		s.inverse[q][out] = -v / pivot
	}
}
