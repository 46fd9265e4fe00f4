package intake

import (
	"context"
	"slices"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// again is stations.Import.Again: the rows of a station that somebody wrote
// meanwhile are decided anew, by the rules that they were decided by, and what
// was reported of them is taken back.
func (p *plan) again(ctx context.Context, now stations.Now, id stations.ID) (*stations.Write, error) {
	p.mended = true
	edits := p.registry.edits(id)
	keys := make([]stations.RecordKey, len(edits))
	for i, d := range edits {
		keys[i] = d.key
		p.takeBack(d)
	}
	known, err := now.Said(ctx, keys)
	if err != nil {
		return nil, err
	}
	found, err := now.StationsOf(ctx, []stations.ID{id})
	if err != nil {
		return nil, err
	}
	before := found[id]
	after, err := p.editAgain(edits, known, before)
	if err != nil || before == nil {
		return nil, err
	}
	if same, err := equal(before, after); err != nil || same {
		return nil, err
	}
	return p.write(after, before.Revision), nil
}

// editAgain brings the rows into the station as it is now, nil when it was
// deleted. A station that was merged, or that the rows do not fit any more, is
// for an import that starts again: Conflict.
func (p *plan) editAgain(edits []*draft, known map[stations.RecordKey]stations.SourceRow, before *stations.Station) (*stations.Station, error) {
	after := before
	for _, d := range edits {
		r, err := p.read(d, known)
		if err != nil {
			return nil, err
		}
		if before == nil {
			p.leave(&r)
			d.updated = false
			continue
		}
		next, fits, err := p.merge(&r, after)
		if err != nil {
			return nil, err
		}
		if !fits || before.MergedInto != "" {
			return nil, stations.Errorf(stations.Conflict, "station %s was changed meanwhile", before.ID)
		}
		if d.updated, err = p.count(after, next); err != nil {
			return nil, err
		}
		if d.updated {
			p.tellChange(&r, after, next)
		}
		after = next
	}
	return after, nil
}

// takeBack removes from the report what was told of a row that is decided anew.
func (p *plan) takeBack(d *draft) {
	if d.updated {
		p.result.Updated--
	} else {
		p.result.Unchanged--
	}
	before := len(p.result.Problems)
	p.result.Problems = slices.DeleteFunc(p.result.Problems, func(b exchange.Problem) bool { return b.Row == d.row.Number })
	if len(p.result.Problems) < before {
		p.result.Suspect--
	}
	p.result.Changes = slices.DeleteFunc(p.result.Changes, func(c Change) bool { return c.Row == d.row.Number })
	p.reviews = slices.DeleteFunc(p.reviews, func(r stations.Review) bool {
		return r.Kind == stations.ReviewConflict && r.Source == d.key.Source && r.Record == d.key.Record
	})
}
