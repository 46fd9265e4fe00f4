package siting

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// finder looks for cuts that fractions of sites break. From a row and one near
// it a set grows by the row that costs least, and then each row in turn makes
// way for a cheaper one. What a set costs is how far the rules that add up to
// its cut are from being kept exactly, and what rounding factors up loses; its
// cut is broken when that is less than what rounding the number down gains.
type finder struct {
	rows  []int32   // by place: the row; rows that the same fractions cover are one place
	by    [][]int32 // by place: its columns, those of some x
	col   [][]int32 // by column: its places
	x     []float64
	y     []float64 // by place
	level []float64 // by place: Σ x

	times  []int     // by column: how many of the set it covers
	cost   []float64 // by place: what it would add
	near   []int32   // the places near the first
	seen   []int32   // by place: the seed that it was near last
	seed   int32
	set    []int32
	in     []bool
	worth  []float64 // what rounding up loses, by times
	random *rand.Rand
	work   int
}

// broken is by how much a cut must be broken to count, and crowd how many new
// cuts a row may be in.
const (
	broken = 0.02
	crowd  = 10
)

// found is a cut and by how much it is broken.
type found struct {
	cut
	by float64
}

// newFinder takes the x of columns and the y of rows.
func newFinder(s *saddle, at *place) *finder {
	f := &finder{random: rand.New(rand.NewPCG(3, 4))}
	column := slices.Repeat([]int32{-1}, len(at.x))
	for j, x := range at.x {
		if x > 1e-4 {
			column[j] = int32(len(f.x))
			f.x = append(f.x, x)
		}
	}
	f.col = make([][]int32, len(f.x))
	known := map[uint64][]int32{}
	for i := range s.own {
		f.place(s, at, int32(i), column, known)
	}
	n := len(f.rows)
	f.times, f.cost, f.seen, f.in = make([]int, len(f.x)), make([]float64, n), make([]int32, n), make([]bool, n)
	return f
}

// place takes a row in, unless another one is as good.
func (f *finder) place(s *saddle, at *place, i int32, column []int32, known map[uint64][]int32) {
	var columns []int32
	level := 0.0
	for _, j := range s.by.of(i) {
		if k := column[j]; k >= 0 {
			columns = append(columns, k)
			level += f.x[k]
		}
	}
	y := min(at.y[i], level)
	if y < 0.5 {
		return
	}
	h := hash(columns)
	for _, d := range known[h] {
		if slices.Equal(f.by[d], columns) {
			if y > f.y[d] {
				f.y[d], f.rows[d] = y, s.own[i]
			}
			return
		}
	}
	d := int32(len(f.rows))
	known[h] = append(known[h], d)
	f.rows, f.by, f.y, f.level = append(f.rows, s.own[i]), append(f.by, columns), append(f.y, y), append(f.level, level)
	for _, k := range columns {
		f.col[k] = append(f.col[k], d)
	}
}

// find returns broken cuts, the most broken first, until it has looked at
// about so many pieces of columns, or time is over.
func (f *finder) find(limit int, over func() bool) []found {
	var all []found
	known := map[uint64]bool{}
	for _, d := range f.random.Perm(len(f.rows)) {
		for k, shape := range shapes() {
			set, by := f.grow(int32(d), shape)
			if by < broken {
				continue
			}
			if h := hash(set, int32(k)); !known[h] {
				known[h] = true
				all = append(all, found{cut{rows: set, shape: shape}, by})
			}
		}
		if f.work > limit || over() {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.by*b.by*float64(a.shape.size), a.by*a.by*float64(b.shape.size)), slices.Compare(a.rows, b.rows))
	})
	return f.spread(all)
}

// spread keeps the first cuts of each row.
func (f *finder) spread(all []found) []found {
	used := map[int32]int{}
	return slices.DeleteFunc(all, func(c found) bool {
		if slices.ContainsFunc(c.rows, func(i int32) bool { return used[i] >= crowd }) {
			return true
		}
		for _, i := range c.rows {
			used[i]++
		}
		return false
	})
}

