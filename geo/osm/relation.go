package osm

import (
	"strings"

	"yizhan/geo/roads"
)

// turn is a turn restriction as the file has it.
type turn struct {
	from, to int64 // ways
	via      int64 // node
	only     bool
	modes    roads.ModeSet
}

// rawRelation is a Relation message as the block has it.
type rawRelation struct {
	keys, values []byte
	roles, kinds packed // of the members, as are ids
	ids          delta
}

func readRelation(b []byte) (l rawRelation, err error) {
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 2:
			l.keys = m.bytes
		case 3:
			l.values = m.bytes
		case 8:
			l.roles.rest = m.bytes
		case 9:
			l.ids.rest = m.bytes
		case 10:
			l.kinds.rest = m.bytes
		}
	}
	return l, m.err
}

// relation reads a Relation message and keeps it if it restricts turns. One
// with a way as via, or with several froms or tos, is counted and left out.
func (r *roadReader) relation(b []byte) error {
	if err := r.learn(); err != nil {
		return err
	}
	if !r.turns {
		return nil // the block speaks of no restriction
	}
	raw, err := readRelation(b)
	if err != nil {
		return err
	}
	if r.tags, err = readTags(r.tags[:0], r.table, raw.keys, raw.values); err != nil {
		return err
	}
	modes, only := Restriction(r.tags)
	if modes == 0 {
		return nil
	}
	t := turn{only: only, modes: modes}
	whole, err := r.members(&t, raw)
	if err == nil && whole {
		r.out.turns = append(r.out.turns, t)
	} else if err == nil {
		r.out.unclear++
	}
	return err
}

// members fills in who takes part, and reports whether there is one from way,
// one via node and one to way.
func (r *roadReader) members(t *turn, raw rawRelation) (whole bool, err error) {
	const node, way = 0, 1
	count := [3]int{}
	for raw.ids.more() {
		id, ok1 := raw.ids.next()
		role, ok2 := raw.roles.next()
		kind, ok3 := raw.kinds.next()
		if !ok1 || !ok2 || !ok3 || role >= uint64(len(r.table)) {
			return false, damaged("the members of a relation differ in number")
		}
		switch {
		case r.table[role] == "from" && kind == way:
			t.from = id
			count[0]++
		case r.table[role] == "via" && kind == node:
			t.via = id
			count[1]++
		case r.table[role] == "to" && kind == way:
			t.to = id
			count[2]++
		case r.table[role] == "via":
			return false, nil // over a way
		}
	}
	return count == [3]int{1, 1, 1}, nil
}

// Restriction reads the tags of a relation: whose turns it restricts under
// version 2, none of a relation of another type, and whether every turn but
// the one is banned. Conditional ones hold at times only, and say nothing here.
func Restriction(tags [][2]string) (modes roads.ModeSet, all bool) {
	kind, _ := find(tags, "type")
	if kind != "restriction" && !strings.HasPrefix(kind, "restriction:") {
		return 0, false
	}
	except, _ := find(tags, "except")
	excepted := strings.FieldsFunc(except, func(r rune) bool { return r == ';' || r == ',' || r == ' ' })
	for _, m := range []roads.Mode{roads.Ride2, roads.Truck2} {
		value := restrictionFor(Profile{m}, tags, kind)
		no, only := strings.HasPrefix(value, "no_"), strings.HasPrefix(value, "only_")
		if !no && !only || exempt(Profile{m}, excepted) || modes != 0 && only != all {
			continue
		}
		modes, all = modes.With(m), only
	}
	return modes, all
}

// restrictionFor returns the value that holds for the profile's vehicles.
func restrictionFor(p Profile, tags [][2]string, kind string) string {
	vehicles := p.keys()[:len(p.keys())-1] // all but access
	if _, vehicle, ok := strings.Cut(kind, ":"); ok {
		for _, v := range vehicles {
			if v == vehicle {
				return first(tags, "restriction", kind)
			}
		}
		return ""
	}
	for _, v := range vehicles {
		if value, ok := find(tags, "restriction:"+v); ok {
			return value
		}
	}
	value, _ := find(tags, "restriction")
	return value
}

func exempt(p Profile, excepted []string) bool {
	for _, e := range excepted {
		for _, key := range p.keys() {
			if e == key && key != "access" {
				return true
			}
		}
	}
	return false
}
