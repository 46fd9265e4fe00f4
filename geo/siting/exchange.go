package siting

import "slices"

// exchange makes an exchange of a chosen candidate for another one that
// betters the choice, and reports whether there was one before over said stop.
func (c *choice) exchange(none []bool, over func() bool) bool {
	for _, leaver := range slices.Clone(c.sites) {
		if over() {
			return false
		}
		if c.replace(leaver, none) {
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
