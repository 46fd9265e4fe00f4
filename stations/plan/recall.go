package plan

import (
	"context"
	"encoding/json"

	"yizhan/stations"
)

// Recall returns the coverage of that id: from memory, or computed again from
// the run that the store keeps, with the stations as of its revision.
//
// Errors: NotFound when no such run is kept; Gone when it is, but the demand,
// the areas, the roads or the stations of then are not; else those of
// Coverage.
func (p *Planner) Recall(ctx context.Context, id string) (*Coverage, error) {
	epoch, err := p.store.Epoch(ctx)
	if err != nil {
		return nil, err
	}
	if c, ok := p.results.Get(MemoryKey(epoch, id)); ok {
		return c, nil
	}
	began := p.now()
	run, err := p.store.Run(ctx, id, began)
	if err != nil {
		return nil, err
	}
	in, err := p.recollect(ctx, run)
	if err != nil {
		return nil, err
	}
	return p.results.Do(ctx, MemoryKey(in.epoch, id), func(ctx context.Context) (*Coverage, error) {
		c, err := p.compute(ctx, in)
		if err == nil {
			c.TookMS = p.now().Sub(began).Milliseconds()
		}
		return c, err
	})
}

// recollect gathers the inputs of the run and makes sure that they still are
// what they were.
func (p *Planner) recollect(ctx context.Context, run stations.Run) (*inputs, error) {
	var q question
	if err := json.Unmarshal(run.Request, &q); err != nil {
		return nil, gone(err)
	}
	in, err := p.gather(ctx, q, run.Revision)
	switch stations.CodeOf(err) {
	case "":
	case stations.Invalid, stations.NotFound, stations.Gone:
		return nil, gone(err)
	default:
		return nil, err
	}
	if in.id != run.ID {
		return nil, gone(nil)
	}
	return in, nil
}

func gone(cause error) error {
	return &stations.Error{
		Code: stations.Gone,
		Text: "数据已更新，无法重现该结果 the demand, areas, roads or stations behind this result have changed: compute it again",
		Err:  cause,
	}
}
