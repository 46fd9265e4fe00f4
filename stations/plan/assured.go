package plan

import (
	"context"

	"yizhan/geo/reach"
	"yizhan/stations"
)

// assured is the coverage by verified stations of a warm coverage that asks
// for it, ready for trials.
type assured struct {
	live    *reach.Live // times up to the limit
	covered []bool      // by cell
	people  *crowd
}

// assure prepares trials on the coverage by those of the sources that are
// verified; Station of a source is the number of the station.
func (w *warm) assure(ctx context.Context, sources []reach.Source, places []reach.Place) error {
	var sure []reach.Source
	for _, s := range sources {
		if w.vouched(w.in.stations[s.Station]) {
			sure = append(sure, s)
		}
	}
	field := reach.NewField(w.in.graph, w.in.mode, w.in.Request.K)
	live, err := reach.NewLive(ctx, field, sure, places, w.in.Request.limit())
	if err != nil {
		return err
	}
	w.sure = &assured{live: live, covered: make([]bool, len(w.cells)), people: crowdOf(w.cells)}
	for i := range w.cells {
		w.sure.covered[i] = w.sure.covers(&w.cells[i], w.in.Request.K)
	}
	return nil
}

// vouched reports whether a station was verified within the days that are
// asked for.
func (w *warm) vouched(s *stations.Station) bool {
	return verifiedWithin(s, w.in.moment(), w.in.Request.VerifiedDays)
}

// covers reports whether a cell has k verified stations in time, as far as the
// last trial goes.
func (a *assured) covers(c *spot, k int) bool {
	var room [reach.MaxK]reach.Label
	return c.tied && len(a.live.From(c.from, room[:0])) >= k
}

// verified computes the coverage by the verified stations as the cast leaves
// them; nil when the base does not ask for it.
func (t *trial) verified(ctx context.Context) (*Verified, error) {
	if t.sure == nil {
		return nil, nil //nolint:nilnil // there is nothing to tell, as in the base
	}
	places, err := t.sure.live.Try(ctx, t.edit(t.vouched))
	if err != nil {
		return nil, err
	}
	now := map[int32]bool{} // the cells that may differ
	for _, place := range places {
		now[place] = t.sure.covers(&t.cells[place], t.in.Request.K)
	}
	v := *t.base.Verified
	v.Stations += t.sworn()
	var demand sum
	v.Cells = 0
	for i, covered := range t.sure.covered {
		if after, differs := now[int32(i)]; differs {
			covered = after
		}
		if covered {
			v.Cells++
			demand.add(t.sure.people.of[i])
		}
	}
	v.Demand.Covered = demand.value()
	v.Demand.Share = shareOf(v.Demand.Covered, v.Demand.Total)
	return &v, nil
}

// sworn returns how many more verified stations there are after the edits.
func (t *trial) sworn() (more int) {
	for _, a := range t.cast {
		if a.was == useful && t.vouched(t.in.stations[a.number]) {
			more--
		}
		if a.is == useful && t.vouched(a.station) {
			more++
		}
	}
	return more
}
