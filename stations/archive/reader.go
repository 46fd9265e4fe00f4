package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"yizhan/stations"
)

// reader is the stations.RowReader of a file.
type reader struct {
	file    *bufio.Reader // compressed
	in      *bufio.Reader
	columns int // of the table that is read
	rows    int64
	ahead   byte // kind of the frame that comes, once it was looked at
}

var _ stations.RowReader = (*reader)(nil)

// checkMagic reads past the beginning of a file.
func checkMagic(r io.Reader) error {
	head := make([]byte, len(magic)+1)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(magic)]) != magic {
		return notWhole("it does not begin as one", err)
	}
	if head[len(magic)] != version {
		return stations.Errorf(stations.Invalid, "the backup is of format %d, made by a newer yizhan; this one reads format %d", head[len(magic)], version)
	}
	return nil
}

// newReader reads up to the first table.
func newReader(r io.Reader, schema int64) (*reader, error) {
	file := bufio.NewReaderSize(r, 64<<10)
	if err := checkMagic(file); err != nil {
		return nil, err
	}
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil, notWhole("it is truncated or altered", err)
	}
	zip.Multistream(false)
	a := &reader{file: file, in: bufio.NewReaderSize(zip, 64<<10)}
	if kind, err := a.peek(); err != nil || kind != frameSchema {
		return nil, notWhole("it is truncated or altered", err)
	}
	a.ahead = 0
	theirs, err := a.number()
	if err != nil {
		return nil, err
	}
	if theirs > uint64(schema) {
		return nil, stations.Errorf(stations.Invalid, "the backup is of version %d, made by a newer yizhan; this one knows version %d", theirs, schema)
	}
	return a, nil
}

// notWhole is the error of a file that is truncated or altered.
func notWhole(how string, err error) error {
	cause := ErrFormat
	if err != nil {
		cause = fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return &stations.Error{Code: stations.Invalid, Text: "the backup cannot be used: " + how, Err: cause}
}

// Table implements stations.RowReader.
func (a *reader) Table() (string, []string, error) {
	for {
		if _, err := a.Row(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", nil, err
		}
	}
	kind, err := a.peek()
	if err != nil {
		return "", nil, err
	}
	a.ahead = 0
	switch kind {
	case frameTable:
		return a.table()
	case frameEnd:
		return "", nil, a.end()
	}
	return "", nil, notWhole(fmt.Sprintf("it holds a part of unknown kind %d", kind), nil)
}

func (a *reader) table() (string, []string, error) {
	name, err := a.text(maxName)
	if err != nil {
		return "", nil, err
	}
	count, err := a.number()
	if err != nil {
		return "", nil, err
	}
	if count > maxColumns {
		return "", nil, notWhole(fmt.Sprintf("a table has %d columns", count), nil)
	}
	columns := make([]string, count)
	for i := range columns {
		column, err := a.text(maxName)
		if err != nil {
			return "", nil, err
		}
		columns[i] = string(column)
	}
	a.columns = len(columns)
	return string(name), columns, nil
}

// end gives io.EOF when the file ends here with all its rows.
func (a *reader) end() error {
	rows, err := a.number()
	if err != nil {
		return err
	}
	if rows != uint64(a.rows) {
		return notWhole("it lacks rows", nil)
	}
	switch _, err := a.in.ReadByte(); { // also checks gzip's own sum
	case err == nil:
		return notWhole("it goes on after its end", nil)
	case !errors.Is(err, io.EOF):
		return truncated(err)
	}
	if _, err := a.file.ReadByte(); !errors.Is(err, io.EOF) {
		return notWhole("something follows it", err)
	}
	a.ahead = frameEnd // another call comes here again
	return io.EOF
}

// Row implements stations.RowReader.
func (a *reader) Row() ([]any, error) {
	kind, err := a.peek()
	if err != nil {
		return nil, err
	}
	if kind != frameRow {
		return nil, io.EOF
	}
	a.ahead = 0
	values := make([]any, a.columns)
	for i := range values {
		if values[i], err = a.value(); err != nil {
			return nil, err
		}
	}
	a.rows++
	return values, nil
}

func (a *reader) value() (v any, err error) {
	kind, err := a.take(1)
	if err != nil {
		return nil, err
	}
	switch kind[0] {
	case valueNull:
		return v, nil
	case valueInt:
		n, err := a.number()
		return int64(n>>1) ^ -int64(n&1), err
	case valueFloat:
		b, err := a.take(8)
		if err != nil {
			return nil, err
		}
		return math.Float64frombits(binary.LittleEndian.Uint64(b)), nil
	case valueText:
		b, err := a.text(maxValue)
		return string(b), err
	case valueBytes:
		return a.text(maxValue)
	}
	return nil, notWhole(fmt.Sprintf("it holds a value of unknown type %d", kind[0]), nil)
}

// peek returns the kind of the frame that comes.
func (a *reader) peek() (byte, error) {
	if a.ahead != 0 {
		return a.ahead, nil
	}
	b, err := a.take(1)
	if err != nil {
		return 0, err
	}
	a.ahead = b[0]
	return a.ahead, nil
}

// number reads an unsigned varint.
func (a *reader) number() (uint64, error) {
	n, err := binary.ReadUvarint(a.in)
	if err != nil {
		return 0, truncated(err)
	}
	return n, nil
}

// text reads a length and so many bytes.
func (a *reader) text(limit uint64) ([]byte, error) {
	n, err := a.number()
	if err != nil {
		return nil, err
	}
	if n > limit {
		return nil, notWhole(fmt.Sprintf("it holds a text of %d bytes", n), nil)
	}
	return a.take(int64(n))
}

// take reads n bytes. It trusts n only as far as there are bytes.
func (a *reader) take(n int64) ([]byte, error) {
	b := make([]byte, min(n, 64<<10))
	if n <= int64(len(b)) {
		if _, err := io.ReadFull(a.in, b); err != nil {
			return nil, truncated(err)
		}
		return b, nil
	}
	var long bytes.Buffer
	if _, err := io.CopyN(&long, a.in, n); err != nil {
		return nil, truncated(err)
	}
	return long.Bytes(), nil
}

// truncated tells of a file that ends too early, or whose compression breaks.
func truncated(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF // io.EOF would mean that all is well
	}
	return notWhole("it is truncated or altered", err)
}
