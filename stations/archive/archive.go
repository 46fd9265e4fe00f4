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

// Read loads an archive into the store, of which the newest migration is
// number schema, and returns how many rows it read. replace is that of
// stations.Archive.
//
// Invalid, with ErrFormat in its chain, when the file is not whole, and
// Invalid when a newer yizhan wrote it; then, as on every error, the store is
// as before.
func Read(ctx context.Context, r io.Reader, store stations.Archive, o Options) (rows int64, err error) {
	a, err := newReader(r, o.Schema)
	if err != nil {
		return 0, err
	}
	if err := store.Load(ctx, a, o.Replace); err != nil {
		return 0, err
	}
	return a.rows, nil
}

// Options say into what an archive is read.
type Options struct {
	Schema  int64 // number of the store's newest migration
	Replace bool  // remove what the store holds
}
