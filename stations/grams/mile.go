package grams

import (
	"slices"
	"sort"

	"yizhan/stations/text"
)

// mile is how long the pieces of text are within which places of other fields
// are in the order of the two units behind a pair. Many then share them, and
// few are read to know them all. In a longer piece what a search notes of
// documents would leave the processor's cache; names are not in this order,
// since mistakes are looked for there, which reads text at each place.
const mile = 1 << 17

// ordered is how many units of text from a place on, those of its pair among
// them, the places of other fields are in the order of.
const ordered = 4

// byMile returns places, ascending before, in the order of miles, then of the
// units behind the pair that begins there.
func byMile(units []text.Unit, spots []uint32) []uint32 {
	list := make([]uint32, 0, len(spots))
	for left := spots; len(left) > 0; left = spots[len(list):] {
		n, _ := slices.BinarySearch(left, (left[0]/mile+1)*mile)
		list = append(list, by(units[2:], by(units[3:], left[:n]))...)
	}
	return list
}

// alike returns how many places from the first on are in its mile and have the
// same unit behind the first n, which are the same for all.
func alike(units []text.Unit, spots []uint32, n uint32) int {
	next, end := units[spots[0]+n], (spots[0]/mile+1)*mile
	other := func(i int) bool { return spots[i] >= end || units[spots[i]+n] != next }
	most := 1
	for most < len(spots) && !other(most) {
		most *= 2
	}
	return most/2 + sort.Search(min(most, len(spots))-most/2, func(i int) bool { return other(most/2 + i) })
}

// splits reports whether the places of a lead are in the order of the unit
// behind it, and that matters: a match needs it.
func (l lead) splits(p text.Pattern) bool {
	_, found := p.Found(l.trail)
	return l.units >= 2 && l.units < ordered && l.zone == otherZone && !found
}

// split follows a lead over the unit behind it.
func (h *hunt) split(r *routes, l lead) {
	p, from := r.pattern, r.note(l.trail)
	for left := l.spots; len(left) > 0; {
		n := alike(h.units, left, l.units)
		if to := r.step(from, h.units[left[0]+l.units]); to != 0 {
			next := lead{spots: left[:n], trail: p.Best(r.trails[to]), units: l.units + 1, zone: l.zone}
			next.rank = text.RankOf(p.Way(next.trail), place(l.zone))
			h.follow(r, next)
		}
		left = left[n:]
	}
}
