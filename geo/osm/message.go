package osm

import "google.golang.org/protobuf/encoding/protowire"

// message steps through the fields of a protobuf message:
//
//	m := message{rest: b}
//	for m.next() { switch m.number { … } }
//	return m.err
//
// A field of another wire type than expected reads as zero or empty.
type message struct {
	rest   []byte
	number protowire.Number
	kind   protowire.Type
	varint uint64 // of a varint field, else 0
	bytes  []byte // of a length-delimited field, else nil; part of the message
	err    error  // wraps ErrNotPBF
}

// next moves to the next field; it reports false at the end or at an error.
func (m *message) next() bool {
	if len(m.rest) == 0 || m.err != nil {
		return false
	}
	number, kind, n := protowire.ConsumeTag(m.rest)
	if n < 0 {
		return m.fail(n)
	}
	m.rest = m.rest[n:]
	m.number, m.kind, m.varint, m.bytes = number, kind, 0, nil
	switch kind {
	case protowire.VarintType:
		m.varint, n = protowire.ConsumeVarint(m.rest)
	case protowire.BytesType:
		m.bytes, n = protowire.ConsumeBytes(m.rest)
	default:
		n = protowire.ConsumeFieldValue(number, kind, m.rest)
	}
	if n < 0 {
		return m.fail(n)
	}
	m.rest = m.rest[n:]
	return true
}

func (m *message) fail(n int) bool {
	m.err = damaged("decode a message: %w", protowire.ParseError(n))
	return false
}

// packed steps through the varints of a packed field.
type packed struct{ rest []byte }

// more reports whether a value is left.
func (p *packed) more() bool { return len(p.rest) > 0 }

// next returns the next value; ok is false at the end and at bytes that are
// no varint.
func (p *packed) next() (v uint64, ok bool) {
	if len(p.rest) > 0 && p.rest[0] < 0x80 { // most are this short
		v, p.rest = uint64(p.rest[0]), p.rest[1:]
		return v, true
	}
	v, n := protowire.ConsumeVarint(p.rest)
	if n < 0 {
		return 0, false
	}
	p.rest = p.rest[n:]
	return v, true
}

// count returns how many values a packed field has: each ends with a byte
// below 128.
func count(field []byte) (n int) {
	for _, b := range field {
		n += int(^b >> 7)
	}
	return n
}

// delta steps through a packed field of zigzag differences.
type delta struct {
	packed
	sum int64
}

// next returns the next sum.
func (d *delta) next() (sum int64, ok bool) {
	v, ok := d.packed.next()
	d.sum += protowire.DecodeZigZag(v)
	return d.sum, ok
}
