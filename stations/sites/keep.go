package sites

import (
	"context"
	"encoding/json"
	"fmt"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// part names the choice among what the store keeps for a question. How far a
// search gets in its seconds depends on the machine, so the choice is kept: all
// else is computed again.
const part = "choice"

// keep stores the question and what was chosen.
func (f *Finder) keep(ctx context.Context, q *question, c *choice, base *plan.Coverage) error {
	request, err := json.Marshal(q)
	if err != nil {
		return fmt.Errorf("write the question: %w", err)
	}
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write the choice: %w", err)
	}
	at := stations.Stamp(f.now())
	if err := f.store.PutRun(ctx, stations.Run{ID: q.id, Request: request, Revision: base.Revision, At: at}); err != nil {
		return err
	}
	_, err = f.store.PutFinding(ctx, stations.Finding{Run: q.id, Part: part, Body: body, At: at, Epoch: base.Epoch})
	return err
}

// kept returns the choice that the store keeps for the question; false when it
// keeps none, or one among other candidates: another version made it.
func (f *Finder) kept(ctx context.Context, q *question, fld *field) (*choice, bool, error) {
	found, err := f.store.Findings(ctx, q.id, f.now())
	if err != nil {
		return nil, false, err
	}
	for _, finding := range found {
		c := &choice{}
		if finding.Part == part && json.Unmarshal(finding.Body, c) == nil && c.Field == fld.mark {
			return c, true, nil
		}
	}
	return nil, false, nil
}

// Recall returns the answer of that id: from memory, or made again from what
// the store keeps.
//
// Errors: NotFound when no such question is kept; Gone when it is, but not
// what its base rests on; ctx's error.
func (f *Finder) Recall(ctx context.Context, id string) (*Answer, error) {
	epoch, err := f.store.Epoch(ctx)
	if err != nil {
		return nil, err
	}
	if a, ok := f.answers.Get(plan.MemoryKey(epoch, id)); ok {
		return a, nil
	}
	run, err := f.store.Run(ctx, id, f.now())
	if err != nil {
		return nil, err
	}
	q := &question{id: id}
	if err := json.Unmarshal(run.Request, q); err != nil || q.Format != format {
		return nil, stations.Errorf(stations.NotFound, "没有这次选址 there is no such answer")
	}
	ground, err := f.planner.Ground(ctx, plan.Base{ID: q.Base})
	switch stations.CodeOf(err) {
	case "":
	case stations.NotFound, stations.Gone:
		return nil, gone(err)
	default:
		return nil, err
	}
	return f.answers.Do(ctx, plan.MemoryKey(ground.Coverage().Epoch, id), func(ctx context.Context) (*Answer, error) {
		return f.answer(ctx, q, ground)
	})
}
