package osm

import (
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// place is where one of the wanted nodes lies, in 1e-7 degree.
type place struct {
	index    int // in the wanted ids
	lon, lat int32
}

// nodeReader picks the wanted nodes out of a block.
type nodeReader struct {
	block
	wanted []int64 // ascending
	next   int     // where the next id is looked for first
	last   int64   // the id before
	places []place
}

// readNodes returns the nodes of a block whose ids are wanted (ascending).
// Nodes beyond ±180, ±90 degrees are left out.
func readNodes(content []byte, wanted []int64) ([]place, error) {
	blk, err := readBlock(content)
	r := nodeReader{block: blk, wanted: wanted}
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

// plain reads a Node message.
func (r *nodeReader) plain(b []byte) error {
	var id, lat, lon int64
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			id = protowire.DecodeZigZag(m.varint)
		case 8:
			lat = protowire.DecodeZigZag(m.varint)
		case 9:
			lon = protowire.DecodeZigZag(m.varint)
		}
	}
	r.keep(id, lon, lat)
	return m.err
}

// dense reads a DenseNodes message: parallel arrays of differences.
func (r *nodeReader) dense(b []byte) error {
	var ids, lats, lons delta
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			ids.rest = m.bytes
		case 8:
			lats.rest = m.bytes
		case 9:
			lons.rest = m.bytes
		}
	}
	for ids.more() {
		id, ok1 := ids.next()
		lat, ok2 := lats.next()
		lon, ok3 := lons.next()
		if !ok1 || !ok2 || !ok3 {
			return damaged("the ids and coordinates of nodes differ in number")
		}
		r.keep(id, lon, lat)
	}
	return m.err
}

// keep adds a node if it is wanted. Ids mostly ascend, so the place of the
// last one is where the search begins.
func (r *nodeReader) keep(id, lon, lat int64) {
	if id < r.last || r.next == 0 {
		r.next, _ = slices.BinarySearch(r.wanted, id)
	}
	r.last = id
	for r.next < len(r.wanted) && r.wanted[r.next] < id {
		r.next++
	}
	if r.next == len(r.wanted) || r.wanted[r.next] != id {
		return
	}
	x, ok1 := r.degrees(lon, r.lonOffset, 180)
	y, ok2 := r.degrees(lat, r.latOffset, 90)
	if ok1 && ok2 {
		r.places = append(r.places, place{r.next, x, y})
	}
}
