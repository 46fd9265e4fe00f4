package grams

import "yizhan/stations/text"

// mistaken looks for names with one mistake. It rests on this: a mistake that
// is not a swap across the middle leaves the first half of the pattern as it
// is, or the second. So
//
//  1. try wherever the first half stands, and wherever the second does, then
//     from a unit before and after, too;
//  2. swap the two symbols in the middle, and try wherever that stands.
func (h *hunt) mistaken(p text.Pattern) {
	m := p.Len()
	if m < text.Tolerant-1 {
		return
	}
	half := m / 2
	swapped := append([]text.Unit(nil), p.Symbols()...)
	swapped[half-1], swapped[half] = swapped[half], swapped[half-1]
	names := h.zones[:otherZone]
	h.around(p, anchorIn(names, p.Symbols(), 0, half), 0)
	h.around(p, anchorIn(names, p.Symbols(), half, m), 1)
	h.around(p, anchorIn(names, swapped, 0, m), 0)
}

// around tries the pattern where an anchor says that it begins, and so many
// units before and after.
func (h *hunt) around(p text.Pattern, a anchor, units int) {
	best := text.RankOf(text.Typo, text.Whole)
	for _, list := range a.lists {
		for _, spot := range list {
			d := h.document(spot)
			if h.ranks[d] <= best {
				continue
			}
			for at := int(spot) - int(a.behind) - units; at <= int(spot)-int(a.behind)+units; at++ {
				if at > int(h.starts[d]) && at < int(h.others[d]) {
					h.improve(d, p.MistakenAt(h.units, at))
				}
			}
		}
	}
}
