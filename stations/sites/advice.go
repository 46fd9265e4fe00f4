package sites

import (
	"context"
	"time"

	"yizhan/geo/siting"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// Advice sets longer hours and new sites against each other.
type Advice struct {
	Hours
	At     string `json:"at"` // the moment of the base
	Versus Versus `json:"versus"`
}

// Versus says how many new sites it takes to serve as much as longer hours
// alone do. Demand is all that is covered, as in an Answer.
type Versus struct {
	Stations        []stations.ID `json:"stations"` // that stay open longer, in order of their gain in turn: at most P, within the budget
	ExtendedCovered float64       `json:"extended_covered"`
	ExtendedBound   float64       `json:"extended_bound"` // no choice of so many stations covers more
	ExtendedCost    float64       `json:"extended_cost"`

	Built        *int    `json:"built"` // the fewest new sites found that cover as much; nil when none were, of at most MaxP
	BuiltCovered float64 `json:"built_covered"`
	BuiltLeast   int     `json:"built_least"` // fewer cannot; proven
	BuiltCost    float64 `json:"built_cost"`  // as far as it is stated
}

// rivals is what the store keeps of a Versus.
type rivals struct {
	Extended []int32 `json:"extended"` // candidates, in order of their gain in turn
	Covered  float64 `json:"covered"`  // demand, that of the base included
	Bound    float64 `json:"bound"`
	Built    []int32 `json:"built"` // candidates; nil when none cover as much
	BuiltTo  float64 `json:"built_to"`
	Least    int     `json:"least"`
}

// offer notes the offer of longer hours with its defaults. The error is
// Invalid: the base names no moment.
func (q *question) offer(h *Hours, base *plan.Coverage) error {
	if h == nil {
		return nil
	}
	if base.Request.At == "" {
		return stations.BadField("hours", "底图没有时刻，延长营业无从谈起 needs a base that names a moment (at)")
	}
	own := *h
	if own.Cost == 0 {
		own.Cost = 1
	}
	q.Hours = &own
	return nil
}

// advice tells the rivals, nil when nobody asked.
func (q *question) advice(fld *field, c *choice) *Advice {
	if q.Hours == nil || c.Rivals == nil {
		return nil
	}
	r := c.Rivals
	a := &Advice{Hours: *q.Hours, At: fld.ground.Coverage().Request.At, Versus: Versus{
		Stations: []stations.ID{}, ExtendedCovered: r.Covered, ExtendedBound: max(r.Bound, r.Covered), BuiltCovered: r.BuiltTo, BuiltLeast: r.Least,
	}}
	for _, j := range r.Extended {
		a.Versus.Stations = append(a.Versus.Stations, fld.list[j].extension.station)
		a.Versus.ExtendedCost += q.cost(fld.list[j])
	}
	if r.Built != nil {
		n := len(r.Built)
		a.Versus.Built = &n
	}
	for _, j := range r.Built {
		a.Versus.BuiltCost += q.cost(fld.list[j])
	}
	return a
}

// only is the instance with some of the candidates: the others cover nothing.
func (in *instance) only(keep func(j int) bool) siting.Problem {
	p := in.Problem
	p.Covers = make([][]int32, len(in.Covers))
	for j := range p.Covers {
		if keep(j) {
			p.Covers[j] = in.Covers[j]
		}
	}
	return p
}

// compete finds the best longer hours, and then the fewest new sites that
// cover as much, in so long.
func (s *search) compete(ctx context.Context, length time.Duration) (*rivals, error) {
	lean := &instance{}
	lean.lean(s.fld)
	if s.q.Budget > 0 {
		lean.pay(s.q, s.fld)
	}
	extended := lean.only(func(j int) bool { return s.fld.list[j].extension != nil })
	best, err := solveFor(ctx, extended, s.q.P, length/4)
	if err != nil {
		return nil, err
	}
	r := &rivals{Extended: lean.inOrder(best.Chosen), Covered: lean.fixed + best.Covered, Bound: lean.fixed + best.Bound}
	if best.Covered == 0 { // no new site is as much
		r.Built, r.BuiltTo = []int32{}, lean.fixed
		return r, nil
	}
	lean.Cost, lean.Budget = nil, 0
	lean.Apart = s.Apart
	lean.share(s.q, s.fld)
	f := fewest{instance: lean, problem: lean.only(func(j int) bool { return s.fld.list[j].extension == nil }), target: best.Covered, least: 1}
	err = f.find(ctx, length*3/4)
	r.Built, r.BuiltTo, r.Least = f.found, lean.fixed+f.covered, f.least
	return r, err
}

func solveFor(ctx context.Context, p siting.Problem, sites int, length time.Duration) (siting.Result, error) {
	limited, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	return siting.Solve(limited, p, sites, nil)
}

// fewest looks for the fewest sites that cover a demand.
type fewest struct {
	*instance
	problem siting.Problem
	target  float64
	found   []int32 // nil for none
	covered float64 // by found
	least   int     // fewer cannot
}

// steps is about how many searches find takes: a first one, and one for each
// halving of MaxP sites.
const steps = 9

// find tries MaxP sites, and then halves: the sites that a search needs are
// enough, and where its bound stays below the target, so many are too few.
func (f *fewest) find(ctx context.Context, length time.Duration) error {
	if err := f.try(ctx, MaxP, length/4); err != nil {
		return err
	}
	low := f.least
	for f.found != nil && low < len(f.found) && ctx.Err() == nil {
		mid, before := (low+len(f.found))/2, len(f.found)
		if err := f.try(ctx, mid, length/steps); err != nil {
			return err
		}
		if len(f.found) == before {
			low = mid + 1
		}
	}
	return ctx.Err()
}

// try looks for the target with so many sites.
func (f *fewest) try(ctx context.Context, sites int, length time.Duration) error {
	r, err := solveFor(ctx, f.problem, sites, length)
	if err != nil {
		return err
	}
	const rounding = 1e-9
	enough := f.target * (1 - rounding)
	if r.Bound < enough {
		f.least = max(f.least, sites+1)
	}
	if r.Covered < enough {
		return nil
	}
	order := f.inOrder(r.Chosen)
	n, covered := f.prefix(order, enough)
	if f.found == nil || n < len(f.found) {
		f.found, f.covered = order[:n], covered
	}
	return nil
}

// prefix returns how many of the first in the order cover enough, and how much
// these do.
func (f *fewest) prefix(order []int32, enough float64) (int, float64) {
	lacks := make([]int, len(f.Demand))
	for i, need := range f.Need {
		lacks[i] = int(need)
	}
	covered := 0.0
	for n, j := range order {
		if covered >= enough {
			return n, covered
		}
		covered += f.gain(j, lacks)
		for _, i := range f.Covers[j] {
			lacks[i]--
		}
	}
	return len(order), covered
}
