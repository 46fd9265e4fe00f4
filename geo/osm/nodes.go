package osm

import (
	"bytes"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"yizhan/geo/roads"
)

// place is where one of the wanted nodes lies, in 1e-7 degree.
type place struct {
	index    uint32 // in the wanted ids
	lon, lat int32
	stops    roads.ModeSet // whom a barrier there stops
}

// nodeReader picks the wanted nodes out of a block.
type nodeReader struct {
	block
	wanted []int64 // ascending
	next   int     // where the next id is looked for first
	last   int64   // the id before
	table  []string
	bars   int // index of "barrier" in the table, -1 without
	places []place
}

// readNodes returns the nodes of a block whose ids are wanted (ascending).
// Nodes beyond ±180, ±90 degrees are left out.
func readNodes(content []byte, wanted []int64) ([]place, error) {
	blk, err := readBlock(content)
	r := nodeReader{block: blk, wanted: wanted}
	if err == nil {
		err = r.learn()
	}
	for _, group := range blk.groups {
		m := message{rest: group}
		for err == nil && m.next() {
			switch m.number {
			case 1:
				err = r.plain(m.bytes)
			case 2:
				err = r.dense(m.bytes)
			}
		}
		if err == nil {
			err = m.err
		}
	}
	return r.places, err
}

// learn decodes the string table of a block that speaks of barriers. Few do,
// and no other tag of a node counts.
func (r *nodeReader) learn() (err error) {
	r.bars = -1
	if bytes.Contains(r.block.table, []byte("barrier")) {
		r.table, err = r.strings(nil)
		r.bars = slices.Index(r.table, "barrier")
	}
	return err
}

// plain reads a Node message.
func (r *nodeReader) plain(b []byte) error {
	var id, lat, lon int64
	var keys, values []byte
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			id = protowire.DecodeZigZag(m.varint)
		case 2:
			keys = m.bytes
		case 3:
			values = m.bytes
		case 8:
			lat = protowire.DecodeZigZag(m.varint)
		case 9:
			lon = protowire.DecodeZigZag(m.varint)
		}
	}
	if m.err != nil || !r.keep(id, lon, lat) || r.bars < 0 {
		return m.err
	}
	tags, err := readTags(nil, r.table, keys, values)
	if err != nil {
		return err
	}
	r.places[len(r.places)-1].stops = Stopped(tags)
	return nil
}

// dense reads a DenseNodes message: parallel arrays of differences.
func (r *nodeReader) dense(b []byte) error {
	var ids, lats, lons delta
	var tags packed
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			ids.rest = m.bytes
		case 8:
			lats.rest = m.bytes
		case 9:
			lons.rest = m.bytes
		case 10:
			tags.rest = m.bytes
		}
	}
	if r.bars < 0 {
		tags.rest = nil
	}
	if most := min(count(ids.rest), len(r.wanted)); r.places == nil {
		r.places = make([]place, 0, most) // slices.Grow would write zeros into it
	} else {
		r.places = slices.Grow(r.places, most)
	}
	for ids.more() {
		id, ok1 := ids.next()
		lat, ok2 := lats.next()
		lon, ok3 := lons.next()
		if !ok1 || !ok2 || !ok3 {
			return damaged("the ids and coordinates of nodes differ in number")
		}
		kept := r.keep(id, lon, lat)
		if err := r.tagged(&tags, kept); err != nil {
			return err
		}
	}
	return m.err
}

// tagged reads the tags of the next dense node: pairs of indexes, then a 0. If
// the node is kept and a barrier, it learns whom it stops.
func (r *nodeReader) tagged(list *packed, kept bool) error {
	var tags [][2]string
	barrier := false
	begin := *list
	for list.more() {
		key, ok := list.next()
		if ok && key == 0 {
			break
		}
		if _, more := list.next(); !ok || !more {
			return damaged("a node has a tag without text")
		}
		barrier = barrier || key == uint64(r.bars)
	}
	if !barrier || !kept {
		return nil
	}
	for key, _ := begin.next(); key != 0; key, _ = begin.next() {
		value, _ := begin.next()
		if max(key, value) >= uint64(len(r.table)) {
			return damaged("a node has a tag without text")
		}
		tags = append(tags, [2]string{r.table[key], r.table[value]})
	}
	r.places[len(r.places)-1].stops = Stopped(tags)
	return nil
}

// keep adds a node if it is wanted, and reports that. Ids mostly ascend, so
// the place of the last one is where the search begins.
func (r *nodeReader) keep(id, lon, lat int64) bool {
	if id < r.last || r.next == 0 {
		r.next, _ = slices.BinarySearch(r.wanted, id)
	}
	r.last = id
	for r.next < len(r.wanted) && r.wanted[r.next] < id {
		r.next++
	}
	if r.next == len(r.wanted) || r.wanted[r.next] != id {
		return false
	}
	x, ok1 := r.degrees(lon, r.lonOffset, 180)
	y, ok2 := r.degrees(lat, r.latOffset, 90)
	if ok1 && ok2 {
		r.places = append(r.places, place{index: uint32(r.next), lon: x, lat: y})
	}
	return ok1 && ok2
}
