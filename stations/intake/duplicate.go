package intake

import (
	"maps"
	"math"
	"slices"
	"time"

	"yizhan/geo/near"
	"yizhan/stations"
)

// crowded is how many stations around one place are compared with it at most,
// the nearest first: a file that puts a town on one point must not make a
// million questions.
const crowded = 16

// duplicates asks, for each station that is new or was changed, about those
// that may be the same place. Each pair is asked about once.
type duplicates struct {
	registry   *registry
	neighbours *neighbours
	at         time.Time
	asked      map[string]*stations.Review // by review id
	order      []string
	hits       []near.Hit
}

func newDuplicates(r *registry, at time.Time) *duplicates {
	return &duplicates{registry: r, neighbours: r.neighbours(), at: at, asked: map[string]*stations.Review{}}
}

// look asks about the station s, which stands in the registry.
func (d *duplicates) look(s *stations.Station) {
	for _, name := range slices.Sorted(maps.Keys(s.ExternalIDs)) {
		for _, other := range d.registry.external[name+":"+s.ExternalIDs[name]] {
			d.ask(s, d.registry.byID[other], "the same "+name+" id")
		}
	}
	query := near.Query{Point: s.Position.Point, K: crowded, Radius: stations.NearM}
	d.hits = d.neighbours.index.Nearest(query, d.hits[:0])
	core := stations.CoreName(s.Name)
	for _, hit := range d.hits {
		other := d.neighbours.list[hit.Item]
		if other.ID != s.ID && stations.CoreLikeness(core, d.neighbours.core(hit.Item)) >= stations.Alike {
			d.ask(s, other, "near and alike")
		}
	}
}

// ask puts the question, or adds a reason to it. The two are named in the
// order of their ids, so that both sides ask the same.
func (d *duplicates) ask(a, b *stations.Station, reason string) {
	if a = d.registry.survivor(a); b == nil || a.ID == d.registry.survivor(b).ID {
		return
	}
	if b = d.registry.survivor(b); b.ID < a.ID {
		a, b = b, a
	}
	r := stations.Review{Kind: stations.ReviewDuplicate, Station: a.ID, Other: b.ID}
	r.ID = stations.ReviewID(r)
	if earlier := d.asked[r.ID]; earlier != nil {
		if !slices.Contains(earlier.Reasons, reason) {
			earlier.Reasons = append(earlier.Reasons, reason)
		}
		return
	}
	r.Adcode, r.Source, r.Record, r.At = a.Position.Adcode, b.Source, b.SourceRecord, d.at
	r.Reasons = []string{reason}
	r.DistanceM, r.Similarity = measured(a, b)
	d.asked[r.ID] = &r
	d.order = append(d.order, r.ID)
}

// reviews returns the questions in the order of asking.
func (d *duplicates) reviews() []stations.Review {
	list := make([]stations.Review, len(d.order))
	for i, id := range d.order {
		list[i] = *d.asked[id]
	}
	return list
}

// measured returns how far apart two stations are, to the decimetre, and how
// alike their names, to three decimals.
func measured(a, b *stations.Station) (metres, likeness *float64) {
	like := math.Round(stations.NameLikeness(a.Name, b.Name)*1000) / 1000
	if a.Position.Quality == stations.AddressOnly || b.Position.Quality == stations.AddressOnly {
		return nil, &like
	}
	apart := math.Round(distance(a, b)*10) / 10
	return &apart, &like
}
