package intake

import (
	"context"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// takeSource returns the write that gives the station what the source last
// said, which may be newer than the review; none when it has that value.
func takeSource(ctx context.Context, store stations.Store, r stations.Review, a Answer) ([]stations.Write, error) {
	value, err := latest(ctx, store, r)
	if err != nil {
		return nil, err
	}
	before, err := Survivor(ctx, store, r.Station)
	if err != nil {
		return nil, err
	}
	after := *before
	m := &merger{editor: exchange.NewEditor()}
	if err := m.set(&after, exchange.Field(r.Field), value); err != nil {
		return nil, err
	}
	if same, err := equal(before, &after); err != nil || same {
		return nil, err
	}
	reason := "take " + r.Field + " from source " + r.Source
	return []stations.Write{{Station: &after, Expect: before.Revision, By: a.By, Reason: reason}}, nil
}

// latest returns what the source last said of the review's field.
func latest(ctx context.Context, store stations.Sources, r stations.Review) (string, error) {
	key := stations.RecordKey{Source: r.Source, Record: r.Record}
	rows, err := store.Said(ctx, []stations.RecordKey{key})
	if err != nil {
		return "", err
	}
	row, known := rows[key]
	if !known {
		return r.New, nil
	}
	values, err := decodeSaid(row.Values)
	if err != nil {
		return "", err
	}
	if value, told := values[exchange.Field(r.Field)]; told {
		return value, nil
	}
	return r.New, nil
}

// alsoAnswered returns the decisions on the other open conflicts about the same
// field of the same record, to which the answer is an answer too: to all of
// them when the source's last word is taken, and to those that were asked
// before when the station keeps its value.
func alsoAnswered(ctx context.Context, store stations.Reviews, r stations.Review, a Answer) ([]stations.Decision, error) {
	const page = 1000
	var also []stations.Decision
	for after := ""; ; {
		open, err := store.Reviews(ctx, stations.ReviewFilter{Kind: stations.ReviewConflict}, after, page)
		if err != nil {
			return nil, err
		}
		for _, other := range open {
			same := other.Station == r.Station && other.Field == r.Field && other.Source == r.Source && other.Record == r.Record
			if same && other.ID != r.ID && (a.Verdict == stations.TakeSource || other.At.Before(r.At)) {
				also = append(also, stations.Decision{Review: other.ID, Verdict: a.Verdict, By: a.By, At: a.At})
			}
		}
		if len(open) < page {
			return also, nil
		}
		after = open[page-1].ID
	}
}
