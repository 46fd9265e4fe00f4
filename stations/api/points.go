package api

import (
	"math"

	"github.com/paulmach/orb"
	"google.golang.org/protobuf/encoding/protowire"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// points writes the layer of stations of a vector tile, version 2.1 of
// Mapbox's specification. The general encoder of package mvt makes a map and
// several objects of each feature, which took five times as long as PostGIS; a
// layer of points alone is four lists, appended as they come:
//
//	Layer:   name = 1, features = 2, keys = 3, values = 4, extent = 5, version = 15
//	Feature: tags = 2 (pairs of a key and a value, by their places), type = 3, geometry = 4
//	Value:   string = 1, uint = 5
type points struct {
	square
	scale            float64 // units of the tile in the width of the world
	features, values []byte
	valued           uint64                   // values so far
	kinds            map[stations.Kind]uint64 // where the names of kinds stand among them
	plate            *plate                   // of the station before
	page             int32                    // of the plate, none before the first
	found            []spot                   // of the tile
	whole            []byte                   // the tile, once it is written
}

// spot is a station of a snapshot at a point of a tile's datum.
type spot struct {
	slot int32
	at   orb.Point
}

// extent is how many units a tile has a side.
const extent = 4096

// The keys of a feature, by their place in the layer.
const (
	idKey = iota
	nameKey
	kindKey
	countKey
)

var pointKeys = [...]string{idKey: "id", nameKey: "name", kindKey: "kind", countKey: "count"}

// one is the place of the count of a station by itself, the first value.
const one = 0

// begin empties p for another tile. Its room is used again: a map asks for
// tiles by the dozen, and rubbish by the megabyte costs more than the tiles.
func (p *points) begin(t square) {
	p.square, p.scale, p.valued = t, math.Ldexp(extent, int(t.Z)), 0
	p.features, p.values, p.found, p.whole = p.features[:0], p.values[:0], p.found[:0], p.whole[:0]
	p.plate, p.page = nil, -1
	if p.kinds == nil {
		p.kinds = map[stations.Kind]uint64{}
	}
	clear(p.kinds)
	p.number(1) // which is one
}

// station adds a station of the snapshot that stands alone at a point of the
// tile's datum. Its texts are copied as its page's plate has them.
func (p *points) station(snapshot *nearby.Snapshot, s spot) {
	if n := s.slot / nearby.PageSize; n != p.page {
		p.plate, p.page = plateOf(snapshot, n), n
	}
	i := s.slot % nearby.PageSize
	at := p.plate.at[i]
	if p.datum != datum.WGS84 {
		at = worldwide(s.at)
	}
	kind := p.kind(p.plate.kinds[i])
	p.values = append(p.values, p.plate.of(i)...)
	p.valued += 2
	p.feature(at, idKey, p.valued-2, nameKey, p.valued-1, kindKey, kind, countKey, one)
}

// kind returns the place of the name of a kind, which stands once in a tile.
func (p *points) kind(k stations.Kind) uint64 {
	place, known := p.kinds[k]
	if !known {
		place = p.valued
		p.kinds[k] = place
		p.values = appendValue(p.values, string(k))
		p.valued++
	}
	return place
}

// cluster adds a point that stands for several stations.
func (p *points) cluster(at orb.Point, count int) {
	p.feature(worldwide(at), countKey, p.number(uint64(count)))
}

// feature adds a point, as worldwide gives it. The messages of a point are
// shorter than 128 bytes, so that one byte, set at the end, holds a length.
func (p *points) feature(at orb.Point, tags ...uint64) {
	const moveTo, point = 1<<3 | 1, 1 // once
	begin := len(p.features)
	b := append(p.features, 2<<3|2, 0, 2<<3|2, 0)
	for _, tag := range tags {
		b = protowire.AppendVarint(b, tag)
	}
	b[begin+3] = byte(len(b) - begin - 4)
	b = append(b, 3<<3, point, 4<<3|2, 0, moveTo)
	geometry := len(b) - 1
	for axis, corner := range []uint32{p.X, p.Y} {
		units := math.Floor(at[axis]*p.scale - float64(corner)*extent)
		b = protowire.AppendVarint(b, protowire.EncodeZigZag(int64(units)))
	}
	b[geometry-1], b[begin+1] = byte(len(b)-geometry), byte(len(b)-begin-2)
	p.features = b
}

func (p *points) number(n uint64) uint64 {
	var value [12]byte
	p.values = appendField(p.values, 4, protowire.AppendVarint(protowire.AppendTag(value[:0], 5, protowire.VarintType), n))
	p.valued++
	return p.valued - 1
}

// tile returns the whole tile, nil when it has no feature. It is p's own.
func (p *points) tile() []byte {
	if len(p.features) == 0 {
		return nil
	}
	head := protowire.AppendVarint(protowire.AppendTag(nil, 15, protowire.VarintType), 2)
	head = appendField(head, 1, []byte("stations"))
	var keys []byte
	for _, key := range pointKeys {
		keys = appendField(keys, 3, []byte(key))
	}
	end := protowire.AppendVarint(protowire.AppendTag(nil, 5, protowire.VarintType), extent)
	size := len(head) + len(p.features) + len(keys) + len(p.values) + len(end)
	begin := protowire.AppendVarint(protowire.AppendTag(nil, 3, protowire.BytesType), uint64(size)) // Tile: layers = 3
	for _, part := range [][]byte{begin, head, p.features, keys, p.values, end} {
		p.whole = append(p.whole, part...)
	}
	return p.whole
}

func appendField(b []byte, field protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), content)
}
