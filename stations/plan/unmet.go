package plan

import (
	"context"
	"maps"
	"slices"
	"time"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// UnmetLayer is a layer of demand that nobody imports: the riders' searches
// that found nothing in the UnmetDays before the day of the question, by cell
// of resolution 8 and by hour of the day. A layer of that name that somebody
// did import is meant instead of it. Only counts that may be shown are in it,
// those of stations.MinUnmet searches in an hour or more; a search for several
// kinds or services counts for each pair of them.
const (
	UnmetLayer = "unmet"
	UnmetDays  = 28
)

// unmetPage is how many rows are read at a time.
const unmetPage = 10_000

// loadUnmet returns the unmet searches as demand. The last day is kept with
// the question, and rows of past days do not change, so the run can be made
// again as long as they are kept.
func (p *Planner) loadUnmet(ctx context.Context, q *question) (demand, error) {
	if q.UnmetUntil == "" {
		q.UnmetUntil = p.now().In(stations.Zone()).Format(time.DateOnly)
	}
	until := stations.ByDay.Begin(q.UnmetUntil)
	query := stations.UnmetQuery{From: until.AddDate(0, 0, -UnmetDays), Until: until}
	cells := map[hex.Cell]*stations.DayWeights{}
	var last stations.Unmet
	for {
		rows, err := p.store.Unmet(ctx, query, last, unmetPage)
		if err != nil {
			return demand{}, err
		}
		for _, row := range rows {
			if cells[row.Cell] == nil {
				cells[row.Cell] = new(stations.DayWeights)
			}
			cells[row.Cell][row.Hour.In(stations.Zone()).Hour()] += float64(row.Searches)
		}
		if len(rows) < unmetPage {
			break
		}
		last = rows[len(rows)-1]
	}
	rows := make([]stations.Demand, 0, len(cells))
	for _, c := range slices.Sorted(maps.Keys(cells)) {
		rows = append(rows, stations.Demand{Cell: c, Weight: cells[c].Sum(), Hours: cells[c]})
	}
	return newDemand(UnmetLayer, stations.DemandVersion(rows), rows), nil
}
