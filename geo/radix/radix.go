// Package radix sorts numbers with their owners by their digits, on all
// processors: ids of a map file, places along a curve.
package radix

import (
	"math/bits"
	"runtime"
	"sync"
)

// Item is something that has a number, its owner's, to be put in order of a
// key. The key is in two halves, for an item of twelve bytes: what is sorted is
// often more than fits into the caches.
type Item struct {
	high, low uint32
	Owner     uint32
}

// Keyed returns the item with a key.
func Keyed(key uint64, owner uint32) Item { return Item{uint32(key >> 32), uint32(key), owner} }

// Key returns the key.
func (it Item) Key() uint64 { return uint64(it.high)<<32 | uint64(it.low) }

// leastPart is how many items a processor sorts at least.
const leastPart = 1 << 14

// A digit is so many bits of a key: as many counters as fit into the nearest
// cache.
const digit = 11

// Sort sorts items by their keys; those with equal keys keep their order. It works
// part by part, and merges the parts:
//
//  1. find the bits in which keys differ at all, for only they are looked at;
//  2. sort each processor's part, digit by digit from the lowest;
//  3. merge the parts.
//
// Source: D. E. Knuth, The Art of Computer Programming, volume 3, section
// 5.2.5 (sorting by distribution).
func Sort(items []Item) {
	if len(items) < 2 {
		return
	}
	low, width := differing(items)
	room := make([]Item, len(items))
	size := max((len(items)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0), leastPart)
	var wait sync.WaitGroup
	for from := size; from < len(items); from += size {
		to := min(from+size, len(items))
		wait.Go(func() { sortPart(items[from:to], room[from:to], low, width) })
	}
	first := min(size, len(items))
	sortPart(items[:first], room[:first], low, width)
	wait.Wait()
	for middle := size; middle < len(items); middle += size {
		merge(items[:min(middle+size, len(items))], middle, room)
	}
}

// differing returns the lowest bit in which some keys differ, and how many
// bits from there on reach the highest such bit.
func differing(items []Item) (low, width int) {
	var differ uint64
	for _, it := range items {
		differ |= it.Key() ^ items[0].Key()
	}
	if differ == 0 {
		return 0, 0
	}
	low = bits.TrailingZeros64(differ)
	return low, bits.Len64(differ) - low
}

// sortPart sorts a part by so many bits of its keys; room is as long as it.
func sortPart(items, room []Item, low, width int) {
	from, to := items, room
	for shift := low; shift < low+width; shift += digit {
		deal(from, to, shift)
		from, to = to, from
	}
	if (width+digit-1)/digit%2 == 1 {
		copy(items, room)
	}
}

// deal copies items in order of one digit.
func deal(from, to []Item, shift int) {
	const mask = 1<<digit - 1
	var begins [1 << digit]uint32
	for i := range from {
		begins[from[i].Key()>>shift&mask]++
	}
	total := uint32(0)
	for d, count := range begins {
		begins[d] = total
		total += count
	}
	for i := range from {
		d := from[i].Key() >> shift & mask
		to[begins[d]] = from[i]
		begins[d]++
	}
}

// merge sorts items whose part up to the middle is sorted, and the rest too;
// of equal keys the first part's come first.
func merge(items []Item, middle int, room []Item) {
	first, rest := room[:middle], items[middle:]
	copy(first, items)
	i, j := 0, 0
	for at := range items {
		if i == len(first) {
			return // the rest is in its place
		}
		if j < len(rest) && rest[j].Key() < first[i].Key() {
			items[at] = rest[j]
			j++
		} else {
			items[at] = first[i]
			i++
		}
	}
}
