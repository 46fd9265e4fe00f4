// Package siting places facilities: which p of the candidates cover the most
// demand. It finds a good answer at once, betters it, and at any moment knows
// a proven bound that no answer can exceed; small and medium problems end with
// a proof that nothing is better.
//
// The problem is the maximal covering location problem (R. Church and C.
// ReVelle, "The maximal covering location problem", Papers of the Regional
// Science Association 32, 1974), with what planners ask for besides:
//
//	maximise    Σ w_i y_i
//	subject to  need_i y_i ≤ Σ_{j covers i} x_j    a demand may ask for backup
//	            Σ x_j ≤ p,  Σ cost_j x_j ≤ budget
//	            x_j + x_k ≤ 1                      of one host, or too near each other
//	            Σ_{i in g} w_i y_i ≥ least_g       where that is possible
//	            x, y ∈ {0, 1}
//
// A solution is worked out in steps, a file or two each:
//
//	rows                demands that the same candidates cover are one row
//	limits              what may be chosen together
//	choice, exchange    a set of sites, bettered by greedy additions and exchanges
//	walk, ruin          the same where only the number of sites is limited, in less time; shaker: where not
//	dual, ascent, pick  Lagrangian multipliers for the cover constraints give the bound
//	branch              what the bound leaves open is tried both ways
//	tighten, cut        where only the number of sites is limited, the linear relaxation with cuts says more:
//	                    saddle solves that, finder finds cuts; anneal and patch better the answer meanwhile, and merge several
//	tree, question      then its parts, without cuts, are tried: simplex, basis and refresh solve those
//
// Beside it stand Maximin, the fairest share for all groups; Cover, the fewest
// sites that cover everything; Median and Centre, in which distances count.
package siting

import (
	"context"
	"errors"
	"fmt"
)

// ErrInput is wrapped when a problem breaks a rule; the text names the field.
var ErrInput = errors.New("bad siting problem")

// Problem says what there is to cover, by what, and what may be chosen. What
// is nil asks for nothing.
type Problem struct {
	Demand []float64 // weight of each demand, 0 … 1e60
	Covers [][]int32 // by candidate: the demands that it covers, in any order; repeated ones count once
	Open   []int32   // candidates that are there already: they cost no site and no money, and keep nobody away

	Need   []uint8   // by demand, ≥ 1: covered when so many of Open and the chosen cover it; nil is 1 each
	Cost   []float64 // by candidate, > 0, at most 1e60
	Budget float64   // with Cost, > 0: the chosen may cost so much together, within one part in 10⁹
	Host   []int32   // by candidate: at most one is chosen of each host; −1 is none
	Apart  [][]int32 // by candidate: those that cannot be chosen beside it; symmetric
	Group  []int32   // by demand: its group, an index of Least
	Least  []float64 // by group, 0 … 1e60: so much of its demand must be covered, with Open, where that is possible
}

// Result is an answer and what is known of all others.
//
// Where groups ask for a least cover, answers are told apart by how much they
// fall short of it, all groups together, before what they cover: one that
// falls short by less is better.
type Result struct {
	Chosen  []int32 // sites, in the order of their gain in turn
	Covered float64 // demand that Open and Chosen cover
	Bound   float64 // no choice that falls short of Least by no more covers more; ≥ Covered
	Optimal bool    // nothing better exists
	Unmet   []int32 // groups that are covered less than their Least, ascending
}

// Gap returns how far Covered may lie below the best, as a share of Bound; 0
// when nothing can be covered.
func (r Result) Gap() float64 {
	if r.Bound == 0 {
		return 0
	}
	return (r.Bound - r.Covered) / r.Bound
}

// Solve chooses up to sites candidates: fewer only when no other that may be
// chosen covers anything more. It works until nothing better can exist, or
// until ctx ends: then the best answer so far is returned without an error,
// with the bound as it stands. report, if not nil, is called with each better
// answer or bound. The same problem gives the same sequence of answers.
//
// The only error wraps ErrInput.
func Solve(ctx context.Context, p Problem, sites int, report func(Result)) (Result, error) {
	if err := p.Check(); err != nil {
		return Result{}, err
	}
	if sites < 0 {
		return Result{}, fmt.Errorf("%w: p is negative", ErrInput)
	}
	r := reduce(p)
	s := &solver{over: func() bool { return ctx.Err() != nil }, problem: p, rows: r, limits: limit(p, min(sites, r.useful())), report: report}
	s.run()
	return s.result(), nil
}
