package osm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The errors of reading, for errors.Is.
var (
	// ErrNotPBF: the file is no OpenStreetMap PBF, or it is truncated or altered.
	ErrNotPBF = errors.New("not a valid OSM PBF file")
	// ErrUnsupported: the file is an OSM PBF, but needs a feature or a
	// compression that is not read here (zlib and none are).
	ErrUnsupported = errors.New("unsupported OSM PBF file")
)

// Limits of the format, which also keep an altered length from taking memory.
const (
	maxHeader = 64 << 10
	maxBlob   = 32 << 20
)

// A file may unfold to so many times its bytes, and a start beside. Extracts
// of the planet unfold to 2 to 4 times; zlib alone would allow 1000, by which a
// few megabytes could fill any memory.
const (
	mostUnfolded  = 16
	unfoldedStart = 64 << 20
)

// damaged makes an error that wraps ErrNotPBF.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrNotPBF, fmt.Errorf(format, args...))
}

// frames reads the frames of a file: a length, a header that names the kind,
// a blob. Format: https://wiki.openstreetmap.org/wiki/PBF_Format
type frames struct {
	r        io.Reader
	read     int64       // bytes so far
	unfolded int64       // what the blobs that were weighed say they unfold to
	progress func(int64) // if not nil: told how many
}

// weigh refuses a blob by which the file unfolds to too much.
func (f *frames) weigh(blob []byte) error {
	m := message{rest: blob}
	for m.next() {
		if m.number == 2 {
			f.unfolded += int64(min(m.varint, maxBlob))
		}
	}
	if f.unfolded > mostUnfolded*f.read+unfoldedStart {
		return damaged("%d bytes unfold to %d", f.read, f.unfolded)
	}
	return nil // a broken blob is told by who unpacks it
}

// next returns the kind and the blob of the next frame, io.EOF after the last.
func (f *frames) next() (kind string, blob []byte, err error) {
	var size [4]byte
	if n, err := io.ReadFull(f.r, size[:]); err == io.EOF && n == 0 {
		return "", nil, io.EOF
	} else if err != nil {
		return "", nil, truncated(err)
	}
	header, err := f.take(binary.BigEndian.Uint32(size[:]), maxHeader)
	if err != nil {
		return "", nil, err
	}
	kind, length, err := frameHeader(header)
	if err != nil {
		return "", nil, err
	}
	blob, err = f.take(length, maxBlob)
	f.read += int64(len(size) + len(header) + len(blob))
	if f.progress != nil {
		f.progress(f.read)
	}
	return kind, blob, err
}

// take reads n bytes, fewer than limit.
func (f *frames) take(n uint32, limit uint32) ([]byte, error) {
	if n >= limit {
		return nil, damaged("a frame of %d bytes is over the limit", n)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(f.r, b); err != nil {
		return nil, truncated(err)
	}
	return b, nil
}

// truncated turns the end of the file inside a frame into ErrNotPBF.
func truncated(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("the file ends inside a frame")
	}
	return err
}

// frameHeader decodes a BlobHeader: the kind of frame and its blob's length.
func frameHeader(b []byte) (kind string, length uint32, err error) {
	m := message{rest: b}
	for m.next() {
		switch m.number {
		case 1:
			kind = string(m.bytes)
		case 3:
			length = uint32(min(m.varint, maxBlob))
		}
	}
	return kind, length, m.err
}
