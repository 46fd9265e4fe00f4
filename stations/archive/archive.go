// Package archive is the file of `yizhan backup`: the rows of all tables of a
// store, compressed, numbered and checked. A file of one kind of store can be
// loaded into the other.
//
// A file begins with the magic "yizhan-backup\n" and a byte that is the
// version of the format. The rest is gzip, of frames:
//
//	'V' schema                  number of the newest migration of the store; first
//	'T' name count column…      a table begins
//	'R' value…                  a row, a value for each column
//	'E' rows sum                last: how many rows, SHA-256 of all bytes before sum
//
// Numbers are unsigned varints, texts are a length and their bytes. A value is
// a byte for its type and then: nothing (null), a zigzag varint (integer), 8
// bytes in little endian (float), a text (text, bytes).
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

	"yizhan/stations"
)

const (
	magic   = "yizhan-backup\n"
	version = 1

	frameSchema = 'V'
	frameTable  = 'T'
	frameRow    = 'R'
	frameEnd    = 'E'

	valueNull  = 0
	valueInt   = 1
	valueFloat = 2
	valueText  = 3
	valueBytes = 4
)

// Limits of what is read, so that a damaged file cannot ask for all memory.
const (
	maxName    = 200
	maxColumns = 500
	maxValue   = 256 << 20
)

// ErrFormat says that a file is no backup, or was truncated or altered.
var ErrFormat = errors.New("not a whole backup of yizhan")

// Write writes an archive of the store. The schema is the number of the
// store's newest migration. It returns how many rows were written.
func Write(ctx context.Context, w io.Writer, store stations.Archive, schema int64) (rows int64, err error) {
	a, err := newWriter(w, schema)
	if err != nil {
		return 0, err
	}
	if err := store.Dump(ctx, a); err != nil {
		return 0, err
	}
	return a.rows, a.close()
}

// Read loads an archive into the store, and returns how many rows it read. It
// reads the file twice: the first time only to see that it is whole.
//
// Invalid, with ErrFormat in its chain, when the file is not whole; Invalid
// when a newer yizhan wrote it; Conflict when the store is not empty and is
// not to be replaced. On every error the store is as before.
func Read(ctx context.Context, file io.ReadSeeker, store stations.Archive, o Options) (rows int64, err error) {
	if err := verify(ctx, file, o.Schema); err != nil {
		return 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read the backup again: %w", err)
	}
	a, err := newReader(file, o.Schema)
	if err != nil {
		return 0, err
	}
	if err := store.Load(ctx, a, o.Replace); err != nil {
		return 0, err
	}
	return a.rows, nil
}

// verify reads the file to its end.
func verify(ctx context.Context, file io.Reader, schema int64) error {
	a, err := newReader(file, schema)
	for err == nil && ctx.Err() == nil {
		_, _, err = a.Table()
	}
	if err == nil {
		err = ctx.Err()
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, ErrFormat) {
		return nil
	}
	return err
}

// Options say into what an archive is read.
type Options struct {
	Schema  int64 // number of the store's newest migration
	Replace bool  // remove what the store holds
}
