package intake

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
)

// registry is every station of the store at one revision, and those that this
// import makes, found by all that may name them.
type registry struct {
	byID     map[stations.ID]*stations.Station // of the store
	byKey    map[stations.RecordKey]*stations.Station
	byCode   map[string]stations.ID
	external map[string][]stations.ID // by "registry:id"
	sites    []site
	siteOf   map[stations.ID]int32
}

// site is what is compared of a station.
type site struct {
	id         stations.ID
	name, core string // core is stations.CoreName, "" until it is asked for
	point      orb.Point
	adcode     string
	vague      bool // its position is address_only
	merged     bool
	key        stations.RecordKey
}

func siteOf(s *stations.Station) site {
	key, _ := s.Key()
	return site{
		id: s.ID, name: s.Name, point: s.Position.Point, adcode: s.Position.Adcode, key: key,
		vague: s.Position.Quality == stations.AddressOnly, merged: s.Lifecycle == stations.Merged,
	}
}

func newRegistry(ctx context.Context, store stations.Reader) (*registry, error) {
	_, all, err := store.Snapshot(ctx, 0)
	if err != nil {
		return nil, err
	}
	r := &registry{
		byID: make(map[stations.ID]*stations.Station, len(all)), byKey: make(map[stations.RecordKey]*stations.Station, len(all)),
		byCode: map[string]stations.ID{}, external: map[string][]stations.ID{}, siteOf: make(map[stations.ID]int32, len(all)),
	}
	for _, s := range all {
		r.byID[s.ID] = s
		r.add(s)
		if key, ok := s.Key(); ok {
			r.byKey[key] = s
		}
	}
	return r, nil
}

// add makes the station known as it is now. The station itself is not kept.
func (r *registry) add(s *stations.Station) {
	if at, known := r.siteOf[s.ID]; known {
		r.sites[at] = siteOf(s)
	} else {
		r.siteOf[s.ID] = int32(len(r.sites))
		r.sites = append(r.sites, siteOf(s))
	}
	if s.Code != "" {
		r.byCode[s.Code] = s.ID
	}
	for name, id := range s.ExternalIDs {
		if list := r.external[name+":"+id]; !slices.Contains(list, s.ID) {
			r.external[name+":"+id] = append(list, s.ID)
		}
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

// site returns the site of that id, or the one that it was merged into; nil
// when there is none.
func (r *registry) site(id stations.ID) *site {
	if s := r.byID[id]; s != nil {
		id = r.survivor(s).ID
	}
	at, ok := r.siteOf[id]
	if !ok {
		return nil
	}
	return &r.sites[at]
}

func (s *site) coreName() string {
	if s.core == "" {
		s.core = stations.CoreName(s.name)
	}
	return s.core
}

// index finds the sites that stand somewhere and were not merged; items are
// places in r.sites.
func (r *registry) index() *near.Index {
	places := make([]near.Place, 0, len(r.sites))
	for i, s := range r.sites {
		if !s.merged && s.point != (orb.Point{}) {
			places = append(places, near.Place{Point: s.point, Item: int32(i)})
		}
	}
	return near.New(places)
}
