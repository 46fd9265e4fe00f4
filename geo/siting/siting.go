// Package siting places facilities: which p of the candidates cover the most
// demand. It finds a good answer at once, betters it, and at any moment knows
// a proven bound that no answer can exceed; small and medium problems end with
// a proof that nothing is better.
//
// The problem is the maximal covering location problem (R. Church and C.
// ReVelle, "The maximal covering location problem", Papers of the Regional
// Science Association 32, 1974):
//
//	maximise  Σ w_i y_i    subject to  y_i ≤ Σ_{j covers i} x_j,  Σ x_j = p,  x, y ∈ {0, 1}
//
// A solution is worked out in four steps, a file each:
//
//	problem   demands that the same candidates cover are one row
//	greedy    the greatest gain first, then exchanges of one site for another
//	dual      Lagrangian multipliers for the cover constraints give the bound
//	branch    what the bound leaves open is tried both ways
package siting

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// ErrInput is wrapped when a problem breaks a rule; the text names the field.
var ErrInput = errors.New("bad siting problem")

// Problem says what there is to cover, and by what.
type Problem struct {
	Demand []float64 // weight of each demand, finite, ≥ 0
	Covers [][]int32 // by candidate: the demands that it covers, in any order; repeated ones count once
	Open   []int32   // candidates that are there already; they cost no site
}

// Result is an answer and what is known of all others.
type Result struct {
	Chosen  []int32 // sites, in the order of their gain in turn
	Covered float64 // demand that Open and Chosen cover
	Bound   float64 // no choice covers more; ≥ Covered
	Optimal bool    // Covered is the most there is: nothing better exists
}

// Gap returns how far Covered may lie below the best, as a share of Bound; 0
// when nothing can be covered.
func (r Result) Gap() float64 {
	if r.Bound == 0 {
		return 0
	}
	return (r.Bound - r.Covered) / r.Bound
}

// Check returns an error that wraps ErrInput and names what is wrong.
func (p Problem) Check() error {
	for i, w := range p.Demand {
		if !(w >= 0) || math.IsInf(w, 0) {
			return fmt.Errorf("%w: demand[%d] is not a finite number of at least 0", ErrInput, i)
		}
	}
	for j, covers := range p.Covers {
		for _, i := range covers {
			if i < 0 || int(i) >= len(p.Demand) {
				return fmt.Errorf("%w: covers[%d] names a demand that is not there", ErrInput, j)
			}
		}
	}
	for k, j := range p.Open {
		if j < 0 || int(j) >= len(p.Covers) {
			return fmt.Errorf("%w: open[%d] names a candidate that is not there", ErrInput, k)
		}
	}
	return nil
}

// Solve chooses up to sites candidates: fewer only when no other covers
// anything more. It works until nothing better can exist, or until ctx ends:
// then the best answer so far is returned without an error, with the bound as
// it stands. report, if not nil, is called with each better answer or bound.
// The same problem gives the same sequence of answers.
//
// The only error wraps ErrInput.
func Solve(ctx context.Context, p Problem, sites int, report func(Result)) (Result, error) {
	if err := p.Check(); err != nil {
		return Result{}, err
	}
	if sites < 0 {
		return Result{}, fmt.Errorf("%w: p is negative", ErrInput)
	}
	s := &solver{over: func() bool { return ctx.Err() != nil }, rows: reduce(p), report: report}
	s.sites = min(sites, s.rows.useful())
	s.run()
	return s.result(), nil
}
