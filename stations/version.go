package stations

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
	"slices"
)

// DemandVersion names the content of a layer: the hex SHA-256 over its rows in
// order, cells and weights, also those of hours, to the bit. The name and time of the layer do not
// count, nor does the point of a row that has a cell.
func DemandVersion(rows []Demand) string {
	h := sha256.New()
	var b [32]byte
	for _, row := range rows {
		row = row.Canonical()
		binary.LittleEndian.PutUint64(b[0:], uint64(row.Cell))
		binary.LittleEndian.PutUint64(b[8:], math.Float64bits(row.Point[0]))
		binary.LittleEndian.PutUint64(b[16:], math.Float64bits(row.Point[1]))
		binary.LittleEndian.PutUint64(b[24:], math.Float64bits(row.Weight))
		h.Write(b[:])
	}
	writeHours(h, rows)
	return hex.EncodeToString(h.Sum(nil))
}

// writeHours comes behind the rows, so that a layer without hours has the name
// it always had. The first byte makes a length that no such layer has.
func writeHours(h hash.Hash, rows []Demand) {
	if !slices.ContainsFunc(rows, func(d Demand) bool { return d.Hours != nil }) {
		return
	}
	h.Write([]byte{'h'})
	write64(h, uint64(len(rows)))
	for i, row := range rows {
		if row.Hours != nil {
			write64(h, uint64(i))
			h.Write(row.Hours.Bytes())
		}
	}
}

// Digest names the content of one area: the hex SHA-256 over its fields and
// its coordinates to the bit.
func (a Area) Digest() string {
	h := sha256.New()
	for _, field := range []string{a.Adcode, a.Name, a.Level, a.Parent} {
		write64(h, uint64(len(field)))
		h.Write([]byte(field))
	}
	write64(h, uint64(len(a.Geometry)))
	for _, polygon := range a.Geometry {
		write64(h, uint64(len(polygon)))
		for _, ring := range polygon {
			write64(h, uint64(len(ring)))
			for _, p := range ring {
				write64(h, math.Float64bits(p[0]))
				write64(h, math.Float64bits(p[1]))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// write64 hashes one number. Each list and text is preceded by its length:
// else "ab"+"c" and "a"+"bc" would hash alike.
func write64(h hash.Hash, n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	h.Write(b[:])
}

// VersionOfAreas names the content of all areas, given the Digest of each in
// ascending order of adcode; "" when there are none.
func VersionOfAreas(digests []string) string {
	if len(digests) == 0 {
		return ""
	}
	h := sha256.New()
	for _, d := range digests {
		h.Write([]byte(d))
	}
	return hex.EncodeToString(h.Sum(nil))
}
