package roads

// hilbert returns the place of a stored coordinate on the Hilbert curve
// through the 2³² × 2³² grid. Points that are near on the curve are near on
// the ground, so a search over nodes in this order stays in the cache.
//
// The curve in each quarter is turned in one of four ways. next has, by turn
// and by the bits of x and y, the quarter's place on the curve in bits 0 and
// 1, and the turn inside it above them.
//
// Source: the classic iterative form (J. Skilling, "Programming the Hilbert
// curve", 2004; Wikipedia "Hilbert curve", xy2d), its swaps and complements
// written as a table.
func hilbert(p [2]int32) uint64 {
	next := [4][4]uint8{
		{4, 1, 15, 2},
		{0, 11, 5, 6},
		{10, 7, 9, 12},
		{14, 13, 3, 8},
	}
	x, y := uint32(p[0])^1<<31, uint32(p[1])^1<<31 // order of signed numbers
	var d uint64
	turn := uint8(0)
	for bit := 31; bit >= 0; bit-- {
		at := next[turn][x>>bit&1<<1|y>>bit&1]
		d, turn = d<<2|uint64(at&3), at>>2
	}
	return d
}

// b2u is 1 for true.
func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
