package grams

import "yizhan/stations/text"

// view is a trail at a unit of text.
type view struct {
	trail uint32
	unit  text.Unit
}

// hopeful reports whether a lead can lead to the end of the pattern, by the
// pairs of units that stand in the text: none of its places is looked at. Most
// of what is misspelt stands nowhere, and its pairs say so.
// Within a word it is the same: only ways differ there.
func (r *routes) hopeful(s *Segment, l lead) bool {
	return r.ends(&s.zones[max(l.zone, nameZone)], r.note(l.trail), s.units[l.spots[0]+l.units-1])
}

// ends reports whether some pairs of a zone, each of which begins with the
// unit that ends the one before, lead a trail from a unit to the end of the
// pattern.
func (r *routes) ends(z *zone, from uint32, unit text.Unit) bool {
	if from == 0 || r.ways[from] != unfound {
		return from != 0
	}
	if r.seen[z] == nil {
		r.seen[z] = map[view]bool{}
	}
	ends, known := r.seen[z][view{from, unit}]
	if known {
		return ends
	}
	for _, pair := range z.behind(unit) {
		next := text.Unit(pair.pair)
		if ends = r.ends(z, r.step(from, next), next); ends {
			break
		}
	}
	r.seen[z][view{from, unit}] = ends
	return ends
}