// grow returns a set of rows, ascending, and by how much its cut is broken.
func (f *finder) grow(first int32, shape shape) ([]int32, float64) {
	f.worth = shape.waste()
	f.worth = append(f.worth, f.worth[1], f.worth[1])
	alpha := float64(shape.part) / float64(shape.of)
	f.surround(first)
	for _, d := range f.near {
		f.cost[d] = 1 - f.y[d] + alpha*(f.level[d]-1) + f.level[d]*(f.worth[1]-f.worth[0])
	}
	cost := f.join(first)
	if columns := f.by[first]; len(f.near) > shape.size {
		rows := f.col[columns[f.random.IntN(len(columns))]]
		if d := rows[f.random.IntN(len(rows))]; d != first {
			cost += f.join(d)
		}
	}
	for d := int32(0); len(f.set) < shape.size && d >= 0; {
		if d = f.cheapest(); d >= 0 {
			cost += f.join(d)
		}
	}
	if len(f.set) == shape.size && cost < shape.edge()+hope {
		cost = f.better(cost)
	}
	by := shape.edge() - cost
	if len(f.set) < shape.size {
		by = math.Inf(-1)
	}
	return f.clear(), by
}

// hope is by how much a cut may be kept for its set to be bettered.
const hope = 0.15

// surround lists the places that share a column with one.
func (f *finder) surround(first int32) {
	f.near = f.near[:0]
	f.seed++
	for _, k := range f.by[first] {
		for _, d := range f.col[k] {
			if f.seen[d] != f.seed {
				f.seen[d] = f.seed
				f.near = append(f.near, d)
			}
		}
	}
	f.work += len(f.near)
}

// better exchanges rows of the set, each in turn, until that pays no more.
func (f *finder) better(cost float64) float64 {
	for vain := 0; vain < len(f.set); vain++ {
		out := f.set[0]
		now := cost + f.leave(0)
		in := f.cheapest()
		if f.cost[in] < f.cost[out]-1e-9 {
			vain = -1
		} else {
			in = out
		}
		cost = now + f.join(in)
	}
	return cost
}

// cheapest returns the place near the first that adds least, −1 when none is
// left.
func (f *finder) cheapest() int32 {
	best, least := int32(-1), math.Inf(1)
	for _, d := range f.near {
		if c := f.cost[d]; c < least && !f.in[d] {
			best, least = d, c
		}
	}
	return best
}

// join puts a place into the set, and returns what that adds to the cost.
func (f *finder) join(d int32) float64 {
	cost := f.cost[d]
	f.set, f.in[d] = append(f.set, d), true
	for _, k := range f.by[d] {
		n := f.times[k]
		f.times[k]++
		f.tip(k, f.bend(n+1)-f.bend(n))
	}
	return cost
}

// leave takes the place at some point of the set out, and returns what that
// adds to the cost.
func (f *finder) leave(at int) float64 {
	d := f.set[at]
	f.set, f.in[d] = slices.Delete(f.set, at, at+1), false
	for _, k := range f.by[d] {
		n := f.times[k]
		f.times[k]--
		f.tip(k, f.bend(n-1)-f.bend(n))
	}
	return -f.cost[d]
}

// bend is what one more covered row adds to what rounding a factor up loses.
func (f *finder) bend(times int) float64 { return f.worth[times+1] - f.worth[times] }

// tip changes what a column's rows would add.
func (f *finder) tip(k int32, by float64) {
	by *= f.x[k]
	for _, d := range f.col[k] {
		f.cost[d] += by
	}
	f.work += len(f.col[k])
}

// clear empties the set and returns its rows, ascending.
func (f *finder) clear() []int32 {
	var rows []int32
	for _, d := range f.set {
		rows = append(rows, f.rows[d])
		f.in[d] = false
		for _, k := range f.by[d] {
			f.times[k] = 0
		}
	}
	f.set = f.set[:0]
	slices.Sort(rows)
	return rows
}
