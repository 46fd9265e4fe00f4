package reach

// bits is a set of small numbers, of junctions or of chains: so small that it
// stays in the caches, and spares a look at what does not.
type bits []uint64

// newBits returns an empty set of numbers below n.
func newBits(n int) bits { return make(bits, n/64+1) }

func (b bits) add(i uint32)      { b[i/64] |= 1 << (i % 64) }
func (b bits) has(i uint32) bool { return b[i/64]&(1<<(i%64)) != 0 }
