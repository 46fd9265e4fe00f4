// Package archive is the file of `yizhan backup`: the rows of all tables of a
// store, compressed, numbered and checked. A file of one kind of store can be
// loaded into the other.
//
// A file begins with the magic "yizhan-backup\n" and a byte that is the
// version of the format, and ends with the SHA-256 of all bytes before. What
// is between is gzip, of frames:
//
//	'V' schema                  number of the newest migration of the store; first
//	'T' name count column…      a table begins
//	'R' value…                  a row, a value for each column
//	'E' rows                    last: how many rows there were
//
// Numbers are unsigned varints, texts are a length and their bytes. A value is
// a byte for its type and then: nothing (null), a zigzag varint (integer), 8
// bytes in little endian (float), a text (text, bytes).
package archive

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
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
	out := &outlet{to: w}
	rows, err = write(ctx, out, store, schema)
	if out.failed != nil {
		return 0, fmt.Errorf("cannot write the backup: %w", out.failed) // whatever the store makes of it
	}
	return rows, err
}

// outlet is where an archive goes, and why it could not.
type outlet struct {
	to     io.Writer
	failed error
}

func (o *outlet) Write(p []byte) (n int, err error) {
	n, err = o.to.Write(p)
	o.failed = cmp.Or(o.failed, err)
	return n, err
}

func write(ctx context.Context, w io.Writer, store stations.Archive, schema int64) (rows int64, err error) {
	sum := sha256.New()
	a, err := newWriter(io.MultiWriter(w, sum), schema)
	if err != nil {
		return 0, err
	}
	if err := store.Dump(ctx, a); err != nil {
		return 0, err
	}
	if err := a.close(); err != nil {
		return 0, err
	}
	_, err = w.Write(sum.Sum(nil))
	return a.rows, err
}

// Read loads an archive into the store, and returns how many rows it read. It
// reads the file twice: the first time only to see that it is whole.
//
// Invalid, with ErrFormat in its chain, when the file is not whole; Invalid
// when a newer yizhan wrote it; Conflict when the store is not empty and is
// not to be replaced. On every error the store is as before.
func Read(ctx context.Context, file io.ReadSeeker, store stations.Archive, o Options) (rows int64, err error) {
	size, err := verify(file)
	if err != nil {
		return 0, err
	}
	a, err := newReader(io.LimitReader(file, size), o.Schema)
	if err != nil {
		return 0, err
	}
	if err := store.Load(ctx, a, o.Replace); err != nil {
		return 0, err
	}
	return a.rows, nil
}

// verify holds the file to the sum at its end, and goes back to where it
// began. It returns how many bytes stand before the sum.
func verify(file io.ReadSeeker) (size int64, err error) {
	if err := checkMagic(file); err != nil {
		return 0, err
	}
	end, err := file.Seek(-sha256.Size, io.SeekEnd)
	if err != nil {
		return 0, notWhole("it is truncated", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read the backup: %w", err)
	}
	sum, want := sha256.New(), make([]byte, sha256.Size)
	if _, err := io.CopyN(sum, file, end); err != nil {
		return 0, fmt.Errorf("read the backup: %w", err)
	}
	if _, err := io.ReadFull(file, want); err != nil {
		return 0, fmt.Errorf("read the backup: %w", err)
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return 0, notWhole("it is truncated or altered: its checksum does not agree", nil)
	}
	_, err = file.Seek(0, io.SeekStart)
	return end, err
}

// Options say into what an archive is read.
type Options struct {
	Schema  int64 // number of the store's newest migration
	Replace bool  // remove what the store holds
}
