package reach

import (
	"github.com/paulmach/orb"
)

// The sides of a square of the raster. A square is named by its lower left
// corner.
const (
	south = iota
	east
	north
	west
	none
)

// exits says where the border leaves a square that it entered by a side, with
// the ground on its left. The row is the set of corners inside: 1 lower left,
// 2 lower right, 4 upper right, 8 upper left; the column the side of entry. At
// a saddle (5 and 10) the two inside corners are kept apart, so ground joins
// along sides only.
func exits(corners, entry int) int {
	const s, e, n, w, o = "\x00", "\x01", "\x02", "\x03", "\x04"
	const table = "" +
		o + o + o + o + // 0: nothing is inside
		w + o + o + o + // 1
		o + s + o + o + // 2
		o + w + o + o + // 3
		o + o + e + o + // 4
		w + o + e + o + // 5
		o + o + s + o + // 6
		o + o + w + o + // 7
		o + o + o + n + // 8
		n + o + o + o + // 9
		o + s + o + n + // 10
		o + n + o + o + // 11
		o + o + o + e + // 12
		e + o + o + o + // 13
		o + o + o + s + // 14
		o + o + o + o // 15: all is
	return int(table[4*corners+entry])
}

// polygons follows the zero line of the raster. Rings are closed, with the
// ground on their left: outer rings counter-clockwise, holes clockwise. No two
// rings meet, since each crossing lies strictly inside a side and belongs to
// one ring.
func (r *raster) polygons() orb.MultiPolygon {
	m := &r.march
	m.raster, m.rings = r, m.rings[:0]
	m.seen = filled(m.seen, (len(r.values)+63)/64, 0)
	for y := 1; y < r.height-1; y++ {
		row := r.values[y*r.width : (y+1)*r.width]
		for x := range row[1:] {
			// Every ring crosses a row somewhere, between two of its corners.
			if in := row[x] < 0; in != (row[x+1] < 0) && !m.crossed(y*r.width+x) {
				m.start(x, y, in)
			}
		}
	}
	return m.assemble()
}

// march is one walk over a raster. Its memory is used again.
type march struct {
	*raster
	seen  []uint64 // by corner, a bit each: a ring has crossed the side to its right
	rings []tracedRing
	line  orb.Ring // of the ring that is traced
	patches
}

// tracedRing is a ring and an inside corner beside it.
type tracedRing struct {
	ring   orb.Ring
	ground int
}

// start traces the ring that crosses a row to the right of a corner: upwards
// when that is the corner inside, else downwards.
func (m *march) start(x, y int, up bool) {
	if up {
		m.rings = append(m.rings, tracedRing{m.trace(x, y, south), y*m.width + x})
		return
	}
	m.rings = append(m.rings, tracedRing{m.trace(x, y-1, north), y*m.width + x + 1})
}

// trace follows one ring from a side of a square until it is back there.
func (m *march) trace(x, y, entry int) orb.Ring {
	m.line = m.line[:0]
	for {
		if a, b := m.ends(x, y, entry); b == a+1 {
			if m.crossed(a) {
				break
			}
			m.seen[a/64] |= 1 << (a % 64)
		}
		m.line = append(m.line, m.point(x, y, entry))
		switch exits(m.corners(x, y), entry) {
		case south:
			y, entry = y-1, north
		case east:
			x, entry = x+1, west
		case north:
			y, entry = y+1, south
		case west:
			x, entry = x-1, east
		}
	}
	ring := make(orb.Ring, len(m.line)+1)
	ring[copy(ring, m.line)] = m.line[0]
	return ring
}

func (m *march) crossed(corner int) bool { return m.seen[corner/64]&(1<<(corner%64)) != 0 }

// corners returns which corners of a square are inside, as exits has them.
func (m *march) corners(x, y int) int {
	c, i := 0, y*m.width+x
	if m.values[i] < 0 {
		c = 1
	}
	if m.values[i+1] < 0 {
		c |= 2
	}
	if m.values[i+m.width+1] < 0 {
		c |= 4
	}
	if m.values[i+m.width] < 0 {
		c |= 8
	}
	return c
}

// ends returns the corners of a side, the left or lower one first.
func (m *march) ends(x, y, side int) (a, b int) {
	switch side {
	case east:
		x++
	case north:
		y++
	}
	a = y*m.width + x
	if side == south || side == north {
		return a, a + 1
	}
	return a, a + m.width
}

// point is where the zero line crosses a side. It keeps off the corners, where
// rings could meet.
func (m *march) point(x, y, side int) orb.Point {
	a, b := m.ends(x, y, side)
	va, vb := float64(m.values[a]), float64(m.values[b])
	f := min(max(va/(va-vb), 0.02), 0.98)
	px, py := float64(a%m.width), float64(a/m.width)
	if b == a+1 {
		px += f
	} else {
		py += f
	}
	return orb.Point{m.min[0] + px*m.step, m.min[1] + py*m.step}
}

// assemble makes a polygon of each patch of ground: its one outer ring, then
// its holes.
func (m *march) assemble() orb.MultiPolygon {
	outer, holes := 0, 0
	for _, t := range m.rings {
		if t.ring.Orientation() == orb.CCW {
			outer++
		} else {
			holes++
		}
	}
	out := make(orb.MultiPolygon, 0, outer)
	if holes == 0 {
		for _, t := range m.rings {
			out = append(out, orb.Polygon{t.ring})
		}
		return out
	}
	m.label(m.raster)
	at := map[int32]int{}
	for _, t := range m.rings {
		patch := m.patch(t.ground)
		i, known := at[patch]
		if !known {
			i, at[patch], out = len(out), len(out), append(out, nil)
		}
		out[i] = append(out[i], t.ring)
		if last := len(out[i]) - 1; last > 0 && t.ring.Orientation() == orb.CCW {
			out[i][0], out[i][last] = out[i][last], out[i][0]
		}
	}
	return out
}
