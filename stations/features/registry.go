package features

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/nearby"
)

// registry is the stations.
type registry struct {
	*Catalogue
	collection *Collection
	public     bool // what riders see, and nothing else
}

func (c *Catalogue) stations(public bool) Collection {
	r := &registry{Catalogue: c, public: public}
	collection := Collection{
		ID: "stations", Title: "驿站 Stations", Description: "职工驿站、司机之家、暖心驿站等 rest stations for riders, couriers and drivers",
		Changed: "updated_at", source: r,
	}
	collection.Columns = StationColumns()
	r.collection = &collection
	return collection
}

func (r *registry) filter() stations.Filter {
	if r.public {
		return stations.Public()
	}
	return stations.Filter{}
}

// Extent implements source.
func (r *registry) Extent(ctx context.Context) (orb.Bound, bool, error) {
	snapshot := r.finder.Snapshot()
	if snapshot == nil {
		return orb.Bound{}, false, ctx.Err()
	}
	mark := stations.Mark{Epoch: snapshot.Epoch, Revision: snapshot.Revision}
	if known, ok := r.extents.Get(mark); ok {
		return known.Bound(), len(known) > 0, nil
	}
	var corners orb.MultiPoint
	for s := range snapshot.All() {
		if len(corners) == 0 {
			corners = orb.MultiPoint{s.Position.Point, s.Position.Point}
		}
		bound := corners.Bound().Extend(s.Position.Point)
		corners[0], corners[1] = bound.Min, bound.Max
	}
	r.extents.Put(mark, corners)
	return corners.Bound(), len(corners) > 0, ctx.Err()
}

// Page implements source. What a box asks comes from the store, in ascending
// order of id, and costs the same at any depth; what more is asked is looked
// for in memory, at every station.
func (r *registry) Page(ctx context.Context, q Query) (Page, error) {
	filter := r.filter()
	if len(q.Boxes) == 1 {
		filter.Within, filter.Located = &q.Boxes[0], true
	}
	if !q.narrow() {
		return r.stored(ctx, filter, q)
	}
	at := r.now()
	found, err := r.finder.List(ctx, nearby.Listing{
		Filter: filter, Order: nearby.ByID, Limit: q.Limit, Cursor: q.Cursor,
		Keep: func(s *stations.Station) bool { return r.collection.keeps(q, StationFeature(s, at)) },
	})
	if err != nil {
		return Page{}, err
	}
	return Page{stationFeatures(found.Stations, at), found.Total, found.Next}, nil
}

func (r *registry) stored(ctx context.Context, filter stations.Filter, q Query) (Page, error) {
	after := stations.ID(q.Cursor)
	if _, err := stations.ParseID(q.Cursor); after != "" && err != nil {
		return Page{}, badCursor()
	}
	total, err := r.count(ctx, filter)
	if err != nil {
		return Page{}, err
	}
	at := r.now()
	list, err := r.store.Stations(ctx, filter, at, after, q.Limit)
	p := Page{Features: stationFeatures(list, at), Matched: total}
	if err != nil || len(list) < q.Limit {
		return p, err
	}
	last := list[len(list)-1].ID
	following, err := r.store.Stations(ctx, filter, at, last, 1)
	if len(following) > 0 {
		p.Next = string(last)
	}
	return p, err
}

// count counts once for all pages of a revision, as long as no restore gives
// its number to another.
func (r *registry) count(ctx context.Context, filter stations.Filter) (int, error) {
	epoch, err := r.store.Epoch(ctx)
	if err != nil {
		return 0, err
	}
	revision, err := r.store.Revision(ctx)
	if err != nil {
		return 0, err
	}
	text, err := json.Marshal(filter)
	if err != nil {
		return 0, err
	}
	key := fmt.Sprint(epoch, " ", revision, " ", string(text))
	if n, ok := r.counts.Get(key); ok {
		return n, nil
	}
	n, err := r.store.Count(ctx, filter, r.now())
	if err == nil {
		r.counts.Put(key, n)
	}
	return n, err
}

// Feature implements source.
func (r *registry) Feature(ctx context.Context, id string) (Feature, error) {
	parsed, err := stations.ParseID(id)
	if err != nil {
		return Feature{}, noFeature()
	}
	s, err := r.store.Station(ctx, parsed)
	if err == nil && !r.filter().Match(s, r.now()) {
		err = noFeature()
	}
	if err != nil {
		return Feature{}, err
	}
	return StationFeature(s, r.now()), nil
}

func stationFeatures(list []*stations.Station, at time.Time) []Feature {
	out := make([]Feature, len(list))
	for i, s := range list {
		out[i] = StationFeature(s, at)
	}
	return out
}
