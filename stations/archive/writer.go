package archive

import (
	"compress/gzip"
	"encoding/binary"
	"io"
	"math"

	"yizhan/stations"
)

// writer is the stations.RowWriter of a file.
type writer struct {
	zip     *gzip.Writer
	frame   []byte // reused
	columns int    // of the table that has begun
	rows    int64
}

var _ stations.RowWriter = (*writer)(nil)

func newWriter(w io.Writer, schema int64) (*writer, error) {
	if _, err := io.WriteString(w, magic+string(rune(version))); err != nil {
		return nil, err
	}
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	a := &writer{zip: zip}
	a.frame = binary.AppendUvarint(append(a.frame, frameSchema), uint64(schema))
	return a, a.flush()
}

// Table implements stations.RowWriter.
func (a *writer) Table(name string, columns []string) error {
	a.columns = len(columns)
	a.frame = append(a.frame, frameTable)
	a.text(name)
	a.frame = binary.AppendUvarint(a.frame, uint64(len(columns)))
	for _, column := range columns {
		a.text(column)
	}
	return a.flush()
}

// Row implements stations.RowWriter.
func (a *writer) Row(values []any) error {
	if len(values) != a.columns {
		return stations.Errorf(stations.Internal, "a row of %d values in a table of %d columns", len(values), a.columns)
	}
	a.frame = append(a.frame, frameRow)
	for _, v := range values {
		if err := a.value(v); err != nil {
			return err
		}
	}
	a.rows++
	return a.flush()
}

func (a *writer) value(v any) error {
	switch v := v.(type) {
	case nil:
		a.frame = append(a.frame, valueNull)
	case int64:
		a.frame = binary.AppendVarint(append(a.frame, valueInt), v)
	case float64:
		a.frame = binary.LittleEndian.AppendUint64(append(a.frame, valueFloat), math.Float64bits(v))
	case string:
		a.frame = append(a.frame, valueText)
		a.text(v)
	case []byte:
		a.frame = append(a.frame, valueBytes)
		a.text(string(v))
	default:
		return stations.Errorf(stations.Internal, "a backup cannot hold a value of type %T", v)
	}
	return nil
}

func (a *writer) text(s string) {
	a.frame = append(binary.AppendUvarint(a.frame, uint64(len(s))), s...)
}

// flush writes the frame and begins the next.
func (a *writer) flush() error {
	_, err := a.zip.Write(a.frame)
	a.frame = a.frame[:0]
	return err
}

// close writes the last frame.
func (a *writer) close() error {
	a.frame = binary.AppendUvarint(append(a.frame, frameEnd), uint64(a.rows))
	if err := a.flush(); err != nil {
		return err
	}
	return a.zip.Close()
}
