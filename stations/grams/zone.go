package grams

import (
	"cmp"
	"math"
	"slices"

	"yizhan/stations/text"
)

// zone is an index of some places: in the order of the unit that stands
// there, then of the next one, then as they were given.
type zone struct {
	spots  []uint32
	firsts []group // by unit, ascending
	pairs  []run   // by pair, ascending
}

// run is a stretch of spots with the same pair of units, up to where the next
// run begins.
type run struct {
	pair uint32 // the first unit in the upper half
	from uint32 // of spots
}

// group is a stretch of spots and of pairs that begin with the same unit, up
// to where the next group begins. The last group and the last run are ends
// without spots.
type group struct {
	unit text.Unit
	from uint32 // of spots
	pair uint32 // of pairs
}

// newZone indexes places, none of them that of a mark. It sorts by the second
// unit, then, keeping that order, by the first.
func newZone(units []text.Unit, spots []uint32) zone {
	z := zone{spots: by(units, by(units[min(1, len(units)):], spots))}
	for i, at := range z.spots {
		first, pair := units[at], pairOf(units[at], units[at+1])
		if n := len(z.firsts); n == 0 || z.firsts[n-1].unit != first {
			z.firsts = append(z.firsts, group{first, uint32(i), uint32(len(z.pairs))})
		}
		if n := len(z.pairs); n == 0 || z.pairs[n-1].pair != pair {
			z.pairs = append(z.pairs, run{pair, uint32(i)})
		}
	}
	z.firsts = append(z.firsts, group{math.MaxUint16, uint32(len(z.spots)), uint32(len(z.pairs))})
	z.pairs = append(z.pairs, run{math.MaxUint32, uint32(len(z.spots))})
	return z
}

// by returns the spots in the order of their units.
func by(units []text.Unit, spots []uint32) []uint32 {
	var counts [math.MaxUint16 + 2]uint32
	for _, at := range spots {
		counts[int(units[at])+1]++
	}
	for u := 1; u < len(counts); u++ {
		counts[u] += counts[u-1]
	}
	sorted := make([]uint32, len(spots))
	for _, at := range spots {
		u := units[at]
		sorted[counts[u]] = at
		counts[u]++
	}
	return sorted
}

func pairOf(a, b text.Unit) uint32 { return uint32(a)<<16 | uint32(b) }

func (z *zone) bytes() int { return 4*len(z.spots) + 12*cap(z.firsts) + 8*cap(z.pairs) }

// group returns which of firsts has a unit, if one does.
func (z *zone) group(u text.Unit) (int, bool) {
	return slices.BinarySearchFunc(z.firsts, u, func(g group, u text.Unit) int { return cmp.Compare(g.unit, u) })
}

// first returns the spots of a unit.
func (z *zone) first(u text.Unit) []uint32 {
	i, ok := z.group(u)
	if !ok {
		return nil
	}
	return z.spots[z.firsts[i].from:z.firsts[i+1].from]
}

// behind returns the pairs that begin with a unit.
func (z *zone) behind(u text.Unit) []run {
	i, ok := z.group(u)
	if !ok {
		return nil
	}
	return z.pairs[z.firsts[i].pair:z.firsts[i+1].pair]
}

// pair returns the spots of a pair.
func (z *zone) pair(a, b text.Unit) []uint32 {
	i, ok := slices.BinarySearchFunc(z.pairs, pairOf(a, b), func(r run, pair uint32) int { return cmp.Compare(r.pair, pair) })
	if !ok {
		return nil
	}
	return z.spots[z.pairs[i].from:z.pairs[i+1].from]
}
