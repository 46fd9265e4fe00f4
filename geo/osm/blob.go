package osm

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/zlib"
	"google.golang.org/protobuf/encoding/protowire"
)

// inflate returns the content of a blob. The slice is valid until the
// unpacker's next call.
func (u *unpacker) inflate(blob []byte) ([]byte, error) {
	var size uint64
	var raw, packed []byte
	m := message{rest: blob}
	for m.next() {
		switch {
		case m.number == 1:
			raw = m.bytes
		case m.number == 2:
			size = m.varint
		case m.number == 3:
			packed = m.bytes
		case m.kind == protowire.BytesType:
			return nil, fmt.Errorf("%w: compression %d", ErrUnsupported, m.number)
		}
	}
	switch {
	case m.err != nil:
		return nil, m.err
	case packed == nil:
		return raw, nil
	case size > maxBlob:
		return nil, damaged("a blob of %d bytes is over the limit", size)
	}
	return u.unzip(packed, int(size))
}

// unpacker inflates blobs one after another, in the same memory.
type unpacker struct {
	zip io.ReadCloser
	buf []byte
}

// unzip inflates zlib data of a known size.
func (u *unpacker) unzip(packed []byte, size int) (_ []byte, err error) {
	if u.zip == nil {
		u.zip, err = zlib.NewReader(bytes.NewReader(packed))
	} else {
		err = u.zip.(zlib.Resetter).Reset(bytes.NewReader(packed), nil)
	}
	if err != nil {
		return nil, damaged("inflate: %w", err)
	}
	if len(u.buf) <= size {
		u.buf = make([]byte, size+1)
	}
	if _, err := io.ReadFull(u.zip, u.buf[:size]); err != nil {
		return nil, damaged("inflate: %w", err)
	}
	// The end must follow at once; reaching it checks zlib's checksum.
	if n, err := io.ReadFull(u.zip, u.buf[size:size+1]); n != 0 || err != io.EOF {
		return nil, damaged("inflate: the blob is longer than it says, or its checksum differs")
	}
	return u.buf[:size], nil
}
