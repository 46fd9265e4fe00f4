// Package sites finds the next sites: which few of many candidates, opened as
// stations, cover the most of what a coverage leaves uncovered, and how far
// any other choice could get. Candidates are hosts that are named (a bank, a
// petrol station, a chain store), or points of roads in the gaps, or both; and
// where the coverage asks about a moment, stations that are closed then and
// could stay open longer.
//
// An answer is made in six steps, a file each:
//
//	candidate  hosts, road points in the gaps, hours that could be longer
//	cover      what each would cover by itself, by the engine of coverages
//	problem    the cells that lack stations, as numbers for geo/siting
//	solve      the search, until it is proven, or for so many seconds
//	order      the chosen in order of their gain in turn
//	answer     the coverage with them, as a what-if computes it, and the bound
//
// The last step shares no search with the second: an answer whose cells do not
// agree is an error and never given. A coverage of a store that holds the
// sites as stations gives the same numbers.
package sites

import (
	"context"
	"runtime"
	"time"

	"yizhan/stations"
	"yizhan/stations/memo"
	"yizhan/stations/plan"
)

// Finder finds sites for coverages of a planner. It is safe for concurrent
// use; searches beyond the number of processors wait.
type Finder struct {
	planner *plan.Planner
	store   stations.Store
	now     func() time.Time
	answers *memo.Flights[*Answer]
	fields  *memo.Recent[string, *field]
	board   *board
}

// How much a finder remembers. A field of maxPairs takes 200 MB, and its base
// as much as any that a planner keeps warm.
const (
	keptAnswers = 32
	keptFields  = 2
)

// NewFinder returns a finder for the planner, whose store it keeps its answers
// in. now is the clock, which tells how long a search took and how old an
// answer is.
func NewFinder(p *plan.Planner, store stations.Store, now func() time.Time) *Finder {
	return &Finder{
		planner: p, store: store, now: now, board: newBoard(),
		answers: memo.NewFlights[*Answer](keptAnswers, runtime.GOMAXPROCS(0)),
		fields:  memo.NewRecent[string, *field](keptFields),
	}
}

// Find answers the request: from memory when the same was asked lately, from
// the store when it was asked within stations.RunTTL, else by a search, which
// several callers share. seen, if not nil, is told how the search goes, by one
// goroutine at a time and not after Find returns.
//
// Errors: Invalid names each field that breaks a rule; those of plan.WhatIf
// for the base; ctx's error when it ends first, and then the search ends too,
// unless somebody else waits for it.
func (f *Finder) Find(ctx context.Context, r Request, seen func(Progress)) (*Answer, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	ground, err := f.planner.Ground(ctx, r.Base)
	if err != nil {
		return nil, err
	}
	q, err := r.question(ground.Coverage())
	if err != nil {
		return nil, err
	}
	stop := f.board.follow(q.id, seen)
	defer stop()
	return f.answers.Do(ctx, plan.MemoryKey(ground.Coverage().Epoch, q.id), func(ctx context.Context) (*Answer, error) {
		return f.answer(ctx, q, ground)
	})
}

// answer makes the answer, with the choice that the store keeps for the
// question, or else a new one, which is kept.
func (f *Finder) answer(ctx context.Context, q *question, ground *plan.Ground) (*Answer, error) {
	began := f.now()
	fld, err := f.field(ctx, q, ground)
	if err != nil {
		return nil, err
	}
	choice, kept, err := f.kept(ctx, q, fld)
	if err != nil {
		return nil, err
	}
	if !kept {
		if choice, err = f.solve(ctx, q, fld); err != nil {
			return nil, err
		}
	}
	a, err := f.tell(ctx, q, fld, choice)
	if err != nil {
		return nil, err
	}
	if !kept {
		err = f.keep(ctx, q, choice, ground.Coverage())
	}
	a.TookMS = f.now().Sub(began).Milliseconds()
	return a, err
}
