// Package grams searches many documents at once: it knows at which places
// every pair of neighbouring units stands, and looks only where a query can be
// found. Ranks are those of text.Query.Match, which looks everywhere.
package grams

import (
	"math"
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

	spots  []uint32 // the places of pairs: by first unit, by second unit, ascending
	firsts []group  // of spots that begin with one unit, ascending
	pairs  []run    // of spots with the same two units, ascending

	scratch sync.Pool // of *scratch
}

// run is a stretch of spots with the same pair of units, up to where the next
// run begins.
type run struct {
	pair uint32 // the first unit in the upper half
	from uint32 // of spots
}

// group is a stretch of spots and of pairs that begin with the same unit, up
// to where the next group begins. The last of each is an end without spots.
type group struct {
	unit text.Unit
	from uint32 // of spots
	pair uint32 // of pairs
}

// blockSize is how many units share an entry of blocks.
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
	s.sort()
	s.group()
	return s
}

// Len returns the number of documents.
func (s *Segment) Len() int { return len(s.others) }

// Bytes returns about how much memory the segment takes.
func (s *Segment) Bytes() int {
	return 2*len(s.units) + 4*(len(s.starts)+len(s.others)+len(s.blocks)+len(s.spots)) + 12*len(s.firsts) + 8*len(s.pairs)
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

// divide notes which document each block begins in.
func (s *Segment) divide() {
	d := uint32(0)
	for at := 0; at < len(s.units); at += blockSize {
		for s.starts[d+1] <= uint32(at) {
			d++
		}
		s.blocks = append(s.blocks, d)
	}
}

// document returns which document a place is in.
func (s *Segment) document(at uint32) uint32 {
	d := s.blocks[at/blockSize]
	for s.starts[d+1] <= at {
		d++
	}
	return d
}

// sort puts the places of all pairs in order: by the second unit, then,
// keeping that order, by the first. A mark begins no pair, but may end one.
func (s *Segment) sort() {
	var spots []uint32
	for at, u := range s.units {
		if !u.IsMark() {
			spots = append(spots, uint32(at))
		}
	}
	s.spots = s.by(0, s.by(1, spots))
}

// by returns the spots in the order of the unit that stands so far behind
// them.
func (s *Segment) by(behind uint32, spots []uint32) []uint32 {
	var counts [math.MaxUint16 + 2]uint32
	for _, at := range spots {
		counts[int(s.units[at+behind])+1]++
	}
	for u := 1; u < len(counts); u++ {
		counts[u] += counts[u-1]
	}
	sorted := make([]uint32, len(spots))
	for _, at := range spots {
		u := s.units[at+behind]
		sorted[counts[u]] = at
		counts[u]++
	}
	return sorted
}

// group finds the runs of equal units and of equal pairs.
func (s *Segment) group() {
	for i, at := range s.spots {
		first, pair := s.units[at], pairOf(s.units[at], s.units[at+1])
		if n := len(s.firsts); n == 0 || s.firsts[n-1].unit != first {
			s.firsts = append(s.firsts, group{first, uint32(i), uint32(len(s.pairs))})
		}
		if n := len(s.pairs); n == 0 || s.pairs[n-1].pair != pair {
			s.pairs = append(s.pairs, run{pair, uint32(i)})
		}
	}
	s.firsts = append(s.firsts, group{math.MaxUint16, uint32(len(s.spots)), uint32(len(s.pairs))})
	s.pairs = append(s.pairs, run{math.MaxUint32, uint32(len(s.spots))})
}

func pairOf(a, b text.Unit) uint32 { return uint32(a)<<16 | uint32(b) }
