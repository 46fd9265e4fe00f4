package nearby

import (
	"slices"

	"yizhan/geo/near"
	"yizhan/stations"
)

// draft makes one snapshot after another. It belongs to who follows the store.
type draft struct {
	roster
	epoch string // of the store
	index *near.Index
	free  []int32          // slots of stations that went
	was   map[int32]*entry // of each slot that changed since the last snapshot: its entry there, nil for none
	own   map[int32]bool   // pages of slots that no snapshot shares
}

// newDraft begins with entries as newRoster takes them.
func newDraft(entries []*entry, ascending []int32) *draft {
	d := &draft{roster: newRoster(entries, ascending), was: map[int32]*entry{}, own: map[int32]bool{}}
	places := make([]near.Place, len(entries))
	for i, e := range entries {
		places[i] = e.place(int32(i))
	}
	d.index = near.New(places)
	return d
}

// publish returns the snapshot of the draft as it stands.
func (d *draft) publish(revision stations.Revision) *Snapshot {
	var gone, came []near.Place
	for slot, was := range d.was {
		old, now := was.place(slot), d.at(slot).place(slot)
		if old == now {
			continue // what changed of it, the index does not know
		}
		if was != nil {
			gone = append(gone, old)
		}
		if d.at(slot) != nil {
			came = append(came, now)
		}
	}
	if len(gone)+len(came) > 0 {
		d.index = d.index.Update(gone, came)
	}
	clear(d.was)
	clear(d.own)
	s := &Snapshot{Epoch: d.epoch, Revision: revision, roster: d.roster, index: d.index}
	d.slots, d.order = slices.Clone(d.slots), slices.Clone(d.order)
	return s
}

// put lets the station stand where it stood, or in a free slot.
func (d *draft) put(e *entry) {
	page, i, there := d.find(e.station.ID)
	if there {
		d.set(d.order[page][i], e)
		return
	}
	slot := d.slot()
	d.set(slot, e)
	d.insert(page, i, slot)
	d.count++
}

// remove lets the station of that id go, if there is one.
func (d *draft) remove(id stations.ID) {
	page, i, there := d.find(id)
	if !there {
		return
	}
	slot := d.order[page][i]
	d.set(slot, nil)
	d.free = append(d.free, slot)
	d.count--
	if len(d.order[page]) == 1 {
		d.order = slices.Delete(d.order, page, page+1)
		return
	}
	d.order[page] = slices.Delete(slices.Clone(d.order[page]), i, i+1)
}

// slot returns a free slot, in a new page when all others are taken.
func (d *draft) slot() int32 {
	if len(d.free) == 0 {
		last := int32(len(d.slots) * PageSize)
		d.own[int32(len(d.slots))] = true
		d.slots = append(d.slots, new(page))
		for slot := last + PageSize - 1; slot >= last; slot-- {
			d.free = append(d.free, slot)
		}
	}
	slot := d.free[len(d.free)-1]
	d.free = d.free[:len(d.free)-1]
	return slot
}

// set puts an entry, or nil, into a slot of a page of the draft's own.
func (d *draft) set(slot int32, e *entry) {
	n := slot / PageSize
	if !d.own[n] {
		d.slots[n], d.own[n] = &page{entries: d.slots[n].entries}, true
	}
	if _, known := d.was[slot]; !known {
		d.was[slot] = d.at(slot)
	}
	d.slots[n].entries[slot%PageSize] = e
}

// insert puts a slot at its place in the order, and halves a page that is
// full.
func (d *draft) insert(n, i int, slot int32) {
	if len(d.order) == 0 {
		d.order = [][]int32{{slot}}
		return
	}
	slots := slices.Concat(d.order[n][:i], []int32{slot}, d.order[n][i:])
	d.order[n] = slots
	if len(slots) > PageSize {
		half := len(slots) / 2
		d.order[n] = slots[:half:half]
		d.order = slices.Insert(d.order, n+1, slots[half:])
	}
}

// place is what the index knows of the entry, nothing of none.
func (e *entry) place(slot int32) near.Place {
	if e == nil {
		return near.Place{}
	}
	return near.Place{Point: e.station.Position.Point, Item: slot, Tags: e.tags}
}
