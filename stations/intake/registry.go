package intake

import (
	"context"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
)

// registry is every station of the store at one revision, found by all that
// may name it.
type registry struct {
	byID     map[stations.ID]*stations.Station
	byKey    map[stations.RecordKey]*stations.Station
	byCode   map[string]stations.ID
	external map[string][]stations.ID // by "registry:id"
}

func newRegistry(ctx context.Context, store stations.Reader) (*registry, error) {
	_, all, err := store.Snapshot(ctx, 0)
	if err != nil {
		return nil, err
	}
	r := &registry{
		byID: make(map[stations.ID]*stations.Station, len(all)), byKey: make(map[stations.RecordKey]*stations.Station, len(all)),
		byCode: map[string]stations.ID{}, external: map[string][]stations.ID{},
	}
	for _, s := range all {
		r.add(s)
		if key, ok := s.Key(); ok {
			r.byKey[key] = s
		}
	}
	return r, nil
}

func (r *registry) add(s *stations.Station) {
	r.byID[s.ID] = s
	if s.Code != "" {
		r.byCode[s.Code] = s.ID
	}
	for name, id := range s.ExternalIDs {
		r.external[name+":"+id] = append(r.external[name+":"+id], s.ID)
	}
}

// survivor returns the station that stands for s: itself, or the one that it
// was merged into, however often. A chain that leads nowhere ends at its last
// station that exists.
func (r *registry) survivor(s *stations.Station) *stations.Station {
	for range len(r.byID) {
		next := r.byID[s.MergedInto]
		if next == nil {
			break
		}
		s = next
	}
	return s
}

// neighbours finds stations around a place.
type neighbours struct {
	list  []*stations.Station
	cores []string // stations.CoreName of each; "" until it is asked for
	index *near.Index
}

// neighbours indexes the stations that stand somewhere and were not merged.
func (r *registry) neighbours() *neighbours {
	n := &neighbours{}
	var points []orb.Point
	for _, s := range r.byID {
		if s.Lifecycle != stations.Merged && s.Position.Point != (orb.Point{}) {
			n.list = append(n.list, s)
			points = append(points, s.Position.Point)
		}
	}
	n.cores = make([]string, len(n.list))
	n.index = near.New(points)
	return n
}

func (n *neighbours) core(i int32) string {
	if n.cores[i] == "" {
		n.cores[i] = stations.CoreName(n.list[i].Name)
	}
	return n.cores[i]
}
