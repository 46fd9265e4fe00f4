package siting

import "math"

// simplex is the linear relaxation of a maximal covering problem and a method
// to solve it:
//
//	maximise Σ_i f_i(Σ_{j covers i} x_j) with 0 ≤ x ≤ 1
//
// where f_i is a concave function of two straight parts that meet at want_i:
// for demand w min(r, 1); for the number of sites 0, and a steep descent
// behind p. The dual of it has a price λ_i for each row, between the slopes of
// the two parts, and
//
//	base − Σ want_i λ_i + Σ_j max(0, d_j),  d_j = Σ_{i covered by j} λ_i
//
// is at least the score of any choice, whatever the prices are.
//
// The method is the dual simplex (C. E. Lemke, Naval Research Logistics
// Quarterly 1, 1954) with steepest edges (J. J. Forrest and D. Goldfarb,
// "Steepest-edge simplex algorithms for linear programming", Mathematical
// Programming 57, 1992): prices go down the bound until the x that belong to
// them break no rule. Only rows that are reached exactly and columns strictly
// inside their limits make up the basis, so that its inverse is small and kept
// in full.
type simplex struct {
	by, col     [][]int32 // by row: its columns; by column: its rows
	want        []float64 // by row
	least, most []float64 // by row: limits of λ
	base        float64
	barred      []bool // columns that must stay 0
	price       []float64
	worth       []float64 // by column: d, of basic ones 0
	top         []bool    // columns that stay at 1, outside the basis
	x           []float64 // by column
	level       []float64 // by row: what is reached, Σ x

	tight, basic []int32     // rows and columns of the basis
	rowAt, colAt []int32     // by row, by column: the place in the basis, −1 is none
	inverse      [][]float64 // by place of column: by place of row
	rowEdge      []float64   // by row outside the basis: the squared length of its edge
	colEdge      []float64   // by basic column: likewise
	steps        int

	edge   edge
	change []float64 // by row or column: workspaces
	shift  []float64
	first  []float64
	second []float64
	third  []float64
}

// edge is the way out of a broken rule: a column or a row leaves, and the
// prices move along it.
type edge struct {
	place int     // of the basic column that leaves, −1 when a row does
	row   int32   // that comes into the basis, −1 when a column leaves
	sign  float64 // of the change of the leaver's price
	goal  float64 // where the leaver goes
}

func newSimplex(columns int) *simplex {
	s := &simplex{
		col: make([][]int32, columns), barred: make([]bool, columns), worth: make([]float64, columns), top: make([]bool, columns),
		x: make([]float64, columns), colAt: make([]int32, columns), colEdge: make([]float64, columns), shift: make([]float64, columns),
	}
	for j := range s.colAt {
		s.colAt[j] = -1
	}
	return s
}

// add appends a row at one of the limits of its price.
func (s *simplex) add(columns []int32, want, least, most, price float64) {
	i := int32(len(s.by))
	s.by = append(s.by, columns)
	level := 0.0
	for _, j := range columns {
		s.col[j] = append(s.col[j], i)
		s.worth[j] += price
		level += s.x[j]
	}
	s.want, s.least, s.most, s.price = append(s.want, want), append(s.least, least), append(s.most, most), append(s.price, price)
	s.level, s.rowAt, s.rowEdge, s.change = append(s.level, level), append(s.rowAt, -1), append(s.rowEdge, 1), append(s.change, 0)
	for _, v := range s.rowOfInverse(i) {
		s.rowEdge[i] += v * v
	}
}

// drop takes rows away that were added last and are not in the basis.
func (s *simplex) drop(rows int) {
	for i := len(s.by) - 1; i >= rows; i-- {
		for _, j := range s.by[i] {
			s.col[j] = s.col[j][:len(s.col[j])-1]
		}
	}
	s.by, s.want, s.least, s.most, s.price = s.by[:rows], s.want[:rows], s.least[:rows], s.most[:rows], s.price[:rows]
	s.level, s.rowAt, s.rowEdge, s.change = s.level[:rows], s.rowAt[:rows], s.rowEdge[:rows], s.change[:rows]
}

// bound returns what the prices prove, computed from them alone: whatever
// rounding did to the basis, it holds.
func (s *simplex) bound() float64 {
	sum := s.base
	worth := s.shift
	clear(worth)
	for i, price := range s.price {
		price = min(max(price, s.least[i]), s.most[i])
		sum -= price * s.want[i]
		if price == 0 {
			continue
		}
		for _, j := range s.by[i] {
			worth[j] += price
		}
	}
	for j, d := range worth {
		if d > 0 && !s.barred[j] {
			sum += d
		}
	}
	return sum
}

// objective is the bound as the basis has it.
func (s *simplex) objective() float64 {
	sum := s.base
	for i, price := range s.price {
		sum -= price * s.want[i]
	}
	for j, top := range s.top {
		if top {
			sum += s.worth[j]
		}
	}
	return sum
}

// breach is by how much a rule must be broken to count, and tiny what counts
// as no movement.
const (
	breach = 1e-9
	tiny   = 1e-9
)

// leeway is how much prices may overstep when the next step is chosen.
func (s *simplex) leeway() float64 { return min(1e-12*s.base, 1e-7) }

