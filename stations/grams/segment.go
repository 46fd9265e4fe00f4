// Package grams searches many documents at once: it knows at which places
// every pair of neighbouring units stands, and looks only where a query can be
// found. Ranks are those of text.Query.Match, which looks everywhere.
package grams

import (
	"math/bits"
	"slices"
	"sync"

	"yizhan/stations/text"
)

// Segment is an index of composed documents, which are named by their number
// from 0. It is immutable and safe for concurrent use.
//
// It takes about 6 bytes per unit of text: two for the unit itself and four
// for the place of the pair that it begins.
type Segment struct {
	units  []text.Unit // the names of all documents, then their other fields: what is looked at often lies together
	starts []uint32    // where the names of each document begin, then where its other fields do, then the end
	blocks []uint32    // which of starts is the last one at or before the beginning of each block of units
	begins []uint64    // of each block: the units after its first that are among starts
	zones  [zones]zone

	scratch sync.Pool // of *scratch
	spare   sync.Pool // of *routes
}

// A document has three zones, so that a search can look first where the best
// matches are, and leave the rest when it has enough.
const (
	startZone = iota // the first unit of each name
	nameZone         // the other units of names
	otherZone        // the other fields
	zones
)

// blockSize is how many units share an entry of blocks, and of begins.
const blockSize = 64

// New indexes n documents as text.Compose gives them.
//
// What all of them hold must be less than 4 billion units.
func New(n int, document func(i int) []text.Unit) *Segment {
	s := &Segment{starts: make([]uint32, 0, 2*n+1)}
	s.lay(n, document)
	s.divide()
	lists := s.spots()
	lists[otherZone] = byMile(s.units, lists[otherZone])
	for i, spots := range lists {
		s.zones[i] = newZone(s.units, spots)
	}
	return s
}

// lay puts the documents where they are searched. Names end with a mark of
// their own, and two more at the end let three units be read behind each place.
func (s *Segment) lay(n int, document func(i int) []text.Unit) {
	var names, others []text.Unit
	ends := make([]uint32, n)
	for i := range n {
		d := document(i)
		end := slices.IndexFunc(d, func(u text.Unit) bool { return u == text.OtherMark || u == text.EndMark })
		s.starts = append(s.starts, uint32(len(names)))
		names, others = append(append(names, d[:end]...), text.EndMark), append(others, d[end:]...)
		ends[i] = uint32(len(others))
	}
	at := uint32(len(names))
	for _, end := range ends {
		s.starts = append(s.starts, at)
		at = uint32(len(names)) + end
	}
	s.starts = append(s.starts, at)
	s.units = append(append(append(make([]text.Unit, 0, len(names)+len(others)+2), names...), others...), text.EndMark, text.EndMark)
}

// Len returns the number of documents.
func (s *Segment) Len() int { return len(s.starts) / 2 }

// Document returns the i-th document.
func (s *Segment) Document(i int) []text.Unit {
	return slices.Concat(s.units[s.starts[i]:s.end(uint32(i))], s.units[s.starts[s.Len()+i]:s.starts[s.Len()+i+1]])
}

// end returns where the names of a document end.
func (s *Segment) end(d uint32) uint32 { return s.starts[d+1] - 1 }

// Bytes returns about how much memory the segment takes.
func (s *Segment) Bytes() int {
	sum := 2*len(s.units) + 4*(len(s.starts)+len(s.blocks)) + 8*len(s.begins)
	for i := range s.zones {
		sum += s.zones[i].bytes()
	}
	return sum
}

// divide notes which of starts each block begins after, and which are in it.
func (s *Segment) divide() {
	s.blocks = make([]uint32, (s.starts[2*s.Len()]+blockSize-1)/blockSize)
	s.begins = make([]uint64, len(s.blocks))
	part := uint32(0)
	for i := range s.blocks {
		for s.starts[part+1] <= uint32(i*blockSize) {
			part++
		}
		s.blocks[i] = part
	}
	for _, at := range s.starts[:2*s.Len()] {
		if at%blockSize > 0 {
			s.begins[at/blockSize] |= 1 << (at % blockSize)
		}
	}
}

// document returns which document a place is in.
func (s *Segment) document(at uint32) uint32 {
	block := at / blockSize
	part := s.blocks[block] + uint32(bits.OnesCount64(s.begins[block]&(2<<(at%blockSize)-1)))
	if n := uint32(s.Len()); part >= n {
		return part - n
	}
	return part
}

// spots lists the places of each zone.
func (s *Segment) spots() (lists [zones][]uint32) {
	others := s.starts[s.Len()]
	for i, u := range s.units {
		switch at := uint32(i); {
		case u.IsMark():
		case at >= others:
			lists[otherZone] = append(lists[otherZone], at)
		case s.units[i-1] == text.NameMark:
			lists[startZone] = append(lists[startZone], at)
		default:
			lists[nameZone] = append(lists[nameZone], at)
		}
	}
	return lists
}
