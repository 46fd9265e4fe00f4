package sites

import (
	"slices"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// level fills in which divisions Equity is about. The error is Invalid: there
// are none.
func (q *question) level(base *plan.Coverage) error {
	if !q.Equity.asked() {
		return nil
	}
	var deepest string
	depth := -1
	for _, a := range base.Areas {
		level := levelOf(a)
		if level == q.Equity.Level || q.Equity.Level == "" && level == "district" {
			q.Equity.Level = level
			return nil
		}
		if d := stations.Depth(a.Adcode); d > depth {
			deepest, depth = level, d
		}
	}
	if q.Equity.Level != "" || depth < 0 {
		return stations.BadField("equity.level", "没有这一级的区划 no division of this level is in the base")
	}
	q.Equity.Level = deepest
	return nil
}

func levelOf(a plan.AreaShare) string {
	if a.Level != "" {
		return a.Level
	}
	return stations.LevelOf(a.Adcode)
}

// groups are the divisions of one level.
type groups struct {
	list []plan.Division
	of   []int32 // by cell of the base: its place in list, −1 outside all of them
}

// groups deals the cells out to the divisions of the question's level; one in
// several is the first one's.
func (q *question) groups(fld *field) groups {
	g := groups{of: slices.Repeat([]int32{-1}, len(fld.ground.Coverage().Cells))}
	for _, d := range fld.ground.Divisions() {
		if levelOf(d.AreaShare) != q.Equity.Level {
			continue
		}
		for _, i := range d.Cells {
			if g.of[i] < 0 {
				g.of[i] = int32(len(g.list))
			}
		}
		g.list = append(g.list, d)
	}
	return g
}

// Fairness says how the divisions stand that Equity is about.
type Fairness struct {
	Equity
	WorstBefore *Standing `json:"worst_before"` // nil when none has demand
	WorstAfter  *Standing `json:"worst_after"`
	WorstBound  *float64  `json:"worst_bound,omitempty"` // with RaiseWorst: no choice brings all divisions but Aside to more
	Unmet       []string  `json:"unmet"`                 // divisions below LeastShare, ascending
	Aside       []string  `json:"aside"`                 // with RaiseWorst: divisions that no candidate can better, ascending
}

// Standing is the share of one division.
type Standing struct {
	Adcode string  `json:"adcode"`
	Name   string  `json:"name"`
	Share  float64 `json:"share"`
}

// fairness tells how the divisions stand after the choice.
func (q *question) fairness(fld *field, areas []Area, c *choice) *Fairness {
	if !q.Equity.asked() {
		return nil
	}
	f := &Fairness{Equity: q.Equity, Unmet: []string{}, Aside: []string{}}
	if q.Equity.RaiseWorst {
		f.WorstBound = &c.Most
		f.Aside = q.aside(fld)
	}
	for i, d := range fld.ground.Divisions() {
		a := areas[i]
		if levelOf(d.AreaShare) != q.Equity.Level || a.To == nil {
			continue
		}
		const rounding = 1e-9
		if *a.To < q.Equity.LeastShare*(1-rounding) {
			f.Unmet = append(f.Unmet, a.Adcode)
		}
		if slices.Contains(f.Aside, a.Adcode) {
			continue
		}
		f.WorstBefore = worse(f.WorstBefore, Standing{a.Adcode, a.Name, *a.From})
		f.WorstAfter = worse(f.WorstAfter, Standing{a.Adcode, a.Name, *a.To})
	}
	return f
}

// worse returns the one with the lower share, the first of equals.
func worse(a *Standing, b Standing) *Standing {
	if a != nil && a.Share <= b.Share {
		return a
	}
	return &b
}

// aside lists the divisions in which no candidate covers a cell: their shares
// stay whatever is chosen, and so they are no part of a search for the
// fairest.
func (q *question) aside(fld *field) []string {
	g := q.groups(fld)
	better := make([]bool, len(g.list))
	for _, cells := range fld.covers {
		for _, i := range cells {
			if n := g.of[i]; n >= 0 {
				better[n] = true
			}
		}
	}
	list := []string{}
	for n, d := range g.list {
		if !better[n] {
			list = append(list, d.Adcode)
		}
	}
	return list
}
