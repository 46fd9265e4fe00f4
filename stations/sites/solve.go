package sites

import (
	"context"
	"time"

	"yizhan/geo/siting"
)

// choice is what a search found: what the store keeps of it.
type choice struct {
	Chosen  []int32 `json:"chosen"` // indexes in field.list, in order of their gain in turn
	Bound   float64 `json:"bound"`  // no choice covers more demand, that of the base included
	Optimal bool    `json:"optimal"`
	Most    float64 `json:"most,omitempty"` // with RaiseWorst: no choice brings every division to more
	Rivals  *rivals `json:"rivals,omitempty"`
	Seconds float64 `json:"seconds"` // of the search
	Field   string  `json:"field"`   // the mark of the candidates
}

// search is one search under way.
type search struct {
	*instance
	q     *question
	fld   *field
	began time.Time
	now   func() time.Time
	tell  func(Progress)
}

// solve searches until the choice is proven or the time is over.
func (f *Finder) solve(ctx context.Context, q *question, fld *field) (*choice, error) {
	in, err := q.instance(fld)
	if err != nil {
		return nil, err
	}
	s := &search{instance: in, q: q, fld: fld, began: f.now(), now: f.now, tell: func(p Progress) { f.board.tell(q.id, p) }}
	length := time.Duration(q.Seconds * float64(time.Second))
	if q.Hours != nil {
		length /= 2 // the other half is for the rivals
	}
	limited, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	c, err := s.run(limited)
	if err != nil {
		return nil, err
	}
	if q.Hours != nil {
		if c.Rivals, err = s.compete(ctx, length); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil { // nobody waits any more: half an answer is none
		return nil, ctx.Err()
	}
	c.Seconds, c.Field = f.now().Sub(s.began).Seconds(), fld.mark
	return c, nil
}

func (s *search) run(ctx context.Context) (*choice, error) {
	if !s.q.Equity.RaiseWorst {
		r, err := siting.Solve(ctx, s.Problem, s.q.P, s.report)
		return s.choice(r, 0), err
	}
	fair, err := siting.Maximin(ctx, s.Problem, s.q.P, func(f siting.Fair) { s.report(f.Result) })
	return s.choice(fair.Result, fair.Most), err
}

func (s *search) choice(r siting.Result, most float64) *choice {
	return &choice{Chosen: s.inOrder(r.Chosen), Bound: s.bound(r), Optimal: r.Optimal && s.aside == 0, Most: most}
}

// bound is what no choice exceeds in demand, that of the base included.
func (s *search) bound(r siting.Result) float64 { return s.fixed + s.aside + r.Bound }

// report tells how the search goes.
func (s *search) report(r siting.Result) {
	total := s.fld.ground.Coverage().Demand.Total
	b := &Best{
		Covered: s.fixed + r.Covered, Bound: s.bound(r), Seconds: s.now().Sub(s.began).Seconds(),
		Sites: s.fld.spots(r.Chosen, s.q.Datum),
	}
	b.Share, b.BoundShare, b.GapPercent = shareOf(b.Covered, total), shareOf(b.Bound, total), gapPercent(b.Covered, b.Bound)
	s.tell(Progress{Phase: Searching, Best: b})
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
