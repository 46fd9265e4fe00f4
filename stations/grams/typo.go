package grams

import "yizhan/stations/text"

// mistaken looks for names with one mistake. It rests on this: a mistake that
// is not a swap across the middle leaves the first half of the pattern as it
// is, or the second. So
//
//  1. try wherever the first half stands, if the text behind it goes on with
//     one of the next two symbols, now or a unit later;
//  2. try wherever the second half stands, and from a unit before and after,
//     if the first half's last symbol stands before it, or its first symbol at
//     one of those places;
//  3. swap the two symbols in the middle, and try wherever that stands.
func (h *hunt) mistaken(p text.Pattern) {
	m := p.Len()
	if m < text.Tolerant-1 {
		return
	}
	half, symbols := m/2, p.Symbols()
	swapped := append([]text.Unit(nil), symbols...)
	swapped[half-1], swapped[half] = swapped[half], swapped[half-1]
	names := h.zones[:otherZone]
	h.around(p, anchorIn(names, symbols, 0, half), 0, func(text []text.Unit) bool {
		here, next := text[1+half], text[2+half]
		return here.Is(symbols[half]) || next.Is(symbols[half+1]) || here.Is(symbols[half+1]) || next.Is(symbols[half])
	})
	h.around(p, anchorIn(names, symbols, half, m), 1, func(text []text.Unit) bool {
		return text[half].Is(symbols[half-1]) || text[0].Is(symbols[0]) || text[1].Is(symbols[0]) || text[2].Is(symbols[0])
	})
	h.around(p, anchorIn(names, swapped, 0, m), 0, func(text []text.Unit) bool {
		return text[half].Is(symbols[half]) && text[1+half].Is(symbols[half-1])
	})
}

// around tries the pattern where an anchor says that it begins, and so many
// units before and after, unless the text from a unit before it says that it
// cannot be there.
func (h *hunt) around(p text.Pattern, a anchor, units int, may func([]text.Unit) bool) {
	best := text.RankOf(text.Typo, text.Whole)
	for _, list := range a.lists {
		for _, spot := range list {
			d, begin := h.document(spot), int(spot)-int(a.behind)
			if h.ranks[d] <= best {
				continue
			}
			if begin > 0 && begin+p.Len() < len(h.units) && !may(h.units[begin-1:]) {
				continue
			}
			for at := max(begin-units, int(h.starts[d])+1); at <= begin+units && at < int(h.end(d)); at++ {
				h.mistake(p, d, at)
			}
		}
	}
}

// mistake tries the pattern at one place. Within a name there is but one rank.
func (h *hunt) mistake(p text.Pattern, d uint32, at int) {
	if h.ranks[d] > text.RankOf(text.Typo, text.Inside) || h.units[at-1] == text.NameMark {
		h.improve(d, p.MistakenAt(h.units, at))
	}
}
