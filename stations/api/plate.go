package api

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"google.golang.org/protobuf/encoding/protowire"

	"yizhan/stations"
	"yizhan/stations/nearby"
)

// plate is what tiles say of the stations of one page of a snapshot, whatever
// the tile: drawn once, and side by side. A tile of 600 stations otherwise waits
// for 2,000 pieces of memory that no cache holds.
type plate struct {
	at     [nearby.PageSize]orb.Point // as worldwide gives it, of WGS-84
	kinds  [nearby.PageSize]stations.Kind
	values []byte // two of each station, its id and its name, as a layer has them
	ends   [nearby.PageSize]uint32
}

// plateOf returns the plate of a page, which is kept as long as the page's
// stations stay as they are.
func plateOf(snapshot *nearby.Snapshot, page int32) *plate {
	slate := snapshot.Page(page)
	s, drawn := slate.Load().(*plate)
	if !drawn {
		s = drawPlate(snapshot, page)
		slate.Store(s)
	}
	return s
}

func drawPlate(snapshot *nearby.Snapshot, page int32) *plate {
	s := new(plate)
	var values []byte
	for i := range s.ends {
		if station := snapshot.Station(page*nearby.PageSize + int32(i)); station != nil {
			s.at[i], s.kinds[i] = worldwide(station.Position.Point), station.Kind
			values = appendValue(appendValue(values, string(station.ID)), station.Name)
		}
		s.ends[i] = uint32(len(values))
	}
	s.values = append([]byte(nil), values...) // in a room that fits
	return s
}

// of returns the values of the page's i-th station.
func (s *plate) of(i int32) []byte {
	begin := uint32(0)
	if i > 0 {
		begin = s.ends[i-1]
	}
	return s.values[begin:s.ends[i]]
}

// worldwide places a point of degrees on web mercator, as a share of the
// world's width from its north-western corner.
func worldwide(p orb.Point) orb.Point {
	const finest, tiles = 30, 1 << 30 // so that the poles stay inside
	f := maptile.Fraction(p, finest)
	return orb.Point{f[0] / tiles, f[1] / tiles}
}

// appendValue adds a text to the values of a layer.
func appendValue(values []byte, s string) []byte {
	values = protowire.AppendTag(values, 4, protowire.BytesType)
	values = protowire.AppendVarint(values, uint64(protowire.SizeTag(1)+protowire.SizeBytes(len(s))))
	return protowire.AppendString(protowire.AppendTag(values, 1, protowire.BytesType), s)
}
