package grams

import (
	"slices"
	"sort"

	"yizhan/stations/text"
)

// mile is how long the pieces of text are within which places of other fields
// are in the order of the unit behind a pair. Many then share one, and few are
// read to know them all. In a longer piece what a search notes of documents
// would leave the processor's cache; names are not in this order, since
// mistakes are looked for there, which reads text at each place.
const mile = 1 << 17

// byThird returns places, ascending before, in the order of miles, then of
// the unit behind the pair that begins there.
func byThird(units []text.Unit, spots []uint32) []uint32 {
	list := make([]uint32, 0, len(spots))
	for left := spots; len(left) > 0; left = spots[len(list):] {
		n, _ := slices.BinarySearch(left, (left[0]/mile+1)*mile)
		list = append(list, by(units[2:], left[:n])...)
	}
	return list
}

// alike returns how many places from the first on are in its mile and have the
// same unit behind their pair, which is the same for all.
func alike(units []text.Unit, spots []uint32) int {
	third, end := units[spots[0]+2], (spots[0]/mile+1)*mile
	other := func(i int) bool { return spots[i] >= end || units[spots[i]+2] != third }
	n := 1
	for n < len(spots) && !other(n) {
		n *= 2
	}
	return n/2 + sort.Search(min(n, len(spots))-n/2, func(i int) bool { return other(n/2 + i) })
}

// splits reports whether the lead is a pair whose places are in the order of
// the third unit, and that matters: a match needs it.
func (l lead) splits(p text.Pattern) bool {
	_, found := p.Found(l.trail)
	return l.units == 2 && l.zone == otherZone && !found
}

// split follows a pair over the third unit.
func (h *hunt) split(r *routes, l lead) {
	p := r.pattern
	for left := l.spots; len(left) > 0; {
		n := alike(h.units, left)
		if further := p.Step(l.trail, h.units[left[0]+2]); !further.Lost() {
			next := lead{spots: left[:n], trail: p.Best(further), units: 3, zone: l.zone}
			next.rank = text.RankOf(p.Way(next.trail), place(l.zone))
			h.follow(r, next)
		}
		left = left[n:]
	}
}
