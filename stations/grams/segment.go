// Package grams searches many documents at once: it knows at which places
// every pair of neighbouring units stands, and looks only where a query can be
// found. Ranks are those of text.Query.Match, which looks everywhere.
package grams

import (
	"math/bits"
	"sync"

	"yizhan/stations/text"
)

// Segment is an index of composed documents, which are named by their number
// from 0. It is immutable and safe for concurrent use.
//
// It takes about 6 bytes per unit of text: two for the unit itself and four
// for the place of the pair that it begins.
type Segment struct {
	units  []text.Unit // the documents, one after another
	starts []uint32    // where each document begins, and where the last one ends
	others []uint32    // where the names of each document end
	blocks []uint32    // the document in which each block of units begins
	begins []uint64    // of each block: the units after its first that begin a document
	zones  [zones]zone

	scratch sync.Pool // of *scratch
	ends    sync.Pool // of *deadEnds
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
	s := &Segment{starts: make([]uint32, 0, n+1), others: make([]uint32, 0, n)}
	for i := range n {
		s.add(document(i))
	}
	s.starts = append(s.starts, uint32(len(s.units)))
	s.units = append(make([]text.Unit, 0, len(s.units)), s.units...) // no room is left over
	s.divide()
	for i, spots := range s.spots() {
		s.zones[i] = newZone(s.units, spots)
	}
	return s
}

// Len returns the number of documents.
func (s *Segment) Len() int { return len(s.others) }

// Document returns the i-th document. It is shared and must not be changed.
func (s *Segment) Document(i int) []text.Unit { return s.units[s.starts[i]:s.starts[i+1]] }

// Bytes returns about how much memory the segment takes.
func (s *Segment) Bytes() int {
	sum := 2*len(s.units) + 4*(len(s.starts)+len(s.others)+len(s.blocks)) + 8*len(s.begins)
	for i := range s.zones {
		sum += s.zones[i].bytes()
	}
	return sum
}

func (s *Segment) add(document []text.Unit) {
	start := len(s.units)
	s.starts = append(s.starts, uint32(start))
	s.units = append(s.units, document...)
	end := len(s.units)
	for i, u := range document {
		if u == text.OtherMark || u == text.EndMark {
			end = start + i
			break
		}
	}
	s.others = append(s.others, uint32(end))
}

// divide notes which document each block begins in, and which begin in it.
func (s *Segment) divide() {
	s.blocks = make([]uint32, (len(s.units)+blockSize-1)/blockSize)
	s.begins = make([]uint64, len(s.blocks))
	d := uint32(0)
	for i := range s.blocks {
		for s.starts[d+1] <= uint32(i*blockSize) {
			d++
		}
		s.blocks[i] = d
	}
	for _, at := range s.starts[:s.Len()] {
		if at%blockSize > 0 {
			s.begins[at/blockSize] |= 1 << (at % blockSize)
		}
	}
}

// document returns which document a place is in.
func (s *Segment) document(at uint32) uint32 {
	block := at / blockSize
	return s.blocks[block] + uint32(bits.OnesCount64(s.begins[block]&(2<<(at%blockSize)-1)))
}

// spots lists the places of each zone.
func (s *Segment) spots() (lists [zones][]uint32) {
	for d := range s.others {
		for at := s.starts[d]; at < s.starts[d+1]; at++ {
			switch {
			case s.units[at].IsMark():
			case at > s.others[d]:
				lists[otherZone] = append(lists[otherZone], at)
			case s.units[at-1] == text.NameMark:
				lists[startZone] = append(lists[startZone], at)
			default:
				lists[nameZone] = append(lists[nameZone], at)
			}
		}
	}
	return lists
}
