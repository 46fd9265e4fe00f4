package grams

import "yizhan/stations/text"

// deadEnds remembers which units do not lead on from a trail: at hundreds of
// thousands of places there are a few thousand different ones. It is used
// again for other trails without being cleared, since each has its number.
type deadEnds struct {
	trail uint32          // the number of the trail at hand
	seen  [1 << 16]uint32 // by unit: twice the number of the trail, one more if it leads on
}

// deadEnds returns one for a new trail; it goes back to ends.
func (s *Segment) deadEnds() *deadEnds {
	dead, ok := s.ends.Get().(*deadEnds)
	if !ok {
		dead = new(deadEnds)
	}
	if dead.trail++; dead.trail == 1<<31 {
		*dead = deadEnds{trail: 1}
	}
	return dead
}

// end reports whether the trail, always the same one, ends before u. One on
// which the pattern was found already never does.
func (dead *deadEnds) end(p text.Pattern, trail text.Trail, u text.Unit) bool {
	if known := dead.seen[u]; known>>1 == dead.trail {
		return known&1 == 0
	}
	_, found := p.Found(trail)
	on := found || !p.Step(trail, u).Lost()
	dead.seen[u] = 2 * dead.trail
	if on {
		dead.seen[u]++
	}
	return !on
}
