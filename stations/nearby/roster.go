package nearby

import (
	"iter"
	"slices"
	"sort"

	"yizhan/stations"
)

// PageSize is how many slots lie in one page. A change copies a page of slots,
// one of ids, and the lists of all pages.
const PageSize = 512

// roster is who stands in which slot, and where each id stands. A slot keeps
// its station until that goes. It is immutable; a draft makes the next one,
// which shares the pages that did not change.
type roster struct {
	slots []*page   // by slot / PageSize
	order [][]int32 // all slots that are taken, in ascending order of id, in pages of at most PageSize
	count int
}

// page holds the entries of its slots, nil where a slot is free.
type page struct {
	entries [PageSize]*entry
	slate   Slate
}

// newRoster gives each entry a slot, in the order of the list. ascending holds
// all slots in ascending order of their ids; it is kept.
func newRoster(entries []*entry, ascending []int32) roster {
	r := roster{count: len(entries)}
	for chunk := range slices.Chunk(entries, PageSize) {
		p := new(page)
		copy(p.entries[:], chunk)
		r.slots = append(r.slots, p)
	}
	r.order = slices.Collect(slices.Chunk(ascending, PageSize))
	return r
}

// at returns the entry of a slot, nil when that is free.
func (r *roster) at(slot int32) *entry { return r.slots[slot/PageSize].entries[slot%PageSize] }

func (r *roster) id(slot int32) stations.ID { return r.at(slot).station.ID }

// find returns the place of an id in the order, or where it would stand.
func (r *roster) find(id stations.ID) (page, i int, there bool) {
	after := sort.Search(len(r.order), func(n int) bool { return r.id(r.order[n][0]) > id })
	page = max(after-1, 0)
	if len(r.order) == 0 {
		return 0, 0, false
	}
	i = sort.Search(len(r.order[page]), func(n int) bool { return r.id(r.order[page][n]) >= id })
	return page, i, i < len(r.order[page]) && r.id(r.order[page][i]) == id
}

// all yields the entries in ascending order of id.
func (r *roster) all() iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for _, slots := range r.order {
			for _, slot := range slots {
				if !yield(r.at(slot)) {
					return
				}
			}
		}
	}
}
