package osm

import (
	"encoding/binary"
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
	ways    int    // all ways with a highway tag
	unclear int    // restrictions of turns that are not of way, node, way
	nodes   bool   // whether the block holds nodes
	content []byte // of a block with nodes
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
	if r.out.nodes {
		r.out.content = slices.Clone(content)
	}
	return r.out, nil
}

// roadReader picks the open ways and the restrictions of turns out of a block.
type roadReader struct {
	block
	table   []string
	highway int    // index of "highway" in the table, -1 without
	turns   bool   // whether the table speaks of restrictions
	rules   []bool // by key in the table: it counts for the rules
	tags    [][2]string
	key     []byte            // what the tags of a way say, but for its name
	known   map[string]manner // by such a key: most ways are like many others
	out     roadBlock
}

// manner is what the tags of a way mean, but for its name.
type manner struct {
	permit roads.Permit
	class  roads.Class
	detail roads.Detail // without a name
	plaza  bool
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
	how, ok := r.known[string(r.key)]
	if !ok {
		how = mannerOf(r.tags)
		r.known[string(r.key)] = how
	}
	if how.permit == 0 {
		return nil
	}
	w := road{id: id, permit: how.permit, class: how.class, plaza: how.plaza}
	if how.detail.Name = nameOf(r.tags); how.detail != (roads.Detail{}) {
		w.detail = new(how.detail)
	}
	return r.keep(w, refs)
}

func mannerOf(tags [][2]string) manner {
	area, _ := find(tags, "area")
	m := manner{permit: Permit(tags), class: ClassOf(tags), plaza: area == "yes"}
	if d := DetailOf(tags); d != nil && m.permit != 0 {
		m.detail = *d
		m.detail.Name = ""
	}
	return m
}

// rules reports whether a key of a way may count for its meaning: those that
// package osm asks for begin like this. A key too many does no harm.
func rules(key string) bool {
	for _, begin := range []string{
		"highway", "route", "motorroad", "foot", "bicycle", "vehicle", "hgv", "motor_vehicle", "access", "sidewalk",
		"cycleway", "oneway", "ramp", "conveying", "junction", "area", "max",
	} {
		if strings.HasPrefix(key, begin) {
			return true
		}
	}
	return false
}

// learn decodes the string table.
func (r *roadReader) learn() (err error) {
	r.table, err = r.strings()
	r.highway = slices.Index(r.table, "highway")
	r.rules, r.known = make([]bool, len(r.table)), map[string]manner{}
	for i, s := range r.table {
		r.rules[i] = rules(s)
	}
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

// readTags decodes an object's tags into r.tags, and those that count into
// r.key.
func (r *roadReader) readTags(keys, values []byte) error {
	r.tags, r.key = r.tags[:0], r.key[:0]
	k, v := packed{keys}, packed{values}
	for k.more() {
		key, ok1 := k.next()
		value, ok2 := v.next()
		if !ok1 || !ok2 || max(key, value) >= uint64(len(r.table)) {
			return damaged("a way has a tag without text")
		}
		r.tags = append(r.tags, [2]string{r.table[key], r.table[value]})
		if r.rules[key] {
			r.key = binary.AppendUvarint(binary.AppendUvarint(r.key, key), value)
		}
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
