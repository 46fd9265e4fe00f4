package osm

import (
	"math/bits"
	"slices"

	"yizhan/geo/radix"
	"yizhan/geo/roads"
)

// want lists the nodes that roads need, and begins to note where roads have
// them; refs are those of all roads, count in number. Where the ids lie close,
// as in a file that was renumbered, they are ticked off; elsewhere, as in an
// extract of the planet, they are sorted.
func (r *reader) want(refs [][]int64, count int) {
	r.nodes = make([]uint32, count)
	if low, span := spread(refs); count > 0 && span/64 <= uint64(count) {
		r.tick(refs, low, span)
	} else {
		r.sort(refs)
	}
	r.places = make([][2]int32, len(r.wanted))
	r.found = make([]bool, len(r.wanted))
	r.stops = map[uint32]roads.ModeSet{}
}

// spread returns the least id and how far the greatest lies above it.
func spread(refs [][]int64) (low int64, span uint64) {
	var high int64
	begun := false
	for _, list := range refs {
		if len(list) == 0 {
			continue
		}
		if !begun {
			low, high, begun = list[0], list[0], true
		}
		low, high = min(low, slices.Min(list)), max(high, slices.Max(list))
	}
	return low, uint64(high) - uint64(low)
}

// tick is want for ids from low to low+span: a bit for each id.
func (r *reader) tick(refs [][]int64, low int64, span uint64) {
	words := make([]uint64, span/64+1)
	for _, list := range refs {
		for _, ref := range list {
			at := uint64(ref) - uint64(low)
			words[at/64] |= 1 << (at % 64)
		}
	}
	before := make([]uint32, len(words)) // how many bits are set in the words before
	distinct := 0
	for i, word := range words {
		before[i] = uint32(distinct)
		distinct += bits.OnesCount64(word)
	}
	r.wanted = make([]int64, 0, distinct)
	for i, word := range words {
		for ; word != 0; word &= word - 1 {
			r.wanted = append(r.wanted, low+int64(i*64+bits.TrailingZeros64(word)))
		}
	}
	r.placing.Go(func() {
		nodes := r.nodes
		for _, list := range refs {
			for i, ref := range list {
				at := uint64(ref) - uint64(low)
				nodes[i] = before[at/64] + uint32(bits.OnesCount64(words[at/64]&(1<<(at%64)-1)))
			}
			nodes = nodes[len(list):]
		}
	})
}

// sort is want for any ids. Its keys are the ids with the sign turned round,
// so that they ascend as the ids do.
func (r *reader) sort(refs [][]int64) {
	keys := make([]radix.Item, 0, len(r.nodes))
	for _, list := range refs {
		for _, ref := range list {
			keys = append(keys, radix.Keyed(uint64(ref)^1<<63, uint32(len(keys))))
		}
	}
	radix.Sort(keys)
	distinct := 0
	for i, k := range keys {
		if i == 0 || k.Key() != keys[i-1].Key() {
			distinct++
		}
	}
	r.wanted = make([]int64, 0, distinct)
	for i, k := range keys {
		if i == 0 || k.Key() != keys[i-1].Key() {
			r.wanted = append(r.wanted, int64(k.Key()^1<<63))
		}
	}
	r.placing.Go(func() {
		place := uint32(0)
		for i, k := range keys {
			if i > 0 && k.Key() != keys[i-1].Key() {
				place++
			}
			r.nodes[k.Owner] = place
		}
	})
}