// worst finds the broken rule of the steepest way out, and reports whether
// there is one.
func (s *simplex) worst() bool {
	most := 0.0
	look := func(by, length float64, e edge) {
		if by > breach && by*by > most*length {
			most, s.edge = by*by/length, e
		}
	}
	for q, j := range s.basic {
		switch x := s.x[j]; {
		case x < 0:
			look(-x, s.colEdge[j], edge{q, -1, -1, 0})
		case s.barred[j]:
			look(x, s.colEdge[j], edge{q, -1, 1, 0})
		default:
			look(x-1, s.colEdge[j], edge{q, -1, 1, 1})
		}
	}
	for i, level := range s.level {
		by := s.want[i] - level
		switch {
		case s.rowAt[i] >= 0:
		case by > 0 && s.price[i] < s.most[i]:
			look(by, s.rowEdge[i], edge{-1, int32(i), 1, 0})
		case by < 0 && s.price[i] > s.least[i]:
			look(-by, s.rowEdge[i], edge{-1, int32(i), -1, 0})
		}
	}
	return most > 0
}

// solve moves the prices until they are the best, until enough says that the
// bound is low enough, or for so many steps. It reports whether it ended before
// that.
func (s *simplex) solve(steps int, enough func(bound float64) bool) bool {
	for n := range steps {
		if n%64 == 63 && !s.refresh() {
			return true
		}
		if s.step() != moved || enough(s.objective()) {
			return true
		}
	}
	return false
}

// outcome says how a step ended.
type outcome int

const (
	solved outcome = iota
	moved
	failed // by rounding
)

// step takes one broken rule out of the way.
func (s *simplex) step() outcome {
	if !s.worst() {
		return solved
	}
	s.steps++
	rho := s.direction()
	t, enter, out, ok := s.block(rho)
	if !ok {
		return failed
	}
	s.slide(rho, t)
	if enter < 0 && out < 0 { // the price went from one limit to the other
		s.price[s.edge.row] = s.least[s.edge.row]
		if s.edge.sign > 0 {
			s.price[s.edge.row] = s.most[s.edge.row]
		}
		return moved
	}
	if !s.exchange(enter, out, rho) {
		return failed
	}
	return moved
}

// direction returns how the prices of the tight rows move, per unit of the
// leaver's price and before its sign, and fills shift with how the worths do,
// with the sign.
func (s *simplex) direction() []float64 {
	e := s.edge
	clear(s.shift)
	var rho []float64
	if e.row < 0 {
		rho = append(s.first[:0], s.inverse[e.place]...)
	} else {
		rho = s.rowOfInverse(e.row)
		for t := range rho {
			rho[t] = -rho[t]
		}
		for _, j := range s.by[e.row] {
			s.shift[j] += e.sign
		}
	}
	s.first = rho
	for t, v := range rho {
		if math.Abs(v) > 1e-12 {
			for _, j := range s.by[s.tight[t]] {
				s.shift[j] += e.sign * v
			}
		}
	}
	return rho
}

// block finds what the prices meet first on their way: a column whose worth
// comes to zero, or a tight row whose price comes to its limit; of those at
// about the same place the one that is met most squarely (P. M. J. Harris,
// "Pivot selection methods of the Devex LP code", Mathematical Programming 5,
// 1973). Both are −1 when the leaving row's own price comes to its limit.
func (s *simplex) block(rho []float64) (t float64, enter int32, out int, ok bool) {
	own := math.Inf(1)
	if i := s.edge.row; i >= 0 {
		if own = s.price[i] - s.least[i]; s.edge.sign > 0 {
			own = s.most[i] - s.price[i]
		}
	}
	limit := own
	leeway := s.leeway()
	s.meet(rho, func(room, speed float64, _ int32, _ int) { limit = min(limit, (room+leeway)/speed) })
	if math.IsInf(limit, 1) {
		return 0, -1, -1, false
	}
	enter, out, t = -1, -1, own
	if limit == own {
		return t, enter, out, true
	}
	fastest := 0.0
	s.meet(rho, func(room, speed float64, j int32, place int) {
		if room <= limit*speed && speed > fastest {
			fastest, enter, out, t = speed, j, place, max(room/speed, 0)
		}
	})
	return t, enter, out, true
}

// meet shows everything that prices can meet: how far it is, how quickly they
// come nearer, and the column or the place of the row.
func (s *simplex) meet(rho []float64, visit func(room, speed float64, j int32, place int)) {
	for j, v := range s.shift {
		if (v > tiny || v < -tiny) && s.colAt[j] < 0 && !s.barred[j] {
			if s.top[j] && v < 0 {
				visit(s.worth[j], -v, int32(j), -1)
			} else if !s.top[j] && v > 0 {
				visit(-s.worth[j], v, int32(j), -1)
			}
		}
	}
	for t, v := range rho {
		i := s.tight[t]
		if v *= s.edge.sign; v > tiny {
			visit(s.most[i]-s.price[i], v, -1, t)
		} else if v < -tiny {
			visit(s.price[i]-s.least[i], -v, -1, t)
		}
	}
}

// slide moves the prices and worths.
func (s *simplex) slide(rho []float64, t float64) {
	for j, v := range s.shift {
		s.worth[j] += t * v
	}
	t *= s.edge.sign
	for k, v := range rho {
		s.price[s.tight[k]] += t * v
	}
	if s.edge.row >= 0 {
		s.price[s.edge.row] += t
	}
}
