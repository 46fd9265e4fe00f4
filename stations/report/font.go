package report

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrFont is wrapped when a font file cannot be used.
var ErrFont = errors.New("not a usable font")

// maxFont bounds what a font unpacks to.
const maxFont = 32 << 20

// woffEntry is a table of a WOFF file.
type woffEntry struct {
	tag            [4]byte
	offset, packed uint32
	size, checksum uint32
}

// unpack turns a WOFF file (W3C, "WOFF File Format 1.0") into the TrueType
// font that it packs. A font that is no WOFF is returned as it is.
func unpack(font []byte) ([]byte, error) {
	if !bytes.HasPrefix(font, []byte("wOFF")) {
		return font, nil
	}
	const header, entry = 44, 20
	if len(font) < header {
		return nil, fmt.Errorf("%w: the header is cut off", ErrFont)
	}
	count := int(binary.BigEndian.Uint16(font[12:]))
	if len(font) < header+count*entry {
		return nil, fmt.Errorf("%w: the list of tables is cut off", ErrFont)
	}
	tables := make([]woffEntry, count)
	total := uint64(12 + 16*count)
	for i := range tables {
		raw := font[header+i*entry:]
		t := &tables[i]
		copy(t.tag[:], raw)
		t.offset, t.packed = binary.BigEndian.Uint32(raw[4:]), binary.BigEndian.Uint32(raw[8:])
		t.size, t.checksum = binary.BigEndian.Uint32(raw[12:]), binary.BigEndian.Uint32(raw[16:])
		total += uint64(t.size) + 3
		if uint64(t.offset)+uint64(t.packed) > uint64(len(font)) || t.packed > t.size || total > maxFont {
			return nil, fmt.Errorf("%w: table %q lies outside the file or is too large", ErrFont, t.tag)
		}
	}
	return join(font, tables)
}

// join writes the offset table and the tables of a TrueType font.
func join(font []byte, tables []woffEntry) ([]byte, error) {
	count := uint16(len(tables))
	log := uint16(0)
	for 2<<log <= count {
		log++
	}
	out := append([]byte(nil), font[4:8]...) // the flavour
	for _, v := range []uint16{count, 16 << log, log, 16*count - 16<<log} {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	at := uint32(12 + 16*len(tables))
	for _, t := range tables {
		out = append(out, t.tag[:]...)
		for _, v := range []uint32{t.checksum, at, t.size} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (t.size + 3) &^ 3
	}
	for _, t := range tables {
		data := font[t.offset : t.offset+t.packed]
		if t.packed < t.size {
			var err error
			if data, err = inflate(data, t.size); err != nil {
				return nil, fmt.Errorf("%w: table %q: %w", ErrFont, t.tag, err)
			}
		}
		out = append(out, data...)
		out = append(out, make([]byte, (4-t.size%4)%4)...)
	}
	return out, nil
}

func inflate(packed []byte, size uint32) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data := make([]byte, size)
	_, err = io.ReadFull(r, data)
	return data, err
}
