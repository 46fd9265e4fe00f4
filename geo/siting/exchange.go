package siting

import "slices"

// exchange makes an exchange of a chosen candidate for another one that
// betters the choice, and reports whether there was one.
func (c *choice) exchange(kept, barred []bool) bool {
	if c.r.plain() && c.l.free() {
		return c.swap(kept, barred)
	}
	for _, leaver := range slices.Clone(c.sites) {
		if !kept[leaver] && c.replace(leaver, barred) {
			return true
		}
	}
	return false
}

// replace takes a site out and brings in the candidate that adds most, and
// whatever fits then. It puts the site back when that is no better.
func (c *choice) replace(leaver int32, barred []bool) bool {
	c.remove(leaver)
	best, least := int32(-1), c.gain(leaver)
	least += 1e-9 * max(1, least)
	for j := range int32(len(c.in)) {
		if c.in[j] || barred[j] || !c.fits(j) {
			continue
		}
		if g := c.gain(j); g > least {
			best, least = j, g
		}
	}
	if best < 0 {
		c.add(leaver)
		return false
	}
	c.add(best)
	if c.l.cost != nil {
		c.greedy(barred, true)
	}
	return true
}

// swap makes the best exchange where gains and losses are sums of weights. For
// each newcomer it reckons what every leaver would cost beside it in one walk
// over the newcomer's rows (R. A. Whitaker's fast interchange, INFOR 21, 1983).
func (c *choice) swap(kept, barred []bool) bool {
	s := c.swaps(kept)
	if s.cheapest < 0 {
		return false
	}
	for j := range int32(len(c.in)) {
		if !c.in[j] && !barred[j] && !c.l.barred[j] {
			s.weigh(j)
		}
	}
	if s.leaver < 0 {
		return false
	}
	c.remove(s.leaver)
	c.add(s.newcomer)
	return true
}

// swaps is a search for the best exchange.
type swaps struct {
	*choice
	kept             []bool
	alone            []float64 // by chosen candidate: what only it covers
	only             []int32   // by row covered once: by whom
	cheapest         int32     // the leaver that costs least, beside most newcomers; −1 when none may leave
	saved            []float64 // by leaver: what the newcomer covers in its place
	touched          []int32   // the leavers for whom it does
	best             float64
	leaver, newcomer int32
}

func (c *choice) swaps(kept []bool) *swaps {
	s := &swaps{
		choice: c, kept: kept, cheapest: -1, leaver: -1, best: c.covered * 1e-12,
		alone: make([]float64, len(c.in)), only: make([]int32, len(c.count)), saved: make([]float64, len(c.in)),
	}
	for _, j := range c.sites {
		for _, i := range c.r.covers.of(j) {
			if c.count[i] == 1 {
				s.alone[j] += c.r.weight[i]
				s.only[i] = j
			}
		}
		if !kept[j] && (s.cheapest < 0 || s.alone[j] < s.alone[s.cheapest]) {
			s.cheapest = j
		}
	}
	return s
}

// weigh looks at the exchanges that bring one newcomer.
func (s *swaps) weigh(j int32) {
	plus := 0.0
	s.touched = append(s.touched[:0], s.cheapest)
	for _, i := range s.r.covers.of(j) {
		switch s.count[i] {
		case 0:
			plus += s.r.weight[i]
		case 1:
			out := s.only[i]
			if s.saved[out] == 0 && out != s.cheapest && !s.kept[out] {
				s.touched = append(s.touched, out)
			}
			s.saved[out] += s.r.weight[i]
		}
	}
	for _, out := range s.touched {
		if d := plus - s.alone[out] + s.saved[out]; d > s.best {
			s.best, s.leaver, s.newcomer = d, out, j
		}
	}
	for _, i := range s.r.covers.of(j) {
		s.saved[s.only[i]] = 0
	}
}
