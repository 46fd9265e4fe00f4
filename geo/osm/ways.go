package osm

import (
	"slices"
	"strings"

	"yizhan/geo/roads"
)

// road is a way that some mode may use.
type road struct {
	id     int64
	from   int // its nodes are refs[from:to]
	to     int
	permit roads.Permit
	class  roads.Class
	detail *roads.Detail
	plaza  bool // people walk across it: area=yes
}

// roadBlock is what the first pass keeps of a block.
type roadBlock struct {
	roads   []road
	refs    []int64
	turns   []turn
	ways    int  // all ways with a highway tag
	unclear int  // restrictions of turns that are not of way, node, way
	nodes   bool // whether the block holds nodes
}

// readRoads returns the open ways and the restrictions of turns of a block.
func readRoads(content []byte) (roadBlock, error) {
	blk, err := readBlock(content)
	if err != nil {
		return roadBlock{}, err
	}
	r := roadReader{block: blk, highway: -1}
	for _, group := range blk.groups {
		if err := r.group(group); err != nil {
			return roadBlock{}, err
		}
	}
	return r.out, nil
}

// roadReader picks the open ways and the restrictions of turns out of a block.
type roadReader struct {
	block
	table   []string
	highway int  // index of "highway" in the table, -1 without
	turns   bool // whether the table speaks of restrictions
	tags    [][2]string
	out     roadBlock
}

// group reads the ways and relations of a PrimitiveGroup.
func (r *roadReader) group(b []byte) error {
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1, 2:
			r.out.nodes = true
		case 3:
			if err := r.way(m.bytes); err != nil {
				return err
			}
		case 4:
			if err := r.relation(m.bytes); err != nil {
				return err
			}
		}
	}
	return m.err
}

// way reads a Way message and keeps it if it is open.
func (r *roadReader) way(b []byte) error {
	if r.table == nil {
		if err := r.learn(); err != nil {
			return err
		}
	}
	var id int64
	var keys, values, refs []byte
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			id = int64(m.varint)
		case 2:
			keys = m.bytes
		case 3:
			values = m.bytes
		case 8:
			refs = m.bytes
		}
	}
	if m.err != nil || !r.isHighway(keys) {
		return m.err
	}
	if err := r.readTags(keys, values); err != nil {
		return err
	}
	r.out.ways++
	permit := Permit(r.tags)
	if permit == 0 {
		return nil
	}
	area, _ := find(r.tags, "area")
	w := road{id: id, permit: permit, class: ClassOf(r.tags), detail: DetailOf(r.tags), plaza: area == "yes"}
	return r.keep(w, refs)
}

// learn decodes the string table.
func (r *roadReader) learn() (err error) {
	r.table, err = r.strings()
	r.highway = slices.Index(r.table, "highway")
	r.turns = slices.ContainsFunc(r.table, func(s string) bool { return strings.HasPrefix(s, "restriction") })
	return err
}

// isHighway reports whether one of the keys is highway; most ways of a map
// are houses.
func (r *roadReader) isHighway(keys []byte) bool {
	if r.highway < 0 {
		return false
	}
	p := packed{keys}
	for key, ok := p.next(); ok; key, ok = p.next() {
		if key == uint64(r.highway) {
			return true
		}
	}
	return false
}

// readTags decodes a way's tags into r.tags.
func (r *roadReader) readTags(keys, values []byte) error {
	r.tags = r.tags[:0]
	k, v := packed{keys}, packed{values}
	for k.more() {
		key, ok1 := k.next()
		value, ok2 := v.next()
		if !ok1 || !ok2 || max(key, value) >= uint64(len(r.table)) {
			return damaged("a way has a tag without text")
		}
		r.tags = append(r.tags, [2]string{r.table[key], r.table[value]})
	}
	return nil
}

// keep adds a way with its nodes.
func (r *roadReader) keep(w road, refs []byte) error {
	w.from = len(r.out.refs)
	d := delta{packed: packed{refs}}
	for d.more() {
		ref, ok := d.next()
		if !ok {
			return damaged("a way has nodes that are no numbers")
		}
		r.out.refs = append(r.out.refs, ref)
	}
	w.to = len(r.out.refs)
	r.out.roads = append(r.out.roads, w)
	return nil
}
