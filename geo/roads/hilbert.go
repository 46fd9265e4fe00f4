package roads

// hilbert returns the place of a stored coordinate on the Hilbert curve
// through the 2³² × 2³² grid. Points that are near on the curve are near on
// the ground, so a search over nodes in this order stays in the cache.
func (c *curve) hilbert(p [2]int32) uint64 {
	x, y := uint32(p[0])^1<<31, uint32(p[1])^1<<31 // order of signed numbers
	var d uint64
	turn := uint16(0)
	for bit := 28; bit >= 0; bit -= 4 {
		at := c[turn][x>>bit&15<<4|y>>bit&15]
		d, turn = d<<8|uint64(at&255), at>>8
	}
	return d
}

// curve is the Hilbert curve, four bits of each coordinate at a time: by the
// turn and by the bits of x and y, their place on the curve in bits 0 to 7, and
// the turn inside it above them.
type curve [4][256]uint16

// newCurve puts four steps of one bit into one.
//
// The curve in each quarter is turned in one of four ways. next has, by turn
// and by the bits of x and y, the quarter's place on the curve in bits 0 and
// 1, and the turn inside it above them.
//
// Source: the classic iterative form (J. Skilling, "Programming the Hilbert
// curve", 2004; Wikipedia "Hilbert curve", xy2d), its swaps and complements
// written as a table.
func newCurve() *curve {
	next := [4][4]uint16{
		{4, 1, 15, 2},
		{0, 11, 5, 6},
		{10, 7, 9, 12},
		{14, 13, 3, 8},
	}
	c := new(curve)
	for turn := range c {
		for xy := range c[turn] {
			d, inside := uint16(0), uint16(turn)
			for bit := 3; bit >= 0; bit-- {
				at := next[inside][xy>>(4+bit)&1<<1|xy>>bit&1]
				d, inside = d<<2|at&3, at>>2
			}
			c[turn][xy] = inside<<8 | d
		}
	}
	return c
}

// b2u is 1 for true.
func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
