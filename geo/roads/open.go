package roads

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// Open maps a graph file into memory, read-only, and checks all of it: the
// checksum, and that no array points out of another. The error wraps
// ErrFormat, ErrVersion, ErrChecksum or the operating system's. A file that
// is changed in place while it is open gives undefined results; Write never
// does that.
func Open(path string) (*Graph, error) {
	data, unmap, err := mapFile(path)
	if err != nil {
		return nil, fmt.Errorf("open road graph: %w", err)
	}
	g, err := decode(data)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open road graph: %w", err), unmap())
	}
	g.unmap = unmap
	return g, nil
}

// decode reads a graph out of the bytes of its file, which it keeps:
//
//  1. check the header and the checksum;
//  2. find the sections by the table;
//  3. read the summary and give each array its bytes;
//  4. check that the arrays fit together.
func decode(data []byte) (*Graph, error) {
	sum, err := checkHeader(data)
	if err != nil {
		return nil, err
	}
	g := &Graph{checksum: func() string { return sum }, derived: new(derived)}
	list := g.sections()
	parts, err := extents(data, 1+len(list))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(parts[0], &g.info); err != nil {
		return nil, fmt.Errorf("%w: summary: %w", ErrFormat, err)
	}
	for i, s := range list {
		if err := s.load(parts[1+i]); err != nil {
			return nil, err
		}
	}
	g.tree.first = levels(len(g.tree.slots))
	return g, g.check()
}

// checkHeader checks magic, version, length and checksum, and returns the
// checksum in hex.
func checkHeader(data []byte) (string, error) {
	if len(data) < headerSize || string(data[:len(magic)]) != magic {
		return "", ErrFormat
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v != version {
		return "", fmt.Errorf("%w: the file has version %d, this program reads %d", ErrVersion, v, version)
	}
	if n := binary.LittleEndian.Uint64(data[16:]); n != uint64(len(data)) {
		return "", fmt.Errorf("%w: %d bytes, should be %d", ErrChecksum, len(data), n)
	}
	sum := sha256.Sum256(data[headerSize:])
	if !bytes.Equal(sum[:], data[24:headerSize]) {
		return "", fmt.Errorf("%w: the checksum differs", ErrChecksum)
	}
	return hex.EncodeToString(sum[:]), nil
}

// extents returns the bytes of each of the n sections.
func extents(data []byte, n int) ([][]byte, error) {
	if have := binary.LittleEndian.Uint32(data[12:]); have != uint32(n) || len(data) < headerSize+16*n {
		return nil, fmt.Errorf("%w: %d sections, should be %d", ErrFormat, have, n)
	}
	parts := make([][]byte, n)
	for i := range parts {
		at := data[headerSize+16*i:]
		offset, length := binary.LittleEndian.Uint64(at), binary.LittleEndian.Uint64(at[8:])
		size := uint64(len(data))
		if offset%8 != 0 || offset > size || length > size-offset {
			return nil, fmt.Errorf("%w: section %d lies outside the file", ErrFormat, i)
		}
		parts[i] = data[offset : offset+length : offset+length]
	}
	return parts, nil
}

// check reports the first array that does not fit the others, so that no
// later access can go out of range.
func (g *Graph) check() error {
	edges := len(g.ends)
	fits := len(g.permits) == edges && len(g.classes) == edges && len(g.ways) == edges &&
		len(g.segments) == edges && len(g.tree.slots) == edges &&
		len(g.tree.boxes) == g.tree.first[len(g.tree.first)-1]
	for _, costs := range g.costs {
		fits = fits && len(costs) == edges
	}
	if !fits {
		return fmt.Errorf("%w: its arrays differ in length", ErrFormat)
	}
	for _, ends := range g.ends {
		if int(max(ends[0], ends[1])) >= len(g.points) {
			return fmt.Errorf("%w: an edge names no node", ErrFormat)
		}
	}
	for _, s := range g.tree.slots {
		if int(s.Edge) >= edges {
			return fmt.Errorf("%w: the index names no edge", ErrFormat)
		}
	}
	if !g.describes(edges) {
		return fmt.Errorf("%w: names or limits are out of range", ErrFormat)
	}
	return g.checkModes()
}

// checkModes checks what each mode has of its own.
func (g *Graph) checkModes() error {
	for m := range Mode(NumModes) {
		if !g.gates[m].sound(len(g.points), len(g.ends)) {
			return fmt.Errorf("%w: the turns of %v are out of range", ErrFormat, m)
		}
		if n := g.NumStates(m); !g.out[m].sound(n) || !g.in[m].sound(n) {
			return fmt.Errorf("%w: the arcs of %v are out of range", ErrFormat, m)
		}
	}
	return nil
}

// sound reports whether the star is one over n states.
func (s *Star) sound(n int) bool {
	if len(s.First) != n+1 || s.First[0] != 0 || int(s.First[n]) != len(s.Arcs) {
		return false
	}
	for i := range n {
		if s.First[i] > s.First[i+1] {
			return false
		}
	}
	for _, a := range s.Arcs {
		if int(a.To) >= n {
			return false
		}
	}
	return true
}
