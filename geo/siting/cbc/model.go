package cbc

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"yizhan/geo/siting"
)

// Write writes a problem that was checked in CPLEX's LP format: x_j is whether
// candidate j is chosen, y_i whether demand i is covered, s_g what group g is
// short of; a unit of that costs more than all demand; d is nothing, so that no line is
// empty.
func Write(w io.Writer, p siting.Problem, sites int) error {
	m := &model{w: bufio.NewWriter(w), p: p, by: make([][]int32, len(p.Demand)), least: slices.Clone(p.Least)}
	for j, covers := range p.Covers {
		for _, i := range slices.Compact(slices.Sorted(slices.Values(covers))) {
			m.by[i] = append(m.by[i], int32(j))
		}
	}
	m.objective()
	m.covers()
	m.limits(sites)
	m.groups()
	m.ends()
	return m.w.Flush() // the writer keeps the first error
}

type model struct {
	w     *bufio.Writer
	p     siting.Problem
	by    [][]int32 // by demand: its candidates
	least []float64
	row   int // of the next constraint
}

func (m *model) print(format string, args ...any) { _, _ = fmt.Fprintf(m.w, format, args...) }

func (m *model) objective() {
	total := 1.0
	m.print("max\n obj: 0 d\n")
	for i, w := range m.p.Demand {
		m.print(" + %.17g y%d\n", w, i)
		total += w
	}
	for g := range m.least {
		m.print(" - %.17g s%d\n", total, g)
	}
	m.print("Subject To\n")
}

// sum writes a constraint: terms, one a line, and what they are at most.
func (m *model) sum(most float64, terms func(term func(factor float64, name string, k int32))) {
	m.print(" c%d: 0 d\n", m.row)
	terms(func(factor float64, name string, k int32) { m.print(" %+.17g %s%d\n", factor, name, k) })
	m.print(" <= %.17g\n", most)
	m.row++
}

func (m *model) covers() {
	for i, by := range m.by {
		need := 1.0
		if len(m.p.Need) > 0 {
			need = float64(m.p.Need[i])
		}
		m.sum(0, func(term func(float64, string, int32)) {
			term(need, "y", int32(i))
			for _, j := range by {
				term(-1, "x", j)
			}
		})
	}
}

// limits writes what may be chosen together; what is open is free.
func (m *model) limits(sites int) {
	open := func(j int) bool { return slices.Contains(m.p.Open, int32(j)) }
	hosts := map[int32][]int32{}
	m.sum(float64(sites), func(term func(float64, string, int32)) {
		for j := range m.p.Covers {
			if !open(j) {
				term(1, "x", int32(j))
			}
		}
	})
	if len(m.p.Cost) > 0 {
		m.sum(m.p.Budget, func(term func(float64, string, int32)) {
			for j, c := range m.p.Cost {
				if !open(j) {
					term(c, "x", int32(j))
				}
			}
		})
	}
	for j, h := range m.p.Host {
		if h >= 0 && !open(j) {
			hosts[h] = append(hosts[h], int32(j))
		}
	}
	for _, mates := range hosts {
		m.beside(mates...)
	}
	for j, near := range m.p.Apart {
		for _, k := range near {
			if int(k) > j && !open(j) && !open(int(k)) {
				m.beside(int32(j), k)
			}
		}
	}
}

// beside says that only one of some candidates may be chosen.
func (m *model) beside(candidates ...int32) {
	m.sum(1, func(term func(float64, string, int32)) {
		for _, j := range candidates {
			term(1, "x", j)
		}
	})
}

func (m *model) groups() {
	for g, least := range m.least {
		m.sum(-least, func(term func(float64, string, int32)) {
			term(-1, "s", int32(g))
			for i, group := range m.p.Group {
				if int(group) == g {
					term(-m.p.Demand[i], "y", int32(i))
				}
			}
		})
	}
}

func (m *model) ends() {
	m.print("Bounds\n")
	for _, j := range m.p.Open {
		m.print(" x%d = 1\n", j)
	}
	m.print("Binaries\n")
	for j := range m.p.Covers {
		m.print(" x%d\n", j)
	}
	for i := range m.p.Demand {
		m.print(" y%d\n", i)
	}
	m.print("End\n")
}
