package plan

import "context"

// Latest returns the ids of the latest coverages that the store keeps, at most
// so many, the newest first. What else it keeps as runs, surveys of many cities
// and answers to questions for sites, is left out; so it looks at ten times as
// many runs and no further.
func (p *Planner) Latest(ctx context.Context, most int) ([]string, error) {
	runs, err := p.store.Runs(ctx, p.now(), 10*most)
	var ids []string
	for _, run := range runs {
		var q question // others have members that a question has not
		if len(ids) < most && Strict(run.Request, &q) == nil {
			ids = append(ids, run.ID)
		}
	}
	return ids, err
}
