package nearby

import (
	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
)

// Neighbour is a public station of a snapshot, for rooms that ask other
// questions than Find does. What it points to is shared and must not be
// changed.
type Neighbour struct {
	Station *stations.Station
	Door    stations.Door
	Memo    *Memo
	Slot    int32 // names the station within its snapshot
}

// Within calls found for every public station of s within radius metres of p,
// WGS-84, inclusive, in no promised order. The filter rules out what it can
// at a glance; which of the others it keeps, at the moment that counts, is for
// the caller to ask.
func (f *Finder) Within(s *Snapshot, p orb.Point, radius float64, filter stations.Filter, found func(Neighbour)) {
	s.index.Within(p, radius, f.compiler.wish(filter), func(h near.Hit) {
		e := s.at(h.Item)
		found(Neighbour{Station: e.station, Door: e.door, Memo: &e.memo, Slot: h.Item})
	})
}
