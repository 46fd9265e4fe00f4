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
	sparse int     // 1 is dense; 2 leaves out every other street
}

// grids draws the streets between the main roads, north and south of the
// river.
func (d *draft) grids() {
	for _, q := range []quarter{{"北城", 9, true, 1}, {"南城", -21, false, 2}} {
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
	street := gridTags(k, name)
	block, gap := -1, false
	d.lay(line, 0, func(p xy) tags {
		if b := int((p.X*0.8 + p.Y*0.6 + 20000) / (2 * pitch)); b != block {
			block, gap = b, k%4 != 0 && d.rng.Float64() < 0.14
		}
		if gap || p.north() != q.north || !kept(k, p.far(), q.sparse) || d.dry(street)(p) == nil {
			return nil
		}
		if p.far() < 1500 && k%8 != 0 {
			return street.with("hgv", "no") // no lorries in the old town
		}
		return street
	})
}

// kept reports whether street k of a grid is built at this distance from the
// middle: fewer and fewer streets outward.
func kept(k int, far float64, sparse int) bool {
	every := sparse
	switch {
	case far < 330 || far > cityRadius-200:
		return false
	case far > 4400:
		every *= 4
	case far > 2900:
		every *= 2
	}
	return k%every == 0
}

// gridTags gives street k its class. Every fourth is one-way, in turns with
// and against its line.
func gridTags(k int, name string) tags {
	switch {
	case k%8 == 0:
		return highway("tertiary", name)
	case k%4 == 0:
		return highway("unclassified", name)
	case k%8 == 2 || k%8 == -6:
		return highway("residential", name).with("oneway", "yes")
	case k%4 == 2 || k%4 == -2:
		return highway("residential", name).with("oneway", "-1").with("oneway:bicycle", "no")
	}
	return highway("residential", name)
}
