package grams

import (
	"cmp"
	"slices"

	"yizhan/stations/text"
)

// anchor is where some symbols of a pattern stand: the lists of places, and
// how far behind the beginning of the pattern they are.
type anchor struct {
	lists  [][]uint32
	behind uint32
	count  int
}

// anchor returns the rarest pair among the symbols from i up to j, or their
// only symbol, however they are read.
func (s *Segment) anchor(symbols []text.Unit, i, j int) anchor {
	if j-i == 1 {
		return s.single(symbols, i)
	}
	best := s.double(symbols, i)
	for at := i + 1; at+1 < j && best.count > 0; at++ {
		if a := s.double(symbols, at); a.count < best.count {
			best = a
		}
	}
	return best
}

func (s *Segment) single(symbols []text.Unit, at int) anchor {
	a := anchor{behind: uint32(at)}
	for _, one := range symbols[at].Kin() {
		i, ok := slices.BinarySearchFunc(s.firsts, one, func(g group, u text.Unit) int { return cmp.Compare(g.unit, u) })
		if ok {
			a.add(s.spots[s.firsts[i].from:s.firsts[i+1].from])
		}
	}
	return a
}

func (s *Segment) double(symbols []text.Unit, at int) anchor {
	a := anchor{behind: uint32(at)}
	for _, one := range symbols[at].Kin() {
		for _, next := range symbols[at+1].Kin() {
			i, ok := slices.BinarySearchFunc(s.pairs, pairOf(one, next), func(r run, pair uint32) int { return cmp.Compare(r.pair, pair) })
			if ok {
				a.add(s.spots[s.pairs[i].from:s.pairs[i+1].from])
			}
		}
	}
	return a
}

func (a *anchor) add(list []uint32) {
	a.lists = append(a.lists, list)
	a.count += len(list)
}

// each calls visit with every place at which the pattern can begin; also with
// 0, where a mark stands.
func (a anchor) each(visit func(at uint32)) {
	for _, list := range a.lists {
		for _, spot := range list {
			if spot >= a.behind {
				visit(spot - a.behind)
			}
		}
	}
}

// lead is a list of places from which the text leads into a pattern by its
// first units, as far as trail.
type lead struct {
	spots []uint32
	trail text.Trail
	units uint32
}

// leads calls visit with all places from which the text leads into a pattern
// that may be pinyin. It follows the pattern over the units that occur, then
// over the pairs.
func (s *Segment) leads(p text.Pattern, visit func(lead)) {
	for i, g := range s.firsts[:len(s.firsts)-1] {
		trail := p.Step(p.Begin(text.EndMark, g.unit), g.unit)
		if trail.Lost() {
			continue
		}
		next := s.firsts[i+1]
		if _, found := p.Found(trail); found {
			visit(lead{s.spots[g.from:next.from], trail, 1})
			continue
		}
		for j := g.pair; j < next.pair; j++ {
			if further := p.Step(trail, text.Unit(s.pairs[j].pair)); !further.Lost() {
				visit(lead{s.spots[s.pairs[j].from:s.pairs[j+1].from], further, 2})
			}
		}
	}
}
