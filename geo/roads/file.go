package roads

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// The errors of Open, for errors.Is.
var (
	// ErrFormat: the file is no road graph, or its arrays contradict each other.
	ErrFormat = errors.New("not a road graph")
	// ErrVersion: the file was written by another version; build it again.
	ErrVersion = errors.New("road graph of another version")
	// ErrChecksum: the file is truncated or was altered.
	ErrChecksum = errors.New("road graph is damaged")
)

// The file, all numbers little-endian:
//
//	 0  magic, 8 bytes
//	 8  version, uint32
//	12  number of sections, uint32
//	16  length of the file, uint64
//	24  SHA-256 of everything from byte 56 on
//	56  a table of sections: offset and length in bytes, uint64 each; first
//	    the summary as JSON, then those of Graph.sections
//	    the sections, each beginning at a multiple of 8, zeros between; an
//	    empty one lies at 0
//
// Two sections may name the same bytes: a mode without one-way edges has one
// star for both directions, and both versions of the rules often agree.
const (
	magic      = "yizhanRG"
	version    = 2
	headerSize = 56
)

// extent is where a section lies in the file.
type extent struct{ Offset, Length uint64 }

// layout is a graph's file before it is written.
type layout struct {
	table []extent
	parts [][]byte // by section; nil where the bytes are those of an earlier section
	size  uint64
}

// plan lays the file out.
func (g *Graph) plan() (layout, error) {
	summary, err := json.Marshal(g.info)
	if err != nil {
		return layout{}, fmt.Errorf("marshal the summary: %w", err)
	}
	parts := [][]byte{summary}
	for _, s := range g.sections() {
		part, err := s.dump()
		if err != nil {
			return layout{}, fmt.Errorf("encode section %s: %w", s.name, err)
		}
		parts = append(parts, part)
	}
	l := layout{parts: parts, size: headerSize + 16*uint64(len(parts))}
	for i, part := range parts {
		if same := l.find(part, i); same >= 0 {
			l.table = append(l.table, l.table[same])
			l.parts[i] = nil
			continue
		}
		if len(part) == 0 {
			l.table = append(l.table, extent{})
			continue
		}
		l.size = align(l.size)
		l.table = append(l.table, extent{l.size, uint64(len(part))})
		l.size += uint64(len(part))
	}
	return l, nil
}

// find returns an earlier section with the same bytes, or −1.
func (l layout) find(part []byte, i int) int {
	for j, earlier := range l.parts[:i] {
		if len(part) > 0 && len(earlier) == len(part) && bytes.Equal(earlier, part) {
			return j
		}
	}
	return -1
}

func align(n uint64) uint64 { return (n + 7) &^ 7 }

// body writes everything after the header.
func (l layout) body(w io.Writer) error {
	table, err := binary.Append(nil, binary.LittleEndian, l.table)
	if err != nil {
		return err
	}
	if _, err := w.Write(table); err != nil {
		return err
	}
	at := headerSize + uint64(len(table))
	for i, part := range l.parts {
		if len(part) == 0 {
			continue
		}
		pad := make([]byte, l.table[i].Offset-at)
		if _, err := w.Write(pad); err != nil {
			return err
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
		at = l.table[i].Offset + uint64(len(part))
	}
	return nil
}

// header returns the first bytes of the file.
func (l layout) header(sum []byte) []byte {
	h := make([]byte, 0, headerSize)
	h = append(h, magic...)
	h = binary.LittleEndian.AppendUint32(h, version)
	h = binary.LittleEndian.AppendUint32(h, uint32(len(l.table)))
	h = binary.LittleEndian.AppendUint64(h, l.size)
	return append(h, sum...)
}

// sum returns the SHA-256 of the body.
func (l layout) sum() ([]byte, error) {
	h := sha256.New()
	err := l.body(h)
	return h.Sum(nil), err
}

// lazyChecksum returns a function that computes a built graph's checksum at
// its first call.
func lazyChecksum(g *Graph) func() string {
	return sync.OnceValue(func() string {
		l, err := g.plan()
		if err != nil {
			return ""
		}
		sum, err := l.sum()
		if err != nil {
			return ""
		}
		return hex.EncodeToString(sum)
	})
}

// errNoChecksum is what Write fails with when the graph cannot be encoded.
var errNoChecksum = errors.New("the graph has no checksum")

// Write puts the graph into a file, atomically: the file appears complete, or
// path stays as it was. The same graph makes the same bytes. A graph that For
// returned cannot be written: it has the checksum of the other.
func Write(path string, g *Graph) error {
	if err := write(path, g); err != nil {
		return fmt.Errorf("write road graph: %w", err)
	}
	return nil
}

func write(path string, g *Graph) error {
	l, err := g.plan()
	if err != nil {
		return err
	}
	sum, err := hex.DecodeString(g.Checksum())
	if err != nil || len(sum) != sha256.Size {
		return errors.Join(err, errNoChecksum)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is left there after the rename
	if err := errors.Join(l.save(f, sum), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// save writes the whole file and waits until it is on the disk.
func (l layout) save(f *os.File, sum []byte) error {
	w := bufio.NewWriterSize(f, 1<<20)
	if _, err := w.Write(l.header(sum)); err != nil {
		return err
	}
	if err := l.body(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	return f.Sync()
}
