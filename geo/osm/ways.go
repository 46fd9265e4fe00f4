package osm

import (
	"encoding/binary"
	"slices"
	"strings"

	"yizhan/geo/roads"
)

// road is a way that some mode may use.
type road struct {
	id       int64
	from, to uint32 // its nodes are refs[from:to] of the block, or of the file
	detail   uint32 // 1 + index in the details of the block, or of the file; 0 for none
	permit   roads.Permit
	class    roads.Class
	plaza    bool // people walk across it: area=yes
}

// roadBlock is what the first pass keeps of a block.
type roadBlock struct {
	roads   []road
	details []roads.Detail
	refs    []int64
	turns   []turn
	ways    int    // all ways with a highway tag
	unclear int    // restrictions of turns that are not of way, node, way
	nodes   bool   // whether the block holds nodes
	content []byte // of a block with nodes
}

// roadReader picks the open ways and the restrictions of turns out of blocks,
// one after another in the same memory.
type roadReader struct {
	block
	learnt  bool // the string table is decoded
	table   []string
	highway int    // index of "highway" in the table, -1 without
	turns   bool   // whether the table speaks of restrictions
	roles   []role // by key in the table
	tags    [][2]string
	key     []byte            // what the tags of a way say, but for its name
	known   map[string]manner // by such a key: most ways are like many others
	refs    [][]byte          // of the roads, as the block has them
	roads   []road
	details []roads.Detail
	out     roadBlock // with roads and details when all are known
}

// read returns the open ways and the restrictions of turns of a block.
func (r *roadReader) read(content []byte) (roadBlock, error) {
	blk, err := readBlock(content)
	if err != nil {
		return roadBlock{}, err
	}
	r.block, r.learnt, r.out = blk, false, roadBlock{}
	r.refs, r.roads, r.details = r.refs[:0], r.roads[:0], r.details[:0]
	for _, group := range blk.groups {
		if err := r.group(group); err != nil {
			return roadBlock{}, err
		}
	}
	if err := r.readRefs(); err != nil {
		return roadBlock{}, err
	}
	r.out.roads, r.out.details = slices.Clone(r.roads), slices.Clone(r.details)
	if r.out.nodes {
		r.out.content = slices.Clone(content)
	}
	return r.out, nil
}

// role is what a key counts for.
type role uint8

const (
	plain role = iota
	rule       // for the rules
	named      // this and greater ones: for the name, the greatest goes first
)

// naming are the keys for the name of a way, the most important one last.
func naming() []string { return []string{"ref", "name:zh", "name"} }

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

// rawWay is a Way message as the block has it.
type rawWay struct {
	id                 int64
	keys, values, refs []byte
}

func readWay(b []byte) (w rawWay, err error) {
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			w.id = int64(m.varint)
		case 2:
			w.keys = m.bytes
		case 3:
			w.values = m.bytes
		case 8:
			w.refs = m.bytes
		}
	}
	return w, m.err
}

// way reads a Way message and keeps it if it is open.
func (r *roadReader) way(b []byte) error {
	if err := r.learn(); err != nil {
		return err
	}
	raw, err := readWay(b)
	if err != nil || !r.isHighway(raw.keys) {
		return err
	}
	name, err := r.readKey(raw.keys, raw.values)
	if err != nil {
		return err
	}
	r.out.ways++
	how, ok := r.known[string(r.key)]
	if !ok {
		if r.tags, err = readTags(r.tags[:0], r.table, raw.keys, raw.values); err != nil {
			return err
		}
		how = mannerOf(r.tags)
		r.known[string(r.key)] = how
	}
	if how.permit == 0 {
		return nil
	}
	w := road{id: raw.id, permit: how.permit, class: how.class, plaza: how.plaza}
	if how.detail.Name = name; how.detail != (roads.Detail{}) {
		r.details = append(r.details, how.detail)
		w.detail = uint32(len(r.details))
	}
	r.keep(w, raw.refs)
	return nil
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

// learn decodes the string table when the block has something to read by it.
func (r *roadReader) learn() (err error) {
	if r.learnt {
		return nil
	}
	r.learnt = true
	r.table, err = r.strings(r.table[:0])
	r.highway = slices.Index(r.table, "highway")
	r.roles, r.known = slices.Grow(r.roles[:0], len(r.table))[:len(r.table)], map[string]manner{}
	clear(r.roles)
	for i, s := range r.table {
		if at := slices.Index(naming(), s); at >= 0 {
			r.roles[i] = named + role(at)
		} else if rules(s) {
			r.roles[i] = rule
		}
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

// readKey puts the tags of a way that count into r.key, and returns its name.
func (r *roadReader) readKey(keys, values []byte) (name string, err error) {
	r.key = r.key[:0]
	best := rule
	k, v := packed{keys}, packed{values}
	for k.more() {
		key, ok1 := k.next()
		value, ok2 := v.next()
		if !ok1 || !ok2 || max(key, value) >= uint64(len(r.table)) {
			return "", damaged("a way has a tag without text")
		}
		switch is := r.roles[key]; {
		case is == rule:
			r.key = binary.AppendUvarint(binary.AppendUvarint(r.key, key), value)
		case is > best:
			best, name = is, r.table[value]
		}
	}
	return name, nil
}

// readTags appends an object's tags, whose texts stand in the table.
func readTags(tags [][2]string, table []string, keys, values []byte) ([][2]string, error) {
	k, v := packed{keys}, packed{values}
	for k.more() {
		key, ok1 := k.next()
		value, ok2 := v.next()
		if !ok1 || !ok2 || max(key, value) >= uint64(len(table)) {
			return tags, damaged("an object has a tag without text")
		}
		tags = append(tags, [2]string{table[key], table[value]})
	}
	return tags, nil
}

// keep adds a way; its nodes are read when it is known how many there are.
func (r *roadReader) keep(w road, refs []byte) {
	if last := len(r.roads) - 1; last >= 0 {
		w.from = r.roads[last].to
	}
	w.to = w.from + uint32(count(refs))
	r.roads, r.refs = append(r.roads, w), append(r.refs, refs)
}

// readRefs reads the nodes of the kept ways.
func (r *roadReader) readRefs() error {
	if len(r.roads) == 0 {
		return nil
	}
	all := make([]int64, 0, r.roads[len(r.roads)-1].to)
	for _, refs := range r.refs {
		d := delta{packed: packed{refs}}
		for d.more() {
			ref, ok := d.next()
			if !ok {
				return damaged("a way has nodes that are no numbers")
			}
			all = append(all, ref)
		}
	}
	r.out.refs = all
	return nil
}
