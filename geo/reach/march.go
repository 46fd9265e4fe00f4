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
// 2 lower right, 4 upper right, 8 upper left. At a saddle (5 and 10) the two
// inside corners are kept apart, so ground joins along sides only.
func exits(corners, entry int) int {
	table := [16][4]int{
		0: {none, none, none, none}, 15: {none, none, none, none},
		1: {west, none, none, none}, 14: {none, none, none, south},
		2: {none, south, none, none}, 13: {east, none, none, none},
		4: {none, none, east, none}, 11: {none, north, none, none},
		8: {none, none, none, north}, 7: {none, none, west, none},
		3: {none, west, none, none}, 12: {none, none, none, east},
		6: {none, none, south, none}, 9: {north, none, none, none},
		5: {west, none, east, none}, 10: {none, south, none, north},
	}
	return table[corners][entry]
}

// polygons follows the zero line of the raster. Rings are closed, with the
// ground on their left: outer rings counter-clockwise, holes clockwise. No two
// rings meet, since each crossing lies strictly inside a side and belongs to
// one ring.
func (r *raster) polygons() orb.MultiPolygon {
	m := march{raster: r, seen: make([]uint64, (2*len(r.values)+63)/64), patch: make([]int32, len(r.values))}
	for y := range r.height - 1 {
		for x := range r.width - 1 {
			m.start(x, y)
		}
	}
	return m.assemble()
}

// march is one walk over a raster.
type march struct {
	*raster
	seen    []uint64 // the sides that a ring has crossed, a bit each
	patch   []int32  // the patch of ground of each inside corner, from 1
	patches int32
	stack   []int32
	rings   []tracedRing
}

// tracedRing is a ring and the patch of ground that it bounds.
type tracedRing struct {
	ring  orb.Ring
	patch int32
}

// start traces the rings through a square that were not traced yet.
func (m *march) start(x, y int) {
	c := m.corners(x, y)
	for entry := south; entry <= west; entry++ {
		if exits(c, entry) != none && !m.crossed(x, y, entry) {
			m.rings = append(m.rings, tracedRing{ring: m.trace(x, y, entry), patch: m.flood(m.ground(x, y, entry))})
		}
	}
}

func (m *march) corners(x, y int) int {
	c := 0
	for i, inside := range [4]bool{m.inside(x, y), m.inside(x+1, y), m.inside(x+1, y+1), m.inside(x, y+1)} {
		if inside {
			c |= 1 << i
		}
	}
	return c
}

// trace follows one ring from a side of a square until it is back there.
func (m *march) trace(x, y, entry int) orb.Ring {
	var ring orb.Ring
	for !m.crossed(x, y, entry) {
		m.cross(x, y, entry)
		ring = append(ring, m.point(x, y, entry))
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
	return append(ring, ring[0])
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

// bit numbers the sides: two for each corner, to its right and above it.
func (m *march) bit(x, y, side int) int {
	a, b := m.ends(x, y, side)
	if b == a+1 {
		return 2 * a
	}
	return 2*a + 1
}

func (m *march) crossed(x, y, side int) bool {
	i := m.bit(x, y, side)
	return m.seen[i/64]&(1<<(i%64)) != 0
}

func (m *march) cross(x, y, side int) {
	i := m.bit(x, y, side)
	m.seen[i/64] |= 1 << (i % 64)
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

// ground returns the inside corner of a side that the border crosses.
func (m *march) ground(x, y, side int) int {
	a, b := m.ends(x, y, side)
	if m.values[a] < 0 {
		return a
	}
	return b
}

// flood numbers the patch of ground around a corner, if it has no number yet,
// and returns the number. Ground joins along sides, as the rings have it.
func (m *march) flood(corner int) int32 {
	if m.patch[corner] != 0 {
		return m.patch[corner]
	}
	m.patches++
	m.stack = append(m.stack[:0], int32(corner))
	m.patch[corner] = m.patches
	for len(m.stack) > 0 {
		at := int(m.stack[len(m.stack)-1])
		m.stack = m.stack[:len(m.stack)-1]
		for _, next := range [4]int{at - 1, at + 1, at - m.width, at + m.width} {
			if m.values[next] < 0 && m.patch[next] == 0 { // the border is outside: next is on the raster
				m.patch[next] = m.patches
				m.stack = append(m.stack, int32(next))
			}
		}
	}
	return m.patches
}

// assemble makes a polygon of each patch: its one outer ring, then its holes.
func (m *march) assemble() orb.MultiPolygon {
	out := make(orb.MultiPolygon, m.patches)
	for _, t := range m.rings {
		poly := &out[t.patch-1]
		*poly = append(*poly, t.ring)
		if last := len(*poly) - 1; last > 0 && t.ring.Orientation() == orb.CCW {
			(*poly)[0], (*poly)[last] = (*poly)[last], (*poly)[0]
		}
	}
	return out
}
