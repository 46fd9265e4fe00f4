package nearby

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/text"
)

// candidate is a station that was found, before it is known how far it is.
type candidate struct {
	station *stations.Station
	rank    text.Rank
	outward vector
}

// best keeps the first so many of what is found, in the order of results. The
// worst of them is on top of a heap, so that most candidates are turned down
// by their rank or their chord without a look at the station.
type best struct {
	most  int
	list  []Found
	place *orb.Point // nil orders by id
	from  vector     // of place
	worst text.Rank  // of the last of the list when that is full, else text.NoRank
	reach float64    // the chord beyond which a candidate of that rank comes too late
}

func newBest(most int) best { return best{most: most, worst: text.NoRank, reach: math.Inf(1)} }

// near orders equal ranks by the distance from p.
func (b *best) near(p orb.Point) { b.place, b.from = &p, outward(p) }

// ascend says that candidates come in ascending order of id from here on.
func (b *best) ascend() {
	if b.place == nil {
		b.reach = math.Inf(1)
	}
}

// refused notes that a candidate came too late. Without a place all that
// follow it with its rank do so too.
func (b *best) refused() {
	if b.place == nil {
		b.reach = 0
	}
}

// may reports whether a candidate may be among the first.
func (b *best) may(c candidate) bool {
	switch {
	case c.rank != b.worst:
		return c.rank < b.worst
	case b.place != nil:
		return b.from.chord(c.outward) <= b.reach
	default:
		return c.station.ID < b.list[0].Station.ID
	}
}

// found measures a candidate.
func (b *best) found(c candidate) Found {
	f := Found{Station: c.station, Rank: c.rank}
	if b.place != nil {
		f.Distance = sphere.Distance(*b.place, c.station.Position.Point)
	}
	return f
}

// add keeps f if it is among the first.
func (b *best) add(f Found) {
	switch {
	case len(b.list) < b.most:
		heap.Push(b, f)
	case compareFound(f, b.list[0]) < 0:
		b.list[0] = f
		heap.Fix(b, 0)
	default:
		return
	}
	if len(b.list) == b.most && b.worst != b.list[0].Rank {
		b.worst, b.reach = b.list[0].Rank, math.Inf(1)
	}
	if b.place != nil {
		straight := 2 * math.Sin(b.list[0].Distance/(2*sphere.Radius))
		b.reach = straight*straight*(1+1e-9) + 1e-18 // rounding must not cost a hit
	}
}

// sorted returns the first, and empties b.
func (b *best) sorted() []Found {
	list := b.list
	b.list = nil
	slices.SortFunc(list, compareFound)
	return list
}

// compareFound is the order of results.
func compareFound(a, b Found) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Distance, b.Distance), strings.Compare(string(a.Station.ID), string(b.Station.ID)))
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (b *best) Len() int           { return len(b.list) }
func (b *best) Less(i, j int) bool { return compareFound(b.list[i], b.list[j]) > 0 }
func (b *best) Swap(i, j int)      { b.list[i], b.list[j] = b.list[j], b.list[i] }

// Push implements heap.Interface.
func (b *best) Push(x any) { b.list = append(b.list, x.(Found)) }

// Pop implements heap.Interface.
func (b *best) Pop() any {
	last := b.list[len(b.list)-1]
	b.list = b.list[:len(b.list)-1]
	return last
}
