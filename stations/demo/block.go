package demo

import (
	"fmt"
	"math"
)

// pitch is the distance between neighbouring streets of a grid, metres.
const pitch = 125.0

// quarter is a part of the city with a grid of its own.
type quarter struct {
	name   string
	turned float64 // degrees
	north  bool    // of the river
}

// grids draws the streets between the main roads, north and south of the
// river.
func (d *draft) grids() {
	for _, q := range []quarter{{"北城", 9, true}, {"南城", -21, false}} {
		for k := -52; k <= 52; k++ {
			d.gridLine(q, k, false)
			d.gridLine(q, k, true)
		}
	}
}

// gridLine draws street k of a quarter, across it or along it.
func (d *draft) gridLine(q quarter, k int, across bool) {
	offset := float64(k) * pitch
	name := fmt.Sprintf("示例%s经%d街", q.name, k+53)
	if across {
		name = fmt.Sprintf("示例%s纬%d路", q.name, k+53)
	}
	var line []xy
	for s := -cityRadius; s <= cityRadius; s += step {
		p := xy{offset + 45*math.Sin(s/900), s}
		if across {
			p = xy{s, offset + 45*math.Sin(s/700)}
		}
		line = append(line, p.turned(q.turned))
	}
	block, gap := -1, false
	d.lay(line, 0, func(p xy) tags {
		if b := int((p.X*0.8 + p.Y*0.6 + 20000) / (2 * pitch)); b != block {
			block, gap = b, k%4 != 0 && d.rng.Float64() < 0.14
		}
		oneWay := d.oneWay(k, p)
		if gap && !oneWay || p.north() != q.north || !kept(k, p) || p.wet() || p.green(d.parks) {
			return nil
		}
		street := highway(class(k), name)
		if oneWay {
			street = append(street, direction(k)...)
		}
		if p.far() < 1500 && k%8 != 0 {
			street = street.with("hgv", "no") // no lorries in the old town
		}
		return street
	})
}

// kept reports whether street k of a grid is built at p: the fewer people
// live there, the fewer streets.
func kept(k int, p xy) bool {
	every := 4
	switch people := density(p); {
	case p.far() < 250 || p.far() > cityRadius-200:
		return false
	case people > 5500:
		every = 1
	case people > 1800:
		every = 2
	}
	return k%every == 0
}

// class returns the class of street k.
func class(k int) string {
	switch {
	case k%8 == 0:
		return "tertiary"
	case k%4 == 0:
		return "unclassified"
	}
	return "residential"
}

// oneWay reports whether street k is one-way at p: every fourth is, between
// the square and the inner ring, but not where it ends at a park, since
// nobody could turn there.
func (d *draft) oneWay(k int, p xy) bool {
	if k%4 != 2 && k%4 != -2 || p.far() < 420 || p.far() > 1380 {
		return false
	}
	for _, g := range d.parks {
		if p.to(g.middle) < g.radius+2*pitch {
			return false
		}
	}
	return true
}

// direction returns the tags of a one-way street: in turns with its line and
// against it.
func direction(k int) tags {
	if k%8 == 2 || k%8 == -6 {
		return tags{{"oneway", "yes"}}
	}
	return tags{{"oneway", "-1"}, {"oneway:bicycle", "no"}}
}
