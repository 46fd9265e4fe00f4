package roads

import (
	"encoding/binary"
	"fmt"
	"unsafe"
)

// section is one array of the file. The list of sections is the layout of the
// file, for writing and for reading alike.
type section struct {
	name string // for errors
	size int    // bytes of one element
	dump func() ([]byte, error)
	load func([]byte) error
}

// sections lists the arrays of a graph in the order of the file. Changing the
// list or an element's layout takes a new version.
func (g *Graph) sections() []section {
	list := []section{
		array("points", &g.points), array("ends", &g.ends), array("permits", &g.permits),
		array("classes", &g.classes), array("ways", &g.ways), array("segments", &g.segments),
		array("slots", &g.tree.slots), array("boxes", &g.tree.boxes),
		array("named", &g.named), array("names", &g.names), array("limits", &g.limits),
	}
	for m := range Mode(NumModes) {
		list = append(
			list,
			array("gates of "+m.String(), &g.gates[m].list), array("first bans of "+m.String(), &g.gates[m].first),
			array("bans of "+m.String(), &g.gates[m].banned), array("costs of "+m.String(), &g.costs[m]),
			array("out first of "+m.String(), &g.out[m].First), array("out arcs of "+m.String(), &g.out[m].Arcs),
			array("in first of "+m.String(), &g.in[m].First), array("in arcs of "+m.String(), &g.in[m].Arcs),
		)
	}
	return list
}

// array is the section of a slice whose elements have a fixed size and no
// padding.
func array[T any](name string, p *[]T) section {
	var zero T
	size := int(unsafe.Sizeof(zero))
	return section{
		name: name,
		size: size,
		dump: func() ([]byte, error) { return dump(*p) },
		load: func(b []byte) (err error) {
			if len(b)%size != 0 {
				return fmt.Errorf("%w: section %s has %d bytes, not a multiple of %d", ErrFormat, name, len(b), size)
			}
			*p, err = load[T](b)
			return err
		},
	}
}

// littleEndian reports whether this machine stores numbers as the file does.
func littleEndian() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 1
}

// dump returns the little-endian bytes of a slice. On a little-endian machine
// they are the slice's own memory: not to be written to.
func dump[T any](s []T) ([]byte, error) {
	if len(s) == 0 {
		return nil, nil
	}
	if littleEndian() {
		return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0]))), nil
	}
	return binary.Append(nil, binary.LittleEndian, s)
}

// load is the opposite of dump. The slice shares b's memory where the machine
// allows that: little-endian, and b aligned to 8 bytes as a mapping is.
func load[T any](b []byte) ([]T, error) {
	var zero T
	n := len(b) / int(unsafe.Sizeof(zero))
	if n == 0 {
		return nil, nil
	}
	if littleEndian() && uintptr(unsafe.Pointer(&b[0]))%8 == 0 {
		return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n), nil
	}
	s := make([]T, n)
	_, err := binary.Decode(b, binary.LittleEndian, s)
	return s, err
}
