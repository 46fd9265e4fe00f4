package api

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"google.golang.org/protobuf/encoding/protowire"

	"yizhan/stations"
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
	features, values []byte
	valued           uint64                   // values so far
	kinds            map[stations.Kind]uint64 // where the names of kinds stand among them
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
	p.square, p.valued = t, 0
	p.features, p.values, p.found, p.whole = p.features[:0], p.values[:0], p.found[:0], p.whole[:0]
	if p.kinds == nil {
		p.kinds = map[stations.Kind]uint64{}
	}
	clear(p.kinds)
	p.number(1) // which is one
}

// station adds a station that stands alone at a point of the tile's datum.
func (p *points) station(s *stations.Station, at orb.Point) {
	kind, known := p.kinds[s.Kind]
	if !known {
		kind = p.text(string(s.Kind))
		p.kinds[s.Kind] = kind
	}
	p.feature(at, idKey, p.text(string(s.ID)), nameKey, p.text(s.Name), kindKey, kind, countKey, one)
}

// cluster adds a point that stands for several stations.
func (p *points) cluster(at orb.Point, count int) {
	p.feature(at, countKey, p.number(uint64(count)))
}

func (p *points) feature(at orb.Point, tags ...uint64) {
	const moveTo, point = 1<<3 | 1, 1 // once
	var room [2][40]byte
	packed, geometry := room[0][:0], protowire.AppendVarint(room[1][:0], moveTo)
	for _, tag := range tags {
		packed = protowire.AppendVarint(packed, tag)
	}
	f := maptile.Fraction(at, p.Z)
	for axis, corner := range []uint32{p.X, p.Y} {
		units := math.Floor((f[axis] - float64(corner)) * extent)
		geometry = protowire.AppendVarint(geometry, protowire.EncodeZigZag(int64(units)))
	}
	var whole [100]byte
	b := appendField(whole[:0], 2, packed)
	b = protowire.AppendVarint(protowire.AppendTag(b, 3, protowire.VarintType), point)
	p.features = appendField(p.features, 2, appendField(b, 4, geometry))
}

// text adds a value and returns its place.
func (p *points) text(s string) uint64 {
	p.values = protowire.AppendTag(p.values, 4, protowire.BytesType)
	p.values = protowire.AppendVarint(p.values, uint64(protowire.SizeTag(1)+protowire.SizeBytes(len(s))))
	p.values = protowire.AppendString(protowire.AppendTag(p.values, 1, protowire.BytesType), s)
	p.valued++
	return p.valued - 1
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
