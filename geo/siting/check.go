package siting

import (
	"fmt"
	"slices"
)

// Check returns an error that wraps ErrInput and names what is wrong.
func (p Problem) Check() error {
	for _, check := range []func() error{p.checkCovers, p.checkNeed, p.checkCost, p.checkHost, p.checkApart, p.checkGroups} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInput, fmt.Sprintf(format, args...))
}

// heaviest is the most that a weight, a cost or a distance may be. Sums of
// them, products of two and squares of those stay finite.
const heaviest = 1e60

// weighs reports whether a number can be a weight: 0 to heaviest.
func weighs(w float64) bool { return w >= 0 && w <= heaviest }

// lengths refuses a list that is neither absent nor as long as it must be.
func lengths(name string, got, want int) error {
	if got != 0 && got != want {
		return wrong("%s has %d members, want %d", name, got, want)
	}
	return nil
}

func (p Problem) checkCovers() error {
	for i, w := range p.Demand {
		if !weighs(w) {
			return wrong("demand[%d] is not a number of 0 to %g", i, heaviest)
		}
	}
	for j, covers := range p.Covers {
		for _, i := range covers {
			if i < 0 || int(i) >= len(p.Demand) {
				return wrong("covers[%d] names a demand that is not there", j)
			}
		}
	}
	for k, j := range p.Open {
		if j < 0 || int(j) >= len(p.Covers) {
			return wrong("open[%d] names a candidate that is not there", k)
		}
	}
	return nil
}

func (p Problem) checkNeed() error {
	if i := slices.Index(p.Need, 0); i >= 0 {
		return wrong("need[%d] is not at least 1", i)
	}
	return lengths("need", len(p.Need), len(p.Demand))
}

func (p Problem) checkCost() error {
	for j, c := range p.Cost {
		if !weighs(c) || c == 0 {
			return wrong("cost[%d] is not a number above 0, at most %g", j, heaviest)
		}
	}
	switch {
	case len(p.Cost) == 0 && p.Budget != 0:
		return wrong("budget is given without cost")
	case len(p.Cost) > 0 && (!weighs(p.Budget) || p.Budget == 0):
		return wrong("budget is not a number above 0, at most %g", heaviest)
	}
	return lengths("cost", len(p.Cost), len(p.Covers))
}

func (p Problem) checkHost() error {
	for j, h := range p.Host {
		if h < -1 {
			return wrong("host[%d] is not at least -1", j)
		}
	}
	return lengths("host", len(p.Host), len(p.Covers))
}

func (p Problem) checkApart() error {
	if err := lengths("apart", len(p.Apart), len(p.Covers)); err != nil {
		return err
	}
	sorted := make([][]int32, len(p.Apart))
	for j, others := range p.Apart {
		sorted[j] = slices.Sorted(slices.Values(others))
		for _, k := range others {
			if k < 0 || int(k) >= len(p.Covers) || int(k) == j {
				return wrong("apart[%d] names itself or a candidate that is not there", j)
			}
		}
	}
	for j, others := range p.Apart {
		for _, k := range others {
			if _, ok := slices.BinarySearch(sorted[k], int32(j)); !ok {
				return wrong("apart[%d] names %d, but not the other way round", j, k)
			}
		}
	}
	return nil
}

func (p Problem) checkGroups() error {
	for g, least := range p.Least {
		if !weighs(least) {
			return wrong("least[%d] is not a number of 0 to %g", g, heaviest)
		}
	}
	for i, g := range p.Group {
		if g < 0 || int(g) >= len(p.Least) {
			return wrong("group[%d] is not an index of least", i)
		}
	}
	if len(p.Least) > 0 && len(p.Group) == 0 && len(p.Demand) > 0 {
		return wrong("least is given without group")
	}
	return lengths("group", len(p.Group), len(p.Demand))
}
