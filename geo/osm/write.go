package osm

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"google.golang.org/protobuf/encoding/protowire"
)

// Node is a point of the map, to be written.
type Node struct {
	ID    int64
	Point orb.Point // WGS-84; kept to 1e-7 degree
}

// Way is a line of nodes with its tags, to be written.
type Way struct {
	ID    int64
	Nodes []int64
	Tags  [][2]string // key and value, written in this order
}

// blockSize is the most nodes or ways in one block, as other writers do.
const blockSize = 8000

// unit is the grid of coordinates in a PBF of granularity 100: 1e-7 degree.
const unit = 1e7

// Write writes nodes, then ways, as OpenStreetMap PBF with dense nodes and
// zlib blobs. Ids must ascend strictly in each list; a point must lie on the
// Earth. Equal input gives equal bytes with the same Go release. It does not
// check that the nodes of a way exist, and it writes no relations, no
// versions and no times.
//
// Format: https://wiki.openstreetmap.org/wiki/PBF_Format
func Write(w io.Writer, nodes []Node, ways []Way) error {
	if err := checkOrder(nodes, ways); err != nil {
		return fmt.Errorf("write osm pbf: %w", err)
	}
	if err := writeBlob(w, "OSMHeader", headerBlock(nodes)); err != nil {
		return fmt.Errorf("write osm pbf: %w", err)
	}
	for part := range slices.Chunk(nodes, blockSize) {
		if err := writeBlob(w, "OSMData", nodeBlock(part)); err != nil {
			return fmt.Errorf("write osm pbf: %w", err)
		}
	}
	for part := range slices.Chunk(ways, blockSize) {
		if err := writeBlob(w, "OSMData", wayBlock(part)); err != nil {
			return fmt.Errorf("write osm pbf: %w", err)
		}
	}
	return nil
}

// checkOrder reports the first id that does not ascend or the first point
// that is not on the Earth.
func checkOrder(nodes []Node, ways []Way) error {
	for i, n := range nodes {
		if i > 0 && n.ID <= nodes[i-1].ID {
			return fmt.Errorf("node %d: ids must ascend", n.ID)
		}
		if !(math.Abs(n.Point[0]) <= 180 && math.Abs(n.Point[1]) <= 90) { // also false for NaN
			return fmt.Errorf("node %d: not a point on the Earth", n.ID)
		}
	}
	for i, way := range ways {
		if i > 0 && way.ID <= ways[i-1].ID {
			return fmt.Errorf("way %d: ids must ascend", way.ID)
		}
	}
	return nil
}

// headerBlock makes the HeaderBlock: the features that a reader must know,
// the bounds and the order.
func headerBlock(nodes []Node) []byte {
	var b []byte
	if len(nodes) > 0 {
		b = appendBytes(b, 1, headerBounds(nodes))
	}
	b = appendBytes(b, 4, []byte("OsmSchema-V0.6"))
	b = appendBytes(b, 4, []byte("DenseNodes"))
	b = appendBytes(b, 5, []byte("Sort.Type_then_ID"))
	return appendBytes(b, 16, []byte("yizhan"))
}

// headerBounds makes the HeaderBBox in nanodegrees: left, right, top, bottom.
func headerBounds(nodes []Node) []byte {
	box := nodes[0].Point.Bound()
	for _, n := range nodes {
		box = box.Extend(n.Point)
	}
	var b []byte
	for i, v := range []float64{box.Left(), box.Right(), box.Top(), box.Bottom()} {
		b = protowire.AppendTag(b, protowire.Number(i+1), protowire.VarintType)
		b = protowire.AppendVarint(b, protowire.EncodeZigZag(int64(math.Round(v*unit))*100))
	}
	return b
}

// nodeBlock makes a PrimitiveBlock of one group of dense nodes without tags.
func nodeBlock(nodes []Node) []byte {
	var ids, lats, lons deltas
	for _, n := range nodes {
		ids.add(n.ID)
		lons.add(int64(math.Round(n.Point[0] * unit)))
		lats.add(int64(math.Round(n.Point[1] * unit)))
	}
	var dense []byte
	dense = appendBytes(dense, 1, ids.packed)
	dense = appendBytes(dense, 8, lats.packed)
	dense = appendBytes(dense, 9, lons.packed)
	return primitiveBlock(newStrings(), appendBytes(nil, 2, dense))
}

// wayBlock makes a PrimitiveBlock of one group of ways.
func wayBlock(ways []Way) []byte {
	table := newStrings()
	var group []byte
	for _, way := range ways {
		group = appendBytes(group, 3, wayMessage(way, table))
	}
	return primitiveBlock(table, group)
}

func wayMessage(way Way, table *stringTable) []byte {
	var keys, values []byte
	for _, tag := range way.Tags {
		keys = protowire.AppendVarint(keys, table.index(tag[0]))
		values = protowire.AppendVarint(values, table.index(tag[1]))
	}
	var refs deltas
	for _, id := range way.Nodes {
		refs.add(id)
	}
	b := protowire.AppendTag(nil, 1, protowire.VarintType)
	b = protowire.AppendVarint(b, uint64(way.ID))
	b = appendBytes(b, 2, keys)
	b = appendBytes(b, 3, values)
	return appendBytes(b, 8, refs.packed)
}

// primitiveBlock joins a string table and a group. Granularity and offsets
// keep their defaults, 100 nanodegrees and 0.
func primitiveBlock(table *stringTable, group []byte) []byte {
	return appendBytes(appendBytes(nil, 1, table.message), 2, group)
}

// deltas packs a list of numbers as zigzag differences.
type deltas struct {
	last   int64
	packed []byte
}

func (d *deltas) add(v int64) {
	d.packed = protowire.AppendVarint(d.packed, protowire.EncodeZigZag(v-d.last))
	d.last = v
}

// stringTable numbers the texts of one block in order of first use. Number 0
// is the empty text, which the format reserves as a delimiter.
type stringTable struct {
	numbers map[string]uint64
	message []byte
}

func newStrings() *stringTable {
	return &stringTable{numbers: map[string]uint64{"": 0}, message: appendBytes(nil, 1, nil)}
}

func (t *stringTable) index(s string) uint64 {
	n, ok := t.numbers[s]
	if !ok {
		n = uint64(len(t.numbers))
		t.numbers[s] = n
		t.message = appendBytes(t.message, 1, []byte(s))
	}
	return n
}

// appendBytes appends a length-delimited field.
func appendBytes(b []byte, field protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), value)
}

// writeBlob writes one file block: the length of its header, the header, and
// the blob with the zlib-packed message.
func writeBlob(w io.Writer, kind string, message []byte) error {
	packed, err := pack(message)
	if err != nil {
		return err
	}
	blob := protowire.AppendTag(nil, 2, protowire.VarintType)
	blob = protowire.AppendVarint(blob, uint64(len(message)))
	blob = appendBytes(blob, 3, packed)

	header := appendBytes(nil, 1, []byte(kind))
	header = protowire.AppendTag(header, 3, protowire.VarintType)
	header = protowire.AppendVarint(header, uint64(len(blob)))

	size := binary.BigEndian.AppendUint32(nil, uint32(len(header)))
	_, err = w.Write(slices.Concat(size, header, blob))
	return err
}

func pack(message []byte) ([]byte, error) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(message); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
