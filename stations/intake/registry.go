package intake

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
)

// registry is every station of the store, and those that this import makes,
// found by all that may name them. Of a station it holds no more than that.
type registry struct {
	sites    []site
	siteOf   map[stations.ID]int32 // the place in sites
	byKey    map[stations.RecordKey]stations.ID
	byCode   map[string]stations.ID      // who has a code, or ever had it as far as that was asked for
	external map[string][]stations.ID    // by "registry:id"
	into     map[stations.ID]stations.ID // the station that one was merged into
	shared   map[stations.ID]bool        // stations that others were merged into
	words    map[string]string           // one copy of texts that many stations have
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
	edits      *draft // the first row that changes it, nil for none
}

func newRegistry(ctx context.Context, store stations.Reader) (*registry, error) {
	r := &registry{
		siteOf: map[stations.ID]int32{}, byKey: map[stations.RecordKey]stations.ID{}, byCode: map[string]stations.ID{},
		external: map[string][]stations.ID{}, into: map[stations.ID]stations.ID{}, shared: map[stations.ID]bool{}, words: map[string]string{},
	}
	for b, err := range store.Briefs(ctx) {
		if err != nil {
			return nil, err
		}
		r.addBrief(b)
		if b.MergedInto != "" {
			r.into[b.ID] = b.MergedInto
		}
		if b.SourceRecord != "" {
			r.byKey[stations.RecordKey{Source: r.word(b.Source), Record: b.SourceRecord}] = b.ID
		}
	}
	for _, next := range r.into {
		r.shared[r.survivor(next)] = true
	}
	return r, nil
}

// add makes a station that the import writes known as it is now. The station
// itself is not kept.
func (r *registry) add(s *stations.Station) {
	b := stations.Brief{
		ID: s.ID, Code: s.Code, Name: s.Name, ExternalIDs: s.ExternalIDs, Lifecycle: s.Lifecycle,
		Source: s.Source, SourceRecord: s.SourceRecord,
	}
	b.Position.Point, b.Position.Quality, b.Position.Adcode = s.Position.Point, s.Position.Quality, s.Position.Adcode
	r.addBrief(&b)
}

func (r *registry) addBrief(b *stations.Brief) {
	one := site{
		id: b.ID, name: b.Name, point: b.Position.Point, adcode: r.word(b.Position.Adcode),
		key:   stations.RecordKey{Source: r.word(b.Source), Record: b.SourceRecord},
		vague: b.Position.Quality == stations.AddressOnly, merged: b.Lifecycle == stations.Merged,
	}
	if at, known := r.siteOf[b.ID]; known {
		one.edits = r.sites[at].edits
		r.sites[at] = one
	} else {
		r.siteOf[b.ID] = int32(len(r.sites))
		r.sites = append(r.sites, one)
	}
	if b.Code != "" {
		r.byCode[b.Code] = b.ID
	}
	for name, id := range b.ExternalIDs {
		if list := r.external[name+":"+id]; !slices.Contains(list, b.ID) {
			r.external[name+":"+id] = append(list, b.ID)
		}
	}
}

// edit keeps a row that changes the station of that id.
func (r *registry) edit(id stations.ID, d *draft) {
	last := &r.sites[r.siteOf[id]].edits
	for *last != nil {
		last = &(*last).next
	}
	*last, d.next = d, nil
}

// edits returns the rows that change the station, in their order.
func (r *registry) edits(id stations.ID) (list []*draft) {
	for d := r.sites[r.siteOf[id]].edits; d != nil; d = d.next {
		list = append(list, d)
	}
	return list
}

// word returns the one copy of a text.
func (r *registry) word(text string) string {
	if one, known := r.words[text]; known {
		return one
	}
	r.words[text] = text
	return text
}

// keptAs returns the station that a record was kept as, by what is remembered
// of the record or else by its key, or the one that this was merged into; ""
// when there is none any more.
func (r *registry) keptAs(remembered stations.ID, key stations.RecordKey) stations.ID {
	id := remembered
	if _, there := r.siteOf[id]; !there {
		if id = r.byKey[key]; id == "" {
			return ""
		}
	}
	return r.survivor(id)
}

// survivor returns the station that stands for the one of that id: itself, or
// the one that it was merged into, however often. A chain that leads nowhere
// ends at its last station that exists.
func (r *registry) survivor(id stations.ID) stations.ID {
	for range len(r.into) {
		next := r.into[id]
		if _, there := r.siteOf[next]; !there {
			break
		}
		id = next
	}
	return id
}

// site returns the site of that id, or the one that it was merged into; nil
// when there is none.
func (r *registry) site(id stations.ID) *site {
	at, ok := r.siteOf[r.survivor(id)]
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
