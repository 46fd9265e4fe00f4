package intake

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/geo/sphere"
	"yizhan/stations"
)

// crowded is how many stations around one place are compared with it at most,
// the nearest first: a file that puts a town on one point must not make a
// million questions.
const crowded = 16

// duplicates asks, for each station that is new or was changed, about those
// that may be the same place. Each pair is asked about once.
type duplicates struct {
	registry *registry
	index    *near.Index
	at       time.Time
	asked    map[string]*stations.Review // by review id
	order    []string
	hits     []near.Hit
}

func newDuplicates(r *registry, at time.Time) *duplicates {
	return &duplicates{registry: r, index: r.index(), at: at, asked: map[string]*stations.Review{}}
}

// shared asks about stations with the same external id.
func (d *duplicates) shared(touched map[stations.ID]bool) {
	for _, name := range slices.Sorted(maps.Keys(d.registry.external)) {
		list := d.registry.external[name]
		for i, id := range list {
			for _, other := range list[:i] {
				if touched[id] || touched[other] {
					registry, _, _ := strings.Cut(name, ":")
					d.ask(id, other, "the same "+registry+" id")
				}
			}
		}
	}
}

// look asks about the neighbours of a station.
func (d *duplicates) look(id stations.ID) {
	s := d.registry.site(id)
	if s == nil || s.point == (orb.Point{}) {
		return
	}
	query := near.Query{Point: s.point, K: crowded, Radius: stations.NearM}
	d.hits = d.index.Nearest(query, d.hits[:0])
	for _, hit := range d.hits {
		other := &d.registry.sites[hit.Item]
		if other.id != s.id && stations.CoreLikeness(s.coreName(), other.coreName()) >= stations.Alike {
			d.ask(s.id, other.id, "near and alike")
		}
	}
}

// ask puts the question, or adds a reason to it. The two are named in the
// order of their ids, so that both sides ask the same.
func (d *duplicates) ask(left, right stations.ID, reason string) {
	a, b := d.registry.site(left), d.registry.site(right)
	if a == nil || b == nil || a.id == b.id {
		return
	}
	if b.id < a.id {
		a, b = b, a
	}
	r := stations.Review{Kind: stations.ReviewDuplicate, Station: a.id, Other: b.id}
	r.ID = stations.ReviewID(r)
	if earlier := d.asked[r.ID]; earlier != nil {
		if !slices.Contains(earlier.Reasons, reason) {
			earlier.Reasons = append(earlier.Reasons, reason)
		}
		return
	}
	r.Adcode, r.Source, r.Record, r.At = a.adcode, b.key.Source, b.key.Record, d.at
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
func measured(a, b *site) (metres, likeness *float64) {
	like := math.Round(stations.CoreLikeness(a.coreName(), b.coreName())*1000) / 1000
	if a.vague || b.vague {
		return nil, &like
	}
	apart := math.Round(sphere.Distance(a.point, b.point)*10) / 10
	return &apart, &like
}
