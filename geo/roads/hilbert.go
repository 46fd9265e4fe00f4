package roads

// hilbert returns the place of a stored coordinate on the Hilbert curve
// through the 2³² × 2³² grid. Points that are near on the curve are near on
// the ground, so a search over nodes in this order stays in the cache.
//
// Source: the classic iterative form (J. Skilling, "Programming the Hilbert
// curve", 2004; Wikipedia "Hilbert curve", xy2d).
func hilbert(p [2]int32) uint64 {
	x, y := uint32(p[0])^1<<31, uint32(p[1])^1<<31 // order of signed numbers
	var d uint64
	for s := uint32(1) << 31; s > 0; s >>= 1 {
		rx, ry := b2u(x&s != 0), b2u(y&s != 0)
		d = d<<2 | uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
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
