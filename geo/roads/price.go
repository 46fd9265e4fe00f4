package roads

import (
	"math"
	"slices"

	"yizhan/geo/sphere"
)

// maxCost caps the cost of one edge at 12 days, so that the times of the
// longest possible edges still add up without overflow.
const maxCost = 1 << 30

// measure returns the length of every edge in metres.
func (g *Graph) measure() []float64 {
	places, lengths := make([]sphere.Place, len(g.points)), make([]float64, len(g.ends))
	inParts(len(places), func(from, to int) {
		for n := from; n < to; n++ {
			places[n] = sphere.At(degrees(g.points[n]))
		}
	})
	inParts(len(lengths), func(from, to int) {
		var here sphere.Place // at node n, where the edge before ended: most begin there
		n := nowhere
		for e := from; e < to; e++ {
			ends := g.ends[e]
			tail := here
			if ends[0] != n {
				tail = places[ends[0]]
			}
			n, here = ends[1], places[ends[1]]
			lengths[e] = tail.Distance(here)
		}
	})
	return lengths
}

// pricing is what the costs of a mode come from.
type pricing struct {
	*Builder
	mode    Mode
	speeds  [math.MaxUint8 + 1]float64 // by class, in metres per second
	lengths []float64                  // by edge
	costs   []Millis                   // by edge
}

// price fills the costs: max(1, round(1000·L/v)). A later version whose
// speeds are those of the first has the first one's costs.
func (g *Graph) price(b *Builder, lengths []float64) {
	for m := range Mode(NumModes) {
		p := pricing{Builder: b, mode: m, lengths: lengths}
		for class := range p.speeds {
			p.speeds[class] = SpeedOf(m, Class(class))
		}
		if m != m.Base() && !p.differs() {
			g.costs[m] = g.costs[m.Base()]
			continue
		}
		p.costs = make([]Millis, len(lengths))
		inParts(len(lengths), p.part)
		g.costs[m] = p.costs
	}
}

// differs reports whether some edge may have another speed than under version
// 1 of the mode.
func (p *pricing) differs() bool {
	first := p.mode.Base()
	if slices.ContainsFunc(p.details, func(d *Detail) bool { return d.Paces[first] > 0 }) {
		return true
	}
	var other [math.MaxUint8 + 1]bool
	for class, speed := range p.speeds {
		other[class] = speed != SpeedOf(first, Class(class))
	}
	return slices.ContainsFunc(p.edges.classes, func(c Class) bool { return other[c] })
}

// part prices some edges. The speed is that of the way, under version 2, or
// of its class. The time is rounded half up, which differs from math.Round
// only below half a millisecond.
func (p *pricing) part(from, to int) {
	later := p.mode.Version() > 1
	for e := from; e < to; e++ {
		speed := p.speeds[p.edges.classes[e]]
		if d := p.edges.details[e]; later && d > 0 {
			if pace := p.details[d-1].Paces[p.mode.Base()]; pace > 0 {
				speed = pace.Speed()
			}
		}
		p.costs[e] = Millis(min(max(1, 1000*p.lengths[e]/speed+0.5), maxCost))
	}
}
