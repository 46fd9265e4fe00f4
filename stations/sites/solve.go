package sites

import (
	"context"
	"time"

	"yizhan/geo/siting"
	"yizhan/stations/plan"
)

// choice is what a search found: what the store keeps of it.
type choice struct {
	Chosen  []int32 `json:"chosen"` // indexes in field.list, in order of their gain in turn
	Bound   float64 `json:"bound"`  // no choice covers more demand, that of the base included
	Optimal bool    `json:"optimal"`
	Seconds float64 `json:"seconds"` // of the search
}

// solve searches until the choice is proven or the time is over.
func (f *Finder) solve(ctx context.Context, q *question, fld *field) (*choice, error) {
	p, err := q.problem(fld)
	if err != nil {
		return nil, err
	}
	began, base := f.now(), fld.ground.Coverage()
	limited, cancel := context.WithTimeout(ctx, time.Duration(q.Seconds*float64(time.Second)))
	defer cancel()
	result, err := siting.Solve(limited, p, q.P, func(r siting.Result) {
		best := bestOf(base, r)
		best.Seconds, best.Sites = f.now().Sub(began).Seconds(), fld.spots(r.Chosen, q.Datum)
		f.board.tell(q.id, Progress{Phase: Searching, Best: best})
	})
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil { // nobody waits any more: half an answer is none
		return nil, ctx.Err()
	}
	return &choice{
		Chosen: inOrder(p, result.Chosen), Bound: base.Demand.Covered + result.Bound,
		Optimal: result.Optimal, Seconds: f.now().Sub(began).Seconds(),
	}, nil
}

// bestOf adds what the base covers to a result.
func bestOf(base *plan.Coverage, r siting.Result) *Best {
	b := &Best{Covered: base.Demand.Covered + r.Covered, Bound: base.Demand.Covered + r.Bound}
	b.Share, b.BoundShare = shareOf(b.Covered, base.Demand.Total), shareOf(b.Bound, base.Demand.Total)
	b.GapPercent = gapPercent(b.Covered, b.Bound)
	return b
}

// gapPercent is how far covered may lie below the best, in per cent of the
// bound; 0 when nothing can be covered.
func gapPercent(covered, bound float64) float64 {
	if bound <= 0 {
		return 0
	}
	return max(0, 100*(bound-covered)/bound)
}

// shareOf returns part / whole, nil when the whole is 0.
func shareOf(part, whole float64) *float64 {
	if whole == 0 {
		return nil
	}
	share := part / whole
	return &share
}
