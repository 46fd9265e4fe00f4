package grams

import "yizhan/stations/text"

// anchor is where some symbols of a pattern stand: the lists of places, and
// how far behind the beginning of the pattern they are.
type anchor struct {
	lists  [][]uint32
	behind uint32
	count  int
}

// anchorIn returns the rarest pair in some zones among the symbols from i up
// to j, or their only symbol, however they are read.
func anchorIn(all []zone, symbols []text.Unit, i, j int) anchor {
	if j-i == 1 {
		return single(all, symbols, i)
	}
	best := double(all, symbols, i)
	for at := i + 1; at+1 < j && best.count > 0; at++ {
		if a := double(all, symbols, at); a.count < best.count {
			best = a
		}
	}
	return best
}

func single(all []zone, symbols []text.Unit, at int) anchor {
	a := anchor{behind: uint32(at)}
	for _, one := range symbols[at].Kin() {
		for i := range all {
			a.add(all[i].first(one))
		}
	}
	return a
}

func double(all []zone, symbols []text.Unit, at int) anchor {
	a := anchor{behind: uint32(at)}
	for _, one := range symbols[at].Kin() {
		for _, next := range symbols[at+1].Kin() {
			for i := range all {
				a.add(all[i].pair(one, next))
			}
		}
	}
	return a
}

func (a *anchor) add(list []uint32) {
	if len(list) > 0 {
		a.lists = append(a.lists, list)
		a.count += len(list)
	}
}

// lead is a list of places from which the text leads into a pattern by its
// first units, as far as trail.
type lead struct {
	spots  []uint32
	trail  text.Trail
	units  uint32
	zone   int
	rank   text.Rank // the best to which it can lead
	within bool      // it is followed from within words and numbers, not from where they begin
}

// leads calls visit with all places from which the text leads into a pattern
// that may be pinyin. It follows the pattern over the units that occur, then
// over the pairs.
func (z *zone) leads(r *routes, visit func(lead)) {
	p := r.pattern
	for i, g := range z.firsts[:len(z.firsts)-1] {
		trail := p.Step(p.Begin(text.EndMark, g.unit), g.unit)
		if trail.Lost() {
			continue
		}
		next := z.firsts[i+1]
		if _, found := p.Found(trail); found {
			visit(lead{spots: z.spots[g.from:next.from], trail: p.Best(trail), units: 1})
			continue
		}
		from := r.note(trail)
		for j := g.pair; j < next.pair; j++ {
			if further := r.step(from, text.Unit(z.pairs[j].pair)); further != 0 {
				visit(lead{spots: z.spots[z.pairs[j].from:z.pairs[j+1].from], trail: p.Best(r.trails[further]), units: 2})
			}
		}
	}
}
