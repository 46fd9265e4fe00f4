package plan

import (
	"cmp"
	"slices"
)

// Equity says how evenly something is spread over people: each unit of demand
// has what its cell has.
type Equity struct {
	Mean  *float64 `json:"mean"`       // for each unit of demand; nil when there is no demand
	None  *float64 `json:"none_share"` // share of the demand that has nothing at all; nil when there is no demand
	Gini  *float64 `json:"gini"`       // 0 when all have the same … 1 when one has all; nil when nobody has anything
	Palma *float64 `json:"palma"`      // what the best-off tenth has over what the worst-off four tenths have; nil when these have nothing
}

// lot is what the people of a cell have.
type lot struct{ has, demand float64 }

// equityOf sums the lots up. They are sorted by what one has; equal ones keep
// their order, so sums are the same in every run.
//
// Both figures are read off the Lorenz curve L, which is straight within a
// cell: Gini = 1 − Σ Δp·(L + L'), Brown's form for grouped data (C. Gini,
// "Variabilità e mutabilità", 1912); Palma = (1 − L(0.9)) / L(0.4) (A. Cobham
// and A. Sumner, "Is it all about the tails? The Palma measure of income
// inequality", Center for Global Development 343, 2013).
func equityOf(lots []lot) *Equity {
	slices.SortStableFunc(lots, func(a, b lot) int { return cmp.Compare(a.has, b.has) })
	var people, all, none sum
	for _, l := range lots {
		people.add(l.demand)
		all.add(l.has * l.demand)
		if l.has == 0 {
			none.add(l.demand)
		}
	}
	e := &Equity{Mean: shareOf(all.value(), people.value()), None: shareOf(none.value(), people.value())}
	if all.value() == 0 {
		return e
	}
	curve := lorenz{lots, people.value(), all.value()}
	gini := curve.gini()
	e.Gini, e.Palma = &gini, shareOf(1-curve.at(0.9), curve.at(0.4))
	return e
}

// lorenz is the curve of lots, ascending in what one has.
type lorenz struct {
	lots        []lot
	people, all float64 // sums; neither is 0
}

// gini returns 1 less twice the area under the curve.
func (c lorenz) gini() float64 {
	var below, twice sum
	for _, l := range c.lots {
		before := below.value()
		below.add(l.has * l.demand)
		twice.add(l.demand * (before + below.value()))
	}
	return max(0, 1-twice.value()/(c.people*c.all))
}

// at returns the share of everything that the worst-off share p of people has.
func (c lorenz) at(p float64) float64 {
	var below sum
	left := p * c.people
	for _, l := range c.lots {
		below.add(l.has * min(l.demand, left))
		if left -= l.demand; left <= 0 {
			break
		}
	}
	return below.value() / c.all
}
